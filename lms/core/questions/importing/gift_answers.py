"""What stands between the braces of a GIFT question: which kind of answers, and each of them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import islice, pairwise

from lms.core.questions.importing.gift_chunks import Chunk, plain
from lms.core.questions.importing.gift_terms import (
    Answers,
    Choice,
    Fault,
    Format,
    Kind,
    Number,
    Pair,
    Text,
    read_optional,
    read_text,
    squeezed,
)

MOST_ANSWERS = 100
"""Answers of one question that are read; a bank holds fewer, so more than these are a slip."""

_GENERAL = "####"
_ARROW = "->"
_TRUE_WORDS = ("T", "TRUE")
_FALSE_WORDS = ("F", "FALSE")
_MARK = re.compile(r"[=~]")
_WEIGHT = re.compile(r"\s*%(-?[0-9]{1,3}(?:[.,][0-9]{0,10})?)%")
_NEARLY_WEIGHT = re.compile(r"\s*%-?[0-9]")
_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,30}(?:\.[0-9]{0,30})?|\.[0-9]{1,30})(?:[eE][+-]?[0-9]{1,2})?")
_FULL = Decimal(100)
_OPEN_TAG = re.compile(r"<[A-Za-z][^<>]*$")


@dataclass(frozen=True)
class _Piece:
    """What one ``=`` or ``~`` begins; ``mark`` is empty for words before the first of them."""

    mark: str
    text: str
    line: int


def answers_in(chunk: Chunk, start: int, end: int, default: Format) -> Answers:
    """Read the answers between two places of a chunk; ``default`` is the format of the stem."""
    text = chunk.text
    general = text.rfind(_GENERAL, start, end)
    stop = end if general < 0 else general
    block = text[start:stop].strip()
    pieces = _pieces(chunk, start, stop)
    reader = _Reader(default)
    if len(pieces) > MOST_ANSWERS:
        reader.note("too-many-answers", pieces.pop().line)
    found = _by_kind(block, pieces, reader, chunk.line_at(start))
    remark = read_optional(text[general + len(_GENERAL) : end], default) if general >= 0 else None
    return replace(found, general=remark, faults=(*found.faults, *reader.faults))


def _by_kind(block: str, pieces: Sequence[_Piece], reader: "_Reader", line: int) -> Answers:
    if not block:
        return Answers(Kind.ESSAY)
    if block.startswith("#"):
        return reader.numbers(pieces, line)
    if any(piece.mark == "~" for piece in pieces):
        return reader.choices(pieces, Kind.CHOICE)
    truth = block.partition("#")[0].strip()
    if truth in _TRUE_WORDS + _FALSE_WORDS:
        return reader.truth(block, is_true=truth in _TRUE_WORDS)
    if truth.upper() in _TRUE_WORDS + _FALSE_WORDS:
        reader.note("small-truth", line)
    arrows = [_ARROW in piece.text.partition("#")[0] for piece in pieces]
    if arrows and all(arrows) and any(piece.mark for piece in pieces):
        return reader.pairs(pieces)
    if any(arrows):
        reader.note("half-matching", pieces[arrows.index(False)].line if False in arrows else line)
    return reader.choices(pieces, Kind.SHORT)


def _pieces(chunk: Chunk, start: int, end: int) -> list[_Piece]:
    """Cut the answers at ``=`` and ``~``, as far as they are read; those that are text were escaped."""
    marks = list(islice(_MARK.finditer(chunk.text, start, end), MOST_ANSWERS + 1))
    first = chunk.text[start : marks[0].start() if marks else end]
    pieces = [_Piece("", first, chunk.line_at(start))] if first.strip() else []
    for place, mark in enumerate(marks):
        stop = marks[place + 1].start() if place + 1 < len(marks) else end
        pieces.append(_Piece(mark[0], chunk.text[mark.end() : stop], chunk.line_at(mark.start())))
    return pieces


class _Reader:
    """Reads pieces as one kind of answers, noting what is at fault."""

    def __init__(self, default: Format) -> None:
        self._default = default
        self.faults: list[Fault] = []

    def note(self, code: str, line: int) -> None:
        """Note a fault."""
        self.faults.append(Fault(code, line))

    def truth(self, block: str, *, is_true: bool) -> Answers:
        """Read ``T#…#…``: the first feedback is for the wrong answer, the second for the right one."""
        said = [*block.split("#", 2)[1:], "", ""]
        feedbacks = read_optional(said[0], self._default), read_optional(said[1], self._default)
        return Answers(Kind.TRUE_FALSE, is_true=is_true, feedbacks=feedbacks)

    def choices(self, pieces: Sequence[_Piece], kind: Kind) -> Answers:
        """Read what may be chosen, or typed."""
        is_bare = not pieces[0].mark
        if is_bare and (len(pieces) > 1 or kind is Kind.CHOICE):
            self.note("words-before-answers", pieces[0].line)
        found = []
        for piece in pieces:
            if kind is not Kind.CHOICE and not piece.mark:
                piece = replace(piece, mark="=")
            found.append(self._choice(piece))
        self._check_html(pieces)
        return Answers(kind, choices=tuple(found), is_bare=is_bare and kind is Kind.SHORT)

    def pairs(self, pieces: Sequence[_Piece]) -> Answers:
        """Read ``=left -> right``."""
        found = []
        for piece in pieces:
            sides, hash_, feedback = piece.text.partition("#")
            left, _, right = sides.partition(_ARROW)
            shown = plain(squeezed(right.strip()))
            remark = read_optional(feedback, self._default) if hash_ else None
            found.append(Pair(read_text(left, self._default), shown, piece.line, remark))
        self._check_html(pieces)
        return Answers(Kind.MATCHING, pairs=tuple(found))

    def numbers(self, pieces: Sequence[_Piece], line: int) -> Answers:
        """Read ``#3:2``, ``#1..5`` or ``#=…``; the first piece is what stands before the first mark."""
        first = pieces[0].text.strip().removeprefix("#")
        rest = list(pieces[1:])
        is_bare = bool(first.strip())
        if is_bare:
            rest.insert(0, _Piece("=", first, pieces[0].line))
            if len(rest) > 1:
                self.note("words-before-answers", pieces[0].line)
        if not rest:
            self.note("no-number", line)
        found = tuple(self._number(piece) for piece in rest)
        return Answers(Kind.NUMERICAL, choices=found, is_bare=is_bare and len(rest) == 1)

    def _choice(self, piece: _Piece) -> Choice:
        weight, text = self._weight(piece)
        words, hash_, feedback = text.partition("#")
        return Choice(
            is_right=piece.mark == "=",
            text=read_text(words, self._default),
            line=piece.line,
            weight=weight,
            feedback=read_optional(feedback, self._default) if hash_ else None,
        )

    def _number(self, piece: _Piece) -> Choice:
        choice = self._choice(piece)
        words = choice.text.text if isinstance(choice.text, Text) else ""
        if words in ("", "*"):
            return replace(choice, text=Text(self._default, "*"))
        number = number_in(words)
        if number is None:
            self.note("no-number", piece.line)
            return choice
        return replace(choice, text=number)

    def _weight(self, piece: _Piece) -> tuple[Decimal | None, str]:
        found = _WEIGHT.match(piece.text)
        if found is None:
            if _NEARLY_WEIGHT.match(piece.text):
                self.note("bad-weight", piece.line)
            return None, piece.text
        weight = Decimal(found[1].replace(",", "."))
        if abs(weight) > _FULL:
            self.note("bad-weight", piece.line)
        return weight, piece.text[found.end() :]

    def _check_html(self, pieces: Sequence[_Piece]) -> None:
        """Note an ``=`` that was meant as part of an HTML tag: what stands before it opens a tag and leaves it open."""
        for before, after in pairwise(pieces):
            if after.mark == "=" and _OPEN_TAG.search(plain(before.text)[-200:]):
                self.note("tag-equals", after.line)


def number_in(words: str) -> Number | None:
    """Return the number, the number with its tolerance, or the range that ``words`` say."""
    low, dots, high = words.partition("..")
    if dots:
        ends = _decimal(low), _decimal(high)
        return None if None in ends else Number(low=ends[0], high=ends[1])
    centre, colon, tolerance = words.partition(":")
    number, spread = _decimal(centre), _decimal(tolerance)
    if number is None or (colon and spread is None):
        return None
    return Number(number=number, tolerance=spread if colon else None)


def _decimal(words: str) -> Decimal | None:
    found = _NUMBER.fullmatch(words.strip())
    return Decimal(found[0]) if found else None
