"""One attempt as its trainer needs it beyond what its pages know: whose it is, and what people decided about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select

from lms.accounts.models import User
from lms.core.errors import NotFoundError
from lms.core.people import call_name
from lms.db import db
from lms.quizzes.models import Answer, Attempt, MarkChange
from lms.units.queries import Member, find_member


@dataclass(frozen=True)
class AttemptRow:
    """An attempt with the person whose it is, and who voided it."""

    attempt: Attempt
    member: Member
    voided_by: str


def get_attempt_row(token: str) -> AttemptRow:
    """Return the attempt that ``token`` names, as it is stored now.

    Raises:
        NotFoundError: there is none, or its person belongs to no unit any more.
    """
    attempt = db.session.scalars(
        select(Attempt).where(Attempt.token == token).execution_options(populate_existing=True)
    ).first()
    member = find_member(attempt.user_id) if attempt else None
    if attempt is None or member is None:
        raise NotFoundError
    voided_by = db.session.get(User, attempt.voided_by_id) if attempt.voided_by_id else None
    return AttemptRow(attempt, member, voided_by.call_name if voided_by else "")


@dataclass(frozen=True)
class Change:
    """A line of the history of marks, with the name of who changed them."""

    id: int
    question_id: str
    kind: str
    before: Decimal | None
    after: Decimal | None
    reason: str
    at: datetime
    by_name: str


def list_changes(attempt_id: int) -> list[Change]:
    """Return how an attempt's marks changed after the hand-in, oldest first."""
    found = (
        select(MarkChange, User.honorific, User.full_name)
        .join(User, User.id == MarkChange.by_id)
        .where(MarkChange.attempt_id == attempt_id)
        .order_by(MarkChange.id)
    )
    return [
        Change(
            row.id,
            row.question_id,
            row.kind,
            row.before,
            row.after,
            row.reason,
            row.at,
            call_name(honorific, full_name),
        )
        for row, honorific, full_name in db.session.execute(found)
    ]


def list_scores(attempt_id: int) -> dict[str, tuple[Decimal | None, str]]:
    """Return score and state of each answer that came in time, by question."""
    found = select(Answer.question_id, Answer.score, Answer.marked_state).where(
        Answer.attempt_id == attempt_id, Answer.is_late.is_(False)
    )
    return {row.question_id: (row.score, row.marked_state) for row in db.session.execute(found)}


def count_changes(changes: Sequence[Change], question_id: str) -> int:
    """Return how often a person has marked this question."""
    return sum(each.kind == "person" and each.question_id == question_id for each in changes)
