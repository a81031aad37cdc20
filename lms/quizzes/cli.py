"""The ``lms quizzes`` commands about attempts; those about files of questions hang on the same group."""

import click

from lms import clock
from lms.db import unit_of_work
from lms.quizzes import services
from lms.quizzes.queries import get_bank_revision, get_sitting, list_past_deadline


@click.group("quizzes")
def group() -> None:
    """Look after attempts at quizzes; bring question banks in and out."""


@group.command("sweep")
def sweep() -> None:
    """End the attempts whose time is up. Pages do the same for the one they open; run this every few minutes."""
    now, ended = clock.now(), 0
    for token in list_past_deadline(now):
        sitting = get_sitting(token)
        published = get_bank_revision(sitting.revision_id)
        if not services.must_settle(sitting, published.bank, now):
            continue
        marks = services.mark_answers(sitting, published, sitting.answers)
        with unit_of_work():
            services.settle(sitting, published, marks, now)
        ended += 1
    click.echo(f"{ended} attempts moved on")
