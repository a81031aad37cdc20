"""What checking again would change, by today's declaration and today's check. Nothing is written here."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from sqlalchemy import select

from lms.accounts.models import User
from lms.core.errors import NotFoundError
from lms.core.practice import KINDS, UPLOAD, Report, Trust, Verdict
from lms.core.practice.states import TaskState
from lms.courses.queries import Published
from lms.db import db
from lms.practice.models import Submission
from lms.practice.queries.checking import check, left_out
from lms.practice.queries.tasks import PublishedTask, get_task

READ_AT_ONCE = 500
_MACHINE_KINDS = tuple(key for key, kind in KINDS.items() if kind.trust is Trust.MACHINE)
_FAILED = (TaskState.NOT_PASSED, TaskState.COULD_NOT_CHECK)


class Outcome(StrEnum):
    """What checking a try again says beside what it said then."""

    SAME = "same"
    PASSES_NOW = "passes now"
    FAILS_NOW = "fails now"
    CANNOT_CHECK = "cannot be checked"
    FILE_GONE = "its file was not kept"
    TASK_GONE = "the task is another one today"


@dataclass(frozen=True)
class Recheck:
    """One try, checked again."""

    submission_id: int
    user_id: int
    person: str
    item_key: str
    number: int
    outcome: Outcome
    report: Report | None = None


def list_rechecks(published: Published, item_key: str = "") -> Iterator[Recheck]:
    """Yield every try of a course on which a machine decided and nobody since, checked again.

    What was done again after it was passed stands aside: what counts there is when it was done.
    Of a person's failures at a task all count that came one after the other at the end: one right answer is enough.
    """
    found = (
        select(Submission, User.full_name)
        .join(User, User.id == Submission.user_id)
        .where(
            Submission.course_id == published.course_id,
            Submission.kind.in_(_MACHINE_KINDS),
            Submission.again == 0,
        )
        .order_by(Submission.user_id, Submission.item_key, Submission.id.desc())
        .execution_options(yield_per=READ_AT_ONCE)
    )
    if item_key:
        found = found.where(Submission.item_key.in_(published.keys_of(item_key)))
    rows = db.session.execute(found)
    for _, tries in groupby(rows, key=lambda row: (row[0].user_id, published.today(row[0].item_key))):
        yield from _recheck_all([(row[0], row[1]) for row in tries], published)


def _recheck_all(tries: list[tuple[Submission, str]], published: Published) -> Iterator[Recheck]:
    """Yield the latest try where it passed; of the failures at the end the first that passes, or the latest."""
    checked: list[Recheck] = []
    for submission, person in tries:
        if submission.state not in _FAILED:
            if not checked and submission.state == TaskState.PASSED and submission.decided_by_id is None:
                yield recheck(submission, person, published)
            break
        checked.append(recheck(submission, person, published))
    passing = [each for each in checked if each.outcome is Outcome.PASSES_NOW]
    yield from (passing or checked)[:1]


def recheck(submission: Submission, person: str, published: Published) -> Recheck:
    """Return how a try stands by the task of ``published``."""
    outcome, report = _outcome(submission, published)
    return Recheck(
        submission.id,
        submission.user_id,
        person,
        submission.item_key,
        submission.number,
        outcome,
        report,
    )


def _outcome(submission: Submission, published: Published) -> tuple[Outcome, Report | None]:
    if isinstance(submission.payload.get(UPLOAD), dict):
        return Outcome.FILE_GONE, None
    task = _task_today(submission, published)
    if task is None:
        return Outcome.TASK_GONE, None
    report = check(task, task.variant_for(submission.user_id), submission.payload)
    if report.verdict is Verdict.CANNOT_CHECK:
        return Outcome.CANNOT_CHECK, report
    passes, passed = report.verdict is Verdict.PASSED, submission.state == TaskState.PASSED
    if passes == passed:
        return Outcome.SAME, report
    if not passes and left_out(report):
        return Outcome.TASK_GONE, report  # it asks something today that was not there to be answered
    return (Outcome.PASSES_NOW if passes else Outcome.FAILS_NOW), report


def _task_today(submission: Submission, published: Published) -> PublishedTask | None:
    try:
        task = get_task(published, *published.today(submission.item_key).split("/", 1))
        return task if task.kind.key == submission.kind else None
    except NotFoundError:
        return None
