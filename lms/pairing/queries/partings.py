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
    ended_at: datetime | None


def find_last_parting(mentee_id: int) -> Parting | None:
    """Return the last pair in which somebody was helped, if one is over."""
    found = (
        select(Pair.id, User.honorific, User.full_name, Pair.ended_at)
        .join(User, User.id == Pair.mentor_id)
        .where(Pair.mentee_id == mentee_id, Pair.state == "ended")
        .order_by(Pair.ended_at.desc(), Pair.id.desc())
        .limit(1)
    )
    for pair_id, honorific, full_name, ended_at in db.session.execute(found):
        return Parting(pair_id, call_name(honorific, full_name), ended_at)
    return None
