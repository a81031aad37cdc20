"""GIFT in its own terms: titles, stems, comments, where the answers begin. What stands in the braces: ``gift_answers``.

Follows Moodle's reader where files in the wild leave the books: the first closing brace ends the answers, a line that
begins with ``//`` is a comment even inside them, text after them makes a missing-word question. What Moodle would
refuse, or read otherwise than it was meant, is read as far as it goes and noted as a ``Fault`` with its line.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lms.core.questions.importing.gift_answers import answers_in
from lms.core.questions.importing.gift_chunks import Chunk, Comment, chunks_of, plain
from lms.core.questions.importing.gift_terms import (
    Answers,
    Fault,
    Format,
    Item,
    Kind,
    Text,
    read_optional,
    read_text,
)
from lms.core.questions.manuscript import LONGEST_SOURCE

_WORD = re.compile(r"\S")
_ID = re.compile(r"\[id:((?:\\\]|[^\]\x00-\x1f\x7f])+)\]")
_TAG = re.compile(r"\[tag:((?:\\\]|[^\]\x00-\x1f\x7f])+)\]")


def items_of(lines: Sequence[str]) -> Iterator[Item]:
    """Read every item of a file in its order."""
    for chunk in chunks_of(lines):
        if chunk.is_category:
            yield Item(Answers(Kind.CATEGORY), chunk.line, title=chunk.text)
        else:
            yield from _Passage(chunk, lines).items()


@dataclass(frozen=True)
class _Span:
    """Where the parts of one question stand in its chunk."""

    opened: int  # the opening brace, -1 for a description
    closed: int  # the closing brace, or the end where it is missing
    tail: int  # where the text after the answers begins
    end: int


class _Passage:
    """One chunk: a question, or several where the blank lines between them were forgotten."""

    def __init__(self, chunk: Chunk, lines: Sequence[str]) -> None:
        self._chunk = chunk
        self._text = chunk.text
        self._lines = lines
        self._faults: list[Fault] = []
        self._comments = list(chunk.comments)

    def items(self) -> Iterator[Item]:
        """Return the items one by one."""
        if self._chunk.gap_line:
            self._note("blank-line", self._chunk.gap_line)
        first = _WORD.search(self._text)
        while first is not None:
            item, end = self._item(first.start())
            yield item
            first = _WORD.search(self._text, end)
            if first is not None:
                self._note("no-blank-line", self._chunk.line_at(first.start()))

    def _item(self, start: int) -> tuple[Item, int]:
        span = self._span(start)
        title, stem_start = self._title(start, span.opened if span.opened >= 0 else span.end)
        stem_end = span.opened if span.opened >= 0 else span.end
        stem = read_text(self._text[stem_start:stem_end], Format.MOODLE)
        raw_tail = self._text[span.tail : span.end]
        has_stem = bool(self._text[stem_start:stem_end].strip())
        tail = read_optional(raw_tail, stem.format)
        if tail is not None and not has_stem:
            stem = Text(tail.format, "")
        answers = Answers(Kind.DESCRIPTION)
        if span.opened >= 0:
            answers = answers_in(self._chunk, span.opened + 1, span.closed, stem.format)
        id_, tags = _named(self._taken_comments(span.end))
        faults, self._faults = (*self._faults, *answers.faults), []
        item = Item(
            answers,
            self._chunk.line_at(start),
            title,
            stem,
            tail,
            id_,
            tags,
            faults,
            self._source(start, span.end),
        )
        return item, span.end

    def _span(self, start: int) -> _Span:
        """Find the braces, and where the next question begins if no blank line says so."""
        text = self._text
        opened, closed = text.find("{", start), text.find("}", start)
        if opened < 0 or 0 <= closed < opened:
            if closed >= 0:
                self._note("stray-brace", self._chunk.line_at(closed))
                if opened >= 0:  # read on from the opening brace: the stray one is text of the stem
                    closed = text.find("}", opened)
            if opened < 0:
                return _Span(-1, -1, len(text), len(text))
        if closed < 0:
            self._note("open-brace", self._chunk.line_at(opened))
            return _Span(opened, len(text), len(text), len(text))
        inner = text.find("{", opened + 1, closed)
        if inner >= 0:
            self._note("stray-brace", self._chunk.line_at(inner))
        return _Span(opened, closed, closed + 1, self._end(closed + 1))

    def _end(self, start: int) -> int:
        """Return where the text after the answers ends: before the line that begins another question."""
        text = self._text
        following = text.find("{", start)
        line_end = text.find("\n", start)
        if 0 <= line_end < following:
            return line_end
        if following >= 0:
            self._note("second-block", self._chunk.line_at(following))
            return line_end if line_end >= 0 and text.find("{", line_end) >= 0 else len(text)
        stray = text.find("}", start)
        if stray >= 0:
            self._note("stray-brace", self._chunk.line_at(stray))
        return len(text)

    def _title(self, start: int, end: int) -> tuple[str | None, int]:
        """Return the title, if there is one, and where the stem begins."""
        if not self._text.startswith("::", start):
            return None, start
        closing = self._text.find("::", start + 2, end)
        if closing < 0:
            self._note("open-title", self._chunk.line_at(start))
            return None, start + 2
        return plain(self._text[start + 2 : closing]), closing + 2

    def _taken_comments(self, end: int) -> list[Comment]:
        """Return the comments down to the last line of an item; the next item does not see them."""
        last = self._chunk.line_at(max(end - 1, 0))
        is_last = _WORD.search(self._text, end) is None
        count = len(self._comments)
        if not is_last:
            count = next((place for place, each in enumerate(self._comments) if each.line > last), count)
        taken, self._comments = self._comments[:count], self._comments[count:]
        return taken

    def _source(self, start: int, end: int) -> str:
        first, last = self._chunk.line_at(start), self._chunk.line_at(max(end - 1, start))
        pieces, length = [], 0
        for line in self._lines[first - 1 : last]:
            pieces.append(line)
            length += len(line) + 1
            if length > LONGEST_SOURCE:
                break
        return "\n".join(pieces).strip()[:LONGEST_SOURCE]

    def _note(self, code: str, line: int) -> None:
        self._faults.append(Fault(code, line))


def _named(comments: Sequence[Comment]) -> tuple[str | None, tuple[str, ...]]:
    """Return the id and the tags that comments carry."""
    text = "\n".join(comment.text for comment in comments)
    found = _ID.search(text)
    tags = tuple(_unescaped(tag) for tag in _TAG.findall(text))
    return (_unescaped(found[1]) if found else None), tags


def _unescaped(name: str) -> str:
    return name.replace("\\]", "]").strip()
