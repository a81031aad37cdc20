"""What an author declared of a table to mend, and the learner's own variant of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from lms.core.practice.contract import Task
from lms.core.practice.spreadsheet.columns import Column, column_from_json

KEY = "spreadsheet"


@dataclass(frozen=True)
class Mistake:
    """A defect that the author wrote: the column, what stands there, and why it is wrong."""

    column: int
    wrong: str
    why: str = ""


@dataclass(frozen=True)
class WrittenRow:
    """A row that the author wrote, right in every cell, and the defects that it always gets."""

    cells: tuple[str, ...]
    mistakes: tuple[Mistake, ...] = ()


@dataclass(frozen=True)
class SheetSpec:
    """What an author declared. ``planted`` is how many defects each column gets; without it ``defects`` are spread."""

    points: Decimal
    columns: tuple[Column, ...]
    rows: tuple[WrittenRow, ...]
    count: int
    defects: int
    planted: tuple[tuple[int, int], ...] = ()
    kind: str = KEY
    hint: str = ""
    line: int = field(default=0, compare=False)

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {
            "kind": self.kind,
            "points": str(self.points),
            "hint": self.hint,
            "columns": [column.to_json() for column in self.columns],
            "rows": [
                {"cells": list(row.cells), "mistakes": [vars(one) for one in row.mistakes]}
                for row in self.rows
            ],
            "count": self.count,
            "defects": self.defects,
            "planted": [list(pair) for pair in self.planted],
        }


def spec_from_json(stored: Mapping[str, Any]) -> SheetSpec:
    """Return the spec that ``SheetSpec.to_json`` wrote."""
    rows = (
        WrittenRow(tuple(row["cells"]), tuple(Mistake(**one) for one in row["mistakes"]))
        for row in stored["rows"]
    )
    return SheetSpec(
        Decimal(stored["points"]),
        tuple(column_from_json(each) for each in stored["columns"]),
        tuple(rows),
        stored["count"],
        stored["defects"],
        tuple((column, count) for column, count in stored["planted"]),
        hint=stored.get("hint", ""),
    )


@dataclass(frozen=True)
class Defect:
    """A planted defect: row and column from 0, what stands there, which rule it breaks, the author's words on it."""

    row: int
    column: int
    wrong: str
    rule: str
    why: str = ""


@dataclass(frozen=True)
class SheetTask(Task):
    """The learner's own table: every cell as it should be, the defects, and the code by which it is known again."""

    rows: tuple[tuple[str, ...], ...]
    defects: tuple[Defect, ...]
    code: str

    def handed_out(self, row: int, column: int) -> str:
        """Return what the learner was given in a cell."""
        for defect in self.defects:
            if (defect.row, defect.column) == (row, column):
                return defect.wrong
        return self.rows[row][column]
