"""What an address of these pages names, if its reader may know of it."""

import re
from dataclasses import dataclass
from datetime import datetime

from lms.assessment.policy import can_judge, can_see_attempts
from lms.assessment.queries import AttemptRow, Quiz, get_attempt_row, get_quiz_of
from lms.core.errors import NotFoundError
from lms.core.people import Role
from lms.db import unit_of_work
from lms.quizzes import services as quizzes
from lms.quizzes.queries import PublishedBank, Sitting, get_graded_bank, get_sitting
from lms.web.access import actor

_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


@dataclass(frozen=True)
class Found:
    """Somebody's attempt with its quiz and the questions as it was graded by them."""

    row: AttemptRow
    sitting: Sitting
    published: PublishedBank
    quiz: Quiz


def find_attempt(token: str) -> Found:
    """Return an attempt of somebody whom the trainer's role reaches.

    Raises:
        NotFoundError: there is none, or it is beyond the trainer's reach.
    """
    if not _TOKEN.fullmatch(token):
        raise NotFoundError
    row = get_attempt_row(token)
    if not can_see_attempts(actor(), row.member.unit_path):
        raise NotFoundError
    sitting = get_sitting(token)
    return Found(row, sitting, get_graded_bank(sitting), get_quiz_of(sitting.course_id, sitting.item_key))


def find_judged(token: str) -> Found:
    """Return an attempt that the trainer may judge over.

    Raises:
        NotFoundError: there is none, or it is beyond the trainer's reach, or the trainer's own.
    """
    found = find_attempt(token)
    if not can_judge(actor(), found.row.member.user_id, found.row.member.unit_path):
        raise NotFoundError
    return found


def settled_attempt(token: str, now: datetime) -> Found:
    """Return the attempt after acting on time that is up, as its own pages do, whoever looks first."""
    found = find_attempt(token)
    if not quizzes.must_settle(found.sitting, found.published.bank, now):
        return found
    marks = quizzes.mark_answers(found.sitting, found.published, found.sitting.answers)
    with unit_of_work():
        quizzes.settle(found.sitting, found.published, marks, now)
    return find_attempt(token)


def reach() -> tuple[str, ...]:
    """Return the paths of the units whose people the trainer may see."""
    return actor().paths(Role.TRAINER)
