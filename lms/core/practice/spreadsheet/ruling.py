"""Reading the rules of columns: `cột C: ngày; không trống`, `D,E: số 0..10, bậc 0,25`, `cột F: công thức =AVERAGE(D,E)`."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from lms.core.practice.declaration import Reader, plain
from lms.core.practice.spreadsheet import formulas
from lms.core.practice.spreadsheet.columns import (
    CHOICE,
    CODE,
    DATE,
    FORMULA,
    NAME,
    NUMBER,
    TEXT,
    Column,
    read_date,
    read_number,
    shown,
)
from lms.core.vietnamese import fold

MOST_CHOICES = 8
LONGEST_CHOICE = 40

_VALUE = r"[-+]?\d{1,9}(?:[.,]\d{1,6})?"
_NUMBER = re.compile(rf"so(?:\s+({_VALUE})\s*\.\.\s*({_VALUE}))?(?:\s*,?\s*bac\s+({_VALUE}))?")
_DATE = re.compile(r"ngay(?:\s+(\d[\d/]{7,9})\s*\.\.\s*(\d[\d/]{7,9}))?")
_CODE = re.compile(r"mã(?:\s+([^\W_]{1,6}(?:-)?))?", re.IGNORECASE)
_CHOICE = re.compile(r"một trong\s*:?\s*(.+)", re.IGNORECASE)
_FORMULA = re.compile(r"(công thức|bằng|formula)\s*(=.+)", re.IGNORECASE)


def read_rules(
    reader: Reader, columns: Sequence[Column], rules: Sequence[tuple[int, tuple[int, ...], str]]
) -> tuple[Column, ...]:
    """Return ``columns`` with the rules that were written for them."""
    found = list(columns)
    for line, letters, written in rules:
        for part in written.split(";") if "=" not in written else [written]:
            _apply(reader, found, line, letters, part.strip())
    for line, letters, _ in rules:
        for at in letters:
            if at < len(found):
                _judge_formula(reader, found, line, at)
    return tuple(found)


def _apply(reader: Reader, found: list[Column], line: int, letters: Sequence[int], part: str) -> None:
    for at in letters:
        if at >= len(found):
            reader.error(
                line,
                f"Bảng không có cột {chr(65 + at)}: cột cuối là {chr(64 + len(found))}.",
                f"The table has no column {chr(65 + at)}: the last one is {chr(64 + len(found))}.",
            )
            continue
        ruled = _ruled(found[at], part)
        if ruled is None or (ruled.holds != found[at].holds and found[at].holds != TEXT):
            reader.error(
                line,
                f"Không hiểu quy định “{part[:60]}”. Viết một trong: ngày; số 0..10, bậc 0,25; duy nhất; không trống; "
                "một trong Đạt | Chưa đạt; công thức =AVERAGE(D,E); bằng =D+E; họ tên; mã HS. "
                "Mỗi cột chỉ chứa một loại giá trị.",
                f"The rule “{part[:60]}” is not understood. Write one of: ngày (a date); số 0..10, bậc 0,25; duy nhất "
                "(unique); không trống (not empty); một trong Đạt | Chưa đạt (one of); công thức =AVERAGE(D,E); "
                "bằng =D+E; họ tên (a name); mã HS (a code). A column holds one sort of value.",
            )
            return
        found[at] = ruled


def _ruled(column: Column, part: str) -> Column | None:
    """Return the column with one more rule, None where the rule is not understood."""
    folded = fold(part)
    if folded in {"duy nhat", "unique"}:
        return replace(column, is_unique=True)
    if folded in {"khong trong", "not empty"}:
        return replace(column, is_filled=True)
    if folded in {"ho ten", "name"}:
        return replace(column, holds=NAME)
    readers: tuple[Callable[[Column, str], Column | None], ...] = (_number, _date, _code, _choice, _formula)
    for read in readers:
        if (ruled := read(column, part)) is not None:
            return ruled
    return None


def _number(column: Column, part: str) -> Column | None:
    found = _NUMBER.fullmatch(fold(part))
    if found is None:
        return None
    low, high, step = (read_number(each or "") for each in found.groups())
    if low is not None and high is not None and low >= high:
        return None
    if step is not None and (step <= 0 or (high is not None and low is not None and step > high - low)):
        return None
    is_marks = high is not None and high <= 20
    bounds = [shown(each) if each is not None else "" for each in (low, high, step)]
    return replace(
        column,
        holds=NUMBER,
        low=bounds[0],
        high=bounds[1],
        step=bounds[2] or ("0,5" if is_marks and column.holds != NUMBER else "1"),
    )


def _date(column: Column, part: str) -> Column | None:
    found = _DATE.fullmatch(fold(part))
    if found is None:
        return None
    if found[1] is None:
        return replace(column, holds=DATE)
    first, last = read_date(found[1]), read_date(found[2])
    if first is None or last is None or first > last:
        return None
    return replace(column, holds=DATE, low=shown(first), high=shown(last))


def _code(column: Column, part: str) -> Column | None:
    found = _CODE.fullmatch(part)
    return None if found is None else replace(column, holds=CODE, is_unique=True, prefix=found[1] or "")


def _choice(column: Column, part: str) -> Column | None:
    found = _CHOICE.fullmatch(part)
    choices = tuple(plain(one) for one in found[1].split("|")) if found else ()
    fits = 2 <= len(choices) <= MOST_CHOICES and all(0 < len(one) <= LONGEST_CHOICE for one in choices)
    if not fits or len({one.casefold() for one in choices}) < len(choices):
        return None
    return replace(column, holds=CHOICE, choices=choices)


def _formula(column: Column, part: str) -> Column | None:
    found = _FORMULA.fullmatch(part)
    if found is None:
        return None
    return replace(
        column,
        holds=FORMULA,
        formula=formulas.in_english(found[2]),
        needs_formula=fold(found[1]) != "bang",
    )


def _judge_formula(reader: Reader, columns: Sequence[Column], line: int, at: int) -> None:
    """Complain of a formula that cannot be worked out from the columns of its own row."""
    if columns[at].holds != FORMULA:
        return
    try:
        places = list(formulas.places(formulas.parse(columns[at].formula)))
    except formulas.FormulaError:
        places = []
    numbers = [formulas.column_number(each.column) - 1 for each in places]
    fits = all(each.row is None for each in places) and all(
        number < len(columns) and columns[number].holds == NUMBER for number in numbers
    )
    if not numbers or not fits:
        reader.error(
            line,
            f"Công thức “{columns[at].formula[:60]}” chưa tính được. Viết bằng chữ của các cột số, ví dụ =AVERAGE(D,E), "
            "=TỔNG(D,E) hoặc =(D+E*2)/3; số lẻ viết bằng dấu chấm.",
            f"The formula “{columns[at].formula[:60]}” cannot be worked out. Write it with the letters of columns of "
            "numbers, for example =AVERAGE(D,E), =SUM(D,E) or =(D+E*2)/3; decimals with a point.",
        )
