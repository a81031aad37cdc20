"""The order of the examination: one mends from the top."""

from collections.abc import Iterator
from pathlib import Path

from flask import Flask
from sqlalchemy import text
from sqlalchemy.engine import make_url

from lms.cli.database import SchemaState, schema_state
from lms.cli.doctor import engines, installation, records
from lms.cli.doctor.checks import Check, guarded
from lms.config import Settings
from lms.db import db


def examine(app: Flask, is_quick: bool = False) -> Iterator[Check]:
    """Yield the checks. What needs a database in order is left out where it is not."""
    settings: Settings = app.extensions["settings"]
    yield from guarded("the installation", installation.software(settings), "install the package again")
    yield from guarded("the settings", installation.settings(settings), "look at docs/operating.md")
    yield from guarded("the folders", installation.folders(settings), "make the folders writable")
    yield from guarded(
        "a file can be kept, read and removed",
        installation.storage(app.extensions["storage"]),
        "look at LMS_STORAGE",
    )
    yield from guarded(
        "the mail server lets us in", installation.mail(app.extensions["mail"]), "look at LMS_SMTP_URL"
    )
    yield from guarded(
        "database answers", _database(settings, is_quick), "look at LMS_DATABASE_URL; restore a backup"
    )
    db.session.rollback()
    if not _is_ready(settings):
        return
    yield from guarded("the content", records.content(app.extensions["storage"]), "run: lms content publish")
    yield from guarded("the roster", records.roster(), "restore a backup")
    yield from guarded("the signature lab", records.practice(settings), "run: lms practice-ca show")
    yield from guarded("the records", records.records(is_quick), "restore a backup")
    yield from guarded("the files", records.files(settings), "restore a backup")


def _file(settings: Settings) -> Path | None:
    return Path(make_url(settings.database_url).database or "") if settings.is_sqlite else None


def _database(settings: Settings, is_quick: bool) -> Iterator[Check]:
    file = _file(settings)
    if file is not None and not file.is_file():  # looking must not make it
        yield Check("database file is there", False, "run: lms setup", str(file))
        return
    with db.engine.connect() as connection:
        is_answering = connection.scalar(text("SELECT 1")) == 1
        yield Check("database answers", is_answering, "look at LMS_DATABASE_URL")
        if file is not None:
            yield from engines.sqlite(connection, file, is_quick)
        else:
            yield from engines.postgresql(connection, settings)
        state = schema_state(connection)
    yield Check("schema is known", state != SchemaState.UNKNOWN, "install the newer version that made it")
    yield Check("schema is up to date", state != SchemaState.BEHIND, "run: lms db upgrade")


def _is_ready(settings: Settings) -> bool:
    """Tell whether there is a schema to read records from; why not was said already."""
    file = _file(settings)
    if file is not None and not file.is_file():
        return False
    try:
        with db.engine.connect() as connection:
            return schema_state(connection) == SchemaState.CURRENT
    except Exception:
        return False
