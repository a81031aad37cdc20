"""A signed PDF as bytes: whether it may be opened at all, and which bytes a signature says it covers.

Nothing here parses PDF objects. The rules are stricter than the standard's, so that nothing a viewer shows lies outside
what was signed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lms.core.signing.inspecting_reasons import Stop

MOST_BYTES: Final = 10 * 1024 * 1024
MOST_SAVES: Final = 20
"""How many times a file may have been saved: more revisions than any honest way of signing makes."""

MOST_OBJECTS: Final = 20_000
LARGEST_SIGNATURE: Final = 256 * 1024

_HEADER_AT_MOST = 1024  # viewers look for the header this far
_HEX_STRINGS = re.compile(rb"<([0-9A-Fa-f\s]{512,%d})>" % (2 * LARGEST_SIGNATURE))
_MOST_HEX_STRINGS = 50
_WRITTEN_RANGE = re.compile(rb"/ByteRange\s*\[\s*(0\s+\d{1,9}\s+\d{1,9}\s+\d{1,9})\s*\]")


@dataclass(frozen=True)
class Cover:
    """Which bytes a signature covers: all but the ``gap`` that holds it, up to ``end``."""

    start: int
    after: int
    end: int

    def covered(self, data: bytes) -> tuple[bytes, bytes]:
        """Return the two pieces that were signed."""
        return data[: self.start], data[self.after : self.end]


def refuse_unfit_size(data: bytes) -> None:
    """Raise Stop where there is nothing to look at, or too much."""
    if not data:
        raise Stop("empty-file")
    if len(data) > MOST_BYTES:
        raise Stop("too-large")


def refuse_unfit(data: bytes) -> None:
    """Raise Stop where the bytes are no PDF that is worth opening."""
    if not data.startswith(b"%PDF-"):
        if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"Rar!", b"7z\xbc\xaf")):
            raise Stop("zip")
        raise Stop("leading-bytes" if b"%PDF-" in data[: _HEADER_AT_MOST * 4] else "not-pdf")
    if data.count(b"startxref") > 2 * MOST_SAVES or data.count(b" obj") > MOST_OBJECTS:
        raise Stop("too-many-parts")


def hex_strings(data: bytes) -> Iterator[bytes]:
    """Return what long hexadecimal strings anywhere in the file spell: signatures are kept so."""
    for number, found in enumerate(_HEX_STRINGS.finditer(data)):
        if number == _MOST_HEX_STRINGS:
            return
        digits = b"".join(found[1].split())
        yield bytes.fromhex(digits[: len(digits) // 2 * 2].decode("ascii"))


def read_cover(numbers: object, data: bytes) -> tuple[Cover | None, str]:
    """Return which bytes a /ByteRange covers and "", or the reason why it covers nothing to rely on."""
    if not isinstance(numbers, list) or not numbers:
        return None, "byte-range-missing"
    # An exact type: a reference to a number could be given another value later.
    if len(numbers) != 4 or not all(isinstance(n, int) and not isinstance(n, bool) for n in numbers):
        return None, "byte-range-odd"
    begin, first, second, length = (int(number) for number in numbers)
    if min(begin, first, second, length) < 0:
        return None, "byte-range-negative"
    if not first or not length:
        return None, "byte-range-zero"
    if begin:
        return None, "byte-range-start"
    if second < first:
        return None, "byte-range-odd"
    if second + length > len(data):
        return None, "cut-off" if data[first : first + 1] == b"<" else "resaved"
    return Cover(first, second, second + length), ""


def why_unreadable(data: bytes) -> str:
    """Return the reason of a file that no reader opens: mostly its end is not where the signature says."""
    ends = [sum(map(int, found[1].split()[2:])) for found in _WRITTEN_RANGE.finditer(data)]
    if len(ends) != 1 or ends[0] == len(data):
        return "unreadable"
    return "trailing-bytes" if ends[0] < len(data) else "cut-off"


def gap_reason(cover: Cover, data: bytes, contents: bytes) -> str:
    """Return why what a signature leaves out is not exactly the signature itself; "" where it is."""
    gap = data[cover.start : cover.after]
    if len(gap) < 2 or gap[:1] != b"<":
        return "resaved"
    digits, closed, rest = gap[1:].partition(b">")
    if not closed or rest:
        return "gap-too-wide" if closed else "resaved"
    # One case of letters, no spaces: otherwise a changed byte would spell the same signature.
    if not re.fullmatch(rb"(?:[0-9A-F]{2})*|(?:[0-9a-f]{2})*", digits):
        return "padding"
    return "" if bytes.fromhex(digits.decode("ascii")) == contents else "other-contents"
