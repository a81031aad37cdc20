"""The shapes of Markdown lines: fences, headings, list markers, quotes. CommonMark's rules, one regular expression each.

Shared by the reader of lessons, the rewriting for Python-Markdown and the checker, so that all three agree on what is
a heading and what is code. Nothing here knows about courses.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

Line = tuple[int, str]
"""A line of an author's file: its number in the file, counted from 1, and its text without the line end."""

Lines = tuple[Line, ...]

FENCE = re.compile(r"^( {0,3})(`{3,}(?=[^`]*$)|~{3,})(.*)$")
MARKER = re.compile(r"^( {0,3})([-+*]|\d{1,9}[.)])( +|$)(.*)$")
RULE = re.compile(r"^ {0,3}(?:(?:-[ ]*){3,}|(?:_[ ]*){3,}|(?:\*[ ]*){3,})$")
HEADING = re.compile(r"^ {0,3}(#{1,6})(?: (.*))?$")
QUOTE = re.compile(r"^ {0,3}>[ ]?")
UNDERLINE = re.compile(r"^ {0,3}(?:=+|-+) *$")
_TABLE_CELL = re.compile(r":?-+:?")


def is_blank(line: str) -> bool:
    """Return whether ``line`` separates blocks. Only spaces and tabs do; a no-break space is text, as in CommonMark."""
    return not line.strip(" \t")


def indent_of(line: str) -> int:
    """Return the number of leading spaces of ``line``."""
    return len(line) - len(line.lstrip(" "))


def is_bullet(line: str) -> bool:
    """Return whether ``line`` begins a list item (and is not a thematic break such as ``* * *``)."""
    return MARKER.match(line) is not None and RULE.match(line) is None


def is_table_rule(line: str) -> bool:
    """Return whether ``line`` is the row of dashes below a table's header."""
    cells = line.strip().strip("|").split("|")
    return "|" in line and all(_TABLE_CELL.fullmatch(cell.strip()) for cell in cells)


def starts_block(line: str) -> bool:
    """Return whether ``line`` begins a block that may stand right below a paragraph, so is no continuation of it."""
    if HEADING.match(line) or RULE.match(line) or QUOTE.match(line) or FENCE.match(line):
        return True
    marker = MARKER.match(line)
    return bool(marker and marker[4].strip() and marker[2] in {"-", "+", "*", "1.", "1)"})


@dataclass
class FenceWatch:
    """Tells, line after line, whether a line belongs to a fenced block."""

    mark: str = ""

    def takes(self, line: str) -> bool:
        """Read the next ``line``; return whether it is a fence or stands inside one."""
        if self.mark:
            if self.closes(line):
                self.mark = ""
            return True
        opening = FENCE.match(line)
        if opening:
            self.mark = opening[2]
        return opening is not None

    def closes(self, line: str) -> bool:
        """Return whether ``line`` is the closing fence of the open block."""
        bare = line.strip()
        return indent_of(line) <= 3 and len(bare) >= len(self.mark) and bare == self.mark[0] * len(bare)


def outside_fences(lines: Iterable[Line]) -> Iterator[Line]:
    """Yield the lines that are not code: neither in a fenced block (at any indentation) nor its fences."""
    watch = FenceWatch()
    for number, text in lines:
        # A fence below a list item is indented with its item; only its marks matter here.
        if not watch.takes(text.lstrip(" ")):
            yield number, text


def numbered(text: str, first: int = 1) -> Lines:
    """Return the lines of ``text`` with their numbers, the first one being ``first``."""
    return tuple(enumerate(text.split("\n"), first))


def joined(lines: Iterable[Line]) -> str:
    """Return ``lines`` as one text again."""
    return "\n".join(text for _, text in lines)
