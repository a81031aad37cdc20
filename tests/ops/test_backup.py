"""Backups: whole while people write, refused when they are not, and put back on an empty site only."""

import hashlib
import io
import json
import sqlite3
import stat
import tarfile
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from lms.accounts.services import add_person
from lms.app import create_app
from lms.cli.backups import DATABASE, LISTING, backup, copy_database, examine_database, restore
from lms.db import db, unit_of_work
from tests.conftest import make_settings
from tests.factories import NOW
from tests.ops.running import run

PHOTO = "evidence/0123456789abcdef0123456789abcdef.jpg"


def command(instance: Path, *arguments: str, database_url: str | None = None) -> Result:
    """Run ``lms backup`` or ``lms restore`` in this process."""
    app = create_app(make_settings(instance, database_url or f"sqlite:///{instance / DATABASE}"))
    which = {"backup": backup, "restore": restore}[arguments[0]]
    with app.app_context():
        result = CliRunner().invoke(which, arguments[1:])
        db.session.remove()
        db.engine.dispose()
    return result


class Writer(threading.Thread):
    """Puts people on the roster, one unit of work each, until told to stop."""

    def __init__(self, instance: Path) -> None:
        super().__init__()
        self.app = create_app(make_settings(instance, f"sqlite:///{instance / DATABASE}"))
        self.acknowledged: list[str] = []
        self.failed: list[BaseException] = []
        self.is_over = threading.Event()

    def run(self) -> None:
        try:
            while not self.is_over.is_set():
                name = f"Người số {len(self.acknowledged)}"
                with self.app.app_context(), unit_of_work():
                    add_person(name, NOW, is_demo=True)
                self.acknowledged.append(name)
        except BaseException as failed:
            self.failed.append(failed)

    def wait_for(self, number: int) -> None:
        while len(self.acknowledged) < number and self.is_alive():
            self.is_over.wait(0.01)


@contextmanager
def writing(instance: Path) -> Iterator[Writer]:
    writer = Writer(instance)
    writer.start()
    try:
        writer.wait_for(5)
        yield writer
    finally:
        writer.is_over.set()
        writer.join(60)
        with writer.app.app_context():
            db.engine.dispose()
    assert writer.failed == []


def names_in(database: Path) -> set[str]:
    with closing(sqlite3.connect(database)) as connection:
        return {row[0] for row in connection.execute("SELECT full_name FROM users")}


@pytest.fixture
def copy(instance: Path, tmp_path: Path) -> Path:
    """A whole backup with a photo in it."""
    photo = instance / "files" / PHOTO
    photo.parent.mkdir(parents=True, exist_ok=True)
    photo.write_bytes(b"anh nop bai")
    result = command(instance, "backup", str(tmp_path / "copy.tar"))
    assert result.exit_code == 0, result.output
    return tmp_path / "copy.tar"


def test_a_backup_under_load_holds_every_write_acknowledged_before_its_start(
    instance: Path, tmp_path: Path
) -> None:
    target, empty = tmp_path / "đêm thứ hai.tar", tmp_path / "empty"
    with writing(instance) as writer:
        before = set(writer.acknowledged)
        done = run(instance, "backup", str(target))
        after = len(writer.acknowledged)
        writer.wait_for(after + 5)
    assert done.returncode == 0, done.stderr
    assert after > len(before)
    assert command(empty, "restore", "--check", str(target)).exit_code == 0
    assert command(empty, "restore", str(target)).exit_code == 0
    assert before <= names_in(empty / DATABASE)


def test_steady_writing_does_not_keep_a_backup_from_ending(instance: Path, tmp_path: Path) -> None:
    with writing(instance) as writer:
        for number in range(5):
            before = set(writer.acknowledged)
            copy_database(instance / DATABASE, tmp_path / f"{number}.sqlite3")
            assert before <= names_in(tmp_path / f"{number}.sqlite3")
            assert examine_database(tmp_path / f"{number}.sqlite3") == "ok"


def test_a_backup_brings_the_files_back_and_only_its_owner_may_read_it(copy: Path, tmp_path: Path) -> None:
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    empty = tmp_path / "empty"
    result = command(empty, "restore", str(copy))
    assert result.exit_code == 0, result.output
    assert (empty / "files" / PHOTO).read_bytes() == b"anh nop bai"
    assert stat.S_IMODE((empty / DATABASE).stat().st_mode) == 0o600


def test_checking_a_backup_changes_nothing(copy: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    result = command(empty, "restore", "--check", str(copy))
    assert result.exit_code == 0
    assert "the database is whole" in result.output
    assert not empty.exists()


def test_half_an_upload_and_strange_files_stay_out_of_a_backup(instance: Path, tmp_path: Path) -> None:
    folder = instance / "files" / "evidence"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "tmp1k2j3h").write_bytes(b"half")
    (folder / "notes.txt").write_text("x")
    assert command(instance, "backup", str(tmp_path / "copy.tar")).exit_code == 0
    with tarfile.open(tmp_path / "copy.tar") as archive:
        assert not [name for name in archive.getnames() if name.endswith(("tmp1k2j3h", "notes.txt"))]


def test_a_backup_never_overwrites_another(copy: Path, instance: Path) -> None:
    before = copy.read_bytes()
    result = command(instance, "backup", str(copy))
    assert result.exit_code == 1
    assert "exists already" in result.output
    assert copy.read_bytes() == before


def test_a_backup_of_a_folder_without_a_site_fails_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    result = command(tmp_path / "elsewhere", "backup", str(tmp_path / "copy.tar"))
    assert result.exit_code == 1
    assert "LMS_INSTANCE" in result.output
    assert not (tmp_path / "copy.tar").exists()
    assert not (tmp_path / "elsewhere" / DATABASE).exists()


def test_a_backup_of_a_broken_database_fails_and_leaves_nothing(instance: Path, tmp_path: Path) -> None:
    (instance / DATABASE).write_bytes(corrupted((instance / DATABASE).read_bytes()))
    folder = tmp_path / "backups"
    folder.mkdir()
    assert command(instance, "backup", str(folder / "copy.tar")).exit_code != 0
    assert list(folder.iterdir()) == []


def test_a_restore_refuses_to_overwrite_a_site(copy: Path, instance: Path) -> None:
    before = (instance / DATABASE).read_bytes()
    result = command(instance, "restore", str(copy))
    assert result.exit_code == 1
    assert "move it away first" in result.output
    assert (instance / DATABASE).read_bytes() == before


def test_a_site_on_postgresql_is_told_to_use_pg_dump(tmp_path: Path) -> None:
    address = "postgresql+psycopg://lms@127.0.0.1:1/lms"
    result = command(tmp_path / "instance", "backup", str(tmp_path / "copy.tar"), database_url=address)
    assert result.exit_code == 1
    assert "pg_dump" in result.output


def corrupted(database: bytes) -> bytes:
    """Return the database with the middle of it overwritten."""
    start = len(database) // 2 // 4096 * 4096
    return database[:start] + b"\x5a" * 8192 + database[start + 8192 :]


def members(archive: Path) -> dict[str, bytes]:
    with tarfile.open(archive) as opened:
        return {name: opened.extractfile(name).read() for name in opened.getnames()}  # type: ignore[union-attr]


def pack(target: Path, contents: dict[str, bytes], *others: tarfile.TarInfo) -> Path:
    """Write a backup by hand, with a list that is true of ``contents``."""
    listing = {
        name: hashlib.sha256(content).hexdigest() for name, content in contents.items() if name != LISTING
    }
    with tarfile.open(target, "w") as archive:
        for name, content in {**contents, LISTING: json.dumps(listing).encode()}.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
        for other in others:
            archive.addfile(other, io.BytesIO(b"\0" * other.size))
    return target


def special(name: str, kind: bytes, target: str = "") -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.type, member.linkname = kind, target
    return member


def refused(archive: Path, folder: Path) -> str:
    """Try to check and to restore; return the reason, having made sure that nothing was written."""
    for arguments in (("restore", "--check", str(archive)), ("restore", str(archive))):
        result = command(folder, *arguments)
        assert result.exit_code == 1, result.output
        assert isinstance(result.exception, SystemExit)
        assert not folder.exists()
    return result.output


def test_a_backup_that_was_packed_by_hand_and_is_whole_is_accepted(copy: Path, tmp_path: Path) -> None:
    packed = pack(tmp_path / "packed.tar", members(copy))
    assert command(tmp_path / "empty", "restore", str(packed)).exit_code == 0


NAMES = [
    "../lms.sqlite3",
    "files/../../tu-xa.jpg",
    "/etc/cron.d/xin-chao",
    "files/evidence/../../../0123456789abcdef0123456789abcdef.jpg",
    "files/evidence/chay.sh",
    "files",
    "secret_key",
    "files/evidence/0123456789abcdef0123456789abcdef.jpg/x",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_backup_with_a_name_that_does_not_belong_is_refused(copy: Path, tmp_path: Path, name: str) -> None:
    archive = pack(tmp_path / "hostile.tar", {**members(copy), name: b"x"})
    assert "does not belong" in refused(archive, tmp_path / "empty")


@pytest.mark.parametrize(
    "member",
    [
        special("files/evidence/11111111111111111111111111111111.jpg", tarfile.SYMTYPE, "/etc/passwd"),
        special("files/evidence/11111111111111111111111111111111.jpg", tarfile.LNKTYPE, DATABASE),
        special("files/evidence/11111111111111111111111111111111.jpg", tarfile.FIFOTYPE),
        special("files/evidence", tarfile.DIRTYPE),
        special(DATABASE, tarfile.REGTYPE),
    ],
    ids=["symlink", "hard link", "pipe", "folder", "second database"],
)
def test_a_backup_with_a_link_a_device_or_a_double_is_refused(
    copy: Path, tmp_path: Path, member: tarfile.TarInfo
) -> None:
    archive = pack(tmp_path / "hostile.tar", members(copy), member)
    assert "does not belong" in refused(archive, tmp_path / "empty")


@pytest.mark.parametrize("share", [0.0, 0.01, 0.5, 0.95])
def test_a_backup_that_was_cut_off_is_refused(copy: Path, tmp_path: Path, share: float) -> None:
    content = copy.read_bytes()
    (tmp_path / "cut.tar").write_bytes(content[: int(len(content) * share)])
    assert "cut.tar" in refused(tmp_path / "cut.tar", tmp_path / "empty")


@pytest.mark.parametrize("missing", [LISTING, f"files/{PHOTO}"])
def test_a_backup_that_was_cut_off_between_two_files_is_refused(
    copy: Path, tmp_path: Path, missing: str
) -> None:
    with tarfile.open(copy) as whole, tarfile.open(tmp_path / "cut.tar", "w") as cut:
        for member in whole:
            if member.name != missing:
                cut.addfile(member, whole.extractfile(member))
    assert "not the ones on its list" in refused(tmp_path / "cut.tar", tmp_path / "empty")


def test_a_backup_whose_photo_was_changed_is_refused(copy: Path, tmp_path: Path) -> None:
    content = copy.read_bytes().replace(b"anh nop bai", b"anh nop xau")
    (tmp_path / "changed.tar").write_bytes(content)
    assert "not the ones on its list" in refused(tmp_path / "changed.tar", tmp_path / "empty")


def test_a_backup_without_a_database_is_refused(copy: Path, tmp_path: Path) -> None:
    contents = {name: content for name, content in members(copy).items() if name != DATABASE}
    archive = pack(tmp_path / "empty.tar", contents)
    assert "no database" in refused(archive, tmp_path / "empty")


def test_a_backup_whose_database_is_broken_is_refused(copy: Path, tmp_path: Path) -> None:
    contents = members(copy)
    archive = pack(tmp_path / "broken.tar", {**contents, DATABASE: corrupted(contents[DATABASE])})
    assert "broken.tar" in refused(archive, tmp_path / "empty")


@pytest.mark.parametrize("content", [b"", b"khong phai co so du lieu" * 500])
def test_a_backup_whose_database_is_none_is_refused(copy: Path, tmp_path: Path, content: bytes) -> None:
    archive = pack(tmp_path / "none.tar", {**members(copy), DATABASE: content})
    assert "none.tar" in refused(archive, tmp_path / "empty")


def test_a_backup_with_a_row_that_points_nowhere_is_refused(copy: Path, tmp_path: Path) -> None:
    database = tmp_path / "orphaned.sqlite3"
    contents = members(copy)
    database.write_bytes(contents[DATABASE])
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("UPDATE memberships SET unit_id = 4711")
        connection.commit()
    archive = pack(tmp_path / "orphaned.tar", {**contents, DATABASE: database.read_bytes()})
    assert "points at something" in refused(archive, tmp_path / "empty")
