"""A scanned PDF, page by page: its size, the pictures placed on it and their pixels, and the words of its text layer.

No picture is decoded: how many pixels it has stands in the file, how large it is placed follows from the page's own
instructions. Whatever a PDF does to its reader ends in UnreadableError or with the child that this runs in.
"""

import io
import logging
import re
import unicodedata
import warnings
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import atan2, degrees, hypot
from typing import Any

from lms.core.errors import N_
from lms.core.practice.scan.facts import MOST_DPI, MOST_LOOKED_AT, Facts, Page, UnreadableError

_MOST_OPERATIONS = 200_000
_MOST_DEPTH = 4
_LARGEST_METADATA = 300_000
_POINT = 25.4 / 72
_PDF_A = re.compile(rb"pdfaid:part(?:>|\s*=\s*[\"'])\s*([1-4])")
_WORD = re.compile(r"[^\W\d_]{2,}")
_MOST_TEXT = 100_000
_STRAIGHT = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_FULL = 0.5  # share of the page from which on a picture is a picture of the page
_STRIP = 0.05
_COLOURS = {"/DeviceRGB": True, "/CalRGB": True, "/DeviceCMYK": True, "/Lab": True}
_SHOWING = frozenset({b"Tj", b"TJ", b"'", b'"'})
_PAINTING = frozenset({b"f", b"F", b"f*", b"S", b"s", b"B", b"b", b"B*", b"b*", b"sh"})
_GREYS = {"/DeviceGray": False, "/CalGray": False}

Matrix = tuple[float, float, float, float, float, float]

_BROKEN = N_("Máy không đọc được bên trong tệp PDF này: tệp hỏng hoặc lạ quá.")
_EXPORT_AGAIN = N_("Quét hoặc xuất lại tệp PDF rồi nộp lần nữa.")


@dataclass(frozen=True)
class _Picture:
    """A picture on a page: its resolution, the share of the page that it covers, and what its stream says."""

    dpi: float
    share: float
    is_coloured: bool | None
    is_thin: bool


@dataclass
class _Walk:
    """What the instructions of one page have shown so far."""

    reader: Any
    area: float
    pictures: list[_Picture] = field(default_factory=list)
    directions: Counter[int] = field(default_factory=Counter)
    operations: int = 0
    paints: int = 0


def read_pdf(data: bytes) -> Facts:
    """Return the facts of a PDF. Raises UnreadableError."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what is wrong with a file is for its owner
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _read(data)
    except UnreadableError:
        raise
    except Exception as broken:  # pypdf has dozens of ways of saying so
        raise UnreadableError(_BROKEN, _EXPORT_AGAIN) from broken


def _read(data: bytes) -> Facts:
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(data), strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        raise UnreadableError(
            N_("Tệp PDF này đặt mật khẩu nên máy không mở được."),
            N_("Lưu lại tệp, bỏ mật khẩu, rồi nộp lần nữa."),
        )
    count = len(reader.pages)
    if count == 0:
        raise UnreadableError(N_("Tệp PDF này không có trang nào."), _EXPORT_AGAIN)
    pages = tuple(_page(reader, number) for number in range(1, min(count, MOST_LOOKED_AT) + 1))
    return Facts(len(data), count, pages, claims_pdf_a=_pdf_a(reader))


def _pdf_a(reader: Any) -> str:
    """Return which part of PDF/A the file says it is; nobody has verified that."""
    try:
        stream = reader.trailer["/Root"].get("/Metadata")
        written = stream.get_object().get_data()[:_LARGEST_METADATA] if stream is not None else b""
    except Exception:
        return ""
    found = _PDF_A.search(written)
    return found[1].decode() if found else ""


def _page(reader: Any, number: int) -> Page:
    page = reader.pages[number - 1]
    unit = float(page.get("/UserUnit", 1))
    box, turn = page.cropbox, int(page.rotation) % 360
    width, height = abs(float(box.width)) * unit, abs(float(box.height)) * unit
    if not (10 <= width <= 20_000 and 10 <= height <= 20_000):
        raise UnreadableError(N_("Trang trong tệp này có cỡ không tờ giấy nào có."), _EXPORT_AGAIN)
    walk = _Walk(reader, max(1.0, width * height / unit**2))
    is_unread = False
    words: list[str] = []
    try:
        _walk(walk, page.get_contents(), page.get("/Resources"), _STRAIGHT, 0)
        words = _words(page) if walk.directions else []
    except Exception:  # the page's size is known all the same
        is_unread = True
    shown = (height, width) if turn in {90, 270} else (width, height)
    return _described(walk, number, shown, turn, unit, words, is_unread)


def _described(
    walk: _Walk,
    number: int,
    shown: tuple[float, float],
    turn: int,
    unit: float,
    words: list[str],
    is_unread: bool,
) -> Page:
    covering = [each for each in walk.pictures if each.share >= _FULL]
    strips = [each for each in walk.pictures if each.share >= _STRIP]
    is_picture = bool(covering) or sum(each.share for each in strips) >= _FULL
    # Of several layers the finest carries the letters; of several strips the coarsest is the worst.
    found = max(each.dpi for each in covering) if covering else min((each.dpi for each in strips), default=0)
    dpi = round(found / unit) if is_picture else None
    counted = covering or strips
    upright = walk.directions[turn]
    return Page(
        number,
        shown[0] * _POINT,
        shown[1] * _POINT,
        dpi=dpi if dpi and dpi <= MOST_DPI else None,
        is_doubtful=bool(dpi and dpi > MOST_DPI),
        is_picture=is_picture,
        is_blank=not (walk.pictures or words or walk.paints or is_unread),
        is_nearly_blank=bool(counted) and all(each.is_thin for each in counted) and len(words) < 3,
        is_unread=is_unread,
        words=len(words),
        accented_words=sum(_is_accented(word) for word in words),
        is_turned=len(words) >= 3 and upright * 2 < walk.directions.total(),
        is_coloured=next((each.is_coloured for each in counted if each.is_coloured is not None), None),
    )


def _words(page: Any) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFC", page.extract_text()[:_MOST_TEXT]))


def _is_accented(word: str) -> bool:
    return any(letter in "đĐ" or unicodedata.decomposition(letter) for letter in word)


def _walk(walk: _Walk, contents: Any, resources: Any, start: Matrix, depth: int) -> None:
    """Follow a page's instructions as far as pictures and the direction of text need it."""
    from pypdf.generic import ContentStream

    if contents is None or depth > _MOST_DEPTH:
        return
    stream = contents if isinstance(contents, ContentStream) else ContentStream(contents, walk.reader)
    pen = _Pen(start)
    for operands, operator in stream.operations:
        walk.operations += 1
        if walk.operations > _MOST_OPERATIONS:
            raise UnreadableError(_BROKEN, _EXPORT_AGAIN)
        pen.follow(operands, operator)
        if operator in _SHOWING:
            walk.directions[_direction(_times(pen.line, pen.here))] += 1
        elif operator == b"Do":
            _place(walk, operands, resources, pen.here, depth)
        elif operator == b"INLINE IMAGE":
            walk.pictures.append(_inline(walk, operands, pen.here))
        elif operator in _PAINTING:
            walk.paints += 1


class _Pen:
    """Where a page's instructions have moved, turned and stretched what comes next."""

    def __init__(self, start: Matrix) -> None:
        self.here, self.line = start, _STRAIGHT
        self._start, self._kept = start, list[Matrix]()

    def follow(self, operands: Any, operator: bytes) -> None:
        """Take one instruction; most say nothing about places."""
        if operator == b"q":
            self._kept.append(self.here)
        elif operator == b"Q":
            self.here = self._kept.pop() if self._kept else self._start
        elif operator == b"cm":
            self.here = _times(_matrix(operands), self.here)
        elif operator == b"BT":
            self.line = _STRAIGHT
        elif operator == b"Tm":
            self.line = _matrix(operands)


def _place(walk: _Walk, operands: Any, resources: Any, here: Matrix, depth: int) -> None:
    named = _direct(_direct(resources).get("/XObject")).get(operands[0])
    thing = _direct(named)
    if thing.get("/Subtype") == "/Image":
        walk.pictures.append(_picture(walk, thing, here))
    elif thing.get("/Subtype") == "/Form":
        inner = _times(_matrix(_direct(thing.get("/Matrix")) or _STRAIGHT), here)
        _walk(walk, thing, thing.get("/Resources", resources), inner, depth + 1)


def _direct(thing: Any) -> Any:
    return {} if thing is None else thing.get_object() if hasattr(thing, "get_object") else thing


def _picture(walk: _Walk, thing: Any, here: Matrix) -> _Picture:
    width, height = int(_direct(thing["/Width"])), int(_direct(thing["/Height"]))
    pixels, filters = max(1, width * height), str(_direct(thing.get("/Filter", "")))
    least = 0.02 if "DCT" in filters else 0.0008
    length = float(_direct(thing.get("/Length", pixels)))
    is_coloured = None if thing.get("/ImageMask") else _is_coloured(_direct(thing.get("/ColorSpace")))
    return _Picture(_dpi(width, height, here), _share(walk, here), is_coloured, length < pixels * least)


def _inline(walk: _Walk, operands: Any, here: Matrix) -> _Picture:
    settings = operands.get("settings", {})
    width = int(settings.get("/W", settings.get("/Width", 0)))
    height = int(settings.get("/H", settings.get("/Height", 0)))
    return _Picture(_dpi(width, height, here), _share(walk, here), None, False)


def _is_coloured(space: Any) -> bool | None:
    if isinstance(space, list) and space:
        name = str(_direct(space[0]))
        if name == "/ICCBased" and len(space) > 1:
            return int(_direct(_direct(space[1]).get("/N", 3))) > 1
        if name == "/Indexed" and len(space) > 1:
            return _is_coloured(_direct(space[1])) if not isinstance(_direct(space[1]), list) else None
        return {**_COLOURS, **_GREYS}.get(name)
    return {**_COLOURS, **_GREYS}.get(str(space))


def _dpi(width: int, height: int, here: Matrix) -> float:
    across, up = hypot(here[0], here[1]), hypot(here[2], here[3])
    return min(width / across, height / up) * 72 if across > 0.01 and up > 0.01 else 0.0


def _share(walk: _Walk, here: Matrix) -> float:
    return min(1.0, abs(here[0] * here[3] - here[1] * here[2]) / walk.area)


def _direction(here: Matrix) -> int:
    """Return in which of the four directions text runs, counter-clockwise in degrees."""
    return round(degrees(atan2(here[1], here[0])) / 90) % 4 * 90


def _numbers(operands: Any) -> Iterator[float]:
    for each in operands:
        yield float(_direct(each))


def _matrix(operands: Any) -> Matrix:
    a, b, c, d, e, f = _numbers(operands)
    return a, b, c, d, e, f


def _times(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m
