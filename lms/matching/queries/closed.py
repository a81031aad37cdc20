"""What people wrote when they ended a pair or declined an invitation: for whoever arranges the pairs of the unit.

Only what somebody wrote is listed. Whatever closed without a word, for whichever cause, stands nowhere here, so that
nobody reads anything out of silence.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import false, func, or_, select
from sqlalchemy.orm import aliased

from lms.accounts.models import User
from lms.db import db
from lms.pairing.models import Pair
from lms.units.models import Membership, Unit

PER_PAGE = 20


@dataclass(frozen=True)
class ClosedLine:
    """A pair that is over, or an invitation that was declined, with the words about it."""

    mentor_name: str
    mentee_name: str
    state: str
    at: datetime | None
    reason: str


def list_closed(path: str, number: int, reader_id: int, reach: Sequence[str]) -> tuple[list[ClosedLine], int]:
    """Return a page of the unit at ``path`` and below it, the latest first, and how many there are in all.

    ``reach``: the units for which the reader answers. An invitation to a mentor of another unit is left out: who that was
    is not known there, and words may tell. So is what somebody wrote about a pair with the reader: the other of the two
    never reads it.
    """
    by, on, belonging, home = aliased(User), aliased(User), aliased(Membership), aliased(Unit)
    is_own = or_(*(home.path.startswith(each, autoescape=True) for each in reach)) if reach else false()
    found = (
        select(
            by.full_name,
            on.full_name,
            Pair.state,
            Pair.ended_at,
            Pair.end_reason,
        )
        .select_from(Pair)
        .join(by, by.id == Pair.mentor_id)
        .join(on, on.id == Pair.mentee_id)
        .join(Membership, (Membership.user_id == Pair.mentee_id) & Membership.to_on.is_(None))
        .join(Unit, Unit.id == Membership.unit_id)
        .outerjoin(belonging, (belonging.user_id == Pair.mentor_id) & belonging.to_on.is_(None))
        .outerjoin(home, home.id == belonging.unit_id)
        .where(Unit.path.startswith(path, autoescape=True))
        .where(Pair.state.in_(("ended", "declined")), Pair.end_reason != "")
        .where(or_(Pair.started_at.is_not(None), is_own))
        .where(Pair.mentor_id != reader_id, Pair.mentee_id != reader_id)
    )
    total = db.session.scalar(select(func.count()).select_from(found.subquery())) or 0
    page = found.order_by(Pair.ended_at.desc(), Pair.id.desc())
    rows = db.session.execute(page.limit(PER_PAGE).offset((number - 1) * PER_PAGE))
    return [ClosedLine(*row) for row in rows], total
