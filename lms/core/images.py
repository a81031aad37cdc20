"""Making a picture safe: known formats only, upright, no larger than needed, no metadata.

What comes out was drawn anew from pixels; nothing else of the file survives. Where pictures are stored, and how many
bytes an upload may have, is decided elsewhere.
"""

import hashlib
import io
import math
from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image, ImageCms

from lms.core.errors import N_, DomainError
from lms.core.image_files import count_scans, webp_size

CONTENT_TYPE = "image/jpeg"
QUALITY = 82
MOST_SCANS = 50
MOST_PIXELS = 24_000_000
FORMATS = ("JPEG", "PNG", "WEBP")

SMALLER = Image.Resampling.HAMMING
"""How pictures are made smaller: letters stay as sharp as with the usual way, in half the time."""

Fit = Callable[[int, int], tuple[int, int]]
"""Says, for the width and height of an upright picture, how wide and high it shall be."""

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
_LYING = frozenset({5, 6, 7, 8})  # orientations that swap width and height


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


def reencode(data: bytes, *, max_side: int = 1600, max_pixels: int = MOST_PIXELS) -> Picture:
    """Return the picture in ``data`` drawn anew as JPEG, or raise one of this module's errors."""

    def within_side(width: int, height: int) -> tuple[int, int]:
        return scaled(width, height, min(1, max_side / max(width, height)))

    return _encode(_on_white(redraw(data, within_side, max_pixels=max_pixels)))


def redraw(data: bytes, fit: Fit, *, max_pixels: int = MOST_PIXELS, is_in_srgb: bool = False) -> Image.Image:
    """Return a fresh RGB or RGBA picture with the pixels of ``data``: upright and of the size that ``fit`` wants.

    With ``is_in_srgb`` the colours of a file that brings its own profile become those that browsers assume.
    Raises one of this module's errors.
    """
    too_large = ImageTooLargeError(megapixels=max_pixels // 1_000_000)
    try:
        if math.prod(webp_size(data)) > max_pixels:  # its decoder takes memory as soon as it is opened
            raise too_large
        with Image.open(io.BytesIO(data), formats=FORMATS) as image:
            if image.width * image.height > max_pixels:
                raise too_large
            _refuse_costly(image, data)
            return _redraw(image, fit, is_in_srgb)
    except DomainError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise too_large from bomb
    except Exception as unreadable:  # a decoder may raise anything on hostile bytes
        raise NotAnImageError from unreadable


def scaled(width: int, height: int, factor: float) -> tuple[int, int]:
    """Return the size times ``factor``; a thread of pixels keeps at least one."""
    return max(1, round(width * factor)), max(1, round(height * factor))


def _refuse_costly(image: Image.Image, data: bytes) -> None:
    """Refuse animations, and JPEGs whose many tiny scans would each walk the whole picture."""
    if image.format in {
        "PNG",
        "WEBP",
    }:  # a phone's JPEG may carry a second view (MPO); the first is the photo
        if getattr(image, "is_animated", False):
            raise MovingImageError
    elif count_scans(data, MOST_SCANS) > MOST_SCANS:
        raise NotAnImageError


def _redraw(image: Image.Image, fit: Fit, is_in_srgb: bool) -> Image.Image:
    orientation = _orientation(image)
    is_lying = orientation in _LYING
    size = fit(*(reversed(image.size) if is_lying else image.size))
    wanted = (size[1], size[0]) if is_lying else size
    if wanted != image.size:
        image.draft(None, wanted)  # lets the JPEG decoder skip what would be thrown away
    image.load()
    pixels = _in_srgb(image) if is_in_srgb else _plain(image)
    if pixels.size != wanted:
        pixels = pixels.resize(wanted, SMALLER, reducing_gap=2.0)
    if orientation in _UPRIGHT:
        pixels = pixels.transpose(_UPRIGHT[orientation])
    fresh = Image.new(pixels.mode, pixels.size)
    fresh.paste(pixels)
    return fresh


def _plain(image: Image.Image) -> Image.Image:
    """Return ``image`` as RGB, or RGBA where something of it is clear."""
    if image.mode.startswith("I"):  # 16-bit grey, as scanners write it
        image = image.convert("I").point(lambda level: level / 256).convert("L")
    mode = "RGBA" if image.has_transparency_data else "RGB"
    return image if image.mode == mode else image.convert(mode)


def _in_srgb(image: Image.Image) -> Image.Image:
    """Return ``image`` as RGB or RGBA with the colours that its own profile means."""
    profile = image.info.get("icc_profile")
    pixels = image if image.mode == "CMYK" else _plain(image)
    if profile:
        mode = "RGB" if pixels.mode == "CMYK" else pixels.mode
        try:
            own, srgb = ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB")
            return ImageCms.profileToProfile(pixels, own, srgb, outputMode=mode) or pixels
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass  # a profile that cannot be read, or is not for such pixels: the numbers stand as they are
    return _plain(pixels)


def _on_white(pixels: Image.Image) -> Image.Image:
    """Return ``pixels`` as RGB, white where they were clear."""
    if pixels.mode == "RGB":
        return pixels
    white = Image.new("RGB", pixels.size, "white")
    white.paste(pixels, mask=pixels.getchannel("A"))
    return white


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
