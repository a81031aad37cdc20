"""What the commands say while they read and when they are done. Only the result goes to the standard output."""

import sys

import click

from lms.core.questions.manuscript import Reading, Status
from lms.core.vietnamese import squeeze
from lms.web.translations import gettext, in_language

_LONGEST_STEM = 60
_EVERY = 50  # questions between two words of progress


class Progress:
    """A line on the standard error that counts; it says nothing where nobody is looking at it."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._is_seen = sys.stderr.isatty()

    def __call__(self, done: int) -> None:
        """Say how many questions have been looked at."""
        if self._is_seen and (done % _EVERY == 0 or done == self._total):
            told = gettext("Đang dựng: %(done)s/%(total)s câu", done=done, total=self._total)
            click.echo(f"\r{told}", nl=done == self._total, err=True)


def tell_stage(told: str) -> None:
    """Say what happens now to somebody who waits at a terminal."""
    if sys.stderr.isatty():
        click.echo(told, err=True)


def tell_reading(reading: Reading) -> None:
    """Print a line for each question, then each problem with what to do about it, then how many there are."""
    for question in reading.manuscript.questions:
        state = gettext("dùng được") if question.status is Status.READY else gettext("cần thầy cô xem")
        stem = squeeze(question.source or question.stem)
        shown = stem if len(stem) <= _LONGEST_STEM else stem[: _LONGEST_STEM - 1] + "…"
        click.echo(f"{question.where or '-'}: {question.type.value}: {state}: {shown}")
    for trouble in reading.troubles:
        said = in_language(trouble.vi, trouble.en)
        mend = in_language(trouble.mend_vi, trouble.mend_en)
        click.echo(f"{trouble.where}: {said} {mend}".rstrip())
    click.echo(tally(reading))


def tally(reading: Reading) -> str:
    """Return how many questions are ready, and how many wait for a person."""
    questions = reading.manuscript.questions
    ready = count_ready(reading)
    return gettext(
        "%(all)s câu: %(ready)s câu dùng được, %(drafts)s câu cần thầy cô xem; %(troubles)s lời nhắc",
        all=len(questions),
        ready=ready,
        drafts=len(questions) - ready,
        troubles=len(reading.troubles),
    )


def count_ready(reading: Reading) -> int:
    """Return how many questions could be published as they are."""
    return sum(question.status is Status.READY for question in reading.manuscript.questions)
