"""Papers as a scanner hands them over: one scan as it should be, and one for each way in which it goes wrong.

The pages are drawn, never scanned, so that nothing of anybody can be on them.
"""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from lms.core.made_up_school import MADE_AT, MADE_UP, MARK, SCHOOL, SCHOOL_TOLD
from lms.core.practice_files.papers import MINUTES, Paper, Style
from lms.core.signing.documents import FONTS, FacesMissingError
from lms.core.typeface import BOLD, REGULAR, drawable, opened_face

if TYPE_CHECKING:  # the library is loaded with the first page
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

DPI: Final = 200
COARSE_DPI: Final = 60

_WIDTH, _HEIGHT = 1654, 2339  # A4 at 200 dpi
_LEFT, _RIGHT, _TOP, _FOOT = 220, 1500, 190, 2110
_PAPER, _INK, _LID = 247, 35, 96
_LEANING = 4.5  # degrees
_INCH = 25.4
_POINT = DPI / 72


@dataclass(frozen=True)
class _Look:
    """How lines of a style stand: the letters in points, the space above in millimetres, what they are set in by."""

    size: float
    is_bold: bool = False
    above: float = 1.5
    indent: int = 0


_LOOKS = {
    Style.BODY: _Look(15, above=3),
    Style.PART: _Look(15, is_bold=True, above=7),
    Style.ITEM: _Look(15, indent=70, above=3),
    Style.TO: _Look(15, is_bold=True, above=3),
}


def make_scans() -> dict[str, bytes]:
    """Return the five scans. Raises FacesMissingError where the site has no typeface."""
    from PIL.Image import Resampling, Transpose

    pages = _pages(MINUTES)
    first = pages[0]
    small = (_WIDTH * COARSE_DPI // DPI, _HEIGHT * COARSE_DPI // DPI)
    # A scanner that looks for the paper's edges keeps the lid around a sheet that lies crooked.
    leaning = [page.rotate(_LEANING, Resampling.BICUBIC, expand=True, fillcolor=_LID) for page in pages]
    lying = [page.transpose(Transpose.ROTATE_90) for page in pages]
    coarse = [page.resize(small, Resampling.BOX) for page in pages]
    return {
        "ban-quet/quet-dat.pdf": _bound(pages),
        "ban-quet/quet-lech.pdf": _bound(leaning),
        "ban-quet/quet-mo.pdf": _bound(coarse, COARSE_DPI),
        "ban-quet/quet-thieu-trang.pdf": _bound([first]),
        "ban-quet/quet-nam-ngang.pdf": _bound(lying),
    }


def scan_paper(paper: Paper) -> bytes:
    """Return a good scan of ``paper``."""
    return _bound(_pages(paper))


def _bound(pages: Sequence["Image"], dpi: int = DPI) -> bytes:
    """Return pages as the PDF of a scanner: a picture each, and no letter that could be searched."""
    first, *others = pages
    held, made = io.BytesIO(), MADE_AT.timetuple()
    first.save(
        held,
        "PDF",
        save_all=True,
        append_images=others,
        resolution=dpi,
        quality=70,
        title="Bản quét để thực hành",
        subject=MARK,
        author=SCHOOL_TOLD,
        creator="Cặp đôi số",
        producer="Cặp đôi số",
        creationDate=made,
        modDate=made,
    )
    return held.getvalue()


def _pages(paper: Paper) -> list["Image"]:
    """Return the paper's pages, as many as its lines take, each with the mark at its head and foot."""
    lines = list(_set(paper))
    pages = [_blank()]
    y = _write_head(pages[0], paper)
    for text, look, above in lines:
        high = round(look.size * _POINT * 1.65)
        y += _millimetres(above)
        if y + high > _FOOT:
            pages.append(_blank())
            y = _TOP
        _write(_pen(pages[-1]), (_LEFT + look.indent, y), text, look.size, look.is_bold)
        y += high
    if y + 330 > _FOOT:
        pages.append(_blank())
        y = _TOP
    _write_signers(pages[-1], paper, y + 50)
    for number, page in enumerate(pages, 1):
        _write_marks(page, f"Trang {number}/{len(pages)}")
    return pages


def _set(paper: Paper) -> Iterator[tuple[str, _Look, float]]:
    """Yield what stands below the title, in lines that fit, with the space above each."""
    for line in paper.lines:
        look, above = _LOOKS[line.style], _LOOKS[line.style].above
        text = f"– {line.text}" if line.style is Style.ITEM else line.text
        for part in _wrapped(text, _RIGHT - _LEFT - look.indent, look):
            yield part, look, above
            above = 0


def _wrapped(text: str, width: int, look: _Look) -> Iterator[str]:
    font, line = _font(look.size, look.is_bold), ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and font.getlength(longer) > width:
            yield line
            longer = word
        line = longer
    yield line


def _write_head(page: "Image", paper: Paper) -> int:
    pen = _pen(page)
    half = (_LEFT + _RIGHT) // 2
    _write_centred(pen, (_LEFT, half), _TOP, SCHOOL.upper(), 12, is_bold=True)
    _write_centred(pen, (_LEFT, half), _TOP + 52, f"Số: {paper.number}", 12)
    _write_centred(pen, (half, _RIGHT), _TOP, paper.place_and_day, 12)
    _write_centred(pen, (_LEFT, _RIGHT), _TOP + 170, paper.title, 18, is_bold=True)
    _write_centred(pen, (_LEFT, _RIGHT), _TOP + 240, paper.about, 14, is_bold=True)
    return _TOP + 310


def _write_signers(page: "Image", paper: Paper, y: int) -> None:
    """Write who would sign; the place itself stays free, for nobody has signed."""
    pen, half = _pen(page), (_LEFT + _RIGHT) // 2
    columns = ((_LEFT, half), (half, _RIGHT))[-len(paper.signers) :]
    for column, (title, name) in zip(columns, paper.signers, strict=True):
        _write_centred(pen, column, y, title, 13, is_bold=True)
        _write_centred(pen, column, y + 50, "(chỗ ký, để trống)", 10)
        _write_centred(pen, column, y + 220, name, 13, is_bold=True)


def _write_marks(page: "Image", number: str) -> None:
    pen = _pen(page)
    _write_centred(pen, (_LEFT, _RIGHT), 70, MARK, 13, is_bold=True)
    pen.line((_LEFT, 2170, _RIGHT, 2170), fill=_INK, width=2)
    _write(pen, (_LEFT, 2190), MADE_UP, 9)
    _write_centred(pen, (_LEFT, _RIGHT), 2240, f"{MARK}. {number}", 10, is_bold=True)


def _write(pen: "ImageDraw", at: tuple[float, float], text: str, size: float, is_bold: bool = False) -> None:
    _, known = _face(is_bold)
    pen.text(at, drawable(text, known), fill=_INK, font=_font(size, is_bold))


def _write_centred(
    pen: "ImageDraw", edges: tuple[int, int], y: int, text: str, size: float, *, is_bold: bool = False
) -> None:
    x = (sum(edges) - _font(size, is_bold).getlength(text)) / 2
    _write(pen, (round(x), y), text, size, is_bold)


def _millimetres(length: float) -> int:
    return round(length * DPI / _INCH)


def _blank() -> "Image":
    from PIL import Image

    return Image.new("L", (_WIDTH, _HEIGHT), _PAPER)


def _pen(page: "Image") -> "ImageDraw":
    from PIL import ImageDraw

    return ImageDraw.Draw(page)


@cache
def _font(size: float, is_bold: bool) -> "FreeTypeFont":
    from PIL import ImageFont

    # The simple layout sets the same on every machine; the other one depends on a library that some lack.
    return ImageFont.truetype(
        io.BytesIO(_face(is_bold)[0]), size * _POINT, layout_engine=ImageFont.Layout.BASIC
    )


def _face(is_bold: bool) -> tuple[bytes, frozenset[int]]:
    try:
        return opened_face(FONTS / (BOLD if is_bold else REGULAR))
    except FileNotFoundError as missing:
        raise FacesMissingError from missing
