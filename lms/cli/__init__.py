"""The ``lms`` command. Each feature with commands of its own brings a group in its ``cli`` module."""

import importlib
import sys
from importlib.util import find_spec

import click
from sqlalchemy.exc import DBAPIError, OperationalError, ProgrammingError

from lms import __version__
from lms.app import FEATURES, create_app
from lms.cli import backups, database, demo, doctor, pairing, serving
from lms.config import SettingError
from lms.core.errors import DomainError
from lms.practice.cli import authority


@click.group()
@click.version_option(__version__, prog_name="lms")
@click.pass_context
def lms(context: click.Context) -> None:
    """Run and look after a Cặp đôi số site."""
    context.with_resource(create_app().app_context())


for command in (
    serving.setup,
    serving.serve,
    database.group,
    demo.demo,
    doctor.doctor,
    backups.backup,
    backups.restore,
    authority.group,
    pairing.group,
):
    lms.add_command(command)
for feature in FEATURES:
    if find_spec(f"lms.{feature}.cli"):
        lms.add_command(importlib.import_module(f"lms.{feature}.cli").group)


UNKNOWN_TABLE_OR_COLUMN = ("42P01", "42703")
"""What PostgreSQL calls them; SQLite has only words for it."""


def main() -> None:
    """Run the command; a setting or a rule that says no, or an old schema, is one line, not a traceback."""
    try:
        lms(prog_name="lms")
    except (SettingError, DomainError) as refused:
        click.echo(f"lms: {refused}", err=True)
        sys.exit(2)
    except (OperationalError, ProgrammingError) as broken:
        if not _is_of_another_schema(broken):
            raise
        click.echo("lms: the database is not set up, or not up to date. Run: lms setup", err=True)
        sys.exit(2)


def _is_of_another_schema(broken: DBAPIError) -> bool:
    words = ("no such table", "no such column")
    code = getattr(broken.orig, "sqlstate", None)
    return code in UNKNOWN_TABLE_OR_COLUMN or any(word in str(broken.orig) for word in words)
