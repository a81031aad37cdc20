"""Slips of the keyboard in a task block: what may stand for an arrow, and lines that only look like an item or a note.

What can mean one thing only is taken as that; anything else is told with what to write. Nothing is dropped in silence.
"""

import difflib
import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

ENGLISH: Final[Mapping[str, str]] = MappingProxyType(
    {
        "hint": "goi y",
        "points": "diem",
        "pass": "dat",
        "groups": "nhom",
        "extra": "thua",
        "question": "hoi",
        "pattern": "khuon",
        "folders": "thu muc",
        "pages": "trang",
    }
)
"""The English words that may stand for a key, and the folded key."""

_ARROW = re.compile(r"[-–—=]{1,5}>|[→➔➜]")
_BULLET = re.compile(r"(?:[–—•·●▪]|[-*+](?=[\w\[]))\s*(.*)")
_NOTE = re.compile(
    r"(?:vì sao|why|nếu (?:bị )?kẹt|if stuck|kém|worse|tình huống|tốt|good|tên|sai [a-z])\s*:.*",
    re.IGNORECASE,
)


def split_arrow(text: str) -> tuple[str, str] | None:
    """Return what stands before and after the last arrow of ``text``: `->`, or what phones and habit make of it."""
    arrows = list(_ARROW.finditer(text))
    return (text[: arrows[-1].start()].strip(), text[arrows[-1].end() :].strip()) if arrows else None


def misspelt_item(text: str) -> str | None:
    """Return the words of a line that was meant as an item, but begins with another mark or lacks the space."""
    found = _BULLET.fullmatch(text)
    return found[1] if found else None


def lacks_quote_mark(text: str) -> bool:
    """Return whether an indented line was meant as a note, but has no `>` before it."""
    return _NOTE.fullmatch(text.strip()) is not None


def near_key(key: str, known: Iterable[str]) -> str | None:
    """Return the folded key that ``key`` was probably meant to be, or None."""
    close = difflib.get_close_matches(key, list(known), n=1, cutoff=0.6)
    return close[0] if close else None
