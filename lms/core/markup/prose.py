"""Plain words out of Markdown lines: how many, and how long their sentences are. Used for titles, search, readability."""

import re
from collections.abc import Iterable, Iterator

from lms.core.markup.blocks import HEADING, MARKER, QUOTE, RULE, FenceWatch, Line, is_blank, is_bullet
from lms.core.vietnamese import squeeze

LONGEST_SENTENCE = 25
"""Words, by white space. A nervous reader loses the thread of longer ones."""

_IMAGE = re.compile(r"!\[([^\[\]]*)\]\([^()\s]*(?:[ ]\"[^\"]*\")?\)")
_LINK = re.compile(r"\[([^\[\]]*)\](?:\([^()\s]*(?:[ ]\"[^\"]*\")?\)|\[[^\[\]]*\])")
_MARKS = re.compile(r"\*\*|__|~~|`|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!>~|-])")
_FIELD = re.compile(r"\{\{[^{}]*\}\}")
_BOX = re.compile(r"^\[[ xX]\] ")
_ALERT = re.compile(r"^\[![A-Za-z]+\]\s*")
_END = re.compile(r"(?<![.!?…])[.!?…]++[\"”’')\]]*+(?=\s|$)")


def plain(text: str) -> str:
    """Return one line of inline Markdown without its marks; a picture leaves its alt text."""
    text = _LINK.sub(r"\1", _IMAGE.sub(r"\1", text))
    return squeeze(_ESCAPE.sub(r"\1", _MARKS.sub("", text)))


def long_sentences(lines: Iterable[Line]) -> Iterator[tuple[int, int]]:
    """Yield line and number of words of each sentence in ``lines`` that is longer than ``LONGEST_SENTENCE``."""
    for paragraph in _paragraphs(lines):
        start, words = paragraph[0][0], 0
        for number, text in paragraph:
            rest = text
            while rest:
                end = _END.search(rest)
                if words == 0:
                    start = number
                words += len((rest[: end.start()] if end else rest).split())
                if end and words > LONGEST_SENTENCE:
                    yield start, words
                if end:
                    words = 0
                rest = rest[end.end() :].lstrip() if end else ""
        if words > LONGEST_SENTENCE:
            yield start, words


def count_words(lines: Iterable[Line]) -> int:
    """Return the words of the running text of ``lines``, by white space."""
    return sum(len(text.split()) for paragraph in _paragraphs(lines) for _, text in paragraph)


def _paragraphs(lines: Iterable[Line]) -> Iterator[list[Line]]:
    """Yield the running text of ``lines`` block by block: no code, no tables, no headings, no pictures."""
    watch = FenceWatch()
    paragraph: list[Line] = []
    for number, raw in lines:
        if is_blank(raw):
            if paragraph:
                yield paragraph
                paragraph = []
            continue
        in_code = watch.takes(raw.lstrip(" "))
        text = raw.strip()
        while QUOTE.match(text):
            text = text[1:].lstrip()
        begins = (
            is_blank(text) or in_code or is_bullet(text) or bool(HEADING.match(text)) or text.startswith("[!")
        )
        if begins and paragraph:
            yield paragraph
            paragraph = []
        if in_code or HEADING.match(text) or RULE.match(text) or text.startswith("|"):
            continue
        marker = MARKER.match(text) if is_bullet(text) else None
        words = _bare(marker[4] if marker else text)
        if words:
            paragraph.append((number, words))
    if paragraph:
        yield paragraph


def _bare(text: str) -> str:
    text = _ALERT.sub("", _BOX.sub("", text))
    return plain(_FIELD.sub("x", _IMAGE.sub("", text)))
