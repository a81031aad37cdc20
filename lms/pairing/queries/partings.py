"""Reading pairs that are over, as the two look back on them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from lms.accounts.models import User
from lms.core.people import call_name
from lms.db import db
from lms.pairing.models import Pair


@dataclass(frozen=True)
class Parting:
    """A pair that is over: who the other was, and when it ended."""

    pair_id: int
    name: str
    ended_at: datetime


def find_last_parting(mentee_id: int) -> Parting | None:
    """Return the last pair in which somebody was helped, if one is over."""
    found = (
        select(Pair.id, User.honorific, User.full_name, Pair.ended_at)
        .join(User, User.id == Pair.mentor_id)
        .where(Pair.mentee_id == mentee_id, Pair.state == "ended", Pair.ended_at.is_not(None))
        .order_by(Pair.ended_at.desc(), Pair.id.desc())
        .limit(1)
    )
    row = db.session.execute(found).first()
    return Parting(row[0], call_name(row[1], row[2]), row[3]) if row else None
