"""Reading a person as one who learns: the unit of today, and the mentor."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from lms.accounts.models import User
from lms.core.errors import NotFoundError
from lms.core.pair_life import LIVE
from lms.core.people import call_name
from lms.core.unit_paths import ids_down_to
from lms.db import db
from lms.pairing.models import Pair
from lms.units.models import Membership, Unit


@dataclass(frozen=True)
class Learner:
    """A person, with those who answer for that person's learning now: the mentor, unless the pair rests; else the unit."""

    id: int
    full_name: str
    honorific: str
    unit_path: str
    pair_id: int | None
    mentor_id: int | None

    @property
    def call_name(self) -> str:
        return call_name(self.honorific, self.full_name)

    @property
    def open_pair_id(self) -> int | None:
        """The pair, while it is active with a mentor who is still there."""
        return self.pair_id if self.mentor_id is not None else None

    @property
    def unit_id(self) -> int | None:
        """The unit of today: the last step of its path."""
        return next(reversed(ids_down_to(self.unit_path)), None)


def get_learner(user_id: int) -> Learner:
    """Return a person with mentor and unit.

    Raises:
        NotFoundError: nobody has this id.
    """
    mentor = aliased(User)
    found = (
        select(User.id, User.full_name, User.honorific, func.coalesce(Unit.path, ""), Pair.id, mentor.id)
        .outerjoin(Membership, (Membership.user_id == User.id) & Membership.to_on.is_(None))
        .outerjoin(Unit, Unit.id == Membership.unit_id)
        .outerjoin(Pair, (Pair.mentee_id == User.id) & Pair.state.in_(LIVE))
        .outerjoin(
            mentor,
            (mentor.id == Pair.mentor_id)
            & mentor.closed_at.is_(None)
            & User.closed_at.is_(None)
            & (Pair.state == "active"),
        )
        .where(User.id == user_id)
    )
    row = db.session.execute(found).first()
    if row is None:
        raise NotFoundError
    return Learner(*row)
