"""Codes that one person reads from paper and types on another's phone: their letters, how they are written and read.

No vowel, no D and no W: with those, Vietnamese keyboards (Telex, VNI) turn letters and figures into others while one
types. And nothing that is mistaken for something else on paper.
"""

import re
import unicodedata

ALPHABET = "23456789CFHJKLMNPQRTVX"
LENGTH = 9
"""Nine of twenty-two letters are a little more than forty bits."""

FIGURES = 6
_NOT_OF_A_CODE = re.compile(r"[\s.·_–—-]+")


def read_code(text: str) -> str | None:
    """Return a code in its one spelling, or None if ``text`` cannot be one; case, spaces and hyphens are free."""
    plain = _NOT_OF_A_CODE.sub("", unicodedata.normalize("NFKC", text[:60])).upper()
    return plain if len(plain) == LENGTH and all(letter in ALPHABET for letter in plain) else None


def read_figures(text: str) -> str | None:
    """Return the six figures of a code that is read out from a screen, or None if ``text`` cannot be one."""
    plain = _NOT_OF_A_CODE.sub("", unicodedata.normalize("NFKC", text[:60]))
    return plain if len(plain) == FIGURES and plain.isascii() and plain.isdigit() else None


def show_figures(figures: str) -> str:
    """Return ``042 917``: three by three."""
    return f"{figures[:3]} {figures[3:]}"


def show_code(letters: str) -> str:
    """Return ``7KM 4QX HR9``: three by three, as people read aloud."""
    return " ".join(letters[at : at + 3] for at in range(0, LENGTH, 3))
