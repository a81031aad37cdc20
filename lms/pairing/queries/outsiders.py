"""Who stands outside of somebody's pairs, and may therefore help, see or judge as one of the unit.

Whoever ever was in a pair with her does not, whether it ended well or for harm: were only the latter kept away, they
could tell by it that she had reported them.
"""

from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, or_, select
from sqlalchemy.orm import aliased

from lms.accounts.models import User
from lms.core.people import Role
from lms.db import db
from lms.pairing.models import Pair
from lms.units.models import RoleGrant


def list_partners_of(user_id: int) -> list[tuple[int, bool]]:
    """Return who is or ever was in a pair with a person, on either side of it, and whether harm was reported there."""
    is_harmed = or_(Pair.paused_for_harm, Pair.ended_for_harm)
    other = case((Pair.mentor_id == user_id, Pair.mentee_id), else_=Pair.mentor_id)
    found = select(other, is_harmed).where(
        or_(Pair.mentee_id == user_id, Pair.mentor_id == user_id), Pair.started_at.is_not(None)
    )
    return [(row[0], bool(row[1])) for row in db.session.execute(found)]


def were_paired(one: Any, other: Any) -> ColumnElement[bool]:
    """Return the condition that two people are or ever were a pair."""
    pair = aliased(Pair)
    return exists().where(
        pair.started_at.is_not(None),
        or_(
            and_(pair.mentor_id == one, pair.mentee_id == other),
            and_(pair.mentor_id == other, pair.mentee_id == one),
        ),
    )


def is_outsider(user_id: int, learner_id: int) -> bool:
    """Tell whether somebody's eyes count as an outsider's for this learner.

    Vetoes are not asked about: the learner shows her work of her own will, and a page that opens for every other mentor
    there would tell whose veto keeps this one out.
    """
    return not db.session.scalar(select(were_paired(user_id, learner_id)))


def may_act_as_officer(user_id: int, learner_id: int) -> bool:
    """Tell whether an officer may decide about somebody's work: rather nobody who ever was in a pair with her.

    Where the site has no other officer, only harm keeps that one away: else her work would lie with nobody.
    """
    harms = [is_harmed for partner_id, is_harmed in list_partners_of(learner_id) if partner_id == user_id]
    return not harms or (not any(harms) and not has_other_officer(user_id))


def has_other_officer(user_id: int) -> bool:
    """Tell whether the site has another coordinator or admin."""
    found = (
        select(RoleGrant.id)
        .join(User, User.id == RoleGrant.user_id)
        .where(RoleGrant.role.in_((Role.COORDINATOR, Role.ADMIN)), RoleGrant.revoked_at.is_(None))
        .where(RoleGrant.user_id != user_id, User.closed_at.is_(None))
    )
    return db.session.scalar(found.limit(1)) is not None
