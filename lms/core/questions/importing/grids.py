"""A table as rows of cells with their place, whatever kind of file it came from. What the columns mean is not known here."""

import re
from dataclasses import dataclass
from enum import StrEnum

from lms.core.vietnamese import nfc

MOST_COLUMNS = 60
MOST_ROWS = 30_000  # with something in them, in one file: 5,000 questions of an option a row

_INVISIBLE = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffc\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]"
)
_LINE_END = re.compile("\r\n|[\r\n\x0b\x0c\u2028\u2029]")
_OFFICE_ESCAPE = re.compile(r"_x000([9AD])_")
_SPACES = re.compile(r"\s+")


class CellKind(StrEnum):
    """What a cell held before it became text."""

    TEXT = "text"
    NUMBER = "number"
    TRUTH = "truth"
    DATE = "date"
    SHORT_DATE = "short-date"  # a date without its year, as Excel makes of "1/2"
    ERROR = "error"  # "#REF!", or a formula whose result was never saved


@dataclass(frozen=True, slots=True)
class Cell:
    """The words that the table shows in one place; lines are kept, spaces are not."""

    text: str = ""
    kind: CellKind = CellKind.TEXT
    look: str = ""  # bold, colours: equal strings look alike, "" is plain


EMPTY = Cell()


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row without the empty ones at its end; ``number`` as the program shows it."""

    number: int
    cells: tuple[Cell, ...]

    def cell(self, column: int) -> Cell:
        """Return the cell in a column, counted from 0; an empty one beyond the row's end."""
        return self.cells[column] if 0 <= column < len(self.cells) else EMPTY

    def text(self, column: int) -> str:
        """Return the words in a column."""
        return self.cell(column).text

    @property
    def filled(self) -> tuple[int, ...]:
        """Return the columns that hold something."""
        return tuple(
            index for index, cell in enumerate(self.cells) if cell.text or cell.kind is CellKind.ERROR
        )


@dataclass(frozen=True)
class Grid:
    """A sheet, or a whole CSV file, whose name is then empty."""

    name: str
    rows: tuple[Row, ...]
    pictures: frozenset[int] = frozenset()  # numbers of the rows on which a picture lies
    spans: dict[tuple[int, int], tuple[int, int]] | None = (
        None  # merged: (row, column) to its last (row, column)
    )
    is_hidden: bool = False

    def where(self, number: int) -> str:
        """Return the name of a row's place for people."""
        return f"trang tính “{self.name}”, dòng {number}" if self.name else f"dòng {number}"


def clean(text: str) -> str:
    """Return text in NFC without invisible characters, each line with single spaces, without empty lines."""
    plain = _OFFICE_ESCAPE.sub(lambda found: "\t" if found[1] == "9" else "\n", text)
    lines = (
        _SPACES.sub(" ", _INVISIBLE.sub("", line)).strip()
        for line in _LINE_END.sub("\n", nfc(plain)).split("\n")
    )
    return "\n".join(line for line in lines if line)


def row_of(number: int, cells: list[Cell]) -> Row | None:
    """Return a row without empty cells at its end, None if nothing is in it."""
    while cells and not cells[-1].text and cells[-1].kind is not CellKind.ERROR:
        cells.pop()
    return Row(number, tuple(cells)) if cells else None
