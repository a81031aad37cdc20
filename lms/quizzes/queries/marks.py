"""What people gave answers that no machine reads, and what still waits for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import false, func, or_, select

from lms.db import db
from lms.quizzes.models import Attempt, PersonMark
from lms.units.models import Membership, Unit


@dataclass(frozen=True)
class GivenMark:
    """What a person gave an answer: points by line of the rubric, and a word to the learner, for once review is allowed."""

    points: tuple[Decimal, ...]
    remark: str
    at: datetime
    by_id: int


def list_person_marks(attempt_id: int) -> dict[str, GivenMark]:
    """Return the marks that people gave an attempt's answers, by question."""
    found = select(
        PersonMark.question_id,
        PersonMark.points,
        PersonMark.remark,
        PersonMark.marked_at,
        PersonMark.marked_by_id,
    ).where(PersonMark.attempt_id == attempt_id)
    return {
        row.question_id: GivenMark(tuple(map(Decimal, row.points)), *row[2:])
        for row in db.session.execute(found)
    }


def count_waiting(paths: Sequence[str], not_of: int) -> int:
    """Return how many attempts of people at or below these units wait for somebody to read them."""
    counted = (
        select(func.count())
        .select_from(Attempt)
        .join(Membership, Membership.user_id == Attempt.user_id)
        .join(Unit, Unit.id == Membership.unit_id)
        .where(
            Attempt.state == "submitted",
            Attempt.user_id != not_of,
            Membership.to_on.is_(None),
            or_(false(), *(Unit.path.startswith(path, autoescape=True) for path in paths)),
        )
    )
    return db.session.scalar(counted) or 0
