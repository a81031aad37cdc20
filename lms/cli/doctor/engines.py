"""Checks of the database as a machine: does it keep what it acknowledged, and is it whole?"""

import os
import sqlite3
import stat
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection, text

from lms.cli.doctor.checks import Check, guarded
from lms.config import Settings
from lms.db import durable_pragmas

SHORTEST_WAIT_MS = 5_000
LARGEST_SQLITE = 20 * 1024**3
OLDEST_POSTGRESQL = 13
CONNECTIONS_A_WORKER = 16  # lms.db.engine_options


def _pragma(connection: Connection, name: str) -> object:
    return connection.scalar(text(f"PRAGMA {name}"))


def sqlite(connection: Connection, file: Path, is_quick: bool) -> Iterator[Check]:
    """Yield the checks of an SQLite database; the thorough ones are left out when it should be quick."""
    journal, synchronous = durable_pragmas()
    number = {"FULL": 2, "EXTRA": 3}[synchronous]
    yield Check(
        f"SQLite {sqlite3.sqlite_version} keeps acknowledged writes ({journal}, {synchronous})",
        str(_pragma(connection, "journal_mode")).upper() == journal
        and _pragma(connection, "synchronous") == number,
        "let no other program keep the database open, then start again",
    )
    yield Check(
        "foreign keys are enforced", _pragma(connection, "foreign_keys") == 1, "install SQLite with them"
    )
    wait = _pragma(connection, "busy_timeout")
    yield Check(
        "a writer waits for another",
        isinstance(wait, int) and wait >= SHORTEST_WAIT_MS,
        "install the package again",
        f"{wait} ms",
    )
    if os.name == "posix":
        is_private = not stat.S_IMODE(file.stat().st_mode) & 0o007 or not file.parent.stat().st_mode & 0o007
        yield Check("database is private", is_private, f"chmod 700 {file.parent}")
    size = file.stat().st_size
    yield Check(
        "database is of a size that one file serves well",
        size < LARGEST_SQLITE,
        "move to PostgreSQL (docs/operating.md)",
        f"{size:,} bytes",
        is_grave=False,
    )
    if not is_quick:
        yield from guarded("database file is whole", _wholeness(connection), "restore a backup")


def _wholeness(connection: Connection) -> Iterator[Check]:
    found = str(_pragma(connection, "integrity_check"))
    yield Check("database file is whole", found == "ok", "restore a backup", found.splitlines()[0])
    broken = connection.execute(text("PRAGMA foreign_key_check")).first()
    yield Check("no broken reference", broken is None, "restore a backup", str(broken or ""))


def postgresql(connection: Connection, settings: Settings) -> Iterator[Check]:
    """Yield the checks of a PostgreSQL database."""

    def show(name: str) -> str:
        return str(connection.scalar(text(f"SHOW {name}")))

    version = int(show("server_version_num")) // 10_000
    yield Check(
        f"PostgreSQL {OLDEST_POSTGRESQL} or newer",
        version >= OLDEST_POSTGRESQL,
        "upgrade the server",
        str(version),
    )
    yield Check("database is in UTF-8", show("server_encoding") == "UTF8", "create it with ENCODING 'UTF8'")
    lax = [name for name in ("fsync", "full_page_writes", "synchronous_commit") if show(name) == "off"]
    yield Check(
        "PostgreSQL keeps acknowledged writes", not lax, "turn it on in postgresql.conf", ", ".join(lax)
    )
    most, wanted = int(show("max_connections")), settings.workers * CONNECTIONS_A_WORKER
    yield Check(
        "there are connections for every worker",
        most > wanted,
        f"set max_connections above {wanted}, or LMS_WORKERS lower",
        f"{most} for {settings.workers} workers",
    )
    is_superuser = show("is_superuser") == "on"
    yield Check(
        "the site's database user has no rights beyond its own database",
        not is_superuser,
        "use a user made by CREATE ROLE … LOGIN, owner of this database alone",
        is_grave=False,
    )
