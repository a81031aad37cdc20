"""Tables of statements with columns "Đúng" and "Sai" turned into the lines that papers write elsewhere."""

import re
from collections.abc import Sequence

from lms.core.questions.importing.papers.keys import grid_of
from lms.core.questions.importing.papers.labels import CHOICES, truth_of
from lms.core.questions.importing.papers.lines import PLAIN, Line, Passage, joined
from lms.core.vietnamese import fold, squeeze

_CROSS = re.compile(r"[xX×✓✔√☑☒●•*]")
_LABEL = re.compile(rf"\(?({CHOICES}|\d)\)?\s*[.):/]?\s*")
_ONE_COLUMN = frozenset(
    {"d/s", "dung/sai", "dap an", "dung (d)/sai (s)", "dung - sai", "ket qua", "dung hay sai"}
)


def statements_of(lines: Sequence[Line]) -> list[Line]:
    """Return "a) … (Đ)" for each row of a table of true and false, nothing if the lines are no such table."""
    grid = grid_of(lines)
    top = next((row for row, cells in enumerate(grid) if _columns(cells)), None)
    if top is None or top > 1:
        return []
    yes, no, both = _columns(grid[top]) or (0, 0, 0)
    found: list[Line] = []
    for cells in grid[top + 1 :]:
        kept = [line for column, cell in enumerate(cells) if column not in (yes, no, both) for line in cell]
        kept = [line for line in kept if line.text.strip()]
        if not kept:
            continue
        truth = _truth(_text(cells, yes), _text(cells, no), _text(cells, both))
        if both >= 0 and truth is None and _text(cells, both):
            return []  # a column of answers, but not of true and false
        found.append(_statement(kept, len(found), truth))
    return found if len(found) > 1 else []


def _columns(cells: Sequence[Sequence[Line]]) -> tuple[int, int, int] | None:
    """Return the columns of Đúng, of Sai and of both in one, -1 for one that is not there."""
    heads = [fold(" ".join(line.text for line in cell)).strip(" .:") for cell in cells]
    yes = next((i for i, head in enumerate(heads) if head in ("dung", "d", "true")), -1)
    no = next((i for i, head in enumerate(heads) if head in ("sai", "s", "false")), -1)
    both = next((i for i, head in enumerate(heads) if head in _ONE_COLUMN), -1)
    if yes >= 0 and no >= 0:
        return yes, no, -1
    return (-1, -1, both) if both >= 0 and len(heads) > 1 else None


def _text(cells: Sequence[Sequence[Line]], column: int) -> str:
    return squeeze(" ".join(line.text for line in cells[column])) if 0 <= column < len(cells) else ""


def _truth(yes: str, no: str, both: str) -> bool | None:
    if both:
        return truth_of(both)
    is_yes = bool(_CROSS.fullmatch(yes) or truth_of(yes))
    is_no = bool(_CROSS.fullmatch(no) or (truth_of(no) is False and no))
    return None if is_yes == is_no else is_yes


def _statement(kept: Sequence[Line], index: int, truth: bool | None) -> Line:
    """Return a row as one lettered line; a letter of its own cell or of the statement is kept."""
    whole = joined(Passage(line.passage.text, line.passage.looks) for line in kept)
    text, looks = whole.text.replace("\n", " "), list(whole.looks)
    label = _LABEL.match(text)
    if label and not (text[label.end() - 1 : label.end()].isalnum()):
        text, looks = text[label.end() :], looks[label.end() :]
    before, after = f"{'abcdefgh'[index % 8]}) ", "" if truth is None else f"\t({'Đ' if truth else 'S'})"
    shown = tuple([PLAIN] * len(before) + looks + [PLAIN] * len(after))
    flaws = frozenset().union(*(line.flaws for line in kept))
    return Line(Passage(before + text + after, shown), kept[0].place, None, flaws)
