"""What became of a notebook on its way: the same, or which kind of change. Only beginnings and marks are looked at.

Nothing is opened or unpacked, but for the first hundred streams of a PDF, each within a bound.
"""

import re
import zlib
from collections.abc import Iterator
from enum import StrEnum
from itertools import islice

from lms.core.practice.restore.notebook import MARKED_CODE, marked, sealed_code

_MOST_PARTS = 100
_LONGEST_STREAM = 64 * 1024
_START = 1_024  # some programs write a few bytes before a file's mark
_SAME_START = 256

_STREAM = re.compile(rb"stream\r?\n")
_HEXADECIMAL = re.compile(rb"<((?:[0-9A-Fa-f]{2}){15,100})>")
_PACKED = (b"PK\x03\x04", b"PK\x05\x06", b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b")
_OFFICE_PARTS = (b"[Content_Types].xml", b"mimetypeapplication/vnd.oasis")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"II*\x00", b"MM\x00*")
_WINDOWS_LINK = b"L\x00\x00\x00\x01\x14\x02\x00"
_LINKS = re.compile(
    rb'\s*(?:\[(?:InternetShortcut|\{000214A0|Desktop Entry)|\{[^}]*"(?:url|doc_id)"|bplist0|'
    rb"(?:<\?xml[^>]*>\s*)?(?:<!DOCTYPE plist[^>]*>\s*)?<plist|https?://)"
)
_WEB_PAGE = re.compile(rb"\s*<(?:!doctype html|html|head|body|!--)", re.IGNORECASE)


class Change(StrEnum):
    """How what came back stands beside what was handed out."""

    NONE = "none"
    NONE_SINCE = "none-since"  # whole, handed out before the task was changed
    EMPTY = "empty"
    CUT = "cut"
    ADDED = "added"
    DAMAGED = "damaged"
    SAVED_AGAIN = "saved-again"
    ANOTHERS = "anothers"
    PACKED = "packed"
    LINK = "link"
    WEB_PAGE = "web-page"
    OFFICE = "office"
    PICTURE = "picture"
    OTHER_PDF = "other-pdf"
    OTHER_FILE = "other-file"


def compare(given: bytes, code: str, brought: bytes) -> Change:
    """Return what became of ``given``, the notebook with ``code``, by the file that came back."""
    if brought == given:
        return Change.NONE
    if not brought.strip(b"\0"):
        return Change.EMPTY
    sealed = sealed_code(brought)
    if sealed:
        return Change.NONE_SINCE if sealed == code else Change.ANOTHERS
    if given.startswith(brought):
        return Change.CUT
    if brought.startswith(given):
        return Change.ADDED
    if b"%PDF-" in brought[:_START] and not brought.startswith(_PACKED):
        return _changed_pdf(given, code, brought)
    return _kind_of(brought)


def _changed_pdf(given: bytes, code: str, brought: bytes) -> Change:
    codes = set(_codes_in(brought))
    if marked(code).encode() in codes:
        return Change.DAMAGED if len(brought) == len(given) else Change.SAVED_AGAIN
    if codes:
        return Change.ANOTHERS
    is_ours = len(brought) == len(given) and brought[:_SAME_START] == given[:_SAME_START]
    return Change.DAMAGED if is_ours else Change.OTHER_PDF


def _codes_in(data: bytes) -> Iterator[bytes]:
    """Yield the codes of notebooks that stand in a PDF: plainly, in two bytes a letter, in hexadecimals, or packed."""
    written = (bytes.fromhex(found[1].decode()) for found in islice(_HEXADECIMAL.finditer(data), _MOST_PARTS))
    for part in (data, *written, *_unpacked(data)):
        yield from MARKED_CODE.findall(part.replace(b"\0", b""))


def _unpacked(data: bytes) -> Iterator[bytes]:
    for found in islice(_STREAM.finditer(data), _MOST_PARTS):
        packed = data[found.end() : found.end() + _LONGEST_STREAM]
        try:
            yield zlib.decompressobj().decompress(packed, _LONGEST_STREAM)
        except zlib.error:
            continue


def _kind_of(data: bytes) -> Change:
    """Return what a file that is no PDF is by its beginning."""
    start = data[:_START].removeprefix(b"\xef\xbb\xbf")
    if start.startswith(_PACKED):
        is_office = start.startswith(b"PK") and any(each in data for each in _OFFICE_PARTS)
        return Change.OFFICE if is_office else Change.PACKED
    if start.startswith(_OLD_OFFICE):
        return Change.OFFICE
    if start.startswith(_WINDOWS_LINK) or _LINKS.match(start):
        return Change.LINK
    if _WEB_PAGE.match(start):
        return Change.WEB_PAGE
    if start.startswith(_PICTURES) or start[4:8] == b"ftyp" or start[8:12] == b"WEBP":
        return Change.PICTURE
    return Change.OTHER_FILE
