"""What waits for a person's decision: the mentor's, or where there is none the nearest officer's; and what was handed on."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from lms.accounts.models import User
from lms.core.people import Actor, Role, call_name
from lms.core.practice.states import TaskState
from lms.db import db
from lms.pairing.models import Pair
from lms.pairing.queries.outsiders import has_other_officer, were_paired
from lms.pairing.queries.owners import is_unit_mentor
from lms.pairing.queries.pairs import LIVE
from lms.pairing.queries.rules import find_thresholds, list_thresholds
from lms.practice.models import EvidenceFile, LentReview, Submission
from lms.practice.queries.tasks import PublishedTask, task_of
from lms.units.models import Membership, RoleGrant, Unit

LONGEST_QUEUE = 100
MOST_LATE = 5_000


@dataclass(frozen=True)
class Waiting:
    """A hand-in that waits for a person, as the queue shows it."""

    submission_id: int
    user_id: int
    honorific: str
    full_name: str
    revision_id: int
    item_key: str
    handed_in_at: datetime
    note: str
    photos: int
    review_within: timedelta
    """How soon the learner's unit wants it looked at."""

    @property
    def call_name(self) -> str:
        return call_name(self.honorific, self.full_name)

    @property
    def task(self) -> PublishedTask:
        return task_of(self.revision_id, self.item_key)


_mentor, _member, _home = aliased(User), aliased(Membership), aliased(Unit)


def _waiting() -> Select[Any]:
    photos = (
        select(func.count())
        .where(EvidenceFile.submission_id == Submission.id, EvidenceFile.deleted_at.is_(None))
        .scalar_subquery()
    )
    return (
        select(
            Submission.id,
            User.id,
            User.honorific,
            User.full_name,
            Submission.revision_id,
            Submission.item_key,
            Submission.handed_in_at,
            Submission.note,
            photos,
            _home.path,
        )
        .join(User, User.id == Submission.user_id)
        .outerjoin(_member, (_member.user_id == User.id) & _member.to_on.is_(None))
        .outerjoin(_home, _home.id == _member.unit_id)
        .outerjoin(Pair, (Pair.mentee_id == User.id) & Pair.state.in_(LIVE))
        .outerjoin(
            _mentor,
            (_mentor.id == Pair.mentor_id) & _mentor.closed_at.is_(None) & (Pair.state == "active"),
        )
        .where(Submission.state == TaskState.WAITING, User.closed_at.is_(None))
        .order_by(Submission.handed_in_at, Submission.id)
        .limit(LONGEST_QUEUE)
    )


def _listed(found: Select[Any]) -> list[Waiting]:
    """Return what a query of ``_waiting`` finds, each with the limit of its unit."""
    rows = [tuple(row) for row in db.session.execute(found)]
    limits = list_thresholds({row[-1] or "" for row in rows}) if rows else {}
    within = (limits[row[-1] or ""].review_within for row in rows)
    return [Waiting(*(*row[:-1], limit)) for row, limit in zip(rows, within, strict=True)]


def list_waiting_for_mentor(mentor_id: int) -> list[Waiting]:
    """Return what the mentor's mentees handed in, oldest first."""
    return _listed(_waiting().where(_mentor.id == mentor_id))


def list_waiting_for_officer(actor: Actor) -> list[Waiting]:
    """Return what people without a mentor handed in where this officer is the nearest outside of their pairs, oldest first."""
    paths = sorted({each.unit_path for each in actor.grants if each.role in (Role.COORDINATOR, Role.ADMIN)})
    if not paths:
        return []
    found = (
        _waiting()
        .join(Membership, (Membership.user_id == User.id) & Membership.to_on.is_(None))
        .join(Unit, Unit.id == Membership.unit_id)
        .where(_mentor.id.is_(None), User.id != actor.id, or_(*(_is_nearest(path) for path in paths)))
    )
    if has_other_officer(actor.id):
        found = found.where(~were_paired(actor.id, User.id))
    else:
        found = found.where(~_were_harmed(actor.id))
    return _listed(found)


def _were_harmed(user_id: int) -> ColumnElement[bool]:
    pair = aliased(Pair)
    return exists().where(
        or_(
            and_(pair.mentor_id == user_id, pair.mentee_id == User.id),
            and_(pair.mentee_id == user_id, pair.mentor_id == User.id),
        ),
        or_(pair.paused_for_harm, pair.ended_for_harm),
    )


def _is_nearest(path: str) -> ColumnElement[bool]:
    """Return the condition that the learner's unit lies at or below ``path``, with no coordinator in between.

    One who ever was in a pair with the learner is passed over.
    """
    between = aliased(Unit)
    nearer = (
        exists()
        .where(RoleGrant.unit_id == between.id, RoleGrant.role == Role.COORDINATOR)
        .where(RoleGrant.revoked_at.is_(None), func.length(between.path) > len(path))
        .where(Unit.path.like(between.path.concat("%")))
        .where(~were_paired(RoleGrant.user_id, User.id))
        .correlate(Unit, User)
    )
    return Unit.path.startswith(path, autoescape=True) & ~nearer


@dataclass(frozen=True)
class Late:
    """A hand-in that waits for long, without anything of what is in it: for whom, with whom, since when."""

    submission_id: int
    user_id: int
    honorific: str
    full_name: str
    unit_id: int
    unit_path: str
    pair_id: int | None
    mentor_id: int | None
    mentor_honorific: str
    mentor_name: str
    since: datetime

    @property
    def call_name(self) -> str:
        return call_name(self.honorific, self.full_name)

    @property
    def mentor_call_name(self) -> str:
        return call_name(self.mentor_honorific, self.mentor_name) if self.mentor_id else ""


def list_late(before: datetime, under: str = "/") -> list[Late]:
    """Return what was handed in up to ``before`` by people of the unit at ``under`` or below and waits, oldest first."""
    found = (
        select(
            Submission.id,
            User.id,
            User.honorific,
            User.full_name,
            Unit.id,
            Unit.path,
            Pair.id,
            _mentor.id,
            _mentor.honorific,
            _mentor.full_name,
            Submission.handed_in_at,
        )
        .join(User, User.id == Submission.user_id)
        .join(Membership, (Membership.user_id == User.id) & Membership.to_on.is_(None))
        .join(Unit, Unit.id == Membership.unit_id)
        .outerjoin(Pair, (Pair.mentee_id == User.id) & Pair.state.in_(LIVE))
        .outerjoin(
            _mentor,
            (_mentor.id == Pair.mentor_id) & _mentor.closed_at.is_(None) & (Pair.state == "active"),
        )
        .where(Submission.state == TaskState.WAITING, User.closed_at.is_(None))
        .where(Submission.handed_in_at <= before, Unit.path.startswith(under, autoescape=True))
        .order_by(Submission.handed_in_at, Submission.id)
        .limit(MOST_LATE)
    )
    return [Late(*row) for row in db.session.execute(found)]


def list_waiting_for_all(actor: Actor, now: datetime) -> list[Waiting]:
    """Return what others' mentees of this mentor's unit handed in that this mentor may look at.

    That is what has waited so long that any mentor there may, and what an officer handed to this one.
    """
    if not actor.is_mentor or not is_unit_mentor(actor.id, actor.unit_id):
        return []
    found = (
        _waiting()
        .join(Membership, (Membership.user_id == User.id) & Membership.to_on.is_(None))
        .where(Membership.unit_id == actor.unit_id, User.id != actor.id, ~were_paired(actor.id, User.id))
        .where(or_(_mentor.id.is_(None), _mentor.id != actor.id))
        .where(
            or_(
                Submission.handed_in_at <= now - find_thresholds(actor.unit_path).anybody_after,
                Submission.id.in_(select(LentReview.submission_id).where(LentReview.reviewer_id == actor.id)),
            )
        )
    )
    return _listed(found)
