"""A scan that came as a single picture: only its header is read, so that no number of pixels costs anything."""

import io
import warnings

from lms.core.errors import N_
from lms.core.practice.scan.facts import MOST_DPI, Facts, Page, UnreadableError

_MILLIMETRES = 25.4
_MOST_PIXELS = 250_000_000
_ORIENTATION = 0x0112
_LYING = frozenset({5, 6, 7, 8})


def read_picture(data: bytes, sheet: tuple[int, int]) -> Facts:
    """Return the facts of a JPEG or PNG, taken to show a ``sheet`` from edge to edge. Raises UnreadableError."""
    width, height, is_coloured = _header(data)
    if min(width, height) < 1 or width * height > _MOST_PIXELS:
        raise UnreadableError(
            N_("Ảnh này tự ghi là lớn hơn mọi tờ quét, nên máy không đọc."),
            N_("Quét lại tờ giấy rồi nộp tệp mới."),
        )
    short, long = sheet
    pixels = sorted((width, height))
    dpi = round(min(pixels[0] / short, pixels[1] / long) * _MILLIMETRES)
    scale = short / pixels[0]
    page = Page(
        1,
        width * scale,
        height * scale,
        dpi=dpi if dpi <= MOST_DPI else None,
        is_doubtful=dpi > MOST_DPI,
        is_picture=True,
        is_nearly_blank=len(data) < width * height * 0.02,
        is_coloured=is_coloured,
    )
    return Facts(len(data), 1, (page,), is_photo=True)


def _header(data: bytes) -> tuple[int, int, bool]:
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # nothing is decompressed
            with Image.open(io.BytesIO(data), formats=("JPEG", "PNG")) as image:
                is_lying = image.getexif().get(_ORIENTATION) in _LYING if image.format == "JPEG" else False
                width, height = reversed(image.size) if is_lying else image.size
                return width, height, image.mode not in {"1", "L", "LA", "I", "I;16", "I;16B"}
    except Exception as broken:  # a header is hostile input; a size beyond belief is one of the complaints
        raise UnreadableError(
            N_("Máy không đọc được ảnh này: tệp hỏng, hoặc tự ghi cỡ lớn lạ thường."),
            N_("Quét lại tờ giấy, hoặc xuất ra PDF, rồi nộp tệp mới."),
        ) from broken
