"""A sheet without headings that holds a written paper ("Câu 1: …", "A. …" in rows): handed to the reader of papers."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from lms.core.questions.importing.grids import Cell, Grid, Row
from lms.core.questions.importing.papers import read_lines
from lms.core.questions.importing.papers.lines import Line, Look, Passage, passage_of
from lms.core.questions.manuscript import Manuscript, Reading, Trouble, WrittenPool

_NUMBER = re.compile(r"[0-9]{1,4}[.)]?")
_LETTER = re.compile(r"[A-Ha-h]")
_QUESTION = re.compile(
    r"(?:câu(?: hỏi)?|bài|question)\s*[0-9]{1,4}\b|[0-9]{1,4}\s*[.)/:]\s*\S", re.IGNORECASE
)
_FIRST, _SECOND = (re.compile(rf"(?:.*\s|[*(]*){letter}\s*[.)/:]", re.IGNORECASE) for letter in "ab")


def read_papers(grids: Sequence[Grid]) -> Reading | None:
    """Return the questions of the sheets that look like papers, None where none does."""
    pools: list[WrittenPool] = []
    troubles: list[Trouble] = []
    count = 0
    for grid in grids:
        lines = [line for row in grid.rows for line in _lines(row, row.number in grid.pictures)]
        if grid.is_hidden or not _is_paper(lines):
            continue
        reading = read_lines(
            lines, where=grid.where(0).replace("{", "").replace("}", "").replace("dòng 0", "dòng {place}")
        )
        pools += reading.manuscript.pools
        troubles += [
            replace(noted, question=None if noted.question is None else noted.question + count)
            for noted in reading.troubles
        ]
        count += len(reading.manuscript.questions)
    return Reading(Manuscript(tuple(pools)), tuple(troubles)) if count else None


def _is_paper(lines: Sequence[Line]) -> bool:
    shapes = (_QUESTION, _FIRST, _SECOND)
    return all(any(shape.match(line.text) for line in lines) for shape in shapes)


def _lines(row: Row, has_picture: bool) -> Iterator[Line]:
    """Return a row as lines of a paper: a number or a letter in a cell of its own belongs before its neighbour."""
    cells = [row.cells[column] for column in row.filled]
    if len(cells) > 1 and _NUMBER.fullmatch(cells[0].text):
        cells = [_led(f"Câu {cells[0].text.rstrip('.)')}: ", cells[1]), *cells[2:]]
    elif len(cells) > 1 and _LETTER.fullmatch(cells[0].text):
        cells = [_led(f"{cells[0].text}. ", cells[1]), *cells[2:]]
    flaws = frozenset({"picture"}) if has_picture else frozenset[str]()
    if len(cells) == 1:
        for text in cells[0].text.split("\n"):
            yield Line(_passage([replace(cells[0], text=text)]), row.number, flaws=flaws)
            flaws = frozenset()
    elif cells:
        yield Line(_passage(cells), row.number, flaws=flaws)


def _led(lead: str, cell: Cell) -> Cell:
    return replace(cell, text=lead + cell.text)


def _passage(cells: Sequence[Cell]) -> Passage:
    pieces = []
    for index, cell in enumerate(cells):
        pieces.append((("\t" if index else "") + cell.text.replace("\n", " "), _look(cell.look)))
    return passage_of(pieces)


def _look(look: str) -> Look:
    colour = next(
        (part.removeprefix("colour ") for part in look.split(", ") if part.startswith("colour ")), ""
    )
    return Look("bold" in look, "underlined" in look, "fill " in look, colour=colour)
