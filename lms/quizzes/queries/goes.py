"""A person's attempts at a quiz beside each other, and what was granted beyond the bank's rules."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import bindparam, func, select

from lms.courses.queries import get_published
from lms.db import db
from lms.quizzes.models import Attempt, Extension
from lms.quizzes.queries.sittings import RUNNING, Sitting

_attempts = Attempt.__table__


@dataclass(frozen=True)
class Go:
    """One of a person's attempts at a quiz, as far as lists need it."""

    token: str
    number: int
    state: str
    deadline_at: datetime | None
    submitted_at: datetime | None
    score: Decimal | None
    max_score: Decimal
    is_passed: bool | None

    @property
    def is_running(self) -> bool:
        return self.state in RUNNING


_GOES = (
    select(
        _attempts.c.token,
        _attempts.c.number,
        _attempts.c.state,
        _attempts.c.deadline_at,
        _attempts.c.submitted_at,
        _attempts.c.score,
        _attempts.c.max_score,
        _attempts.c.is_passed,
    )
    .where(
        _attempts.c.user_id == bindparam("user_id"),
        _attempts.c.course_id == bindparam("course_id"),
        _attempts.c.item_key.in_(bindparam("keys", expanding=True)),
    )
    .order_by(_attempts.c.number)
)


def list_goes(user_id: int, course_id: int, keys: Sequence[str]) -> list[Go]:
    """Return a person's attempts at a quiz, under today's key and those it had before, first to last."""
    rows = db.session.execute(_GOES, {"user_id": user_id, "course_id": course_id, "keys": list(keys)})
    return [Go(*row) for row in rows]


def list_goes_beside(sitting: Sitting) -> list[Go]:
    """Return all of a person's attempts at the quiz of one of them."""
    published = get_published(sitting.course_revision_id)
    return list_goes(sitting.user_id, sitting.course_id, published.keys_of(sitting.item_key))


def list_past_deadline(now: datetime) -> list[str]:
    """Return the tokens of the running attempts whose deadline has passed."""
    found = select(Attempt.token).where(Attempt.state.in_(RUNNING), Attempt.deadline_at < now)
    return list(db.session.scalars(found.order_by(Attempt.id)))


@dataclass(frozen=True)
class Granted:
    """What one person was granted at one quiz beyond the bank's rules."""

    extra_minutes: int = 0
    extra_attempts: int = 0
    closes_at: datetime | None = None


NOTHING_GRANTED = Granted()


def find_extension(user_id: int, course_id: int, keys: Sequence[str]) -> Granted:
    """Return what was granted last and not taken back, under any of the quiz's keys."""
    found = (
        select(Extension.extra_minutes, Extension.extra_attempts, Extension.closes_at)
        .where(
            Extension.user_id == user_id,
            Extension.course_id == course_id,
            Extension.item_key.in_(keys),
            Extension.revoked_at.is_(None),
        )
        .order_by(Extension.id.desc())
        .limit(1)
    )
    row = db.session.execute(found).first()
    return NOTHING_GRANTED if row is None else Granted(*row)


def find_last_close(course_id: int, keys: Sequence[str]) -> datetime | None:
    """Return until when anybody may still answer a quiz beyond its bank's close: so long its answers stay hidden.

    An extension may have been granted, or one that was taken back, or a former revision, may have left time to an
    attempt that runs.
    """
    granted = select(func.max(Extension.closes_at)).where(
        Extension.course_id == course_id, Extension.item_key.in_(keys), Extension.revoked_at.is_(None)
    )
    running = select(func.max(Attempt.deadline_at)).where(
        Attempt.course_id == course_id, Attempt.item_key.in_(keys), Attempt.state.in_(RUNNING)
    )
    found = (db.session.scalar(granted), db.session.scalar(running))
    return max((each for each in found if each is not None), default=None)
