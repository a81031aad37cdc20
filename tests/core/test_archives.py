"""Archives: a zoo of hostile ones, each refused with a sentence before it is unpacked; honest ones read back."""

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.core.archives import ArchiveError, Limits, is_litter, read_archive, write_archive
from lms.core.markup.media import LARGEST_FILE

COURSE = {"ky-so/course.md": b"---\nid: ky-so\n---\n", "ky-so/media/ảnh.txt": b"a" * 5_000}
SMALL = Limits(packed=50_000, unpacked=20_000, entries=5, one_file=10_000, depth=3, path=40)


def zipped(*entries: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return out.getvalue()


def linked(mode: int, name: str = "ky-so/a.md") -> bytes:
    info = zipfile.ZipInfo(name)
    info.create_system, info.external_attr = 3, (mode | 0o777) << 16
    return zipped((info, b"/etc/passwd"))


def patched(data: bytes, offset: int, value: bytes, *, of: bytes = b"PK\1\2") -> bytes:
    """Return an archive with bytes of its first record of a kind replaced."""
    at = data.index(of) + offset
    return data[:at] + value + data[at + len(value) :]


def bomb_by_overlap() -> bytes:
    """Many records that all mean the same bytes, as in the bomb that needs no nesting."""
    data = zipped(("a.md", b"x" * 4_000))
    start = data.index(b"PK\1\2")
    end = data.rindex(b"PK\5\6")
    records = data[start:end] + data[start:end].replace(b"a.md", b"b.md")
    tail = bytearray(data[end:])
    struct.pack_into("<HHLL", tail, 8, 2, 2, len(records), start)
    return data[:start] + records + bytes(tail)


def two_records_in_one() -> bytes:
    """A record inside the data of another one."""
    inner = zipped(("b.md", b"inner"), method=zipfile.ZIP_STORED)
    local = inner[: inner.index(b"PK\1\2")]
    data = zipped(("a.md", local), method=zipfile.ZIP_STORED)
    start, end = data.index(b"PK\1\2"), data.rindex(b"PK\5\6")
    record = bytearray(inner[inner.index(b"PK\1\2") : inner.rindex(b"PK\5\6")])
    struct.pack_into("<L", record, 42, data.index(local))
    tail = bytearray(data[end:])
    struct.pack_into("<HHLL", tail, 8, 2, 2, end - start + len(record), start)
    return data[:end] + bytes(record) + bytes(tail)


def repeated(name: str, other: str) -> bytes:
    """Two files of the same name; written apart because ``zipfile`` warns."""
    data = zipped(("1" * len(name.encode()), b"a"), ("2" * len(other.encode()), b"b"))
    for mark, wanted in (("1", name), ("2", other)):
        data = data.replace(mark.encode() * len(wanted.encode()), wanted.encode())
    return data


def lying(size: int) -> bytes:
    """An archive whose first file says that it has ``size`` bytes."""
    return patched(zipped(("a.md", b"x" * 9_000)), 24, struct.pack("<L", size))


DENSE = Limits(unpacked=100_000_000, one_file=100_000_000)
PLAIN = zipped(("a.md", b"content"))
ZOO: Mapping[str, tuple[Callable[[], bytes], str, Limits]] = {
    "nothing": (lambda: b"", "không phải tệp zip", SMALL),
    "text": (lambda: b"# Kh\xc3\xb4ng ph\xe1\xba\xa3i zip", "không phải tệp zip", SMALL),
    "rar": (lambda: b"Rar!\x1a\x07\x01\x00" + b"\0" * 100, "không phải tệp zip", SMALL),
    "program with a zip behind it": (lambda: b"MZ" + PLAIN, "không phải tệp zip", SMALL),
    "cut short": (lambda: PLAIN[:-9], "hỏng", SMALL),
    "something behind it": (lambda: PLAIN + b"PK", "hỏng", SMALL),
    "no file": (lambda: zipped(), "không có gì", SMALL),
    "litter only": (lambda: zipped(("__MACOSX/._a", b"x"), (".DS_Store", b"x")), "không có gì", SMALL),
    "too many bytes": (lambda: zipped(("a.md", bytes(60_000)), method=zipfile.ZIP_STORED), "lớn quá", SMALL),
    "too many files": (lambda: zipped(*((f"{n}.md", b"") for n in range(6))), "quá 5 tệp", SMALL),
    "too large a file": (lambda: zipped(("a.md", bytes(10_001))), "“a.md” trong zip lớn quá", SMALL),
    "too much in all": (lambda: zipped(*((f"{n}.md", bytes(9_000)) for n in range(3))), "cộng lại", SMALL),
    "a bomb": (lambda: zipped(("a.md", bytes(2_000_000))), "giãn ra lớn bất thường", DENSE),
    "a bomb by overlap": (bomb_by_overlap, "hỏng", SMALL),
    "a file inside another": (two_records_in_one, "hỏng", SMALL),
    "fewer bytes than it says": (lambda: lying(9_999), "hỏng", SMALL),
    "more bytes than it says": (lambda: lying(10), "hỏng", SMALL),
    "a wrong checksum": (lambda: patched(PLAIN, 16, b"\1\2\3\4"), "hỏng", SMALL),
    "a name of its own": (lambda: PLAIN.replace(b"a.md", b"b.md", 1), "hỏng", SMALL),
    "a count that lies": (lambda: patched(PLAIN, 8, b"\2\0\2\0", of=b"PK\5\6"), "hỏng", SMALL),
    "a directory elsewhere": (lambda: patched(PLAIN, 16, b"\0\0\0\0", of=b"PK\5\6"), "hỏng", SMALL),
    "a second disk": (lambda: patched(PLAIN, 4, b"\1\0", of=b"PK\5\6"), "hỏng", SMALL),
    "zip64 sizes": (lambda: patched(PLAIN, 20, b"\xff" * 8), "hỏng", SMALL),
    "zip64 count": (lambda: patched(PLAIN, 8, b"\xff" * 12, of=b"PK\5\6"), "quá 5 tệp", SMALL),
    "upwards": (lambda: zipped(("../../etc/cron.d/a", b"x")), "nằm ngoài", SMALL),
    "upwards inside": (lambda: zipped(("a/../../b.md", b"x")), "nằm ngoài", SMALL),
    "absolute": (lambda: zipped(("/etc/passwd", b"x")), "nằm ngoài", SMALL),
    "a drive": (lambda: zipped(("C:/a.md", b"x")), "nằm ngoài", SMALL),
    "backslashes": (lambda: PLAIN.replace(b"a.md", b"a\\md"), "ký tự lạ", SMALL),
    "a NUL in a name": (lambda: PLAIN.replace(b"a.md", b"a\0md"), "ký tự lạ", SMALL),
    "a line end in a name": (lambda: PLAIN.replace(b"a.md", b"a\nmd"), "ký tự lạ", SMALL),
    "reading backwards": (lambda: zipped(("a\u202edm.exe", b"x")), "ký tự lạ", SMALL),
    "an empty folder name": (lambda: zipped(("a//b.md", b"x")), "ký tự lạ", SMALL),
    "too deep": (lambda: zipped(("a/b/c/d.md", b"x")), "quá dài", SMALL),
    "too long a name": (lambda: zipped(("a" * 41, b"x")), "quá dài", SMALL),
    "a name that is no text": (
        lambda: patched(PLAIN, 8, b"\0\x08").replace(b"a.md", b"\xff.md"),
        "hỏng",
        SMALL,
    ),
    "a link": (lambda: linked(stat.S_IFLNK), "lối tắt", SMALL),
    "a device": (lambda: linked(stat.S_IFCHR), "lối tắt", SMALL),
    "a pipe": (lambda: linked(stat.S_IFIFO), "lối tắt", SMALL),
    "a folder that is a file": (lambda: linked(stat.S_IFREG, "a/"), "lối tắt", SMALL),
    "a password": (lambda: patched(PLAIN, 8, b"\1\0"), "mật khẩu", SMALL),
    "a password said below": (lambda: patched(PLAIN, 6, b"\1\0", of=b"PK\3\4"), "hỏng", SMALL),
    "another method": (lambda: zipped(("a.md", b"x" * 99), method=zipfile.ZIP_LZMA), "kiểu lạ", SMALL),
    "the same name twice": (lambda: repeated("a.md", "a.md"), "cùng tên", SMALL),
    "the same name in capitals": (lambda: zipped(("a.md", b"x"), ("A.MD", b"y")), "cùng tên", SMALL),
    "the same name decomposed": (lambda: zipped(("à.md", b"x"), ("a\u0300.md", b"y")), "cùng tên", SMALL),
    "a file as a folder": (lambda: zipped(("a", b"x"), ("a/b.md", b"y")), "cùng tên", SMALL),
}


@pytest.mark.parametrize("name", ZOO)
def test_a_hostile_archive_is_refused_with_a_sentence_that_says_why(name: str) -> None:
    make, reason, limits = ZOO[name]
    with pytest.raises(ArchiveError, match=reason) as refused:
        read_archive(make(), limits)
    assert "Thầy cô" in str(refused.value)
    assert str(refused.value).isprintable()


@given(st.binary(max_size=400))
def test_any_bytes_are_a_refusal_and_nothing_else(data: bytes) -> None:
    with pytest.raises(ArchiveError):
        read_archive(data)


@given(st.data())
def test_an_archive_with_any_of_its_bytes_changed_is_read_or_refused(data: st.DataObject) -> None:
    whole = bytearray(write_archive(COURSE))
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(whole) - 1))
        whole[at] = data.draw(st.integers(0, 255))
    try:
        found = read_archive(bytes(whole))
    except ArchiveError:
        return
    assert sum(map(len, found.values())) <= Limits().unpacked
    assert not any(name.startswith("/") or ".." in name.split("/") for name in found)


@given(
    st.dictionaries(
        st.from_regex(r"[a-zàđ0-9]{1,8}(/[a-z0-9]{1,8}){0,2}\.md", fullmatch=True), st.binary(max_size=200)
    ).filter(bool)
)
def test_what_is_written_reads_back_and_is_the_same_bytes_every_time(files: dict[str, bytes]) -> None:
    data = write_archive(files)
    assert read_archive(data) == files
    assert write_archive(dict(reversed(files.items()))) == data


def test_what_computers_leave_behind_is_skipped_quietly() -> None:
    litter = [
        "__MACOSX/ky-so/._course.md",
        "ky-so/.DS_Store",
        "ky-so/Thumbs.db",
        ".git/config",
        "desktop.ini",
    ]
    data = zipped(*((name, b"x") for name in litter), ("ky-so/", b""), *COURSE.items())
    assert read_archive(data) == COURSE
    assert all(map(is_litter, litter))
    assert not any(map(is_litter, COURSE))


def test_names_that_do_not_say_their_encoding_are_read_as_people_wrote_them() -> None:
    def named(name: bytes) -> bytes:
        plain = zipped(("x" * len(name), b"x"))
        return plain.replace(b"x" * len(name), name)

    assert list(read_archive(named("bài.md".encode()))) == ["bài.md"]
    assert list(read_archive(named("ba\u0300i.md".encode()))) == ["bài.md"]
    assert list(read_archive(named("café.md".encode("cp437")))) == ["café.md"]


def test_a_streamed_archive_whose_sizes_stand_behind_the_data_is_read() -> None:
    class Pipe(io.RawIOBase):
        def __init__(self) -> None:
            self.written = b""

        def writable(self) -> bool:
            return True

        def write(self, data: object) -> int:
            self.written += bytes(data)  # type: ignore[call-overload]
            return len(data)  # type: ignore[arg-type]

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:  # type: ignore[call-overload]
        archive.writestr("a.md", b"content" * 40)
    assert read_archive(pipe.written) == {"a.md": b"content" * 40}


def test_a_stream_that_goes_on_behind_its_end_is_refused() -> None:
    data = zipped(("a.md", b"x" * 500))
    packed = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = packed.compress(b"x" * 500) + packed.flush()
    at = data.index(body[:4], 30)
    longer = bytearray(data[: at + len(body)] + b"junk" + data[at + len(body) :])
    record = bytes(longer).index(b"PK\1\2")
    struct.pack_into("<L", longer, record + 20, len(body) + 4)
    struct.pack_into("<L", longer, bytes(longer).rindex(b"PK\5\6") + 16, record)
    with pytest.raises(ArchiveError, match="hỏng"):
        read_archive(bytes(longer))


def test_an_archive_may_hold_what_a_course_may_hold() -> None:
    assert Limits().one_file >= LARGEST_FILE
    assert Limits().packed >= Limits().one_file
