"""Finding the learner's table in a workbook: its header, its columns, and which row is which.

People move rows, add columns and save with other programs; none of that is a fault.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lms.core.practice.spreadsheet.columns import (
    DATE,
    FORMULA,
    NUMBER,
    Column,
    read_date,
    read_number,
    shown,
)
from lms.core.practice.spreadsheet.reading import Cell, Sheet
from lms.core.practice.spreadsheet.spec import SheetSpec, SheetTask
from lms.core.practice.spreadsheet.writing import CODE_LABEL
from lms.core.vietnamese import fold, squeeze

_CODE = re.compile(rf"{CODE_LABEL}\s*([0-9A-Z]{{6}})\b")
_MOST_CODES = 50
_MOST_CANDIDATES = 400
EMPTY = Cell()


@dataclass(frozen=True)
class Table:
    """The learner's table: its sheet, the row of its titles, where each column is (None: gone), and its rows."""

    sheet: Sheet
    header: int
    columns: tuple[int | None, ...]
    rows: tuple[int, ...]

    def cell(self, row: int, column: int) -> Cell:
        """Return the cell of a column (from 0) in a row of the sheet."""
        at = self.columns[column]
        return EMPTY if at is None else self.sheet.cells.get((row, at), EMPTY)


def codes_in(sheets: Sequence[Sheet]) -> set[str]:
    """Return the codes of tables that stand in a workbook."""
    texts = (cell.text for sheet in sheets for cell in sheet.cells.values() if CODE_LABEL in cell.text)
    return {
        found[1] for _, text in zip(range(_MOST_CODES), texts, strict=False) if (found := _CODE.search(text))
    }


def find_table(sheets: Sequence[Sheet], spec: SheetSpec) -> Table | None:
    """Return the table with the most of the declared titles, at least half of them."""
    best: tuple[int, Sheet, int, tuple[int | None, ...]] | None = None
    for sheet in sheets:
        for row, columns in _headers(sheet, spec.columns):
            known = sum(at is not None for at in columns)
            if known * 2 >= len(spec.columns) and (best is None or known > best[0]):
                best = known, sheet, row, columns
    if best is None:
        return None
    _, sheet, header, columns = best
    wanted = {at for at in columns if at is not None}
    rows = sorted({row for row, column in sheet.cells if row > header and column in wanted})
    return Table(sheet, header, columns, tuple(rows[:_MOST_CANDIDATES]))


def _headers(sheet: Sheet, columns: Sequence[Column]) -> Iterator[tuple[int, tuple[int | None, ...]]]:
    titles = {fold(column.title): at for at, column in enumerate(columns)}
    found: dict[int, dict[int, int]] = {}
    for (row, column), cell in sorted(sheet.cells.items()):
        at = titles.get(fold(cell.text)) if cell.text else None
        if at is not None:
            found.setdefault(row, {}).setdefault(at, column)
    for row, places in found.items():
        yield row, tuple(places.get(at) for at in range(len(columns)))


def match_rows(table: Table, spec: SheetSpec, task: SheetTask) -> dict[int, int]:
    """Return the sheet's row for each row of the task, by what stands in them; rows that are gone are left out."""
    scores = []
    for at in range(len(task.rows)):
        for place, row in enumerate(table.rows):
            score = _likeness(table, spec, task, at, row)
            if score * 2 > _most(spec):
                scores.append((-score, abs(place - at), at, row))
    found: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, at, row in sorted(scores):
        if at not in found and row not in taken:
            found[at] = row
            taken.add(row)
    return found


def _most(spec: SheetSpec) -> int:
    return sum(_weight(column) for column in spec.columns)


def _weight(column: Column) -> int:
    """What nobody else shares tells rows apart best; what is worked out tells nothing."""
    return 0 if column.holds == FORMULA else 3 if column.is_unique else 1


def _likeness(table: Table, spec: SheetSpec, task: SheetTask, at: int, row: int) -> int:
    return sum(
        _weight(column)
        for number, column in enumerate(spec.columns)
        if _weight(column)
        and shown_in(table.sheet, column, table.cell(row, number)).casefold()
        in {task.rows[at][number].casefold(), task.handed_out(at, number).casefold()}
    )


def shown_in(sheet: Sheet, column: Column, cell: Cell) -> str:
    """Return what a cell says, in the form in which the task holds its values."""
    if cell.number is not None:
        day = sheet.day(cell) if column.holds == DATE else None
        return shown(cell.number) if day is None else shown(day)
    text = squeeze(cell.text)
    if column.holds == DATE and (day := read_date(text)) is not None:
        return shown(day)
    if column.holds in {NUMBER, FORMULA} and (number := read_number(text)) is not None:
        return shown(number)
    return text
