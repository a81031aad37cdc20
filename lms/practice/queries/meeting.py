"""What confirms a task in person: passes behind a QR code, printed codes, and how often a wrong one was typed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, literal, or_, select

from lms.accounts.models import User
from lms.accounts.queries import digest
from lms.core.people import Role, call_name
from lms.core.practice.states import TaskState
from lms.db import db
from lms.pairing.models import Pair
from lms.pairing.queries.outsiders import were_paired
from lms.pairing.queries.pairs import LIVE, Learner
from lms.practice.models import ConfirmationCode, MeetingPass, Submission, WrongCode
from lms.practice.queries.tasks import PublishedTask, task_of
from lms.units.models import Membership, RoleGrant, Unit

SHEET_LIFE = timedelta(days=365)
MOST_TOLD = 30


def find_pass(token: str) -> MeetingPass | None:
    """Return the pass that a QR code carries, used or too old as it may be."""
    return db.session.scalars(select(MeetingPass).where(MeetingPass.token_hash == digest(token))).first()


def list_reviewer_ids(learner: Learner) -> list[int]:
    """Return whose codes count for this learner: those of ``can_confirm_in_person``, and nobody else's."""
    if not learner.unit_path:
        return [learner.mentor_id] if learner.mentor_id else []
    officers = (
        select(RoleGrant.user_id)
        .join(Unit, Unit.id == RoleGrant.unit_id)
        .join(User, User.id == RoleGrant.user_id)
        .where(
            RoleGrant.role.in_((Role.COORDINATOR, Role.ADMIN)),
            RoleGrant.revoked_at.is_(None),
            User.closed_at.is_(None),
            RoleGrant.user_id != learner.id,
            literal(learner.unit_path).like(Unit.path.concat("%")),
        )
    )
    mentors = (
        select(Pair.mentor_id)
        .join(Membership, (Membership.user_id == Pair.mentor_id) & Membership.to_on.is_(None))
        .join(Unit, Unit.id == Membership.unit_id)
        .join(User, User.id == Pair.mentor_id)
        .where(
            Pair.state.in_(LIVE),
            User.closed_at.is_(None),
            Pair.mentor_id != learner.id,
            or_(Unit.path == learner.unit_path, Pair.mentee_id == learner.id),
        )
    )
    mentors = mentors.where(
        or_(Pair.mentor_id == (learner.mentor_id or 0), ~were_paired(Pair.mentor_id, learner.id))
    )
    officers = officers.where(~were_paired(RoleGrant.user_id, learner.id))
    return sorted(db.session.scalars(officers.union(mentors)))


def _is_live(now: datetime) -> ColumnElement[bool]:
    return (
        ConfirmationCode.used_at.is_(None)
        & ConfirmationCode.withdrawn_at.is_(None)
        & (ConfirmationCode.created_at > now - SHEET_LIFE)
    )


def list_live_codes(mentor_ids: Sequence[int], number: int, now: datetime) -> list[ConfirmationCode]:
    """Return the codes with this number that some of these people can still use."""
    found = select(ConfirmationCode).where(
        ConfirmationCode.mentor_id.in_(mentor_ids), ConfirmationCode.number == number, _is_live(now)
    )
    return list(db.session.scalars(found))


def lock_live_code(code_id: int, now: datetime) -> ConfirmationCode | None:
    """Return a code held against a second use at the same moment, or None where it was just used or withdrawn."""
    found = select(ConfirmationCode).where(ConfirmationCode.id == code_id, _is_live(now)).with_for_update()
    return db.session.scalars(found.execution_options(populate_existing=True)).first()


@dataclass(frozen=True)
class Sheet:
    """A mentor's printed list: how many codes are left on it, of how many, and since when."""

    name: str
    left: int
    total: int
    created_at: datetime


def find_sheet(mentor_id: int, now: datetime) -> Sheet | None:
    """Return the list that a mentor can use now."""
    found = (
        select(
            ConfirmationCode.sheet,
            func.count(ConfirmationCode.id) - func.count(ConfirmationCode.used_at),
            func.count(ConfirmationCode.id),
            func.min(ConfirmationCode.created_at),
        )
        .where(
            ConfirmationCode.mentor_id == mentor_id,
            ConfirmationCode.withdrawn_at.is_(None),
            ConfirmationCode.created_at > now - SHEET_LIFE,
        )
        .group_by(ConfirmationCode.sheet)
    )
    row = db.session.execute(found).first()
    return Sheet(*row) if row else None


def list_wrong_codes(user_id: int, since: datetime) -> list[datetime]:
    """Return when wrong codes were typed on a learner's phone, the latest first."""
    found = select(WrongCode.at).where(WrongCode.user_id == user_id, WrongCode.at > since)
    return list(db.session.scalars(found.order_by(WrongCode.at.desc())))


@dataclass(frozen=True)
class UsedCode:
    """A confirmation that was given by a mentor's printed code, and still stands."""

    number: int
    used_at: datetime | None
    submission: Submission
    honorific: str
    full_name: str

    @property
    def call_name(self) -> str:
        return call_name(self.honorific, self.full_name)

    @property
    def task(self) -> PublishedTask:
        return task_of(self.submission.revision_id, self.submission.item_key)


def list_used_codes(mentor_id: int, since: datetime) -> list[UsedCode]:
    """Return what a mentor's codes confirmed lately, newest first."""
    found = (
        select(ConfirmationCode.number, ConfirmationCode.used_at, Submission, User.honorific, User.full_name)
        .join(Submission, Submission.id == ConfirmationCode.submission_id)
        .join(User, User.id == Submission.user_id)
        .where(
            ConfirmationCode.mentor_id == mentor_id,
            ConfirmationCode.used_at > since,
            Submission.state == TaskState.PASSED,
        )
        .order_by(ConfirmationCode.used_at.desc())
        .limit(MOST_TOLD)
    )
    return [UsedCode(*row) for row in db.session.execute(found)]


def count_means(user_id: int, course_id: int) -> dict[str, int]:
    """Return how many of a person's tasks in a course were confirmed in person by which means."""
    found = (
        select(Submission.means, func.count(func.distinct(Submission.item_key)))
        .where(
            Submission.user_id == user_id,
            Submission.course_id == course_id,
            Submission.state == TaskState.PASSED,
            Submission.means != "",
        )
        .group_by(Submission.means)
    )
    return {row[0]: row[1] for row in db.session.execute(found)}
