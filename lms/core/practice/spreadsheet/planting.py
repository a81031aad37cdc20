"""A learner's own table from a seed: made-up rows where the author wrote none, and the defects in them.

A hash takes the place of random numbers: it gives the same on every version of Python.
"""

import hashlib
import json
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import TypeVar

from lms.core.practice.spreadsheet import formulas
from lms.core.practice.spreadsheet.columns import (
    CHOICE,
    CODE,
    DATE,
    FORMULA,
    NAME,
    NUMBER,
    Column,
    fault,
    read_date,
    read_number,
    shown,
)
from lms.core.practice.spreadsheet.spec import Defect, SheetSpec, SheetTask, WrittenRow
from lms.core.vietnamese import fold

FIRST_DAY, LAST_DAY = date(2013, 1, 1), date(2013, 12, 31)
_FAMILIES = ("Nông", "Hoàng", "Lý", "Triệu", "Ma", "Lường", "Dương", "Vi", "Bàn", "Đặng")
_MIDDLES = ("Thị", "Văn", "Minh", "Thu", "Ngọc", "Đức", "Thanh", "Hải")
_GIVEN = ("An", "Bình", "Chi", "Dung", "Giang", "Hà", "Khánh", "Lan", "Nam", "Phúc", "Quân", "Tuyết", "Yến")
_CODE_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that is taken for another
_MOST_THROWS = 60

Thing = TypeVar("Thing")


class Dice:
    """Numbers that follow from a seed and a purpose."""

    def __init__(self, seed: int, purpose: str) -> None:
        self._salt, self._count = f"{seed}:{purpose}", 0

    def below(self, most: int) -> int:
        """Return a number from 0 to ``most`` - 1."""
        self._count += 1
        digest = hashlib.sha256(f"{self._salt}:{self._count}".encode()).digest()
        return int.from_bytes(digest[:8]) % most

    def pick(self, things: Sequence[Thing]) -> Thing:
        """Return one of ``things``."""
        return things[self.below(len(things))]

    def mixed(self, things: Sequence[Thing]) -> list[Thing]:
        """Return ``things`` in another order."""
        left = list(things)
        return [left.pop(self.below(len(left))) for _ in range(len(left))]


def prepare(spec: SheetSpec, seed: int) -> SheetTask:
    """Return the table for ``seed``."""
    written = _chosen(spec, Dice(seed, "rows"))
    rows = [row.cells for row in written] if written else _made_up(spec, Dice(seed, "cells"))
    whole = tuple(_with_results(spec.columns, row) for row in rows)
    defects = [
        Defect(at, one.column, one.wrong, fault(spec.columns[one.column], one.wrong) or "other", one.why)
        for at, row in enumerate(written)
        for one in row.mistakes
    ]
    _plant(spec, whole, defects, Dice(seed, "defects"))
    return SheetTask(
        seed, whole, tuple(sorted(defects, key=lambda one: (one.row, one.column))), _code(spec, seed)
    )


def result_of(formula: str, columns: Sequence[Column], cells: Sequence[str]) -> str:
    """Return what a column's formula gives in a row, empty where it gives nothing."""

    def look(letters: str, row: int | None) -> float | None:
        at = formulas.column_number(letters) - 1
        value = read_number(cells[at]) if 0 <= at < len(columns) else None
        return None if value is None else float(value)

    try:
        return shown(formulas.evaluate(formulas.parse(formula), look))
    except formulas.FormulaError:
        return ""


def _code(spec: SheetSpec, seed: int) -> str:
    stored = json.dumps(spec.to_json(), sort_keys=True)
    dice = Dice(seed, f"code:{stored}")
    return "".join(dice.pick(_CODE_LETTERS) for _ in range(6))


def _chosen(spec: SheetSpec, dice: Dice) -> list[WrittenRow]:
    """Return as many of the written rows as are wanted, those with defects of their own among them, in their order."""
    if len(spec.rows) <= spec.count:
        return list(spec.rows)
    kept = [at for at, row in enumerate(spec.rows) if row.mistakes]
    others = dice.mixed([at for at, row in enumerate(spec.rows) if not row.mistakes])
    kept += others[: max(0, spec.count - len(kept))]
    return [spec.rows[at] for at in sorted(kept)]


def _made_up(spec: SheetSpec, dice: Dice) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for _ in range(spec.count):
        cells = []
        for at, column in enumerate(spec.columns):
            taken = {row[at] for row in rows} if column.is_unique or column.holds in {NAME, CODE} else set()
            cells.append(_new_cell(column, taken, dice))
        rows.append(tuple(cells))
    return rows


def _new_cell(column: Column, taken: set[str], dice: Dice) -> str:
    for _ in range(_MOST_THROWS):
        cell = _cell(column, dice)
        if cell not in taken:
            return cell
    return cell


def _cell(column: Column, dice: Dice) -> str:
    if column.holds == NAME:
        return f"{dice.pick(_FAMILIES)} {dice.pick(_MIDDLES)} {dice.pick(_GIVEN)}"
    if column.holds == CODE:
        return f"{column.prefix}{dice.below(900) + 100}"
    if column.holds == DATE:
        low, high = read_date(column.low) or FIRST_DAY, read_date(column.high) or LAST_DAY
        return shown(low + timedelta(days=dice.below((high - low).days + 1)))
    if column.holds == NUMBER:
        low_, high_, step = (
            read_number(each) or Decimal(0) for each in (column.low, column.high, column.step)
        )
        return shown(low_ + step * dice.below(int((high_ - low_) / step) + 1))
    return dice.pick(column.choices) if column.holds == CHOICE else ""


def _with_results(columns: Sequence[Column], cells: Sequence[str]) -> tuple[str, ...]:
    return tuple(
        result_of(column.formula, columns, cells) if column.holds == FORMULA else cell
        for column, cell in zip(columns, cells, strict=True)
    )


def _plant(spec: SheetSpec, rows: Sequence[Sequence[str]], defects: list[Defect], dice: Dice) -> None:
    """Add the defects that are still wanted, each in a row of its own as long as there are rows."""
    for column in _columns_to_break(spec, len(rows), dice):
        touched = {one.row for one in defects}
        free = dice.mixed([at for at in range(len(rows)) if at not in touched])
        rest = dice.mixed([at for at in touched if (at, column) not in {(d.row, d.column) for d in defects}])
        for rule in dice.mixed(spec.columns[column].breakable):
            made = next(
                (
                    Defect(at, column, wrong, rule)
                    for at in [*free, *rest]
                    if (wrong := _wrong(spec.columns[column], rule, rows, (at, column), defects, dice))
                    is not None
                ),
                None,
            )
            if made is not None:
                defects.append(made)
                break


def _columns_to_break(spec: SheetSpec, rows: int, dice: Dice) -> list[int]:
    if spec.planted:
        return [column for column, count in spec.planted for _ in range(min(count, rows))]
    able = [at for at, column in enumerate(spec.columns) if column.breakable]
    found: list[int] = []
    while able and len(found) < spec.defects:
        found += dice.mixed(able)
    return found[: spec.defects]


def _wrong(
    column: Column,
    rule: str,
    rows: Sequence[Sequence[str]],
    place: tuple[int, int],
    defects: Sequence[Defect],
    dice: Dice,
) -> str | None:
    """Return a value that breaks ``rule`` in a cell, None where no such value comes to mind."""
    at, number = place
    right = rows[at][number]
    if rule == "filled":
        return "" if right else None
    if rule == "unique":
        spoilt = {one.row for one in defects if one.column == number}
        others = [row[number] for other, row in enumerate(rows) if other not in {at, *spoilt} and row[number]]
        different = [other for other in others if other != right]
        return dice.pick(different) if different else None
    if not right:
        return None
    offers = {DATE: _wrong_dates, NUMBER: _wrong_numbers, CHOICE: _wrong_choices, FORMULA: _wrong_results}
    able = offers[rule](column, right)
    return dice.pick(able) if able else None


def _wrong_dates(column: Column, right: str) -> list[str]:
    day, year = right[:2], right[6:]
    return [f"31/02/{year}", f"31/04/{year}", f"{day}/13/{year}"]


def _wrong_numbers(column: Column, right: str) -> list[str]:
    value, high, step = read_number(right), read_number(column.high), read_number(column.step)
    offers = [f"{right} đ"]
    if value and high is not None and value * 10 > high:
        offers.append(shown(value * 10))  # the comma was forgotten
    if value is not None and step and not fault(column, shown(value - step)):
        offers.append(shown(value - step / 2))
    return [each for each in offers if fault(column, each)]


def _wrong_choices(column: Column, right: str) -> list[str]:
    bare = fold(right)
    known = {one.casefold() for one in column.choices}
    return [each for each in (bare[:1].upper() + bare[1:], f"{right}?") if each.casefold() not in known]


def _wrong_results(column: Column, right: str) -> list[str]:
    value = read_number(right)
    return [] if value is None else [shown(value + 1), shown(value + Decimal("0.5"))]
