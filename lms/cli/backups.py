"""``lms backup`` and ``lms restore``: a whole copy while the site runs, and the proof that it can be read.

A backup of an SQLite site is one .tar file: the database by SQLite's own online copy, then the files that people handed
in, then a list of both with their hashes, without which a copy that was cut off would look whole. Every write
acknowledged before the start is in it. A PostgreSQL site is copied with pg_dump (docs/operating.md).
"""

import contextlib
import hashlib
import io
import json
import os
import shutil
import sqlite3
import tarfile
import tempfile
from pathlib import Path
from typing import IO, BinaryIO

import click
from flask import current_app
from sqlalchemy.engine import make_url

from lms.config import Settings
from lms.db import db
from lms.storage import is_name

DATABASE = "lms.sqlite3"
LISTING = "listing.json"
LARGEST_LISTING = 200 * 1024 * 1024


class BackupError(click.ClickException):
    """The copy cannot be made or is not whole; the message says why."""


def _database_file(settings: Settings) -> Path:
    if not settings.is_sqlite:
        raise BackupError("This site uses PostgreSQL: copy it with pg_dump, and the files folder with it.")
    return Path(make_url(settings.database_url).database or "")


def copy_database(source: Path, target: Path) -> None:
    """Copy a live SQLite database with its own backup interface.

    In one step: copying a few pages at a time begins anew after each write of another process, so that under steady
    load it would never end. Where the journal mode lets nobody write meanwhile, writers wait their turn.
    """
    with (
        contextlib.closing(sqlite3.connect(f"{source.as_uri()}?mode=rw", timeout=60, uri=True)) as live,
        contextlib.closing(sqlite3.connect(target)) as copy,
    ):
        live.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")


def examine_database(path: Path) -> str:
    """Return "ok", or what is wrong with the database file."""
    with contextlib.closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
        try:
            found: str = connection.execute("PRAGMA integrity_check").fetchone()[0]
            if found != "ok":
                return found
            if connection.execute("PRAGMA foreign_key_check").fetchone():
                return "a row points at something that is not there"
            connection.execute("SELECT 1 FROM alembic_version").fetchone()
        except sqlite3.DatabaseError as broken:
            return str(broken)
    return "ok"


@click.command()
@click.argument("target", type=click.Path(path_type=Path, dir_okay=False))
def backup(target: Path) -> None:
    """Write a whole copy of the site to TARGET (.tar) while it runs."""
    settings: Settings = current_app.extensions["settings"]
    source = _database_file(settings)
    if not source.is_file():
        raise BackupError(f"{source}: there is no site here; does LMS_INSTANCE name its folder?")
    if target.exists():
        raise BackupError(f"{target} exists already; name another file.")
    with tempfile.TemporaryDirectory(dir=target.resolve().parent) as folder:
        copy, partial = Path(folder) / DATABASE, Path(folder) / "partial.tar"
        copy_database(source, copy)
        found = examine_database(copy)
        if found != "ok":
            raise BackupError(f"the copy is not whole: {found}")
        partial.touch(mode=0o600)  # it holds everybody's data
        with partial.open("r+b") as file:
            _write(file, copy, settings.instance / "files")
            file.flush()
            os.fsync(file.fileno())
        partial.replace(target)
    click.echo(f"{target}: {target.stat().st_size:,} bytes")
    if settings.storage != "disk":
        click.echo("the files lie in the bucket and are not in this copy")


def _write(file: BinaryIO, copy: Path, files: Path) -> None:
    with tarfile.open(fileobj=file, mode="w") as archive:
        with copy.open("rb") as content:
            listing = {DATABASE: hashlib.file_digest(content, "sha256").hexdigest()}
        archive.add(copy, DATABASE)
        for path in sorted(files.glob("*/*")):
            name = path.relative_to(files).as_posix()
            if is_name(name):
                with contextlib.suppress(FileNotFoundError):  # deleted since, as its owner may
                    content_bytes = path.read_bytes()
                    _add(archive, f"files/{name}", content_bytes)
                    listing[f"files/{name}"] = hashlib.sha256(content_bytes).hexdigest()
        _add(archive, LISTING, json.dumps(listing, indent=1).encode())


def _add(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mode = len(content), 0o600
    archive.addfile(member, io.BytesIO(content))


@click.command()
@click.argument("source", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--check", is_flag=True, help="Only prove that the backup can be read; change nothing.")
def restore(source: Path, check: bool) -> None:
    """Put a backup in place of an empty site, or prove that it could be."""
    settings: Settings = current_app.extensions["settings"]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        count = _unpack(source, folder)
        found = examine_database(folder / DATABASE)
        if found != "ok":
            raise BackupError(f"{source}: {found}")
        click.echo(f"{source}: the database is whole, {count} files can be read")
        if not check:
            _put_in_place(folder, settings)
            click.echo("restored; start the site with: lms serve")


def _unpack(source: Path, folder: Path) -> int:
    """Unpack a backup and return how many files are in it, refusing whatever does not belong or is not whole."""
    found: dict[str, str] = {}
    listing: dict[str, str] = {}
    try:
        with tarfile.open(source, "r:") as archive:
            for member in archive:
                content = archive.extractfile(member) if _belongs(member) else None
                if content is None or member.name in found:
                    raise BackupError(f"{source}: {member.name!r} does not belong into a backup")
                if member.name == LISTING:
                    listing = json.loads(content.read(LARGEST_LISTING))
                    continue
                found[member.name] = _extract(content, folder / member.name)
    except (tarfile.TarError, ValueError) as broken:
        raise BackupError(f"{source}: not a whole backup ({broken})") from broken
    if DATABASE not in found:
        raise BackupError(f"{source}: there is no database in it")
    if listing != found:
        raise BackupError(f"{source}: not a whole backup (its files are not the ones on its list)")
    return len(found) - 1


def _belongs(member: tarfile.TarInfo) -> bool:
    is_file = member.name.startswith("files/") and is_name(member.name.removeprefix("files/"))
    return member.isreg() and (is_file or member.name in (DATABASE, LISTING))


def _extract(content: IO[bytes], target: Path) -> str:
    """Write a member to ``target`` and return its hash."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("w+b") as file:
        shutil.copyfileobj(content, file)
        file.seek(0)
        return hashlib.file_digest(file, "sha256").hexdigest()


def _put_in_place(folder: Path, settings: Settings) -> None:
    """Copy what was unpacked to where the site looks for it: the files first, and the database whole or not at all."""
    database, files = _database_file(settings), settings.instance / "files"
    db.session.remove()
    db.engine.dispose()
    if database.exists():
        raise BackupError(f"{database} exists; move it away first, so that nothing is overwritten.")
    for file in sorted((folder / "files").glob("*/*")):
        target = files / file.relative_to(folder / "files")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, target)
    database.parent.mkdir(parents=True, exist_ok=True)
    partial = database.with_name(database.name + ".partial")
    partial.unlink(missing_ok=True)
    partial.touch(mode=0o600)
    copy_database(folder / DATABASE, partial)
    partial.replace(database)
