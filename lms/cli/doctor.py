"""``lms doctor``: look at an installation and say what is wrong and how to mend it."""

import os
import sqlite3
import stat
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import click
from flask import Flask, current_app
from sqlalchemy import Connection, text

from lms.accounts.queries import count_people, count_real_people
from lms.cli.database import pending
from lms.config import Settings
from lms.courses.queries import get_published, list_heads
from lms.db import db, durable_pragmas
from lms.paths import SHIPPED, shipped, static
from lms.progress.services import differences


@dataclass(frozen=True)
class Check:
    """One line of the report; ``mend`` says what to do when it is not well."""

    name: str
    is_well: bool
    mend: str = ""


def examine(app: Flask) -> Iterator[Check]:
    """Yield the checks, in the order in which one would mend them."""
    settings: Settings = app.extensions["settings"]
    for folder in SHIPPED:
        yield Check(f"shipped folder {folder}", shipped(folder).is_dir())
    yield Check(
        "fonts",
        (static() / "fonts" / "be-vietnam-pro-bold.ttf").is_file(),
        "install with the font package present",
    )
    yield from _instance(settings)
    with db.engine.connect() as connection:
        yield Check("database answers", connection.scalar(text("SELECT 1")) == 1)
        if settings.is_sqlite:
            yield from _sqlite(connection)
        is_behind = pending(connection)
    yield Check("schema is up to date", not is_behind, "run: lms db upgrade")
    if is_behind:
        return
    yield Check("courses are published", bool(list_heads()), "run: lms content publish")
    yield Check(
        "published courses can be read", all(get_published(head.revision_id).items for head in list_heads())
    )
    yield Check("people are on the roster", count_people() > 0, "run: lms people add, or lms demo")
    yield Check(
        "no demo people among real ones",
        count_real_people() in (0, count_people()),
        "close the demo accounts",
    )
    yield Check("stored progress equals the ledger", not any(differences()), "run: lms progress rebuild")


def _instance(settings: Settings) -> Iterator[Check]:
    folder = settings.instance
    yield Check("instance folder can be written", os.access(folder, os.W_OK), f"make {folder} writable")
    key = folder / "secret_key"
    if key.exists():
        is_private = not stat.S_IMODE(key.stat().st_mode) & 0o077
        yield Check("secret key is private", is_private, f"chmod 600 {key}")
    yield Check(
        "passwords travel encrypted, or stay on this machine",
        settings.is_https or "127.0.0.1" in settings.site_url or "localhost" in settings.site_url,
        "set LMS_SITE_URL to https://…",
    )


def _sqlite(connection: Connection) -> Iterator[Check]:
    journal, synchronous = durable_pragmas()
    number = {"FULL": 2, "EXTRA": 3}[synchronous]
    yield Check(
        f"SQLite {sqlite3.sqlite_version} keeps acknowledged writes ({journal}, {synchronous})",
        str(connection.scalar(text("PRAGMA journal_mode"))).upper() == journal
        and connection.scalar(text("PRAGMA synchronous")) == number,
    )
    yield Check("foreign keys are enforced", connection.scalar(text("PRAGMA foreign_keys")) == 1)
    yield Check("no broken reference", connection.execute(text("PRAGMA foreign_key_check")).first() is None)
    yield Check(
        "database file is whole", connection.scalar(text("PRAGMA quick_check")) == "ok", "restore a backup"
    )


@click.command()
def doctor() -> None:
    """Examine this installation; exit 1 if something is not well."""
    is_well = True
    for check in examine(current_app._get_current_object()):  # type: ignore[attr-defined]
        is_well = is_well and check.is_well
        mend = "" if check.is_well or not check.mend else f" → {check.mend}"
        click.echo(f"{'ok  ' if check.is_well else 'FAIL'} {check.name}{mend}")
    sys.exit(0 if is_well else 1)
