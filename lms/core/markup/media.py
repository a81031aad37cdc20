"""Files under ``media/``: what each one really is, how large it is, and whether it may be shown.

A file is known by its content, never by its name alone; both must agree. Making pictures smaller and stripping their
metadata belong to the importer.
"""

import hashlib
import io
import re
import warnings
from collections.abc import Callable, Mapping

from PIL import Image, UnidentifiedImageError

from lms.core.markup.course import Media
from lms.core.markup.drawings import read_drawing
from lms.core.markup.findings import FileFindings

MEDIA = "media/"
MOST_PIXELS = 24_000_000
LARGEST_PICTURE = 2_000_000
LARGEST_FILE = 50_000_000
HEAVY_PICTURE = 150_000
"""Bytes above which the author is asked for a smaller picture."""

_NAME = re.compile(r"media/[A-Za-z0-9][A-Za-z0-9._/-]{0,150}")
_PICTURES = {"png": "PNG", "jpg": "JPEG", "jpeg": "JPEG", "webp": "WEBP"}
_TYPES = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp"}
_TURNED = frozenset({5, 6, 7, 8})  # EXIF orientations that swap width and height
_ORIENTATION, _PLACE = 0x0112, 0x8825


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


def read_media(path: str, content: bytes, findings: FileFindings) -> Media | None:
    """Return what the file at ``path`` is, or None after noting why it is refused."""
    suffix = suffix_of(path)
    if not _NAME.fullmatch(path) or ".." in path:
        findings.add(1, "media-name")
        return None
    if suffix == "svg":
        return _read_svg(path, content, findings)
    if suffix in _PICTURES:
        return _read_picture(path, content, _PICTURES[suffix], findings)
    if suffix not in _FILES:
        findings.add(1, "media-kind", suffix=suffix, allowed=", ".join(["svg", *_PICTURES, *_FILES]))
        return None
    content_type, fits = _FILES[suffix]
    if len(content) > LARGEST_FILE:
        findings.add(1, "media-large", size=len(content) // 1000, allowed=LARGEST_FILE // 1000)
        return None
    if not fits(content):
        findings.add(1, "media-content", suffix=suffix)
        return None
    return _media(path, content, content_type, 0, 0)


def _media(path: str, content: bytes, content_type: str, width: int, height: int) -> Media:
    return Media(path, hashlib.sha256(content).hexdigest(), content_type, width, height, len(content))


def _read_svg(path: str, content: bytes, findings: FileFindings) -> Media | None:
    drawing = read_drawing(content)
    if drawing.fault:
        findings.add(1, "svg-refused", fault=drawing.fault)
        return None
    return _media(path, content, "image/svg+xml", drawing.width, drawing.height)


def _read_picture(path: str, content: bytes, wanted: str, findings: FileFindings) -> Media | None:
    if len(content) > LARGEST_PICTURE:
        findings.add(1, "media-large", size=len(content) // 1000, allowed=LARGEST_PICTURE // 1000)
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow's own pixel warning; the size is judged below
            with Image.open(io.BytesIO(content), formats=("PNG", "JPEG", "WEBP")) as picture:
                kind, (width, height) = picture.format or "", picture.size
                exif = picture.getexif()
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError, EOFError):
        findings.add(1, "media-content", suffix=suffix_of(path))
        return None
    if kind != wanted:
        findings.add(1, "media-content", suffix=suffix_of(path))
        return None
    if width * height > MOST_PIXELS:
        findings.add(1, "media-pixels", width=width, height=height, allowed=MOST_PIXELS // 1_000_000)
        return None
    if _PLACE in exif:
        findings.add(1, "media-place")
    if len(content) > HEAVY_PICTURE:
        findings.add(1, "media-heavy", size=len(content) // 1000, wanted=HEAVY_PICTURE // 1000)
    if exif.get(_ORIENTATION) in _TURNED:
        width, height = height, width
    return _media(path, content, _TYPES[kind], width, height)
