"""Our typeface in drawn things, such as certificates and pictures for sharing: the letters it has, and which form they take.

Pages get the same from the style sheet (``ss01``). What is drawn, and where, is decided elsewhere.
"""

import io
import re
import unicodedata
from collections.abc import Container, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from lms.core.vietnamese import squeeze

BOLD, REGULAR = "be-vietnam-pro-bold.ttf", "be-vietnam-pro-regular.ttf"
_STRUCK_LETTER = re.compile(r"LATIN (SMALL|CAPITAL) LETTER ([A-Z]) WITH .*")


def add_faces(pdf: Any, fonts: Path, family: str) -> None:
    """Give a document of fpdf2 both faces as ``family``, with the open letter a in everything that is drawn.

    Raises:
        FileNotFoundError: the site was built without the typeface.
    """
    for style, name in (("", REGULAR), ("B", BOLD)):
        pdf.add_font(family, style, fonts / name)
        font = pdf.fonts[f"{family}{style}"]
        for letter, other in list(open_forms(font.ttfont)):
            font.cmap[letter] = other
            font.glyph_ids[letter] = font.ttfont.getGlyphID(other)
            font.cw[letter] = round(font.scale * font.ttfont["hmtx"].metrics[other][0])


@cache
def opened_face(file: Path) -> tuple[bytes, frozenset[int]]:
    """Return a face for Pillow with its letters in the forms that our pages show, and which letters it has.

    Raises:
        FileNotFoundError: the site was built without the typeface.
    """
    from fontTools.ttLib import TTFont

    font = TTFont(file)
    forms = dict(open_forms(font))
    for table in font["cmap"].tables:
        table.cmap.update({letter: glyph for letter, glyph in forms.items() if letter in table.cmap})
    held = io.BytesIO()
    font.save(held)
    return held.getvalue(), frozenset(font.getBestCmap())


def open_forms(font: Any) -> Iterator[tuple[int, str]]:
    """Yield each letter of a font, opened with fontTools, that has another form in ``ss01``, with that form's glyph.

    The letter a is then two-storeyed, so that "ạ" is not mistaken for "ọ". Libraries that draw without a shaping
    engine do not apply such features; this one is a plain exchange of letters.
    """
    exchange = _exchange(font)
    for letter, glyph in font.getBestCmap().items():
        if (other := exchange.get(glyph)) is not None:
            yield letter, other


def _exchange(font: Any) -> Mapping[str, str]:
    table = font["GSUB"].table
    features = [one for one in table.FeatureList.FeatureRecord if one.FeatureTag == "ss01"]
    found: dict[str, str] = {}
    for lookup in sorted({number for one in features for number in one.Feature.LookupListIndex}):
        for part in table.LookupList.Lookup[lookup].SubTable:
            found |= part.mapping
    return found


def drawable(text: str, known: Container[int]) -> str:
    """Return ``text`` on one line, with letters that the typeface lacks replaced by the nearest that it has."""
    return "".join(c if ord(c) in known else _nearest(c, known) for c in squeeze(text))


def _nearest(letter: str, known: Container[int]) -> str:
    """Return the base of a letter with a mark or a stroke (names of the Central Highlands have some)."""
    struck = _STRUCK_LETTER.fullmatch(unicodedata.name(letter, ""))
    if struck:
        return struck[2] if struck[1] == "CAPITAL" else struck[2].lower()
    base = unicodedata.normalize("NFKD", letter)[0]
    return base if ord(base) in known else "?"
