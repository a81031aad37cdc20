"""``lms pairing``: suggest pairs, and do what the clock asks of pairs, requests and notices."""

import click

from lms.cli.suggesting import suggest
from lms.cli.ticking import tick


@click.group("pairing")
def group() -> None:
    """Suggest pairs, and do what the clock asks."""


group.add_command(suggest)
group.add_command(tick)
