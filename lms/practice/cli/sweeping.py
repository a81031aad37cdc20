"""``lms practice sweep``: the housekeeping of what people handed in."""

import click
from flask import current_app

from lms import clock
from lms.db import unit_of_work
from lms.practice import services


@click.command("sweep")
def sweep() -> None:
    """Delete photos 30 days after they were decided on, and a year after they came in any case. Run it daily."""
    total, storage = 0, current_app.extensions["storage"]
    while True:
        with unit_of_work():
            swept = services.sweep(storage, clock.now())
        total += swept
        if not swept:
            break
    click.echo(f"{total} photos deleted")
