"""``lms db``: bring the schema to where the code is, move to another database, let go of what need not be kept."""

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
from flask import current_app
from sqlalchemy import (
    Connection,
    CursorResult,
    Delete,
    Integer,
    Table,
    create_engine,
    delete,
    func,
    or_,
    select,
    update,
)

from lms import clock
from lms.accounts.models import LoginSession, SignInCode, SignInGuess
from lms.config import Settings, read_database_url
from lms.db import Base, db, prepare_engine, unit_of_work
from lms.paths import shipped

KEPT_LOG = timedelta(days=90)
COPIED_AT_ONCE = 1_000


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


@group.command("copy")
@click.argument("target")
def copy(target: str) -> None:
    """Copy every row to the empty database TARGET, such as postgresql://…; stop the site first."""
    settings: Settings = current_app.extensions["settings"]
    engine = create_engine(read_database_url(target, settings.instance))
    prepare_engine(engine)
    try:
        with db.engine.connect() as source, engine.begin() as connection:
            upgrade(connection)
            count = sum(_copy_table(source, connection, table) for table in Base.metadata.sorted_tables)
    finally:
        engine.dispose()
    click.echo(f"{count} rows copied; set LMS_DATABASE_URL to the new address, then run: lms doctor")


def _copy_table(source: Connection, target: Connection, table: Table) -> int:
    """Copy one table. What points at the table itself is filled in last, as its goal may come later."""
    if target.execute(select(func.count()).select_from(table)).scalar():
        raise MigrationError(f"the target has rows in {table.name} already; nothing was changed")
    within = [
        column for column in table.columns if any(key.column.table is table for key in column.foreign_keys)
    ]
    count = 0
    for rows in source.execute(select(table)).mappings().partitions(COPIED_AT_ONCE):
        plain = [dict(row) for row in rows]
        target.execute(table.insert(), [row | {column.name: None for column in within} for row in plain])
        for column in within:
            for row in plain:
                if row[column.name] is not None:
                    same = [key == row[key.name] for key in table.primary_key.columns]
                    target.execute(update(table).where(*same).values({column: row[column.name]}))
        count += len(plain)
    if target.dialect.name == "postgresql" and isinstance(table.primary_key.columns[0].type, Integer):
        _set_counter(target, table)
    return count


def _set_counter(target: Connection, table: Table) -> None:
    """Let PostgreSQL number new rows after the copied ones."""
    key = table.primary_key.columns[0]
    counter = target.scalar(select(func.pg_get_serial_sequence(table.name, key.name)))
    highest = target.scalar(select(func.max(key)))
    if counter and highest:
        target.execute(select(func.setval(counter, highest)))


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
