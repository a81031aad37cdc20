"""``lms db``: bring the schema to where the code is, and let go of what need not be kept."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from enum import StrEnum
from pathlib import Path

import click
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, CursorResult, Delete, delete, or_

from lms import clock
from lms.accounts.models import LoginSession, SignInCode, SignInGuess
from lms.db import db, unit_of_work
from lms.paths import shipped

KEPT_LOG = timedelta(days=90)


class MigrationError(click.ClickException):
    """The schema cannot be brought to where the code is; the message says why."""


class SchemaState(StrEnum):
    """How the schema stands to the code."""

    CURRENT = "current"
    BEHIND = "behind"
    UNKNOWN = "unknown"  # made by a newer version


def configuration(connection: Connection, folder: Path | None = None) -> Config:
    """Return Alembic's configuration for an open connection."""
    config = Config()
    config.set_main_option("script_location", str(folder or shipped("migrations")).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


@contextmanager
def migrating() -> Iterator[Connection]:
    """A transaction for migrations.

    SQLite changes a table by building a new one and dropping the old, which its references would forbid; so they are
    let off meanwhile and all looked at before the commit.

    Raises:
        MigrationError: a row would point at something that is not there; then nothing has changed.
    """
    with db.engine.connect() as connection:
        is_sqlite = connection.dialect.name == "sqlite"
        driver = connection.connection.driver_connection
        if is_sqlite and driver:
            driver.execute("PRAGMA foreign_keys = OFF")  # has no effect within a transaction
        try:
            with connection.begin():
                yield connection
                if is_sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                    raise MigrationError(
                        "a row would point at something that is not there; nothing was changed"
                    )
        finally:
            if is_sqlite and driver:
                driver.execute("PRAGMA foreign_keys = ON")


def upgrade(connection: Connection, revision: str = "head", folder: Path | None = None) -> None:
    """Run the migrations up to ``revision``.

    Raises:
        MigrationError: the schema is of a version that this code does not know.
    """
    try:
        command.upgrade(configuration(connection, folder), revision)
    except CommandError as unknown:
        raise MigrationError(f"{unknown}; was this database used by a newer version?") from unknown


def downgrade(connection: Connection, revision: str, folder: Path | None = None) -> None:
    """Run the migrations down to ``revision``.

    Raises:
        MigrationError: there is no such revision.
    """
    try:
        command.downgrade(configuration(connection, folder), revision)
    except CommandError as unknown:
        raise MigrationError(str(unknown)) from unknown


def schema_state(connection: Connection) -> SchemaState:
    """Tell how the schema stands to the code."""
    scripts = ScriptDirectory(str(shipped("migrations")))
    present = MigrationContext.configure(connection).get_current_revision()
    if present == scripts.get_current_head():
        return SchemaState.CURRENT
    known = {script.revision for script in scripts.walk_revisions()} | {None}
    return SchemaState.BEHIND if present in known else SchemaState.UNKNOWN


@click.group("db")
def group() -> None:
    """Bring the database's schema to where the code is."""


@group.command("upgrade")
@click.argument("revision", default="head")
def upgrade_(revision: str) -> None:
    """Run the migrations that are due."""
    with migrating() as connection:
        upgrade(connection, revision)
    click.echo("the schema is up to date")


@group.command("downgrade")
@click.argument("revision")
def downgrade_(revision: str) -> None:
    """Take migrations back, down to REVISION; data of dropped columns is lost, so make a backup first."""
    with migrating() as connection:
        downgrade(connection, revision)
    click.echo(f"the schema is at {revision}")


@group.command("revision")
@click.argument("message")
def revision_(message: str) -> None:
    """Write a new migration from the difference between tables and schema (for developers)."""
    with migrating() as connection:
        command.revision(configuration(connection), message, autogenerate=True)


@group.command()
def tidy() -> None:
    """Let go of sign-in traces that are of no use any more: sessions, cards and tries over 90 days old."""
    before = clock.now() - KEPT_LOG
    old: tuple[Delete, ...] = (
        delete(LoginSession).where(or_(LoginSession.expires_at < before, LoginSession.ended_at < before)),
        delete(SignInCode).where(SignInCode.expires_at < before),
        delete(SignInGuess).where(SignInGuess.at < before),
    )
    with unit_of_work():
        results = [db.session.execute(statement) for statement in old]
    gone = sum(result.rowcount for result in results if isinstance(result, CursorResult))
    click.echo(f"{gone} rows let go")
