"""Pictures made small and clean, before anything else is done with a course: what is published holds no EXIF, no place.

A picture that carries more than pixels, lies on its side or is larger than any screen of a phone needs is drawn anew
under its own name; a clean one stays byte for byte, so that doing it again changes nothing. Of each picture the sizes
that pages show are made here too, once. What cannot be drawn is left as it is: ``media`` refuses it.
"""

import hashlib
import io
import threading
import zlib
from collections import OrderedDict
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import NamedTuple

from PIL import Image

from lms.core.budget import Budget
from lms.core.errors import DomainError
from lms.core.image_files import is_bare
from lms.core.images import SMALLER, NotAnImageError, redraw, scaled
from lms.core.markup.course import CourseSource
from lms.core.markup.media import LIGHT_PICTURE, MEDIA, PICTURES, suffix_of

WIDEST = 1_600
TALLEST = 4_800
"""A long picture, such as a screen that was scrolled, may be this high: at 1,600 nobody could read it."""

SHOWN = 720
SHARP = 1_440
WORTH_SHARP = 900
"""From this width on a second size is worth its bytes; it is for large screens only."""
SHARP_BYTES = 150_000

HANDS = 2
"""Pictures worked on at once: unpacked, each may take 200 MB."""

MOST_KEPT = 64_000_000
"""Bytes of finished pictures that a process remembers, so that checking and then publishing draws them once."""

_SAVED: Mapping[str, Mapping[str, int]] = {
    "PNG": {"compress_level": 3, "compress_type": zlib.Z_RLE},
    "JPEG": {"quality": 90},
    "WEBP": {"quality": 90, "method": 2},
}


class Rung(NamedTuple):
    """A way of saving: share of the width, quality, and about how heavy that is, compared with the first."""

    share: float
    quality: int
    weight: float


_LADDER = (
    *(Rung(1, 75, 1.0), Rung(1, 65, 0.87), Rung(1, 58, 0.82), Rung(1, 50, 0.76)),
    *(Rung(1, 42, 0.7), Rung(1, 35, 0.63), Rung(0.8, 35, 0.44), Rung(0.65, 35, 0.32)),
    *(Rung(0.5, 35, 0.21), Rung(0.4, 30, 0.13)),
)


@dataclass(frozen=True)
class Prepared:
    """A picture's clean file and its WebPs, the one for phones first; none where it could not be drawn."""

    content: bytes
    sizes: tuple[bytes, ...] = ()

    @property
    def weight(self) -> int:
        return len(self.content) + sum(map(len, self.sizes))


def prepare(source: CourseSource, budget: Budget | None = None) -> CourseSource:
    """Return the course with clean pictures and their sizes. Preparing it again changes nothing.

    Raises:
        OverBudgetError: there are more pictures than can be drawn in the time that is left.
    """

    def within_budget(path: str) -> Prepared:
        if budget:
            budget.left()
        return _prepared(path, source.files[path])

    paths = sorted(path for path in source.files if path.startswith(MEDIA) and suffix_of(path) in PICTURES)
    with ThreadPoolExecutor(HANDS) as hands:
        done = dict(zip(paths, hands.map(within_budget, paths), strict=True))
    files = {path: done[path].content if path in done else kept for path, kept in source.files.items()}
    return CourseSource(source.slug, files, {path: each.sizes for path, each in done.items()})


def fit(width: int, height: int) -> tuple[int, int]:
    """Return the size that a picture of this size is kept at. What fits stays; nothing is made larger."""
    factor = WIDEST / max(width, height)
    if factor >= 1:
        return width, height
    if width * factor < WORTH_SHARP:  # a high one: pages show this width, and at less nobody could read it
        factor = min(SHOWN / width, TALLEST / height, 1)
    return scaled(width, height, factor)


def _prepared(path: str, content: bytes) -> Prepared:
    kind = PICTURES[suffix_of(path)]
    key = hashlib.sha256(kind.encode() + content).digest()
    known = _kept.get(key)
    if known is None:
        try:
            known = _made(content, kind)
        except DomainError:
            known = Prepared(content)
        _kept.put(key, known)
    return known


def _made(content: bytes, kind: str) -> Prepared:
    if _format(content) != kind:
        raise NotAnImageError
    fits = True

    def fit_and_tell(width: int, height: int) -> tuple[int, int]:
        nonlocal fits
        fits = fit(width, height) == (width, height)
        return fit(width, height)

    image = redraw(content, fit_and_tell, is_in_srgb=True)
    if fits and is_bare(content):
        return Prepared(content, _sizes(content, kind, image))
    clean = _saved(image, kind, **_SAVED[kind])
    # What is shown is made from what is kept, so that it is the same when the course comes back from an archive.
    kept = image if kind == "PNG" else redraw(clean, fit)
    return Prepared(clean, _sizes(clean, kind, kept))


def _format(content: bytes) -> str:
    """Return the format that the first bytes announce."""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if content.startswith(b"\xff\xd8"):
        return "JPEG"
    return "WEBP" if content[:4] == b"RIFF" and content[8:12] == b"WEBP" else ""


def _sizes(content: bytes, kind: str, image: Image.Image) -> tuple[bytes, ...]:
    shown = _size(content, kind, image, SHOWN, LIGHT_PICTURE)
    if image.width < WORTH_SHARP:
        return (shown,)
    return shown, _size(content, kind, image, SHARP, SHARP_BYTES)


def _size(content: bytes, kind: str, image: Image.Image, widest: int, budget: int) -> bytes:
    """Return ``image`` as WebP of at most ``widest`` pixels and, if it can be had, ``budget`` bytes."""
    width = min(widest, image.width)
    if width == image.width and len(content) <= budget:
        if kind == "WEBP":
            return content  # the author has done what we would do
        exact = _saved(image, "WEBP", lossless=True, quality=50, method=2) if kind == "PNG" else b""
        if 0 < len(exact) <= len(content):
            return exact  # a drawing in few colours: sharp, and lighter than it was
    return _lightened(image, width, budget)


def _lightened(image: Image.Image, width: int, budget: int) -> bytes:
    """Return the best WebP that keeps to ``budget``: lower quality first, then smaller; the lightest if none does."""
    lightest, factor = b"", 0.0
    for rung in _LADDER:
        if rung is not _LADDER[-1] and factor * rung.weight > budget:
            continue  # going by the one before, it would not fit either
        size = scaled(image.width, image.height, width * rung.share / image.width)
        smaller = image.resize(size, SMALLER) if size != image.size else image
        made = _saved(smaller, "WEBP", quality=rung.quality, method=2)
        if len(made) <= budget:
            return made
        factor = len(made) / rung.weight
        lightest = min(lightest or made, made, key=len)
    return lightest


def _saved(image: Image.Image, kind: str, **options: int) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


class _Shelf:
    """Finished pictures by the hash of what they were made from; the longest unused go first."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.bytes = 0
        self.pictures: OrderedDict[bytes, Prepared] = OrderedDict()
        self.lock = threading.Lock()

    def get(self, key: bytes) -> Prepared | None:
        with self.lock:
            found = self.pictures.get(key)
            if found is not None:
                self.pictures.move_to_end(key)
            return found

    def put(self, key: bytes, picture: Prepared) -> None:
        with self.lock:
            before = self.pictures.pop(key, None)
            self.bytes += picture.weight - (before.weight if before else 0)
            self.pictures[key] = picture
            while self.bytes > self.most:
                _, gone = self.pictures.popitem(last=False)
                self.bytes -= gone.weight


_kept = _Shelf(MOST_KEPT)
