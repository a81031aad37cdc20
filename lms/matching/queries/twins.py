"""Reading twinnings: those of a unit, which units share mentors by one, and how a unit is found to be asked.

Nothing here reads who belongs to the other unit, but for one thing: the own mentors who were put together with somebody
there, and of the other person no more than that there is one.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import aliased

from lms.accounts.models import User
from lms.core.errors import NotFoundError
from lms.core.pair_life import EXPIRE_AFTER, State
from lms.core.people import Role
from lms.core.twin_life import LIVE, Side
from lms.core.unit_paths import ids_down_to
from lms.core.vietnamese import fold
from lms.db import db
from lms.matching.models import Twinning
from lms.pairing.models import Pair
from lms.pairing.queries.pairs import TAKEN
from lms.units.models import Membership, RoleGrant, Unit

MOST_FOUND = 10
MOST_PAST = 5
MOST_LENT = 50
SHORTEST_SEARCH = 2


@dataclass(frozen=True)
class Twin:
    """A twinning as one of its units sees it."""

    id: int
    state: State
    side: Side
    other_id: int
    other_name: str
    words: str
    asked_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    end_reason: str

    @property
    def is_live(self) -> bool:
        return self.state in LIVE

    @property
    def expires_at(self) -> datetime:
        return self.asked_at + EXPIRE_AFTER


@dataclass(frozen=True)
class Lent:
    """One of the unit's mentors together with somebody of another unit, who is not named."""

    mentor_name: str
    other_unit_name: str
    state: str


def list_twins(unit_id: int) -> list[Twin]:
    """Return the twinnings of a unit: what lives, then the few that were over last."""
    other = aliased(Unit)
    is_asking = Twinning.asking_id == unit_id
    found = (
        select(Twinning, other.name)
        .join(
            other,
            or_(
                and_(is_asking, other.id == Twinning.asked_id),
                and_(Twinning.asked_id == unit_id, other.id == Twinning.asking_id),
            ),
        )
        .where(or_(is_asking, Twinning.asked_id == unit_id))
        .order_by(Twinning.id.desc())
    )
    twins = [_seen(row[0], unit_id, row[1]) for row in db.session.execute(found)]
    past = [each for each in twins if not each.is_live][:MOST_PAST]
    return [each for each in twins if each.is_live] + past


def _seen(twinning: Twinning, unit_id: int, other_name: str) -> Twin:
    asks = twinning.asking_id == unit_id
    return Twin(
        twinning.id,
        State(twinning.state),
        Side.ASKING if asks else Side.ASKED,
        twinning.asked_id if asks else twinning.asking_id,
        other_name,
        twinning.words,
        twinning.asked_at,
        twinning.started_at,
        twinning.ended_at,
        twinning.end_reason,
    )


def get_twinning(twinning_id: int, unit_id: int) -> Twinning:
    """Return a twinning of this unit.

    Raises:
        NotFoundError: there is none, or it is of other units.
    """
    found = db.session.get(Twinning, twinning_id)
    if found is None or unit_id not in (found.asking_id, found.asked_id):
        raise NotFoundError
    return found


def see(twinning: Twinning, unit_id: int) -> Twin:
    """Return a twinning as this one of its units sees it."""
    other = twinning.asked_id if twinning.asking_id == unit_id else twinning.asking_id
    return _seen(twinning, unit_id, db.session.get_one(Unit, other).name)


def count_live(unit_id: int) -> int:
    """Return with how many units a unit is twinned or about to be."""
    found = select(func.count()).where(
        or_(Twinning.asking_id == unit_id, Twinning.asked_id == unit_id), Twinning.state.in_(LIVE)
    )
    return db.session.scalar(found) or 0


def may_twin(unit: Unit, other: Unit) -> bool:
    """Tell whether two units may be twins at all: both of one tree, neither above the other."""
    is_within = unit.path.startswith(other.path) or other.path.startswith(unit.path)
    return _top(unit) == _top(other) and not is_within


def _top(unit: Unit) -> str:
    return unit.path.strip("/").partition("/")[0]


def search_units(unit: Unit, words: str) -> list[Unit]:
    """Return units of the tree that a unit may ask: by part of the name, or by the whole code. Short words find nothing."""
    if len(words) < SHORTEST_SEARCH:
        return []
    live = {each.other_id for each in list_twins(unit.id) if each.is_live}
    found = (
        select(Unit)
        .where(
            Unit.path.startswith(f"/{_top(unit)}/", autoescape=True),
            Unit.id.not_in({unit.id, *live}),
            or_(
                Unit.search_name.contains(fold(words), autoescape=True),
                func.lower(Unit.code) == words.lower(),
            ),
        )
        .order_by(Unit.search_name, Unit.id)
        .limit(MOST_FOUND + unit.depth + 1)
    )
    return [each for each in db.session.scalars(found) if may_twin(unit, each)][:MOST_FOUND]


def list_officers(unit: Unit) -> list[int]:
    """Return who answers for a unit: every coordinator of the nearest unit that has one, else every such admin."""
    ids = ids_down_to(unit.path)
    found = (
        select(RoleGrant.role, func.length(Unit.path), User.id)
        .join(Unit, Unit.id == RoleGrant.unit_id)
        .join(User, User.id == RoleGrant.user_id)
        .where(
            Unit.id.in_(ids),
            RoleGrant.role.in_((Role.COORDINATOR, Role.ADMIN)),
            RoleGrant.revoked_at.is_(None),
            User.closed_at.is_(None),
        )
    )
    rows = [(row[0] == Role.COORDINATOR, row[1], row[2]) for row in db.session.execute(found)]
    nearest = max(rows, default=None)
    return sorted({row[2] for row in rows if nearest and row[:2] == nearest[:2]})


def is_active_between(one_path: str, other_path: str) -> bool:
    """Tell whether two units share mentors now: they, or units above them, are twins."""
    ones, others = ids_down_to(one_path), ids_down_to(other_path)
    found = (
        select(Twinning.id)
        .where(
            Twinning.state == State.ACTIVE,
            or_(
                and_(Twinning.asking_id.in_(ones), Twinning.asked_id.in_(others)),
                and_(Twinning.asking_id.in_(others), Twinning.asked_id.in_(ones)),
            ),
        )
        .limit(1)
    )
    return db.session.scalar(found) is not None


def list_lent(path: str) -> list[Lent]:
    """Return the mentors of the unit at ``path`` and below who are invited to help, or help, somebody elsewhere."""
    mentor, here, there = aliased(User), aliased(Unit), aliased(Unit)
    ours, theirs = aliased(Membership), aliased(Membership)
    found = (
        select(mentor.full_name, there.name, Pair.state)
        .select_from(Pair)
        .join(mentor, mentor.id == Pair.mentor_id)
        .join(ours, (ours.user_id == Pair.mentor_id) & ours.to_on.is_(None))
        .join(here, here.id == ours.unit_id)
        .join(theirs, (theirs.user_id == Pair.mentee_id) & theirs.to_on.is_(None))
        .join(there, there.id == theirs.unit_id)
        .where(Pair.state.in_(TAKEN), here.path.startswith(path, autoescape=True))
        .where(~there.path.startswith(path, autoescape=True))
        .order_by(mentor.search_name, Pair.id)
        .limit(MOST_LENT)
    )
    return [Lent(*row) for row in db.session.execute(found)]
