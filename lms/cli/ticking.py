"""``lms pairing tick``: what the clock asks of pairs, requests, signals, goals, skills and letters.

Each job is one transaction, or one for some people at a time, and does nothing twice: run it as often as you like, from
where you like, two at once included. ``lms serve`` runs it beside the server (:mod:`lms.clockwork`), so that a site
without cron has it too.
"""

import sqlite3
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import click
from flask import current_app

from lms import clock
from lms.clockwork import EVERY
from lms.db import db, unit_of_work
from lms.mail import MailServerError
from lms.matching.services import next_ones, twins
from lms.mentoring.services import goals, signals
from lms.notices.cli import send_due
from lms.pairing.services import life, owning
from lms.skills.services import keeping

TURN = "tick.sqlite3"
SLACK = timedelta(minutes=1)
PAUSE_SECONDS = 0.1
"""Between two parts of a job: who waits to write looks that often whether it is the turn."""


@dataclass(frozen=True)
class InParts:
    """A job that looks at everybody, some people at a time: between two parts others may write."""

    parts: Callable[[datetime], Iterator[int]]


JOBS: tuple[tuple[str, Callable[[datetime], int] | InParts], ...] = (
    ("invitations and pairs", life.tick),
    ("next candidates", next_ones.tick),
    ("twinned units", twins.tick),
    ("requests for help", owning.tick),
    ("goals", InParts(goals.tick_in_parts)),
    ("signals", InParts(signals.tick_in_parts)),
    ("skills to show again", InParts(keeping.tick_in_parts)),
)


@click.command("tick")
@click.option("--if-due", is_flag=True, hidden=True, help="Only if the last one began 15 minutes ago.")
def tick(*, if_due: bool) -> None:
    """Do what the clock asks of pairs: remind, expire, hand on, tell, send. Run it every 15 minutes.

    Prints a line a job. A job that fails is told and does not stop the others; the exit status is then 1.
    """
    now = clock.now()
    with _turn(current_app.extensions["settings"].instance, now, EVERY if if_due else None) as why_not:
        if why_not:
            click.echo(why_not)
            return
        failed = run_jobs(now)
    if failed:
        sys.exit(1)


@contextmanager
def _turn(instance: Path, now: datetime, every: timedelta | None) -> Iterator[str]:
    """Have the turn for the block, or yield why not. A killed process gives it back, on every system alike.

    It is an exclusive transaction in a small SQLite file, which also keeps when the last tick was done.
    """
    with closing(sqlite3.connect(instance / TURN, timeout=0, isolation_level=None)) as connection:
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            yield "another tick is at work"
            return
        connection.execute("CREATE TABLE IF NOT EXISTS ticks (at REAL)")
        (last,) = connection.execute("SELECT max(at) FROM ticks").fetchone()
        passed = timedelta(seconds=now.timestamp() - last) if last is not None else None
        if every and passed is not None and timedelta() <= passed < every - SLACK:
            yield "the last tick was a short while ago"
            return
        yield ""
        connection.execute("DELETE FROM ticks")
        connection.execute("INSERT INTO ticks VALUES (?)", (now.timestamp(),))
        connection.execute("COMMIT")


def run_jobs(now: datetime) -> int:
    """Run every job, and send what is to be sent; return how many failed."""
    failed = 0
    for name, job in JOBS:
        failed += _told(name, partial(_commit, job, now))
    return failed + _told("letters", partial(send_due, now))


def _commit(job: Callable[[datetime], int] | InParts, now: datetime) -> int:
    if isinstance(job, InParts):
        return sum(_commit_parts(job.parts(now)))
    with unit_of_work():
        return job(now)


def _commit_parts(parts: Iterator[int]) -> Iterator[int]:
    """Let each part happen within a transaction of its own, and yield what it did."""
    while True:
        with unit_of_work():
            done = next(parts, None)
        if done is None:
            return
        yield done
        time.sleep(PAUSE_SECONDS)


def _told(name: str, run: Callable[[], int]) -> int:
    """Run one job and print what it did; return 1 if it failed."""
    try:
        click.echo(f"{name}: {run()}")
    except MailServerError as away:
        click.echo(f"{name}: {away}; nothing is lost, they go out later", err=True)
        return 1
    except Exception:  # whatever it was: the other jobs are for other people
        click.echo(f"{name}: failed\n{traceback.format_exc()}", err=True)
        return 1
    finally:
        db.session.remove()
    return 0
