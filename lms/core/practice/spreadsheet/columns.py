"""Columns: what a cell of each may hold, and how dates and numbers are read and written.

What an author writes about columns is read in ``declaring``.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

TEXT, NAME, CODE, DATE, NUMBER, CHOICE, FORMULA = (
    "text",
    "name",
    "code",
    "date",
    "number",
    "choice",
    "formula",
)

_DAY_FIRST = re.compile(r"(\d{1,2})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?(\d{4})(?: 0?0:00(?::00)?)?")
_YEAR_FIRST = re.compile(r"(\d{4})[/.-](\d{1,2})[/.-](\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?Z?)?")
_NUMBER = re.compile(r"[-+]?\d{1,12}(?:[.,]\d{1,12})?")


@dataclass(frozen=True)
class Column:
    """A column: its title and its rules. Bounds are as ``shown`` writes them, empty where there is none."""

    title: str
    holds: str = TEXT
    is_unique: bool = False
    is_filled: bool = False
    low: str = ""
    high: str = ""
    step: str = ""
    choices: tuple[str, ...] = ()
    formula: str = ""
    needs_formula: bool = False
    prefix: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values, without what is as usual."""
        found = {**vars(self), "choices": list(self.choices)}
        return {name: value for name, value in found.items() if value}

    @property
    def breakable(self) -> tuple[str, ...]:
        """The rules that a planted defect can break."""
        own = (self.holds,) if self.holds in {DATE, NUMBER, CHOICE, FORMULA} else ()
        return (*own, *(("unique",) if self.is_unique else ()), *(("filled",) if self.is_filled else ()))


def column_from_json(stored: Mapping[str, Any]) -> Column:
    """Return the column that ``Column.to_json`` wrote."""
    return Column(**{**stored, "choices": tuple(stored.get("choices", ()))})


def read_date(text: str) -> date | None:
    """Return the day that is written day first, or as programs write it; None where no calendar has it."""
    found = _DAY_FIRST.fullmatch(text)
    parts = (found[3], found[2], found[1]) if found else None
    if parts is None and (found := _YEAR_FIRST.fullmatch(text)):
        parts = (found[1], found[2], found[3])
    if parts is None:
        return None
    try:
        return date(int(parts[0]), int(parts[1]), int(parts[2]))
    except ValueError:
        return None


def read_number(text: str) -> Decimal | None:
    """Return the number that is written with a comma or a point."""
    if not _NUMBER.fullmatch(text):
        return None
    try:
        return Decimal(text.replace(",", "."))
    except InvalidOperation:  # no case is known; a number is hostile text like any other
        return None


def shown(value: Decimal | float | date) -> str:
    """Return a number or a day as people here write it."""
    if isinstance(value, date):
        return f"{value.day:02}/{value.month:02}/{value.year:04}"
    plain = f"{Decimal(f'{value:.12g}'):f}"
    plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
    return plain.replace(".", ",")


def fault(column: Column, text: str) -> str:
    """Return which rule of the column a value breaks by itself, empty where none."""
    if not text:
        return "filled" if column.is_filled or column.holds in {DATE, NUMBER, CHOICE} else ""
    if column.holds == DATE:
        day = read_date(text)
        return "date" if day is None else "" if _is_within(column, day) else "range"
    if column.holds == NUMBER:
        return _number_fault(column, text)
    if column.holds == CHOICE and text.casefold() not in {one.casefold() for one in column.choices}:
        return "choice"
    return ""


def _is_within(column: Column, day: date) -> bool:
    low, high = read_date(column.low), read_date(column.high)
    return not ((low and day < low) or (high and day > high))


def _number_fault(column: Column, text: str) -> str:
    value = read_number(text)
    if value is None:
        return "number"
    low, high, step = (read_number(each) for each in (column.low, column.high, column.step))
    if (low is not None and value < low) or (high is not None and value > high):
        return "range"
    if step and (value - (low or 0)) % step:
        return "step"
    return ""
