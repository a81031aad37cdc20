"""Hand-ins that an officer handed to a mentor of the unit: to whom, and who could take one more."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select

from lms.accounts.models import User
from lms.core.people import call_name
from lms.core.practice.states import TaskState
from lms.db import db
from lms.practice.models import LentReview, Submission

MOST_LENT = 3
"""How many hand-ins of others one mentor may be given at a time."""


@dataclass(frozen=True)
class Reviewer:
    """A mentor to whom a hand-in was handed."""

    user_id: int
    honorific: str
    full_name: str

    @property
    def call_name(self) -> str:
        return call_name(self.honorific, self.full_name)


def is_lent_to(submission_id: int, user_id: int) -> bool:
    """Tell whether an officer handed a hand-in to this person."""
    found = select(LentReview.submission_id).where(
        LentReview.submission_id == submission_id, LentReview.reviewer_id == user_id
    )
    return db.session.scalar(found) is not None


def find_lent(submission_id: int) -> LentReview | None:
    """Return to whom a hand-in was handed."""
    return db.session.get(LentReview, submission_id)


def list_lent(submission_ids: Collection[int]) -> dict[int, Reviewer]:
    """Return by hand-in the mentor to whom it was handed."""
    found = (
        select(LentReview.submission_id, User.id, User.honorific, User.full_name)
        .join(User, User.id == LentReview.reviewer_id)
        .where(LentReview.submission_id.in_(submission_ids))
    )
    return {row[0]: Reviewer(row[1], row[2], row[3]) for row in db.session.execute(found)}


def count_lent(user_ids: Collection[int]) -> dict[int, int]:
    """Return by mentor how many hand-ins of others wait with them."""
    found = (
        select(LentReview.reviewer_id, func.count())
        .join(Submission, Submission.id == LentReview.submission_id)
        .where(LentReview.reviewer_id.in_(user_ids), Submission.state == TaskState.WAITING)
        .group_by(LentReview.reviewer_id)
    )
    return {row[0]: row[1] for row in db.session.execute(found)}
