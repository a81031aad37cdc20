"""``lms backup`` and ``lms restore``: a whole copy while the site runs, and the proof that it can be read.

A backup of an SQLite site is one .tar file: the database by SQLite's own online copy, then the files that people handed
in. Every write acknowledged before the start is in it. A PostgreSQL site is copied with pg_dump (docs/operating.md).
"""

import shutil
import sqlite3
import sys
import tarfile
import tempfile
from pathlib import Path

import click
from flask import current_app
from sqlalchemy.engine import make_url

from lms.config import Settings
from lms.db import db

DATABASE = "lms.sqlite3"
PAGES_A_STEP = 2_000


class BackupError(click.ClickException):
    """The copy cannot be made or is not whole; the message says why."""


def _database_file(settings: Settings) -> Path:
    if not settings.is_sqlite:
        raise BackupError("This site uses PostgreSQL: copy it with pg_dump, and the files folder with it.")
    return Path(make_url(settings.database_url).database or "")


def copy_database(source: Path, target: Path) -> None:
    """Copy a live SQLite database with its own backup interface."""
    with sqlite3.connect(source, timeout=60) as live, sqlite3.connect(target) as copy:
        live.backup(copy, pages=PAGES_A_STEP, sleep=0.01)
        copy.execute("PRAGMA journal_mode = DELETE")
    live.close()
    copy.close()


def examine_database(path: Path) -> str:
    """Return "ok", or what is wrong with the database file."""
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        found: str = connection.execute("PRAGMA integrity_check").fetchone()[0]
        if found == "ok" and connection.execute("PRAGMA foreign_key_check").fetchone():
            return "a row points at something that is not there"
        return found
    except sqlite3.DatabaseError as broken:
        return str(broken)
    finally:
        connection.close()


@click.command()
@click.argument("target", type=click.Path(path_type=Path, dir_okay=False))
def backup(target: Path) -> None:
    """Write a whole copy of the site to TARGET (.tar) while it runs."""
    settings: Settings = current_app.extensions["settings"]
    source = _database_file(settings)
    if target.exists():
        raise BackupError(f"{target} exists already; name another file.")
    partial = target.with_name(target.name + ".partial")
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        copy = Path(folder) / DATABASE
        copy_database(source, copy)
        found = examine_database(copy)
        if found != "ok":
            raise BackupError(f"the copy is not whole: {found}")
        with tarfile.open(partial, "w") as archive:
            archive.add(copy, DATABASE)
            for file in sorted((settings.instance / "files").rglob("*")):
                if file.is_file():
                    archive.add(file, f"files/{file.relative_to(settings.instance / 'files').as_posix()}")
    partial.replace(target)
    click.echo(f"{target}: {target.stat().st_size:,} bytes")


@click.command()
@click.argument("source", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--check", is_flag=True, help="Only prove that the backup can be read; change nothing.")
def restore(source: Path, check: bool) -> None:
    """Put a backup in place of an empty site, or prove that it could be."""
    settings: Settings = current_app.extensions["settings"]
    with tempfile.TemporaryDirectory() as folder:
        count = _unpack(source, Path(folder))
        found = examine_database(Path(folder) / DATABASE)
        if found != "ok":
            raise BackupError(f"{source}: {found}")
        click.echo(f"{source}: the database is whole, {count} files can be read")
        if check:
            sys.exit(0)
        _put_in_place(Path(folder), settings)
    click.echo("restored; start the site with: lms serve")


def _unpack(source: Path, folder: Path) -> int:
    """Unpack a backup, refusing whatever is not the database or a plain file below files/."""
    count = 0
    try:
        with tarfile.open(source) as archive:
            for member in archive:
                name = Path(member.name)
                is_ours = member.name == DATABASE or (name.parts[:1] == ("files",) and ".." not in name.parts)
                content = archive.extractfile(member) if member.isfile() and is_ours else None
                if content is None:
                    raise BackupError(f"{source}: {member.name!r} does not belong into a backup")
                target = folder / name
                target.parent.mkdir(parents=True, exist_ok=True)
                with target.open("wb") as file:
                    shutil.copyfileobj(content, file)
                count += member.name != DATABASE
    except tarfile.TarError as broken:
        raise BackupError(f"{source}: not a whole backup ({broken})") from broken
    if not (folder / DATABASE).exists():
        raise BackupError(f"{source}: there is no database in it")
    return count


def _put_in_place(folder: Path, settings: Settings) -> None:
    database = _database_file(settings)
    db.session.remove()
    db.engine.dispose()
    if database.exists():
        raise BackupError(f"{database} exists; move it away first, so that nothing is overwritten.")
    files = settings.instance / "files"
    settings.instance.mkdir(parents=True, exist_ok=True)
    for file in sorted((folder / "files").rglob("*")):
        if file.is_file():
            target = files / file.relative_to(folder / "files")
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, target)
    copy_database(folder / DATABASE, database)
