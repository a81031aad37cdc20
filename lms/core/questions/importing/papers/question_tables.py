"""Tables with a question a row ("STT | Câu hỏi | A | B | C | D | Đáp án") turned into the lines of a paper."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lms.core.questions.importing.papers.keys import grid_of
from lms.core.questions.importing.papers.labels import LETTERS
from lms.core.questions.importing.papers.lines import PLAIN, Line, Passage
from lms.core.vietnamese import fold, squeeze

_NUMBERS = frozenset({"stt", "tt", "cau", "so", "cau so", "so tt", "no", "so thu tu"})
_STEMS = frozenset(
    {
        "cau hoi",
        "noi dung",
        "noi dung cau hoi",
        "question",
        "de bai",
        "cau hoi va dap an",
        "noi dung va dap an",
    }
)
_KEYS = frozenset(
    {"dap an", "dap an dung", "da", "key", "answer", "tra loi", "dap an chinh xac", "phuong an dung", "d/an"}
)
_OPTION = re.compile(r"(?:(?:dap an|phuong an|lua chon|pa|da|option)\s*)?(?:([a-h])|([1-8]))")


@dataclass(frozen=True)
class _Columns:
    number: int
    stem: int
    key: int
    options: tuple[tuple[int, str], ...]


def questions_of(lines: Sequence[Line]) -> list[Line]:
    """Return "Câu 1: …", "A. …", "Đáp án: …" for each row, nothing if the lines are no such table."""
    grid = grid_of(lines)
    columns = _columns(grid[0]) if len(grid) > 1 else None
    if columns is None:
        return []
    found: list[Line] = []
    count = 0
    for cells in grid[1:]:
        if columns.stem >= len(cells) or not any(line.text.strip() for line in cells[columns.stem]):
            continue
        count += 1
        found += _row(cells, columns, count)
    return found


def _columns(head: Sequence[Sequence[Line]]) -> _Columns | None:
    names = [fold(" ".join(line.text for line in cell)).strip(" .:") for cell in head]
    number, stem, key = (
        next((i for i, name in enumerate(names) if name in words), -1) for words in (_NUMBERS, _STEMS, _KEYS)
    )
    options = [(i, _OPTION.fullmatch(name)) for i, name in enumerate(names)]
    lettered = tuple((i, _letter(found)) for i, found in options if found)
    if stem < 0 or (number < 0 and not lettered) or len(lettered) == 1:
        return None
    return _Columns(number, stem, key, lettered)


def _letter(found: re.Match[str]) -> str:
    return found[1].upper() if found[1] else LETTERS[int(found[2]) - 1]


def _row(cells: Sequence[Sequence[Line]], columns: _Columns, count: int) -> Iterator[Line]:
    number = (
        squeeze(" ".join(line.text for line in cells[columns.number])).rstrip(".:")
        if columns.number >= 0
        else ""
    )
    first, *rest = [line for line in cells[columns.stem] if line.text.strip()]
    yield _labelled(f"Câu {number if number.isdigit() else count}: ", first)
    yield from (_labelled("", line) for line in rest)
    for column, letter in columns.options:
        for index, line in enumerate(cells[column]):
            yield _labelled("" if index else f"{letter}. ", line)
    for line in cells[columns.key][:1] if columns.key >= 0 else ():
        yield _labelled("Đáp án: ", line)


def _labelled(label: str, line: Line) -> Line:
    """Return a line of a cell with its label; a label that the cell has already is not written again."""
    if label and fold(line.text).startswith(fold(label)):
        label = ""
    looks = (*[PLAIN] * len(label), *line.passage.looks)
    return Line(Passage(label + line.text, looks), line.place, None, line.flaws)
