"""Files under ``media/``: what each one really is, how large it is, and whether it may be shown.

A file is known by its content, never by its name alone; both must agree. Only headers are read here; making pictures
small and clean lives in ``pictures`` and comes first.
"""

import hashlib
import io
import math
import re
import warnings
from collections.abc import Callable, Mapping
from dataclasses import replace

from PIL import Image, UnidentifiedImageError

from lms.core.image_files import webp_size
from lms.core.images import FORMATS, MOST_PIXELS
from lms.core.markup.course import Media, PictureSize
from lms.core.markup.drawings import read_drawing
from lms.core.markup.findings import FileFindings
from lms.core.vietnamese import slug

MEDIA = "media/"
LARGEST_PICTURE = 10_000_000
LARGEST_FILE = 50_000_000
LIGHT_PICTURE = 60_000
"""Bytes that a picture may weigh on a page; more keeps people on slow connections waiting."""

_NAME = re.compile(r"media/[A-Za-z0-9][A-Za-z0-9._/-]{0,150}")
PICTURES = {"png": "PNG", "jpg": "JPEG", "jpeg": "JPEG", "webp": "WEBP"}
DRAWING_TYPE = "image/svg+xml"
_TYPES = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp"}


def _begins(*marks: bytes) -> Callable[[bytes], bool]:
    return lambda content: content.startswith(marks)


def _is_plain_text(content: bytes) -> bool:
    try:
        return "\0" not in content.decode()
    except UnicodeDecodeError:
        return False


_OFFICE = "application/vnd.openxmlformats-officedocument."
_FILES: Mapping[str, tuple[str, Callable[[bytes], bool]]] = {
    "mp4": ("video/mp4", lambda content: content[4:8] == b"ftyp"),
    "webm": ("video/webm", _begins(b"\x1a\x45\xdf\xa3")),
    "vtt": (
        "text/vtt",
        lambda content: _is_plain_text(content) and content.removeprefix(b"\xef\xbb\xbf")[:6] == b"WEBVTT",
    ),
    "pdf": ("application/pdf", _begins(b"%PDF-")),
    "docx": (_OFFICE + "wordprocessingml.document", _begins(b"PK\x03\x04")),
    "xlsx": (_OFFICE + "spreadsheetml.sheet", _begins(b"PK\x03\x04")),
    "pptx": (_OFFICE + "presentationml.presentation", _begins(b"PK\x03\x04")),
    "zip": ("application/zip", _begins(b"PK\x03\x04")),
    "csv": ("text/csv", _is_plain_text),
    "txt": ("text/plain", _is_plain_text),
}


def suffix_of(path: str) -> str:
    """Return the file's suffix in lower case, without the dot."""
    return path.rpartition(".")[2].lower() if "." in path else ""


def is_picture(media: Media) -> bool:
    """Return whether ``media`` may stand in an ``<img>``."""
    return media.content_type.startswith("image/")


def picture_type(path: str) -> str | None:
    """Return the content type of a picture by its name, or None where the name is not a picture's."""
    suffix = suffix_of(path)
    return DRAWING_TYPE if suffix == "svg" else _TYPES.get(PICTURES.get(suffix, ""))


def read_media(
    path: str, content: bytes, findings: FileFindings, sizes: tuple[bytes, ...] | None = None
) -> Media | None:
    """Return what the file at ``path`` is, or None after noting why it is refused.

    ``sizes`` are what ``pictures`` made of it: nothing where it could not be drawn, None where it has not been tried.
    """
    suffix = suffix_of(path)
    if not _NAME.fullmatch(path) or ".." in path:
        findings.add(1, "media-name", suggestion=_plain_name(path))
        return None
    if suffix == "svg":
        return _read_svg(path, content, findings)
    if suffix in PICTURES:
        return _read_picture(path, content, PICTURES[suffix], findings, sizes)
    if suffix not in _FILES:
        findings.add(1, "media-kind", suffix=suffix, allowed=", ".join(["svg", *PICTURES, *_FILES]))
        return None
    content_type, fits = _FILES[suffix]
    if len(content) > LARGEST_FILE:
        findings.add(1, "media-large", size=len(content) // 1000, allowed=LARGEST_FILE // 1000)
        return None
    if not fits(content):
        findings.add(1, "media-content", suffix=suffix)
        return None
    return _media(path, content, content_type, 0, 0)


def _plain_name(path: str) -> str:
    stem, _, suffix = path.removeprefix(MEDIA).rpartition(".")
    return f"{MEDIA}{slug(stem)[:60] or 'hinh'}.{slug(suffix)[:5]}"


def _media(path: str, content: bytes, content_type: str, width: int, height: int) -> Media:
    return Media(path, hashlib.sha256(content).hexdigest(), content_type, width, height, len(content))


def _read_svg(path: str, content: bytes, findings: FileFindings) -> Media | None:
    drawing = read_drawing(content)
    if drawing.fault:
        findings.add(1, "svg-refused", fault=drawing.fault)
        return None
    return _media(path, content, DRAWING_TYPE, drawing.width, drawing.height)


def _read_picture(
    path: str, content: bytes, wanted: str, findings: FileFindings, sizes: tuple[bytes, ...] | None
) -> Media | None:
    if len(content) > LARGEST_PICTURE:
        findings.add(1, "media-large", size=len(content) // 1000, allowed=LARGEST_PICTURE // 1000)
        return None
    kind, width, height, is_animated = _header(content)
    if kind != wanted:
        findings.add(1, "media-content", suffix=suffix_of(path))
    elif width * height > MOST_PIXELS:
        findings.add(1, "media-pixels", width=width, height=height, allowed=MOST_PIXELS // 1_000_000)
    elif is_animated:
        findings.add(1, "media-animated")
    elif sizes == ():
        findings.add(1, "media-broken")
    else:
        media = _media(path, content, _TYPES[kind], width, height)
        media = replace(media, sizes=tuple(map(_size, sizes or ())))
        if media.weight > LIGHT_PICTURE:
            findings.add(1, "media-heavy", size=media.weight // 1000, wanted=LIGHT_PICTURE // 1000)
        return media
    return None


def _header(content: bytes) -> tuple[str, int, int, bool]:
    """Return a picture's format, width and height, and whether it moves; no format where it is no picture."""
    announced = webp_size(content)
    if math.prod(announced) > MOST_PIXELS:  # opening it would take memory for all of them
        return "WEBP", *announced, False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow's own pixel warning; the size is judged by the caller
            with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
                is_animated = bool(getattr(picture, "is_animated", False))
                return picture.format or "", *picture.size, is_animated
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError, EOFError):
        return "", 0, 0, False


def _size(webp: bytes) -> PictureSize:
    _, width, height, _ = _header(webp)
    return PictureSize(hashlib.sha256(webp).hexdigest(), width, height, len(webp))
