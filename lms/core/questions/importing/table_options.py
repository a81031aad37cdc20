"""The options of a row: in columns, in one cell, on rows of their own; which of them are marked, and how they look."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from lms.core.questions.importing.columns import Headings
from lms.core.questions.importing.grids import EMPTY, Cell, CellKind
from lms.core.questions.importing.table_rows import Entry, is_without_options
from lms.core.vietnamese import squeeze

_STAR = re.compile(r"\s*(?:\*+(?!\.\w)|✓|✔|☑|\[x\]|\(x\))\s*(.+)", re.IGNORECASE | re.DOTALL)
_STAR_BEHIND = re.compile(
    r"(.+?)(?:\s*(?:\*+|✓|✔|☑|[(\[](?:đúng|đáp án đúng|correct|right)[)\]])|\s+[(\[]x[)\]])\s*",
    re.IGNORECASE | re.DOTALL,
)
_LETTERED = re.compile(r"(?<![^\s*✓✔☑(\[;|])[(\[]?([A-Ja-j])[.)/:\]]\s*(?=\S)")
_OWN_LETTER = re.compile(r"[(\[]?([A-Ja-j])\s*[.)/:\]]\s*(?=\S)")
_BULLET = re.compile(r"(?:[-–•●+]|\d{1,2}[.)])\s+")


@dataclass(frozen=True)
class Choice:
    """One option as the table has it; ``text`` is empty where a column before the last was left blank."""

    text: str
    cell: Cell = EMPTY
    mark: str | None = None  # what stands in the column that marks it; None: there is no such column
    is_starred: bool = False
    feedback: str = ""


@dataclass(frozen=True)
class Choices:
    """The options of a question, blank ones included, so that letters and numbers keep their meaning."""

    every: tuple[Choice, ...] = ()
    is_with_right: bool = False  # the first is right by its column, the others are wrong by theirs

    @property
    def filled(self) -> tuple[Choice, ...]:
        """Return the options that have words."""
        return tuple(choice for choice in self.every if choice.text)

    @property
    def texts(self) -> list[str]:
        """Return the words by place; a blank place gets words that no key can name."""
        return [choice.text or f"\0{index}" for index, choice in enumerate(self.every)]


def choices_of(entry: Entry, headings: Headings) -> Choices:
    """Return the options of a question, however the table lays them out."""
    numbered = headings.numbered("option")
    if headings.numbered("wrong"):
        return _right_and_wrong(entry, headings)
    if numbered:
        return Choices(_unlettered(_in_columns(entry, headings, numbered)))
    if entry.more and is_without_options(headings):
        return Choices(_unlettered(_below(entry, headings)))
    column = headings.first("options")
    if column < 0:
        question = entry.row.cell(headings.first("question"))
        return Choices(tuple(_starless(piece, question) for piece in options_below(question.text)[1]))
    if entry.more:
        return Choices(_unlettered(_on_rows(entry, headings, column)))
    cell = entry.row.cell(column)
    return Choices(tuple(_starless(piece, cell) for piece in split_options(cell.text)))


def _in_columns(entry: Entry, headings: Headings, numbered: Sequence[tuple[int, int]]) -> list[Choice]:
    by_number: dict[int, Choice] = {}
    for number, column in numbered:
        cell = entry.row.cell(column)
        mark_column = headings.first(f"mark-{number}")
        choice = _starless(squeeze(cell.text), cell)
        feedback = squeeze(entry.row.text(headings.first(f"feedback-{number}")))
        mark = entry.row.text(mark_column) if mark_column >= 0 else None
        by_number[number] = Choice(choice.text, cell, mark, choice.is_starred, feedback)
    last = max((number for number, choice in by_number.items() if choice.text), default=0)
    return [by_number.get(number, Choice("")) for number in range(1, last + 1)]


def _on_rows(entry: Entry, headings: Headings, column: int) -> list[Choice]:
    found = []
    for row in (entry.row, *entry.more):
        choice = _starless(squeeze(row.text(column)), row.cell(column))
        key = row.text(headings.first("key")) if "key" in headings.roles else None
        found.append(Choice(choice.text, choice.cell, key, choice.is_starred))
    return [choice for choice in found if choice.text]


def _below(entry: Entry, headings: Headings) -> list[Choice]:
    """Return the options on the rows below their question, marked there unless the question's own row has the key."""
    question, key = headings.first("question"), headings.first("key")
    is_marked = not entry.row.text(key) and any(row.text(key) for row in entry.more)
    found = []
    for row in entry.more:
        choice = _starless(squeeze(row.text(question)), row.cell(question))
        found.append(
            Choice(choice.text, choice.cell, row.text(key) if is_marked else None, choice.is_starred)
        )
    return found


def _right_and_wrong(entry: Entry, headings: Headings) -> Choices:
    """Return the option of the right column, then those of the wrong ones."""
    right = entry.row.cell(headings.first("key"))
    wrong = [entry.row.cell(column) for _, column in headings.numbered("wrong")]
    cells = [right, *(cell for cell in wrong if cell.text)]
    return Choices(tuple(Choice(squeeze(cell.text), cell) for cell in cells), is_with_right=bool(right.text))


def _starless(text: str, cell: Cell) -> Choice:
    for pattern in (_STAR, _STAR_BEHIND):
        found = pattern.fullmatch(text)
        if found and found[1].strip("* "):
            return Choice(found[1].strip(), cell, is_starred=True)
    return Choice(text, cell)


def _unlettered(choices: Sequence[Choice]) -> tuple[Choice, ...]:
    """Return the options without their own letters, where most of them begin with the letter of their place."""
    found = [_OWN_LETTER.match(choice.text) for choice in choices]
    own = [bool(letter and ord(letter[1].upper()) - 65 == index) for index, letter in enumerate(found)]
    if sum(own) * 2 < sum(bool(choice.text) for choice in choices) or sum(own) < 2:
        return tuple(choices)
    return tuple(
        replace(choice, text=choice.text[letter.end() :].strip()) if letter and is_own else choice
        for choice, letter, is_own in zip(choices, found, own, strict=True)
    )


def split_options(text: str) -> list[str]:
    """Return the options that stand in one cell: lettered, a line each, or parted by ``|`` or ``;``."""
    lettered = _by_letters(text)
    if lettered:
        return lettered
    lines = text.split("\n")
    if len(lines) < 2:
        lines = next((text.split(mark) for mark in ("|", ";") if mark in text), [text])
    pieces = [squeeze(line) for line in lines if line.strip()]
    if len(pieces) > 1 and all(map(_BULLET.match, pieces)):
        pieces = [_BULLET.sub("", piece, count=1) for piece in pieces]
    return pieces


def options_below(text: str) -> tuple[str, list[str]]:
    """Return a question without the lettered lines below it in its cell, and the options that these are."""
    for line in re.finditer(r"\n", text):
        pieces = _by_letters(text[line.end() :])
        if pieces:
            return text[: line.start()], pieces
    return text, []


def _by_letters(text: str) -> list[str]:
    """Return the pieces after "A.", "B.", "C." … in their order, none if there are no two."""
    starts: list[tuple[int, int]] = []
    for found in _LETTERED.finditer(text):
        if ord(found[1].upper()) - 65 == len(starts):
            starts.append((found.start(), found.end()))
    if len(starts) < 2 or text[: starts[0][0]].strip(" *✓✔☑\n"):
        return []
    pieces = []
    for index, (start, end) in enumerate(starts):
        stop = starts[index + 1][0] if index + 1 < len(starts) else len(text)
        star = "*" if text[:start].rstrip(" ([").endswith(("*", "✓", "✔", "☑")) else ""
        words = squeeze(text[end:stop]).strip(" ;|,")
        if index + 1 < len(starts):
            words = words.rstrip("*✓✔☑ ")  # the mark of the next one
        pieces.append(f"{star}{words}")
    return pieces


def singled_out(choices: Choices) -> int | None:
    """Return the only option that looks marked (bold, coloured, filled), None unless there is exactly one."""
    looks = [choice.cell.look for choice in choices.every if choice.text]
    places = [index for index, choice in enumerate(choices.every) if choice.text]
    if len(looks) < 2 or len(set(looks)) != 2:
        return None
    odd = [look for look in set(looks) if looks.count(look) == 1 and look]
    if len(odd) != 1 or (len(looks) == 2 and "" not in looks):
        return None
    return places[looks.index(odd[0])]


def has_short_dates(choices: Choices) -> str:
    """Return what Excel made of an option such as "1/2", "" if it made nothing of any."""
    kinds = [choice.cell.kind for choice in choices.filled]
    for choice in choices.filled:
        is_alone = choice.cell.kind is CellKind.DATE and set(kinds) != {CellKind.DATE}
        if choice.cell.kind is CellKind.SHORT_DATE or is_alone:
            return choice.text
    return ""
