"""Zip archives of content: read within bounds that are judged before anything is unpacked, and written reproducibly.

The central directory is read here rather than by ``zipfile``, so that what is judged is exactly what is unpacked.
What the files mean is the business of whoever asks.
"""

import io
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lms.core.errors import N_, DomainError
from lms.core.vietnamese import nfc

CONTENT_TYPE = "application/zip"
MEGABYTE = 1_000_000

_END, _RECORD, _LOCAL = struct.Struct("<4s4H2LH"), struct.Struct("<4s6H3L5H2L"), struct.Struct("<4s5H3L2H")
_LARGEST_DIRECTORY = 1_000_000
_STORED, _DEFLATED = 0, 8
_ENCRYPTED, _UTF8 = (
    0x2041,
    0x0800,
)  # flags: encrypted, strongly encrypted, masked directory; the name is UTF-8
_NO_FILE = 0x0448  # DOS attributes of a volume label, a device, a reparse point
_ZIP64 = 0xFFFFFFFF
_FREE_UNPACKED = 1_000_000  # bytes that a file may have however well it was compressed: drawings shrink a lot
_LITTER = frozenset({"__macosx", "thumbs.db", "desktop.ini"})
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)

_NOT_A_ZIP = N_("Tệp này không phải tệp zip. Thầy cô nén thư mục khóa học thành tệp .zip rồi gửi lại.")
_BROKEN = N_("Tệp zip bị hỏng hoặc chưa tải hết. Thầy cô nén lại thư mục khóa học rồi gửi lại.")
_EMPTY = N_("Tệp zip này không có gì bên trong. Thầy cô nén lại thư mục khóa học rồi gửi lại.")
_TOO_LARGE = N_("Tệp zip lớn quá %(megabytes)s MB. Thầy cô bỏ bớt video và ảnh lớn, nén lại rồi gửi.")
_TOO_MUCH = N_(
    "Các tệp trong zip cộng lại lớn quá %(megabytes)s MB. Thầy cô bỏ bớt video và ảnh lớn, nén lại rồi gửi."
)
_TOO_MANY = N_("Tệp zip có quá %(count)s tệp. Thầy cô chỉ nén riêng thư mục khóa học thôi nhé.")
_FILE_TOO_LARGE = N_(
    "Tệp “%(name)s” trong zip lớn quá %(megabytes)s MB. Thầy cô làm nhỏ tệp này rồi nén lại."
)
_TOO_DENSE = N_(
    "Tệp “%(name)s” trong zip giãn ra lớn bất thường nên chưa mở. Thầy cô bỏ tệp này ra rồi nén lại."
)
_OUTSIDE = N_(
    "Tệp “%(name)s” nằm ngoài thư mục được nén. Thầy cô bấm chuột phải vào chính thư mục khóa học để nén lại."
)
_ODD_NAME = N_(
    "Tên tệp “%(name)s” quá dài hoặc có ký tự lạ. Thầy cô đổi tên bằng chữ, số và gạch nối rồi nén lại."
)
_NO_REGULAR_FILE = N_(
    "“%(name)s” trong zip là lối tắt, không phải tệp thật. Thầy cô thay bằng tệp thật rồi nén lại."
)
_LOCKED = N_("Tệp zip này đặt mật khẩu. Thầy cô nén lại, không đặt mật khẩu.")
_ODD_METHOD = N_(
    "Tệp “%(name)s” được nén kiểu lạ. Thầy cô nén lại bằng chức năng nén có sẵn của máy tính (kiểu .zip thường)."
)
_SAME_NAME = N_("Trong zip có hai tệp cùng tên “%(name)s”. Thầy cô giữ lại một tệp rồi nén lại.")


class ArchiveError(DomainError):
    """An archive is not opened; the sentence says why, and what to do."""

    message = _BROKEN


class TooLargeArchiveError(ArchiveError):
    """It holds more bytes than the limits allow, packed or unpacked."""


class TooDenseArchiveError(ArchiveError):
    """A file in it unpacks to far more than honest files do."""


class TooManyFilesError(ArchiveError):
    """It holds more files than the limits allow."""


class LockedArchiveError(ArchiveError):
    """It asks for a password."""


@dataclass(frozen=True)
class Limits:
    """What an archive may be at most; sizes in bytes."""

    packed: int = 60 * MEGABYTE
    unpacked: int = 200 * MEGABYTE
    entries: int = 2_000
    one_file: int = 50 * MEGABYTE
    ratio: int = 100
    depth: int = 10
    path: int = 240


@dataclass(frozen=True)
class _Entry:
    """A record of the central directory."""

    raw_name: bytes
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    offset: int
    attributes: int

    @property
    def name(self) -> str:
        """The name in NFC: as UTF-8, which many programs write without saying so, else in the old code page."""
        try:
            return nfc(self.raw_name.decode())
        except UnicodeDecodeError:
            if self.flags & _UTF8:
                raise ArchiveError(_BROKEN) from None
            return nfc(self.raw_name.decode("cp437"))

    @property
    def is_folder(self) -> bool:
        return self.raw_name.endswith(b"/")


def read_archive(data: bytes, limits: Limits | None = None) -> dict[str, bytes]:
    """Return the files of a zip by their path; what computers add on their own is left out.

    Raises:
        ArchiveError: it is no zip, it is damaged, or it is more than ``limits`` allow.
    """
    limits = limits or Limits()
    if len(data) > limits.packed:
        raise TooLargeArchiveError(_TOO_LARGE, megabytes=limits.packed // MEGABYTE)
    entries, directory = _entries(data, limits)
    names = [_judged_name(entry, limits) for entry in entries]
    _judge_sizes(entries, names, limits)
    wanted = {
        name: entry
        for name, entry in zip(names, entries, strict=True)
        if not entry.is_folder and not is_litter(name)
    }
    if not wanted:
        raise ArchiveError(_EMPTY)
    starts = _starts(data, entries, directory)
    return {name: _unpacked(data, entry, starts[entry.offset]) for name, entry in wanted.items()}


def is_litter(path: str) -> bool:
    """Return whether a file is none of the author's: hidden, or left behind by the computer."""
    return any(part.startswith(".") or part.casefold() in _LITTER for part in path.split("/"))


def _entries(data: bytes, limits: Limits) -> tuple[list[_Entry], int]:
    """Return the central directory and where it begins."""
    end = data.rfind(b"PK\5\6")
    if not data.startswith((b"PK\3\4", b"PK\5\6")):
        raise ArchiveError(_NOT_A_ZIP)
    if end < 0 or end + _END.size > len(data):
        raise ArchiveError(_BROKEN)
    _, disk, first_disk, here, count, size, offset, comment = _END.unpack_from(data, end)
    if count > limits.entries or size > _LARGEST_DIRECTORY:
        raise TooManyFilesError(_TOO_MANY, count=limits.entries)
    # One disk, nothing before, between or after the parts: each byte belongs to exactly one reading.
    whole = (disk, first_disk, here) == (0, 0, count) and offset + size == end
    if not whole or end + _END.size + comment != len(data):
        raise ArchiveError(_BROKEN)
    return list(_records(data, offset, end, count)), offset


def _records(data: bytes, at: int, end: int, count: int) -> Iterator[_Entry]:
    for _ in range(count):
        if at + _RECORD.size > end:
            raise ArchiveError(_BROKEN)
        record = _RECORD.unpack_from(data, at)
        (mark, _, _, flags, method, _, _, crc, packed, size) = record[:10]
        (name_length, extra, comment, disk, _, attributes, offset) = record[10:]
        name = data[at + _RECORD.size : at + _RECORD.size + name_length]
        at += _RECORD.size + name_length + extra + comment
        if mark != b"PK\1\2" or disk or at > end or _ZIP64 in (packed, size, offset):
            raise ArchiveError(_BROKEN)
        yield _Entry(name, flags, method, crc, packed, size, offset, attributes)
    if at != end:
        raise ArchiveError(_BROKEN)


def _judged_name(entry: _Entry, limits: Limits) -> str:
    name = entry.name
    path = name.removesuffix("/") if entry.is_folder else name
    parts = path.split("/")
    if name.startswith("/") or ".." in parts or (len(parts[0]) > 1 and parts[0][1] == ":"):
        raise ArchiveError(_OUTSIDE, name=_shown(name))
    is_odd = "\\" in name or any(unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co"} for char in name)
    if is_odd or {"", "."} & set(parts) or len(parts) > limits.depth or len(name) > limits.path:
        raise ArchiveError(_ODD_NAME, name=_shown(name))
    kind = stat.S_IFMT(entry.attributes >> 16)
    if kind not in {0, stat.S_IFREG, stat.S_IFDIR} or entry.attributes & _NO_FILE:
        raise ArchiveError(_NO_REGULAR_FILE, name=_shown(name))
    if (kind == stat.S_IFDIR) != entry.is_folder and kind:
        raise ArchiveError(_NO_REGULAR_FILE, name=_shown(name))
    if entry.flags & _ENCRYPTED:
        raise LockedArchiveError(_LOCKED)
    if entry.method not in {_STORED, _DEFLATED}:
        raise ArchiveError(_ODD_METHOD, name=_shown(name))
    return name


def _judge_sizes(entries: list[_Entry], names: list[str], limits: Limits) -> None:
    for entry, name in zip(entries, names, strict=True):
        if entry.size > limits.one_file:
            raise TooLargeArchiveError(
                _FILE_TOO_LARGE, name=_shown(name), megabytes=limits.one_file // MEGABYTE
            )
        if entry.size > max(_FREE_UNPACKED, entry.packed * limits.ratio):
            raise TooDenseArchiveError(_TOO_DENSE, name=_shown(name))
    if sum(entry.size for entry in entries) > limits.unpacked:
        raise TooLargeArchiveError(_TOO_MUCH, megabytes=limits.unpacked // MEGABYTE)
    seen: dict[str, bool] = {}
    for name in names:
        key = nfc(name.casefold())
        bare = key.removesuffix("/")
        # A folder may come twice, and never under a file's name: many systems could not keep the two apart.
        if bare in seen and not (seen[bare] and key.endswith("/")):
            raise ArchiveError(_SAME_NAME, name=_shown(name))
        seen[bare] = key.endswith("/")
    for name in names:
        parts = nfc(name.casefold()).removesuffix("/").split("/")
        if any(seen.get("/".join(parts[:depth])) is False for depth in range(1, len(parts))):
            raise ArchiveError(_SAME_NAME, name=_shown(name))


def _starts(data: bytes, entries: list[_Entry], directory: int) -> dict[int, int]:
    """Return where each entry's bytes begin, by the place of its header; entries that share bytes are refused."""
    starts = {}
    free_from = 0
    for entry in sorted(entries, key=lambda each: each.offset):
        if entry.offset < free_from or entry.offset + _LOCAL.size > directory:
            raise ArchiveError(_BROKEN)
        header = _LOCAL.unpack_from(data, entry.offset)
        name_at = entry.offset + _LOCAL.size
        start = name_at + header[9] + header[10]
        if header[0] != b"PK\3\4" or data[name_at : name_at + header[9]] != entry.raw_name:
            raise ArchiveError(_BROKEN)
        if (header[3], header[2] & _ENCRYPTED) != (entry.method, 0) or start + entry.packed > directory:
            raise ArchiveError(_BROKEN)
        starts[entry.offset] = start
        free_from = start + entry.packed
    return starts


def _unpacked(data: bytes, entry: _Entry, start: int) -> bytes:
    """Return a file's bytes, never more than it announced."""
    content = data[start : start + entry.packed]
    if entry.method == _DEFLATED:
        stream = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            content = stream.decompress(content, entry.size + 1)
        except zlib.error:
            raise ArchiveError(_BROKEN) from None
        if not stream.eof or stream.unused_data:
            raise ArchiveError(_BROKEN)
    if len(content) != entry.size or zlib.crc32(content) != entry.crc:
        raise ArchiveError(_BROKEN)
    return content


def _shown(name: str) -> str:
    clean = "".join(char if char.isprintable() else "?" for char in name)
    return clean if len(clean) <= 80 else clean[:80] + "…"


def write_archive(files: Mapping[str, bytes]) -> bytes:
    """Return a zip of ``files``; the same files give the same bytes, whenever it is made."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for path in sorted(files):
            entry = zipfile.ZipInfo(path, _FIRST_DAY)
            entry.create_system = 3  # Unix, also where this runs on Windows
            entry.external_attr = (stat.S_IFREG | 0o644) << 16
            archive.writestr(entry, files[path], zipfile.ZIP_DEFLATED, 9)
    return out.getvalue()
