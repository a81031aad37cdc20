"""``lms practice recheck``: what the machine decided, decided again after a check or a task's key was mended."""

from collections import Counter
from collections.abc import Iterable

import click

from lms import clock
from lms.core.errors import NotFoundError
from lms.courses.queries import Published, find_head, get_published
from lms.db import db, unit_of_work
from lms.practice.queries.rechecking import Outcome, Recheck, list_rechecks
from lms.practice.services.rechecking import apply_recheck

_TOLD = (Outcome.PASSES_NOW, Outcome.FAILS_NOW)


@click.command("recheck")
@click.argument("course")
@click.option("--item", default="", metavar="LESSON/TASK", help="Only this task.")
@click.option("--apply", "is_applied", is_flag=True, help="Write it down; without it nothing is changed.")
@click.option("--withdraw", is_flag=True, help="With --apply: also take back what would not pass any more.")
def recheck(course: str, item: str, is_applied: bool, withdraw: bool) -> None:
    """Check again what people handed in at the tasks of COURSE, and list whose result would change.

    A try passes by one right answer among the latest failures. What a person confirmed is never touched, and a pass is
    taken back only by --withdraw. Files are not kept, so tasks with an upload cannot be checked again.
    """
    published = _published(course, item)
    found = list(list_rechecks(published, item))
    db.session.rollback()  # nothing is held while people go on working
    for each in found:
        if each.outcome in _TOLD:
            click.echo(f"{each.outcome}: {each.person}, {each.item_key}, try {each.number}")
    _tell_counts(found)
    if not is_applied:
        click.echo("Nothing was changed. To change it, add --apply.")
        return
    _apply(found, published, withdraw)


def _published(course: str, item: str) -> Published:
    head = find_head(course)
    if head is None:
        raise click.ClickException(f"no published course is called {course}")
    published = get_published(head.revision_id)
    if item:
        try:
            is_task = published.item(*item.split("/", 1))[1].task is not None if "/" in item else False
        except NotFoundError:
            is_task = False
        if not is_task:
            raise click.ClickException(f"{course} has no task {item}; write it as LESSON/TASK")
    return published


def _tell_counts(found: Iterable[Recheck]) -> None:
    counts = Counter(each.outcome for each in found)
    click.echo(f"{sum(counts.values())} checked again: " + ", ".join(f"{counts[o]} {o}" for o in Outcome))


def _apply(found: Iterable[Recheck], published: Published, withdraw: bool) -> None:
    changed = 0
    for each in found:
        if each.outcome in _TOLD:
            with unit_of_work():
                changed += apply_recheck(each, published, withdraw, clock.now())
    click.echo(f"{changed} results changed")
