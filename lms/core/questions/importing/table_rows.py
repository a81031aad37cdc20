"""The rows below the headings grouped into questions: section titles, options on rows of their own, notes, blank rows."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lms.core.questions.importing.columns import Headings
from lms.core.questions.importing.grids import Cell, CellKind, Grid, Row
from lms.core.questions.importing.table_troubles import trouble
from lms.core.questions.manuscript import Trouble
from lms.core.vietnamese import fold, squeeze

_SECTION = re.compile(
    r"(?:chuong|phan|chu de|chuyen de|bai|muc|module|modun|mo dun|nhom|linh vuc|noi dung|chapter|section|part|topic|unit)"
    r"\s+(?:[0-9]{1,3}|[ivxlc]{1,6}|[a-h]|thu \w+)\b.*|[ivx]{1,5}\s*[.)/:-]\s.*",
    re.DOTALL,
)
_COUNTED = re.compile(r"[IVX]{1,5}[.)]?|[A-H][.)]?")
_END = re.compile(r"[-–—_.*\s]*(?:het|the end|end)[-–—_.*\s]*")
OWN_LETTER = re.compile(r"[(\[*\s]*([A-Ja-j])\s*[.)/:\]]\s*(?=\S)")
"""A letter with which an option begins on its own."""

_SHARED = ("pool", "level", "points", "tags")
_MOST_SPREAD = 100_000  # cells
_LONGEST_SECTION = 200
_WIDE = 3  # columns that a title lies across


@dataclass
class Entry:
    """A question's first row and the rows that carry on, with the titles that it stands under."""

    row: Row
    more: list[Row] = field(default_factory=list)
    section: str = ""


@dataclass
class Entries:
    """The questions of a sheet, and what was noticed on the way."""

    entries: list[Entry] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)


def entries_of(grid: Grid, headings: Headings, offset: int) -> Entries:
    """Return the questions below the headings; ``offset`` puts a sheet's places behind those of earlier sheets."""
    grouping = _Grouping(grid, headings, offset)
    for row in grid.rows[headings.data_from :]:
        grouping.take(row)
    return grouping.found


class _Grouping:
    def __init__(self, grid: Grid, headings: Headings, offset: int) -> None:
        self.found = Entries()
        self._grid = grid
        self._headings = headings
        self._offset = offset
        self._question = headings.first("question")
        self._answers = frozenset(_answer_columns(headings))
        self._section = ""
        self._heading_texts = [squeeze(cell.text) for cell in headings.row.cells] if headings.row else None

    def take(self, row: Row) -> None:
        """Put a row where it belongs."""
        texts = [squeeze(cell.text) for cell in row.cells]
        if texts == self._heading_texts or self._is_instruction(row):
            return
        answers = [column for column in row.filled if column in self._answers]
        if self._is_lettered_option(row):
            self.found.entries[-1].more.append(row)
        elif self._is_section(row, answers):
            self._section = squeeze(row.text(row.filled[-1]))
        elif self._asks(row):
            if answers or not _END.fullmatch(fold(row.text(self._question))):
                self.found.entries.append(Entry(row, section=self._section))
        elif answers:
            self._carry_on(row)
        elif any(not text.strip(".").isdecimal() for text in texts if text):
            self._note("row-skipped", row, quote=next(text for text in texts if text))

    def _is_lettered_option(self, row: Row) -> bool:
        """Return whether a row is the next option ("A. …") of the question above, in a table without options' columns."""
        if not self.found.entries or not is_without_options(self._headings):
            return False
        letter = OWN_LETTER.match(row.text(self._question))
        return letter is not None and ord(letter[1].upper()) - 65 == len(self.found.entries[-1].more)

    def _asks(self, row: Row) -> bool:
        cell = row.cell(self._question)
        return bool(cell.text) or cell.kind is CellKind.ERROR

    def _is_section(self, row: Row, answers: list[int]) -> bool:
        """Return whether a row is a title over questions: alone on its row, and named so or lying across columns."""
        filled = row.filled
        number = self._headings.first("number")
        if len(filled) == 2 and filled[0] == number and _COUNTED.fullmatch(row.text(number)):
            filled = filled[1:]  # "I", "Chương I. …"
            is_counted = True
        else:
            is_counted = False
        if len(filled) != 1 or answers or len(row.text(filled[0])) > _LONGEST_SECTION:
            return False
        column = filled[0]
        if row.text(column).rstrip(".").isdecimal() or _END.fullmatch(fold(row.text(column))):
            return False
        last = (self._grid.spans or {}).get((row.number, column), (row.number, column))
        is_titled = is_counted and not row.text(column).endswith("?")
        return is_titled or last[1] - column + 1 >= _WIDE or bool(_SECTION.fullmatch(fold(row.text(column))))

    def _is_instruction(self, row: Row) -> bool:
        """Return whether a row explains the template, as below the headings of Quizizz."""
        return fold(row.text(self._question)).startswith("text of the question")

    def _carry_on(self, row: Row) -> None:
        """Add a row without a question to the one above, where options have rows of their own."""
        if (
            "options" in self._headings.roles
            and self.found.entries
            and row.text(self._headings.first("options"))
        ):
            self.found.entries[-1].more.append(row)
        else:
            self._note("no-question", row)

    def _note(self, code: str, row: Row, **places: object) -> None:
        where = self._grid.where(row.number)
        self.found.troubles.append(trouble(code, where, self._offset + row.number, **places))


def spread(grid: Grid, headings: Headings) -> Grid:
    """Return the grid with what merged cells say about several questions (chapter, level, points) on each row."""
    columns = {column for role in _SHARED for column in headings.roles.get(role, ())}
    shared: dict[tuple[int, int], Cell] = {}
    tops = {row.number: row for row in grid.rows}
    left = _MOST_SPREAD
    for (top, column), (bottom, _) in (grid.spans or {}).items():
        if column in columns and top in tops and bottom - top <= left:
            left -= bottom - top
            shared |= {(number, column): tops[top].cell(column) for number in range(top + 1, bottom + 1)}
    if not shared:
        return grid
    return replace(grid, rows=tuple(_filled(row, columns, shared) for row in grid.rows))


def _filled(row: Row, columns: set[int], shared: dict[tuple[int, int], Cell]) -> Row:
    width = max(len(row.cells), max(columns) + 1)
    cells = [shared.get((row.number, column), row.cell(column)) for column in range(width)]
    return Row(row.number, tuple(cells))


def is_without_options(headings: Headings) -> bool:
    """Return whether no column holds options, so that they may stand below their question."""
    return not any(role.startswith(("option", "wrong-")) for role in headings.roles)


def _answer_columns(headings: Headings) -> Iterator[int]:
    for role, columns in headings.roles.items():
        if role.startswith(("option", "mark-", "wrong-")) or role == "key":
            yield from columns
