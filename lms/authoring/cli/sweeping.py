"""``lms content sweep``: the housekeeping of what trainers sent in."""

import click
from flask import current_app

from lms import clock
from lms.authoring.cli.content import group
from lms.authoring.services import sweep_uploads
from lms.db import unit_of_work


@group.command("sweep")
def sweep() -> None:
    """Remove uploads a week after they came in, published, dropped or forgotten. Run it daily."""
    total, storage = 0, current_app.extensions["storage"]
    while True:
        with unit_of_work():
            swept = sweep_uploads(storage, clock.now())
        total += swept
        if not swept:
            break
    click.echo(f"{total} uploads removed")
