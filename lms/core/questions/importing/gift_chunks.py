"""A GIFT file cut at its blank lines: what belongs to one question, its comments, and where each line came from.

Escaped characters become private letters here, so that nobody after this has to think of backslashes; ``plain``
turns them back. A backslash before any other letter is only a backslash, as in Moodle.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

CATEGORY = "$CATEGORY:"
_COMMENT = "//"
_ESCAPED = "\\:#={}~"
_FIRST_PRIVATE = 0xE000
_HIDING = {sign: chr(_FIRST_PRIVATE + place) for place, sign in enumerate(_ESCAPED)} | {
    "n": chr(_FIRST_PRIVATE + len(_ESCAPED))
}
_SHOWING = str.maketrans({letter: "\n" if sign == "n" else sign for sign, letter in _HIDING.items()})
_ESCAPE = re.compile(r"\\([\\:#={}~n])")
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ue000-\ue0ff]"
)
_BRACE = re.compile(r"[{}]")
_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True)
class Comment:
    """A line that begins with ``//``."""

    line: int
    text: str


@dataclass(frozen=True)
class Chunk:
    """What stands between two blank lines, or one category line; ``gap_line`` is a blank line inside its braces."""

    text: str
    line: int
    comments: tuple[Comment, ...] = ()
    is_category: bool = False
    gap_line: int = 0
    _starts: list[int] = field(default_factory=list, compare=False)

    def line_at(self, offset: int) -> int:
        """Return the line of the file in which a character of ``text`` stands."""
        if not self._starts:
            self._starts.extend([0, *(end.end() for end in re.finditer("\n", self.text))])
        return self.line + bisect_right(self._starts, offset) - 1


def plain(text: str) -> str:
    """Return ``text`` with what was escaped as itself."""
    return text.translate(_SHOWING)


def lines_of(text: str) -> list[str]:
    """Return the lines of a file, whatever ends them, without what nobody sees."""
    return _LINE_END.split(_UNSEEN.sub("", text))


def chunks_of(lines: Sequence[str]) -> Iterator[Chunk]:
    """Cut the lines of a file into chunks; a comment belongs to what follows it, or to what it stands in."""
    cutter = _Cutter(lines)
    while cutter.at < len(lines):
        chunk = cutter.next_chunk()
        if chunk is not None:
            yield chunk


class _Cutter:
    """Walks through the lines once."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        hidden = _ESCAPE.sub(lambda found: _HIDING[found[1]], "\n".join(lines))
        self._hidden = hidden.split("\n")
        self._next_brace = _next_braces(self._hidden)
        self._comments: list[Comment] = []
        self.at = 0

    def next_chunk(self) -> Chunk | None:
        """Return what begins at the next line, or None where it is blank or a comment."""
        line = self._lines[self.at].strip()
        if line.startswith(CATEGORY):
            self.at += 1
            self._comments = []
            return Chunk(line[len(CATEGORY) :].strip(), self.at, is_category=True)
        if line and not self._keep_comment(line):
            return self._question()
        self.at += 1
        return None

    def _question(self) -> Chunk:
        start, texts, is_open, gap_line = self.at, [], False, 0
        while self.at < len(self._lines):
            line, text = self._lines[self.at].strip(), self._hidden[self.at]
            if not line and not (is_open and self._next_brace[self.at] == "}"):
                break
            if line.startswith(CATEGORY) and not is_open:
                break
            if not line:
                gap_line = gap_line or self.at + 1
            is_comment = self._keep_comment(line)
            texts.append("" if is_comment else text)
            if not is_comment:
                is_open = _is_open_after(text, is_open)
            self.at += 1
        comments, self._comments = tuple(self._comments), []
        return Chunk("\n".join(texts), start + 1, comments, gap_line=gap_line)

    def _keep_comment(self, line: str) -> bool:
        if not line.startswith(_COMMENT):
            return False
        self._comments.append(Comment(self.at + 1, line))
        return True


def _is_open_after(text: str, was_open: bool) -> bool:
    opened, closed = text.rfind("{"), text.rfind("}")
    return was_open if opened == closed else opened > closed


def _next_braces(lines: Sequence[str]) -> list[str]:
    """Return for each line the first brace from there on, "" where a new question begins before it."""
    found, nearest = [""] * len(lines), ""
    for index in range(len(lines) - 1, -1, -1):
        text = lines[index].lstrip()
        if text.startswith(("::", CATEGORY)):
            nearest = ""
        elif not text.startswith(_COMMENT):
            brace = _BRACE.search(text)
            nearest = brace[0] if brace else nearest
        found[index] = nearest
    return found
