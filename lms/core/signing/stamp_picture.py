"""The picture of a stamp and a flourish, as a scanner makes one of a signed paper: it looks signed and signs nothing."""

from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:  # the library is loaded with the first picture
    from PIL.Image import Image

WIDTH, HEIGHT = 60, 32
"""Millimetres that the picture takes on a sheet. The words within its ring stand in ``documents``."""

RING_AT: Final = (16, 16)
"""The middle of the ring, in millimetres from the upper left corner."""

_DOTS = 8  # a millimetre, some 200 to the inch, as papers are scanned
_FINER = 3  # it is drawn larger, then made small: edges come out smooth
_RED, _BLUE = (179, 38, 30), (31, 58, 147)
_STROKES = (((12, 20), (24, -8), (28, 36), (38, 10)), ((38, 10), (42, 0), (40, 28), (56, 8)))


@cache
def stamp_picture() -> "Image":
    """Return the picture; what is not drawn on lets the paper through."""
    from PIL import Image, ImageDraw

    scale = _DOTS * _FINER
    picture = Image.new("RGBA", (WIDTH * scale, HEIGHT * scale), (255, 255, 255, 0))
    pen = ImageDraw.Draw(picture)
    for radius, thick in ((12.0, 0.9), (10.2, 0.4)):
        corners = [(at + side) * scale for side in (-radius, radius) for at in RING_AT]
        pen.ellipse(corners, outline=_RED, width=round(thick * scale))
    for stroke in _STROKES:
        dots = [_on_curve(stroke, n / 200) for n in range(201)]
        for x, y in dots:
            half = 0.4 * scale
            x, y = x * scale, y * scale
            pen.ellipse([x - half, y - half, x + half, y + half], fill=_BLUE)
    return picture.resize((WIDTH * _DOTS, HEIGHT * _DOTS), Image.Resampling.BOX)


def _on_curve(points: tuple[tuple[int, int], ...], t: float) -> tuple[float, float]:
    """Return where a curve with two handles is after a share of its way."""
    shares = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
    x, y = (sum(share * point[axis] for share, point in zip(shares, points, strict=True)) for axis in (0, 1))
    return x, y
