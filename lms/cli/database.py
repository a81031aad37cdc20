"""``lms db``: bring the schema to where the code is."""

from pathlib import Path

import click
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from lms.db import db
from lms.paths import shipped


def configuration(connection: Connection, folder: Path | None = None) -> Config:
    """Return Alembic's configuration for an open connection."""
    config = Config()
    config.set_main_option("script_location", str(folder or shipped("migrations")))
    config.attributes["connection"] = connection
    return config


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Run the migrations up to ``revision``."""
    command.upgrade(configuration(connection), revision)


def downgrade(connection: Connection, revision: str) -> None:
    """Run the migrations down to ``revision``."""
    command.downgrade(configuration(connection), revision)


def pending(connection: Connection) -> bool:
    """Tell whether the schema is behind the code."""
    wanted = ScriptDirectory(str(shipped("migrations"))).get_current_head()
    return MigrationContext.configure(connection).get_current_revision() != wanted


@click.group("db")
def group() -> None:
    """Bring the database's schema to where the code is."""


@group.command("upgrade")
@click.argument("revision", default="head")
def upgrade_(revision: str) -> None:
    """Run the migrations that are due."""
    with db.engine.begin() as connection:
        upgrade(connection, revision)
    click.echo("the schema is up to date")


@group.command("downgrade")
@click.argument("revision")
def downgrade_(revision: str) -> None:
    """Take migrations back, down to REVISION; data of dropped columns is lost, so make a backup first."""
    with db.engine.begin() as connection:
        downgrade(connection, revision)
    click.echo(f"the schema is at {revision}")


@group.command("revision")
@click.argument("message")
def revision_(message: str) -> None:
    """Write a new migration from the difference between tables and schema (for developers)."""
    with db.engine.begin() as connection:
        command.revision(configuration(connection), message, autogenerate=True)
