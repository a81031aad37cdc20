"""``lms progress``: prove that stored progress equals the fold of the ledger, or make it so."""

import sys

import click

from lms.db import unit_of_work
from lms.progress.services import differences, rebuild


@click.group("progress")
def group() -> None:
    """Look after the ledger's fold."""


@group.command("rebuild")
@click.option(
    "--check", is_flag=True, help="Change nothing; exit 1 if something stored is not what the ledger says."
)
def rebuild_(check: bool) -> None:
    """Fold every enrolment anew from the ledger."""
    if not check:
        with unit_of_work():
            click.echo(f"{rebuild()} enrolments folded anew")
        return
    found = 0
    for line in differences():
        found += 1
        click.echo(line)
    click.echo("stored progress equals the ledger" if not found else f"{found} differences")
    sys.exit(1 if found else 0)
