"""The ``lms quizzes`` commands about attempts; those about files of questions hang on the same group."""

import click
from flask import current_app

from lms import clock
from lms.db import unit_of_work
from lms.photos import forget
from lms.quizzes import services
from lms.quizzes.queries import get_bank_revision, get_sitting, list_past_deadline


@click.group("quizzes")
def group() -> None:
    """Look after attempts at quizzes; bring question banks in and out."""


@group.command("sweep")
def sweep() -> None:
    """End the attempts whose time is up, and delete photos of answers whose time is over. Run it every few minutes.

    Pages end the attempt that they open themselves. Photos go 30 days after the marks are made, after a year in any
    case, and a day after nothing knows them any more.
    """
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
    click.echo(f"{_sweep_photos()} photos deleted")


def _sweep_photos() -> int:
    storage, now, total = current_app.extensions["storage"], clock.now(), 0
    while True:
        with unit_of_work():
            due = services.let_go_of_due(now)
        forget(storage, due)
        total += len(due)
        if not due:
            break
    unknown = services.list_unknown_files(storage, now)
    forget(storage, unknown)
    return total + len(unknown)
