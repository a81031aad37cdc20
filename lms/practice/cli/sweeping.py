"""``lms practice sweep``: the housekeeping of what people handed in."""

import click
from flask import current_app

from lms import clock
from lms.db import unit_of_work
from lms.practice import services


@click.command("sweep")
def sweep() -> None:
    """Delete photos whose time is over, and what confirmed in person. Run it daily.

    A photo goes 30 days after the decision, 30 days after it was left in a draft, and a year after it came in any case.
    """
    total, storage = 0, current_app.extensions["storage"]
    while True:
        with unit_of_work():
            swept = services.sweep(storage, clock.now())
        total += swept
        if not swept:
            break
    click.echo(f"{total} photos deleted")
    with unit_of_work():
        ended = services.sweep_confirming(clock.now())
    click.echo(f"{ended.passes} passes, {ended.codes} codes, {ended.wrong_codes} wrong codes deleted")
