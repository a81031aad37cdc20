"""``lms practice``: a module for each command."""

import click

from lms.practice.cli.files import write_files
from lms.practice.cli.recheck import recheck
from lms.practice.cli.sweeping import sweep
from lms.practice.cli.verifying import verify_signature


@click.group("practice")
def group() -> None:
    """Look after tasks, what was handed in, and the practice certificates."""


group.add_command(write_files)
group.add_command(recheck)
group.add_command(sweep)
group.add_command(verify_signature)
