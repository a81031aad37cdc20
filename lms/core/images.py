"""Making an uploaded picture safe: known formats only, upright, no larger than needed, no metadata.

The bytes that come out were drawn anew from pixels; nothing else of the upload survives. Where pictures are stored,
and how many bytes an upload may have, is decided elsewhere.
"""

import hashlib
import io
import re
from dataclasses import dataclass

from PIL import Image

from lms.core.errors import N_, DomainError

CONTENT_TYPE = "image/jpeg"
QUALITY = 82
MOST_SCANS = 50

_FORMATS = ("JPEG", "PNG", "WEBP")
_ORIENTATION = 0x0112
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_JPEG_MARKER = re.compile(rb"\xff+([^\x00\xff\xd0-\xd7])")
_START_OF_SCAN, _END_OF_IMAGE = 0xDA, 0xD9


class NotAnImageError(DomainError):
    """The bytes are not a still picture that we can read to its end."""

    message = N_("Tệp này không phải ảnh. Thầy cô chọn ảnh chụp (JPEG, PNG hoặc WebP).")


class MovingImageError(NotAnImageError):
    """An animation: which of its pictures is meant, nobody can say."""

    message = N_("Đây là ảnh động. Thầy cô chọn ảnh chụp đứng yên (JPEG, PNG hoặc WebP).")


class ImageTooLargeError(DomainError):
    """The header announces more pixels than we are willing to unpack."""

    message = N_(
        "Ảnh này lớn quá %(megapixels)s triệu điểm ảnh. Thầy cô chụp lại ở cỡ nhỏ hơn, hoặc cắt bớt ảnh."
    )


@dataclass(frozen=True)
class Picture:
    """A clean picture. ``pixels_sha256`` is equal for equal pictures, whatever file they came in."""

    data: bytes
    content_type: str
    width: int
    height: int
    pixels_sha256: str


def reencode(data: bytes, *, max_side: int = 1600, max_pixels: int = 24_000_000) -> Picture:
    """Return the picture in ``data`` drawn anew as JPEG, or raise one of this module's errors."""
    too_large = ImageTooLargeError(megapixels=max_pixels // 1_000_000)
    try:
        if _webp_pixels(data) > max_pixels:  # its decoder takes memory as soon as it is opened
            raise too_large
        with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
            if image.width * image.height > max_pixels:
                raise too_large
            _refuse_costly(image, data)
            return _encode(_redraw(image, max_side))
    except DomainError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise too_large from bomb
    except Exception as unreadable:  # a decoder may raise anything on hostile bytes
        raise NotAnImageError from unreadable


def _webp_pixels(data: bytes) -> int:
    """Return the number of pixels that a WebP header announces; 0 for any other file."""
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP":
        return 0
    header, first = data[12:16], data[20:30]
    if header == b"VP8X":
        return (1 + int.from_bytes(first[4:7], "little")) * (1 + int.from_bytes(first[7:10], "little"))
    if header == b"VP8L":
        sizes = int.from_bytes(first[1:5], "little")
        return (1 + (sizes & 0x3FFF)) * (1 + (sizes >> 14 & 0x3FFF))
    width, height = (int.from_bytes(first[at : at + 2], "little") & 0x3FFF for at in (6, 8))
    return width * height


def _refuse_costly(image: Image.Image, data: bytes) -> None:
    """Refuse animations, and JPEGs whose many tiny scans would each walk the whole picture."""
    if image.format in {
        "PNG",
        "WEBP",
    }:  # a phone's JPEG may carry a second view (MPO); the first is the photo
        if getattr(image, "is_animated", False):
            raise MovingImageError
    elif _scans(data) > MOST_SCANS:
        raise NotAnImageError


def _scans(data: bytes) -> int:
    """Return how many scans a JPEG has, up to its end marker and one more than are allowed."""
    count, at = 0, 2
    while count <= MOST_SCANS and (marker := _JPEG_MARKER.search(data, at)):
        kind = marker[1][0]
        if kind == _END_OF_IMAGE:
            break
        count += kind == _START_OF_SCAN
        length = int.from_bytes(data[marker.end() : marker.end() + 2])
        at = marker.end() + max(2, length)
    return count


def _redraw(image: Image.Image, max_side: int) -> Image.Image:
    """Return a fresh RGB picture with the pixels of ``image``: small enough, upright, white where it was clear."""
    if max(image.size) > max_side:
        image.draft(None, (max_side, max_side))  # lets the JPEG decoder skip what would be thrown away
    image.load()
    turn = _UPRIGHT.get(_orientation(image))
    if image.mode.startswith("I"):  # 16-bit grey, as scanners write it
        image = image.convert("I").point(lambda level: level / 256).convert("L")
    pixels = image.convert("RGBA" if image.has_transparency_data else "RGB")
    pixels.thumbnail((max_side, max_side), Image.Resampling.LANCZOS)
    if turn is not None:
        pixels = pixels.transpose(turn)
    fresh = Image.new("RGB", pixels.size, "white")
    fresh.paste(pixels, mask=pixels.getchannel("A") if pixels.mode == "RGBA" else None)
    return fresh


def _orientation(image: Image.Image) -> int:
    """Return the EXIF orientation; unreadable EXIF is no reason to refuse a photo."""
    try:
        return int(image.getexif().get(_ORIENTATION, 1))
    except Exception:  # EXIF is hostile input of its own
        return 1


def _encode(fresh: Image.Image) -> Picture:
    out = io.BytesIO()
    fresh.save(out, "JPEG", quality=QUALITY, optimize=True)
    size = f"{fresh.width}x{fresh.height}:".encode()
    digest = hashlib.sha256(size + fresh.tobytes()).hexdigest()
    return Picture(out.getvalue(), CONTENT_TYPE, fresh.width, fresh.height, digest)
