"""A gzip stream out of parts that were compressed beforehand, so that a kept page costs no compression when it is sent.

Fixed parts are deflated once, each for itself; what is filled in goes between them as it is. A part therefore never
refers back to another: the length of an answer says nothing about a form token that stands in it.
"""

import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"
_LAST_BLOCK = b"\x03\x00"
_MOST_STORED = 0xFFFF


@dataclass(frozen=True)
class Fixed:
    """Bytes that stay the same, and the same as blocks of a deflate stream that end at a byte."""

    plain: bytes
    packed: bytes

    @classmethod
    def of(cls, plain: bytes) -> "Fixed":
        worker = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
        return cls(plain, worker.compress(plain) + worker.flush(zlib.Z_FULL_FLUSH))


def plain(parts: Iterable[Fixed | bytes]) -> bytes:
    """Return the parts one after the other."""
    return b"".join(part.plain if isinstance(part, Fixed) else part for part in parts)


def gzipped(parts: Iterable[Fixed | bytes]) -> bytes:
    """Return the parts one after the other as one gzip stream."""
    stream, checksum, length = [_HEADER], 0, 0
    for part in parts:
        text = part.plain if isinstance(part, Fixed) else part
        checksum, length = zlib.crc32(text, checksum), length + len(text)
        stream += [part.packed] if isinstance(part, Fixed) else _stored(part)
    stream += [_LAST_BLOCK, struct.pack("<LL", checksum, length & 0xFFFFFFFF)]
    return b"".join(stream)


def _stored(text: bytes) -> Iterable[bytes]:
    """Yield ``text`` as blocks that are not compressed."""
    for start in range(0, len(text), _MOST_STORED):
        piece = text[start : start + _MOST_STORED]
        yield struct.pack("<BHH", 0, len(piece), len(piece) ^ 0xFFFF)
        yield piece
