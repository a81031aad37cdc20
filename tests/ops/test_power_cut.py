"""A power cut at any moment: in the modes that we use every acknowledged write is there, in weaker ones some are not.

A layer below SQLite writes down each write, truncation, deletion and sync. A power cut is then a moment in that list:
what was synced before it is on the disk; of what was not, any part may be, whole or torn.
"""

import os
import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import apsw
import pytest

from lms.db import durable_pragmas

TRANSACTIONS = 60
CUTS = 2_000 if os.environ.get("LMS_SAFETY_FULL") else 150
SECTOR = 512


@dataclass(frozen=True)
class Deed:
    """One thing that SQLite asked of the disk, or (``kind`` "acknowledged") told its caller."""

    kind: str
    name: str = ""
    offset: int = 0
    content: bytes = b""


class RecordedFile(apsw.VFSFile):  # type: ignore[misc]
    """A file whose changes are written down before they are made."""

    def __init__(self, name: Any, flags: list[int], deeds: list[Deed]) -> None:
        super().__init__("", name, flags)
        self.name = os.path.basename(name.filename() if isinstance(name, apsw.URIFilename) else str(name))
        self.deeds = deeds

    def xWrite(self, content: bytes, offset: int) -> None:  # noqa: N802 - SQLite's name
        self.deeds.append(Deed("write", self.name, offset, bytes(content)))
        super().xWrite(content, offset)

    def xTruncate(self, size: int) -> None:  # noqa: N802
        self.deeds.append(Deed("truncate", self.name, size))
        super().xTruncate(size)

    def xSync(self, flags: int) -> None:  # noqa: N802
        self.deeds.append(Deed("sync", self.name))
        super().xSync(flags)


class RecordedDisk(apsw.VFS):  # type: ignore[misc]
    """The usual file system, written down."""

    def __init__(self, deeds: list[Deed]) -> None:
        self.deeds = deeds
        super().__init__("recorded", "")

    def xOpen(self, name: Any, flags: list[int]) -> RecordedFile:  # noqa: N802
        return RecordedFile(name, flags, self.deeds)

    def xDelete(self, name: str, is_synced: bool) -> None:  # noqa: N802
        self.deeds.append(Deed("delete for good" if is_synced else "delete", os.path.basename(name)))
        super().xDelete(name, is_synced)


def work(folder: Path, journal: str, synchronous: str) -> list[Deed]:
    """Write rows, a transaction each, and return everything that the disk was asked for."""
    deeds: list[Deed] = []
    disk = RecordedDisk(deeds)
    connection = apsw.Connection(str(folder / "site.sqlite3"), vfs="recorded")
    if journal == "WAL":  # this layer offers no shared memory, which one connection does not need
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
    for pragma in (f"journal_mode = {journal}", f"synchronous = {synchronous}", "wal_autocheckpoint = 12"):
        list(connection.execute(f"PRAGMA {pragma}"))
    connection.execute("CREATE TABLE events (number INTEGER PRIMARY KEY, detail TEXT); CREATE TABLE sums (n)")
    connection.execute("INSERT INTO sums VALUES (0)")
    deeds.append(Deed("acknowledged", offset=0))
    for number in range(1, TRANSACTIONS + 1):
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO events VALUES (?, ?)", (number, "x" * 700))
        connection.execute("UPDATE sums SET n = n + 1")
        connection.execute("COMMIT")
        deeds.append(Deed("acknowledged", offset=number))
    connection.close()
    disk.unregister()
    return deeds


@dataclass
class Kept:
    """What the disk has under one name: what is safely there, and what may or may not be."""

    safe: bytes = b""
    is_named: bool = False
    pending: list[Deed] = field(default_factory=list)
    former: bytes | None = None
    """The file that was deleted here, whose end may not be on the disk yet."""


def after_cut(deeds: list[Deed], chance: random.Random) -> tuple[dict[str, bytes], int]:
    """Return what a disk may hold when the power goes after ``deeds``, and the last number that was acknowledged."""
    files: dict[str, Kept] = {}
    acknowledged = -1
    for deed in deeds:
        file = files.setdefault(deed.name, Kept())
        if deed.kind == "acknowledged":
            acknowledged = deed.offset
        elif deed.kind == "sync":
            sync(file, files)
        elif deed.kind == "delete for good":
            files[deed.name] = Kept()
        elif deed.kind == "delete":
            files[deed.name] = Kept(former=file.safe if file.is_named else file.former)
        else:
            file.pending.append(deed)
    return dict(surviving(files, chance)), acknowledged


def sync(file: Kept, files: dict[str, Kept]) -> None:
    """Make a file safe. With a new file SQLite's own layer syncs the folder too, and so what was deleted before."""
    file.safe, file.pending = done(file.safe, file.pending), []
    if not file.is_named:
        file.is_named = True
        for each in files.values():
            each.former = None


def surviving(files: dict[str, Kept], chance: random.Random) -> Iterator[tuple[str, bytes]]:
    """Yield each file that the disk may hold, in one of its possible states."""
    for name, file in files.items():
        some = done(file.safe, [torn(deed, chance) for deed in file.pending if chance.random() < 0.5])
        if file.is_named:
            yield name, some
        elif file.pending or file.former is not None:
            found = chance.choice([some if file.pending else None, file.former, None])
            if found is not None:
                yield name, found


def torn(deed: Deed, chance: random.Random) -> Deed:
    """Return the deed, or the first sectors of a write."""
    if deed.kind != "write" or chance.random() < 0.7:
        return deed
    sectors = chance.randint(0, len(deed.content) // SECTOR)
    return Deed("write", deed.name, deed.offset, deed.content[: sectors * SECTOR])


def done(content: bytes, deeds: list[Deed]) -> bytes:
    """Return ``content`` after writes and truncations."""
    file = bytearray(content)
    for deed in deeds:
        if deed.kind == "truncate":
            del file[deed.offset :]
            file.extend(bytes(deed.offset - len(file)))
        else:
            file.extend(bytes(max(0, deed.offset - len(file))))
            file[deed.offset : deed.offset + len(deed.content)] = deed.content
    return bytes(file)


def is_whole_after(files: dict[str, bytes], acknowledged: int, folder: Path) -> bool:
    """Start the machine again: tell whether the database is whole and holds all that was acknowledged."""
    for old in folder.iterdir():
        old.unlink()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    try:
        with closing(sqlite3.connect(folder / "site.sqlite3")) as connection:
            if connection.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                return False
            if acknowledged < 0:
                return True
            numbers = [row[0] for row in connection.execute("SELECT number FROM events ORDER BY number")]
            sums = [row[0] for row in connection.execute("SELECT n FROM sums")]
    except sqlite3.DatabaseError:
        return False
    return sums in ([acknowledged], [acknowledged + 1]) and numbers == list(range(1, sums[0] + 1))


def losses(tmp_path: Path, journal: str, synchronous: str) -> int:
    """Cut the power at many moments of the same work and return how often something was lost."""
    before, after = tmp_path / "before", tmp_path / "after"
    before.mkdir()
    after.mkdir()
    deeds = work(before, journal, synchronous)
    chance = random.Random(20_261_121)  # noqa: S311 - the same cuts in every run
    told = [at for at, deed in enumerate(deeds, 1) if deed.kind == "acknowledged"]
    moments = [chance.choice(told) if cut % 2 else chance.randint(1, len(deeds)) for cut in range(CUTS)]
    return sum(not is_whole_after(*after_cut(deeds[:moment], chance), after) for moment in moments)


@pytest.mark.parametrize("version", [(3, 40, 1), (3, 51, 3)], ids=["older library", "library safe for WAL"])
def test_a_power_cut_loses_nothing_that_was_acknowledged(
    tmp_path: Path, version: tuple[int, int, int]
) -> None:
    assert losses(tmp_path, *durable_pragmas(version)) == 0


@pytest.mark.parametrize(
    ("journal", "synchronous"), [("WAL", "NORMAL"), ("DELETE", "FULL"), ("DELETE", "OFF")]
)
def test_the_same_cuts_do_lose_writes_in_weaker_modes(tmp_path: Path, journal: str, synchronous: str) -> None:
    assert losses(tmp_path, journal, synchronous) > 0
