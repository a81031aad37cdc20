"""Reading pairs and the two people of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, select

from lms.accounts.models import User
from lms.core.errors import NotFoundError
from lms.core.people import call_name
from lms.db import db
from lms.pairing.models import Pair
from lms.pairing.queries.learners import Learner as Learner
from lms.pairing.queries.learners import get_learner as get_learner
from lms.pairing.queries.owners import find_officer
from lms.units.queries import find_member, get_unit

LIVE = ("active", "paused")
TAKEN = ("invited", *LIVE)
"""States in which a mentor's place is taken and the mentee is out; no machine ever touches them."""


@dataclass(frozen=True)
class Companion:
    """The other person of a pair."""

    pair_id: int
    user_id: int
    full_name: str
    honorific: str
    state: str
    started_at: datetime | None
    phone: str | None
    """Only where that person shares it, and not while the pair rests."""
    is_there: bool = True
    """Not once the account is closed; the clock ends the pair a little later."""

    @property
    def call_name(self) -> str:
        return call_name(self.honorific, self.full_name)


def get_pair(pair_id: int) -> Pair:
    """Return the pair.

    Raises:
        NotFoundError: there is no such pair.
    """
    pair = db.session.get(Pair, pair_id)
    if pair is None:
        raise NotFoundError
    return pair


def is_there(user_id: int) -> bool:
    """Tell whether somebody's account is open. What a person who left learned is nobody's in the pair to read."""
    found = select(User.id).where(User.id == user_id, User.closed_at.is_(None))
    return db.session.scalar(found) is not None


_COMPANION = select(
    Pair.id,
    User.id,
    User.full_name,
    User.honorific,
    Pair.state,
    Pair.started_at,
    case((User.shares_phone & (Pair.state == "active"), User.phone), else_=None),
    User.closed_at.is_(None),
).select_from(Pair)


def list_mentees(mentor_id: int) -> list[Companion]:
    """Return the people whom a mentor helps now."""
    found = (
        _COMPANION.join(User, User.id == Pair.mentee_id)
        .where(Pair.mentor_id == mentor_id, Pair.state.in_(LIVE), User.closed_at.is_(None))
        .order_by(Pair.id)
    )
    return [Companion(*row) for row in db.session.execute(found)]


def find_mentor(mentee_id: int) -> Companion | None:
    """Return who helps a person now."""
    found = _COMPANION.join(User, User.id == Pair.mentor_id).where(
        Pair.mentee_id == mentee_id, Pair.state.in_(LIVE)
    )
    row = db.session.execute(found).first()
    return Companion(*row) if row else None


def count_places_taken(mentor_ids: Sequence[int]) -> dict[int, int]:
    """Return how many people each of these mentors helps now or is invited to help."""
    found = (
        select(Pair.mentor_id, func.count())
        .where(Pair.mentor_id.in_(mentor_ids), Pair.state.in_(TAKEN))
        .group_by(Pair.mentor_id)
    )
    return {row[0]: row[1] for row in db.session.execute(found)}


def find_coordinator_of(pair: Pair) -> User | None:
    """Return who arranges pairs for the mentee's unit, an admin where no officer does: neither of the two, unless
    there is nobody else.
    """
    member = find_member(pair.mentee_id)
    path = member.unit_path if member else get_unit(pair.unit_id).path
    return find_officer(path, but=(pair.mentor_id, pair.mentee_id)) or find_officer(path)
