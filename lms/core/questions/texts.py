"""When two typed answers count as the same words. Numbers live in ``numbers``."""

import unicodedata

from lms.core.vietnamese import fold, squeeze

MATCHES = ("fold", "accent", "case", "exact")
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")  # huyền, sắc, ngã, hỏi, nặng


def comparable(text: str, match: str) -> str:
    """Return the form of ``text`` in which equal answers are equal strings.

    Always NFC, trimmed, with single spaces. ``fold`` forgets case and diacritics; ``accent`` forgets case; ``case``
    forgets neither; both of these read hoà and hòa as one word. ``exact`` forgets nothing more.
    """
    if match == "fold":
        return fold(text)
    if match == "accent":
        return _tone_last(squeeze(text).casefold())
    if match == "case":
        return _tone_last(squeeze(text))
    return squeeze(text)


def _tone_last(text: str) -> str:
    """Return ``text`` with each word's tone after its letters, so that where the tone was put does not matter."""
    return " ".join(_word_with_tone_last(word) for word in text.split(" "))


def _word_with_tone_last(word: str) -> str:
    letters = unicodedata.normalize("NFD", word)
    bare = "".join(letter for letter in letters if letter not in _TONES)
    return bare + "".join(letter for letter in letters if letter in _TONES)
