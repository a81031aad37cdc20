"""``lms doctor``: look at an installation and say what is wrong and how to mend it. The checks live beside this file."""

import sys

import click
from flask import current_app

from lms.cli.doctor.checks import Check
from lms.cli.doctor.examination import examine

__all__ = ["Check", "doctor", "examine"]


@click.command()
@click.option("--quick", is_flag=True, help="Leave out what takes long on a large site.")
def doctor(quick: bool) -> None:
    """Examine this installation; exit 1 if something is not well. A note is worth knowing and fails nothing."""
    bad = 0
    for check in examine(current_app._get_current_object(), quick):  # type: ignore[attr-defined]
        click.echo(check.line)
        bad += check.is_bad
    click.echo(f"{bad} to mend" if bad else "all is well")
    sys.exit(1 if bad else 0)
