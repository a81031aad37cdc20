"""Tables with a question a row ("STT | Câu hỏi | A | B | C | D | Đáp án") turned into the lines of a paper."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from lms.core.questions.importing.columns import MOST_OPTIONS, headings_of, recognised
from lms.core.questions.importing.grids import Cell, Grid, Row
from lms.core.questions.importing.papers.keys import grid_of
from lms.core.questions.importing.papers.labels import LETTERS
from lms.core.questions.importing.papers.lines import PLAIN, Line, Passage
from lms.core.questions.importing.papers.options import count_choices
from lms.core.vietnamese import fold, squeeze

Columns = Mapping[str, int]
"""The column of each role of ``columns.ROLES``."""

_LETTERED = tuple(f"option-{number}" for number in range(1, min(MOST_OPTIONS, len(LETTERS)) + 1))


def questions_of(lines: Sequence[Line]) -> list[Line]:
    """Return "Câu 1: …", "A. …", "Đáp án: …" for each row, nothing if the lines are no such table."""
    grid = grid_of(lines)
    columns, first = _columns(grid) if len(grid) > 1 else ({}, 0)
    if "question" not in columns:
        return []
    found: list[Line] = []
    count = 0
    for cells in grid[first:]:
        if any(line.text.strip() for line in cells[columns["question"]]):
            count += 1
            found += _row(cells, columns, count)
        elif count:
            found += [line for cell in cells for line in cell if line.text.strip()]
    return found


def _columns(grid: Sequence[Sequence[Sequence[Line]]]) -> tuple[Columns, int]:
    """Return the columns by role, and the row below the headings."""
    rows = tuple(
        Row(number, tuple(Cell("\n".join(line.text for line in cell)) for cell in cells))
        for number, cells in enumerate(grid, start=1)
    )
    found = headings_of(Grid("", rows))
    if found and found.row:
        columns = {role: at[0] for role, at in found.roles.items()}
        is_named = "number" in columns or recognised(found.row.text(columns["question"])) == "question"
        has_options = "number" in columns or any(role.startswith("option") for role in columns)
        is_foreign = any(role.startswith(("wrong-", "mark-")) for role in columns)
        return (columns, found.data_from) if is_named and has_options and not is_foreign else ({}, 0)
    named = [recognised(cell.text) for cell in rows[0].cells]
    if "question" in named and "number" in named:  # options and all in one cell
        return {role: named.index(role) for role in named if role}, 1
    return _unheaded(rows), 0


def _unheaded(rows: Sequence[Row]) -> Columns:
    """Return the columns of a table that begins at once: numbers, then questions with their options, then letters."""
    if not all(row.text(0).rstrip(".:)").isdigit() and count_choices(row.text(1)) > 1 for row in rows):
        return {}
    has_key = all(len(row.text(2)) == 1 and row.text(2).upper() in LETTERS for row in rows)
    return {"number": 0, "question": 1, **({"key": 2} if has_key else {})}


def _row(cells: Sequence[Sequence[Line]], columns: Columns, count: int) -> Iterator[Line]:
    number = squeeze(" ".join(line.text for line in _cell(cells, columns, "number"))).rstrip(".:")
    first, *rest = [line for line in _cell(cells, columns, "question") if line.text.strip()]
    if _has_more(cells, columns):
        first = replace(first, flaws=first.flaws | {"column"})
    yield _labelled(f"Câu {number if number.isdigit() else count}: ", first)
    yield from (_labelled("", line) for line in rest)
    for letter, role in zip(LETTERS, _LETTERED, strict=False):
        for index, line in enumerate(_cell(cells, columns, role)):
            yield _labelled("" if index else f"{letter}. ", line)
    yield from _together([line for line in _cell(cells, columns, "options") if line.text.strip()])
    for line in _cell(cells, columns, "key")[:1]:
        yield _labelled("Đáp án: ", line)
    for index, line in enumerate(_cell(cells, columns, "explanation")):
        yield _labelled("" if index else "Giải thích: ", line)


def _together(lines: Sequence[Line]) -> Iterator[Line]:
    """Return the options of one cell as lettered lines; where no letters are written, each line is one."""
    is_lettered = count_choices("\n".join(line.text for line in lines)) > 1
    for index, line in enumerate(lines):
        yield _labelled("" if is_lettered or index >= len(LETTERS) else f"{LETTERS[index]}. ", line)


def _has_more(cells: Sequence[Sequence[Line]], columns: Columns) -> bool:
    """Return whether a row says something in a column that nothing is known of."""
    known = {column for role, column in columns.items()}
    return any(line.text.strip() for column, cell in enumerate(cells) if column not in known for line in cell)


def _cell(cells: Sequence[Sequence[Line]], columns: Columns, role: str) -> Sequence[Line]:
    return cells[columns[role]] if role in columns else ()


def _labelled(label: str, line: Line) -> Line:
    """Return a line of a cell with its label; a label that the cell has already is not written again."""
    if label and fold(line.text).startswith(fold(label)):
        label = ""
    looks = (*[PLAIN] * len(label), *line.passage.looks)
    return Line(Passage(label + line.text, looks), line.place, None, line.flaws)
