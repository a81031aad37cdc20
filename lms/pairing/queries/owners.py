"""Who has to answer a learner's request: the mentor of the active pair, the unit's officer, any mentor of the unit."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import aliased

from lms.accounts.models import User
from lms.core.people import Role
from lms.core.unit_paths import paths_down_to
from lms.db import db
from lms.pairing.models import HelpRequest, Pair
from lms.pairing.queries.learners import get_learner
from lms.pairing.queries.outsiders import list_partners_of
from lms.units.models import Membership, RoleGrant, Unit

MOST_TOLD = 20
ANY_MENTOR = 2
"""``HelpRequest.handed_on`` when every mentor of the unit may answer."""


def find_officer(unit_path: str, but: Collection[int] = ()) -> User | None:
    """Return who answers for a unit: the nearest coordinator above, else the nearest admin, else any admin."""
    is_above = Unit.path.in_(paths_down_to(unit_path))
    found = (
        select(User)
        .join(RoleGrant, RoleGrant.user_id == User.id)
        .join(Unit, Unit.id == RoleGrant.unit_id)
        .where(RoleGrant.revoked_at.is_(None), User.closed_at.is_(None), User.id.not_in(but))
        .where(or_(is_above & (RoleGrant.role == Role.COORDINATOR), RoleGrant.role == Role.ADMIN))
        .order_by(
            case((RoleGrant.role == Role.COORDINATOR, 0), (is_above, 1), else_=2),
            func.length(Unit.path).desc(),
            RoleGrant.id,
        )
        .limit(1)
    )
    return db.session.scalars(found).first()


def _unit_mentors(unit_id: int | None) -> Select[int]:
    return (
        select(User.id)
        .join(Membership, (Membership.user_id == User.id) & Membership.to_on.is_(None))
        .where(Membership.unit_id == unit_id, User.closed_at.is_(None))
        .where(exists().where(Pair.mentor_id == User.id, Pair.state == "active"))
    )


def list_unit_mentors(unit_id: int | None, but: Collection[int] = ()) -> list[int]:
    """Return who is a mentor in a unit today: belongs to it and helps somebody in an active pair."""
    found = _unit_mentors(unit_id).where(User.id.not_in(but)).order_by(User.id)
    return list(db.session.scalars(found))


def is_unit_mentor(user_id: int, unit_id: int | None) -> bool:
    """Tell whether somebody is a mentor in a unit today."""
    return db.session.scalar(_unit_mentors(unit_id).where(User.id == user_id)) is not None


def may_step_in(user_id: int, asker_id: int, unit_id: int | None) -> bool:
    """Tell whether somebody may help a person whom nobody answers: a mentor there who never was in a pair with her.

    Were only those of a pair with harm left out, they could tell by it. Her mentor of today needs no such way.
    """
    if user_id in (0, asker_id) or not is_unit_mentor(user_id, unit_id):
        return False
    return user_id not in {partner for partner, _ in list_partners_of(asker_id)}


def find_pair_mentor(pair_id: int | None) -> int | None:
    """Return the mentor of an active pair."""
    return db.session.scalar(select(Pair.mentor_id).where(Pair.id == pair_id, Pair.state == "active"))


def may_own(user_id: int, request: HelpRequest) -> bool:
    """Tell whether somebody with whom a request lies is today one who may have it: the clock may not have moved it yet.

    That is her mentor, an officer of her unit, or where every mentor may answer one of her unit.
    """
    asker = get_learner(request.user_id)
    if user_id == asker.mentor_id or _is_officer(user_id, asker.unit_path):
        return True
    return may_take(user_id, request)


def may_take(user_id: int, request: HelpRequest) -> bool:
    """Tell whether somebody may answer as any mentor of the asker's unit of today, once all of them may."""
    asker = get_learner(request.user_id)
    return request.handed_on == ANY_MENTOR and may_step_in(user_id, asker.id, asker.unit_id)


def _is_officer(user_id: int, unit_path: str) -> bool:
    is_above = Unit.path.in_(paths_down_to(unit_path))
    found = (
        select(RoleGrant.id)
        .join(Unit, Unit.id == RoleGrant.unit_id)
        .where(RoleGrant.user_id == user_id, RoleGrant.revoked_at.is_(None))
        .where(or_(RoleGrant.role == Role.ADMIN, is_above & (RoleGrant.role == Role.COORDINATOR)))
    )
    return db.session.scalar(found.limit(1)) is not None


def _holds_office(user_id: Any) -> ColumnElement[bool]:
    """Return the condition that somebody is a coordinator at or above the asker's unit of today, or an admin."""
    office, home = aliased(Unit), aliased(Unit)
    return (
        exists()
        .where(RoleGrant.user_id == user_id, RoleGrant.revoked_at.is_(None), office.id == RoleGrant.unit_id)
        .where(Membership.user_id == HelpRequest.user_id, Membership.to_on.is_(None))
        .where(home.id == Membership.unit_id)
        .where(
            or_(
                RoleGrant.role == Role.ADMIN,
                and_(RoleGrant.role == Role.COORDINATOR, home.path.like(office.path.concat("%"))),
            )
        )
        .correlate(HelpRequest)
    )


def list_unsettled(now: datetime, after: int, limit: int) -> list[int]:
    """Return open requests that the clock, or somebody's leaving or coming, has to move on, from one id on."""
    owner, following, pair = aliased(User), aliased(User), aliased(Pair)
    leads = exists().where(Pair.mentor_id == owner.id, Pair.state == "active")
    has_pair = exists().where(Pair.mentee_id == HelpRequest.user_id, Pair.state == "active")
    moved = exists().where(
        Membership.user_id == HelpRequest.user_id,
        Membership.to_on.is_(None),
        or_(HelpRequest.unit_id.is_(None), Membership.unit_id != HelpRequest.unit_id),
    )
    is_with_mentor = HelpRequest.handed_on == 0
    found = (
        select(HelpRequest.id)
        .outerjoin(owner, (owner.id == HelpRequest.owner_id) & owner.closed_at.is_(None))
        .outerjoin(following, (following.id == HelpRequest.next_owner_id) & following.closed_at.is_(None))
        .outerjoin(pair, (pair.id == HelpRequest.pair_id) & (pair.state == "active"))
        .where(HelpRequest.state == "open", HelpRequest.id > after)
        .where(
            or_(
                and_(HelpRequest.handed_on < 2, HelpRequest.due_at.is_(None)),
                and_(HelpRequest.handed_on < 2, HelpRequest.due_at <= now),
                owner.id.is_(None),
                and_(HelpRequest.pair_id.is_not(None), pair.id.is_(None)),
                and_(HelpRequest.pair_id.is_(None), has_pair),
                and_(is_with_mentor, or_(pair.id.is_(None), pair.mentor_id != owner.id)),
                and_(is_with_mentor, ~_holds_office(HelpRequest.next_owner_id)),
                and_(is_with_mentor, following.id.is_(None)),
                and_(HelpRequest.handed_on > 0, ~_holds_office(HelpRequest.owner_id), ~leads),
                moved,
            )
        )
        .order_by(HelpRequest.id)
        .limit(limit)
    )
    return list(db.session.scalars(found))
