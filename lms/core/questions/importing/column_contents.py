"""What columns mean by what stands in them, where their headings leave it open or there are none at all."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from lms.core.questions.importing.columns import MOST_OPTIONS, Headings
from lms.core.questions.importing.grids import Grid, Row

_COUNTS = re.compile(r"(?:câu(?: hỏi)?|bài|question)?\s*(?:số\s*)?[0-9]{1,5}\s*[.:)]?", re.IGNORECASE)
_LETTER = re.compile(r"[(\[]?[A-Ha-h][.):\]]?")
_LEAST = 3  # rows that show the shape of a table without headings
_FEWEST = 2  # options


def seen_through(grid: Grid, headings: Headings) -> Headings:
    """Return the headings with two columns for the question told apart: one may count, one may hold the options."""
    questions = headings.roles.get("question", ())
    if len(questions) < 2:
        return headings
    rows = grid.rows[headings.data_from :]
    roles = dict(headings.roles)
    if _all(rows, questions[0], _COUNTS):
        roles["question"] = questions[1:]  # "Câu hỏi" (1, 2, 3 …) beside "Nội dung"
    elif len(roles.get("options", ())) == 1 and _all(rows, roles["options"][0], _LETTER):
        roles["options"], roles["question"] = (
            questions[1:2],
            questions[:1],
        )  # "Phương án" (A, B …), "Nội dung"
    return replace(headings, roles=roles)


def shown_by(grid: Grid) -> Headings | None:
    """Return what the columns of a sheet without headings show: a question, its options, and a letter on every row."""
    rows = [row for row in grid.rows if len(row.filled) > _FEWEST]
    width = max((len(row.cells) for row in rows), default=0)
    if len(rows) < _LEAST or len(rows) != len(grid.rows):
        return None
    letters = [column for column in range(width) if _all(rows, column, _LETTER)]
    if len(letters) != 1 or not all(row.text(letters[0]) for row in rows):
        return None
    first = 1 if _all(rows, 0, _COUNTS) else 0
    question, options = first, range(first + 1, letters[0])
    if letters[0] != width - 1 or not _FEWEST <= len(options) <= MOST_OPTIONS:
        return None
    if not all(row.text(question) and row.text(options[0]) and row.text(options[1]) for row in rows):
        return None
    roles: Mapping[str, tuple[int, ...]] = {
        "question": (question,),
        "key": (letters[0],),
        **{f"option-{number}": (column,) for number, column in enumerate(options, start=1)},
        **({"number": (0,)} if first else {}),
    }
    return Headings(None, roles, 0)


def _all(rows: Sequence[Row], column: int, shape: re.Pattern[str]) -> bool:
    """Return whether whatever stands in a column has a shape, and something stands there."""
    texts = [row.text(column) for row in rows if row.text(column)]
    return bool(texts) and all(shape.fullmatch(text) for text in texts)
