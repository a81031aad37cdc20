"""What a picture's file says and carries, read from its parts without unpacking a single pixel.

The lists are positive: a part that is not named here counts as something that pixels do not need. Unpacking lives in
``images``.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

MOST_PARTS = 20_000

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8"
_MARKER = re.compile(rb"\xff+([^\x00\xff\xd0-\xd7])")
_START_OF_SCAN, _END_OF_IMAGE, _JFIF, _ADOBE = 0xDA, 0xD9, 0xE0, 0xEE
_TABLES = frozenset(range(0xC0, 0xD0)) - {0xC8, 0xCC} | {0xDB, 0xDD, _START_OF_SCAN, _END_OF_IMAGE}
_PNG_CHUNKS = {b"IHDR": 13, b"PLTE": 768, b"tRNS": 256, b"IDAT": 2**31, b"IEND": 0}
_PNG_CHUNKS |= dict.fromkeys((b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"bKGD", b"pHYs"), 32)
"""The chunks that a plain PNG may have, and the most bytes of each."""
_WEBP_CHUNKS = frozenset({b"VP8X", b"VP8 ", b"VP8L", b"ALPH"})


class Segment(NamedTuple):
    """A part of a JPEG: its kind, where its marker begins, and where its body begins and ends."""

    kind: int
    marker: int
    begin: int
    end: int


def jpeg_segments(data: bytes) -> Iterator[Segment]:
    """Yield the segments of a JPEG up to its end marker; the bytes of a scan stand between two of them."""
    at = 2
    while marker := _MARKER.search(data, at):
        kind = marker[1][0]
        begin = at = marker.end()
        if kind != _END_OF_IMAGE:
            at = begin + max(2, int.from_bytes(data[begin : begin + 2]))
        yield Segment(kind, marker.start(), begin, at)
        if kind == _END_OF_IMAGE:
            return


def count_scans(data: bytes, most: int) -> int:
    """Return how many scans a JPEG has, counting no further than one more than ``most``."""
    count = 0
    for segment in jpeg_segments(data):
        count += segment.kind == _START_OF_SCAN
        if count > most:
            break
    return count


def webp_size(data: bytes) -> tuple[int, int]:
    """Return the width and height that a WebP header announces; 0 and 0 for any other file."""
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP":
        return 0, 0
    header, first = data[12:16], data[20:30]
    if header == b"VP8X":
        return 1 + int.from_bytes(first[4:7], "little"), 1 + int.from_bytes(first[7:10], "little")
    if header == b"VP8L":
        sizes = int.from_bytes(first[1:5], "little")
        return 1 + (sizes & 0x3FFF), 1 + (sizes >> 14 & 0x3FFF)
    return int.from_bytes(first[6:8], "little") & 0x3FFF, int.from_bytes(first[8:10], "little") & 0x3FFF


def is_bare(data: bytes) -> bool:
    """Return whether a JPEG, PNG or WebP holds a picture and nothing besides: no EXIF, profile, remark or appendix."""
    if data.startswith(_JPEG):
        return _is_bare_jpeg(data)
    if data.startswith(_PNG):
        return _is_bare_png(data)
    return _is_bare_webp(data)


def _is_bare_jpeg(data: bytes) -> bool:
    at, in_scan = 2, False
    for count, segment in enumerate(jpeg_segments(data)):
        # Only the bytes of a scan may stand between two segments.
        if count > MOST_PARTS or (segment.marker != at and not in_scan):
            return False
        body = data[segment.begin + 2 : segment.end]
        is_known = (
            segment.kind in _TABLES
            or (segment.kind == _JFIF and body.startswith(b"JFIF\0") and len(body) == 14)
            or (segment.kind == _ADOBE and body.startswith(b"Adobe") and len(body) == 12)
        )
        if not is_known:
            return False
        if segment.kind == _END_OF_IMAGE:
            return segment.end == len(data)
        at, in_scan = segment.end, segment.kind == _START_OF_SCAN
    return False


def _is_bare_png(data: bytes) -> bool:
    at = len(_PNG)
    for _count in range(MOST_PARTS):
        length, name = int.from_bytes(data[at : at + 4]), data[at + 4 : at + 8]
        if length > _PNG_CHUNKS.get(name, -1):
            return False
        at += length + 12  # length, name and checksum
        if name == b"IEND":
            return at == len(data)
    return False


def _is_bare_webp(data: bytes) -> bool:
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP" or int.from_bytes(data[4:8], "little") + 8 != len(data):
        return False
    at = 12
    for _count in range(MOST_PARTS):
        if at >= len(data):
            return at == len(data)
        if data[at : at + 4] not in _WEBP_CHUNKS:
            return False
        length = int.from_bytes(data[at + 4 : at + 8], "little")
        at += 8 + length + length % 2
    return False
