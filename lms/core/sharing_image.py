"""The picture that Zalo and Facebook show beside a shared link: title, length and name of the site, on our ground.

Words shrink, then wrap, until they fit; nothing is cut off. Where pictures are kept, and under which address, is
decided elsewhere.
"""

import hashlib
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from PIL import Image, ImageChops, ImageDraw, ImageFont

from lms.core.typeface import BOLD, drawable, opened_face
from lms.core.vietnamese import squeeze

CONTENT_TYPE: Final = "image/png"
WIDTH, HEIGHT = 1200, 630
DESIGN = "1"
"""Changes with the drawing, so that pictures of an older one are not mistaken for today's."""

PAPER, INK, QUIET, AMBER, TEAL, WHITE = "#fbf9f4", "#1b2430", "#4a5565", "#8a4700", "#0e5a57", "#ffffff"
LEARNER, MENTOR, BOTH = "#d7eae8", "#d97a12", "#fbe3c2"
BAND = 300  # the coloured band at the left, with the mark
LEFT, RIGHT, MARGIN = BAND + 60, WIDTH - 60, 64
LINE_HEIGHT = 1.42  # room for stacked diacritics
COLOURS = 96
_SMOOTH = 4  # shapes are drawn so many times larger, then made small: Pillow draws hard edges

WidthOf = Callable[[str, int], float]  # text, size -> pixels


@dataclass(frozen=True)
class SharingFace:
    """The words of a picture. ``eyebrow`` and ``facts`` may be empty."""

    title: str
    brand: str
    eyebrow: str = ""
    facts: str = ""

    @property
    def digest(self) -> str:
        """Return a name that changes with anything that would be drawn."""
        words = "\n".join((DESIGN, self.title, self.brand, self.eyebrow, self.facts))
        return hashlib.sha256(words.encode()).hexdigest()[:24]


def has_typeface(fonts: Path) -> bool:
    """Tell whether the site was built with the typeface, without which nothing is drawn."""
    return (fonts / BOLD).is_file()


def draw_sharing_image(face: SharingFace, fonts: Path) -> bytes:
    """Return the PNG. ``fonts`` holds the bold face; the same face gives the same bytes on the same machine.

    Raises:
        FileNotFoundError: the typeface is missing.
    """
    font, known = opened_face(fonts / BOLD)

    def width_of(text: str, size: int) -> float:
        return _at(font, size).getlength(text)

    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, BAND - 1, HEIGHT), fill=TEAL)
    _draw_mark(image)

    def write(
        text: str, box: tuple[int, int, int, int], sizes: range, colour: str, foot: bool = False
    ) -> int:
        """Write ``text`` into ``box`` from its top, or up from its foot, and return where it ends."""
        x, top, right, end = box
        size, lines = fit(drawable(text, known), right - x, end - top, sizes, width_of)
        step = size * LINE_HEIGHT
        y = end - step * len(lines) if foot else float(top)
        for line in lines:
            pen.text((x, y + step / 2), line, colour, _at(font, size), anchor="lm")
            y += step
        return round(y)

    write(face.brand, (36, MARGIN, BAND - 36, 300), range(40, 11, -2), WHITE)
    y = write(face.eyebrow, (LEFT, MARGIN, RIGHT, 120), range(28, 11, -2), AMBER) if face.eyebrow else MARGIN
    foot = HEIGHT - MARGIN
    if face.facts:
        write(face.facts, (LEFT, foot - 60, RIGHT, foot), range(32, 11, -2), QUIET, foot=True)
    write(face.title, (LEFT, y + 12, RIGHT, foot - 84), range(72, 9, -2), INK)
    return _png(image)


def _png(image: Image.Image) -> bytes:
    held = io.BytesIO()
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(held, "PNG", optimize=True)
    return held.getvalue()


def fit(text: str, width: int, height: int, sizes: range, width_of: WidthOf) -> tuple[int, list[str]]:
    """Return the largest size at which ``text`` fits, and its lines there; at the smallest, words too are broken."""
    words = squeeze(text).split(" ")
    for size in sizes:
        lines = list(_wrapped(words, width, size, width_of))
        is_narrow = all(width_of(line, size) <= width for line in lines)
        if is_narrow and len(lines) * size * LINE_HEIGHT <= height:
            return size, _balanced(words, lines, size, width_of)
    smallest = sizes[-1]
    pieces = [piece for word in words for piece in _broken(word, width, smallest, width_of)]
    return smallest, list(_wrapped(pieces, width, smallest, width_of))


def _balanced(words: list[str], lines: list[str], size: int, width_of: WidthOf) -> list[str]:
    """Return as many lines as before, but about equally long: no word is left alone on the last one."""
    widest = max(width_of(line, size) for line in lines)
    for width in range(round(widest), round(widest / 2), -20):
        narrower = list(_wrapped(words, width, size, width_of))
        if len(narrower) > len(lines) or any(width_of(line, size) > width for line in narrower):
            break
        lines = narrower
    return lines


def _wrapped(words: list[str], width: int, size: int, width_of: WidthOf) -> Iterator[str]:
    line = words[0]
    for word in words[1:]:
        if width_of(f"{line} {word}", size) <= width:
            line = f"{line} {word}"
        else:
            yield line
            line = word
    yield line


def _broken(word: str, width: int, size: int, width_of: WidthOf) -> Iterator[str]:
    """Yield a word in parts that are each narrow enough."""
    start = 0
    for end in range(1, len(word) + 1):
        if end - start > 1 and width_of(word[start:end], size) > width:
            yield word[start : end - 1]
            start = end - 1
    yield word[start:]


@cache
def _at(font: bytes, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(io.BytesIO(font), size)


def _draw_mark(image: Image.Image) -> None:
    """Draw the two people, standing on the lower edge of the band."""
    scale = (BAND - 72) / 36 * _SMOOTH
    size = round(36 * scale), round(28 * scale)
    layers = []
    for (x, y, radius), (middle, shoulders) in (((11, 7, 6), (11, 11)), ((25, 8.5, 5), (25.5, 9.5))):
        layer = Image.new("L", size)
        pen = ImageDraw.Draw(layer)
        pen.circle((x * scale, y * scale), radius * scale, 255)
        body = Image.new("L", size)
        ImageDraw.Draw(body).circle((middle * scale, 28 * scale), shoulders * scale, 255)
        layers.append((ImageChops.lighter(layer, body), body))
    (learner, first), (mentor, second) = layers
    x, y = 36, HEIGHT - round(28 * scale / _SMOOTH)
    for mask, colour in ((learner, LEARNER), (mentor, MENTOR), (ImageChops.darker(first, second), BOTH)):
        small = mask.resize((size[0] // _SMOOTH, size[1] // _SMOOTH), Image.Resampling.LANCZOS)
        image.paste(colour, (x, y), small)
