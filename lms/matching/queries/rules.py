"""The points that count in a unit, and the hard rules for two given people."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import aliased

from lms.accounts.models import User
from lms.core.matching import Limits, Weights
from lms.core.unit_paths import ids_down_to
from lms.db import db
from lms.matching.models import Manager
from lms.pairing.models import Pair, PairingRules, Veto
from lms.units.models import Membership, Unit


def find_rules(unit_id: int) -> PairingRules | None:
    """Return what was set for this very unit."""
    return db.session.get(PairingRules, unit_id)


def find_weights(path: str) -> Weights:
    """Return the points of the unit at ``path``: those of the nearest unit, at it or above, that set any."""
    ids = ids_down_to(path)
    found = (
        select(PairingRules.weights)
        .join(Unit, Unit.id == PairingRules.unit_id)
        .where(PairingRules.unit_id.in_(ids))
        .order_by(func.length(Unit.path).desc())
    )
    return weights_from(next((each for each in db.session.scalars(found) if each), {}))


def weights_from(stored: Mapping[str, int]) -> Weights:
    """Return stored points; what is missing has its default."""
    known = asdict(Weights())
    return Weights(**{**known, **{name: value for name, value in stored.items() if name in known}})


def find_limits(one_id: int, other_id: int) -> Limits:
    """Return what keeps these two apart for good, whoever asks: vetoes and harm; and whether one leads the other."""
    both = (one_id, other_id)
    vetoes = select(Veto.id).where(Veto.by_id.in_(both), Veto.about_id.in_(both))
    harm = select(Pair.id).where(
        Pair.mentor_id.in_(both),
        Pair.mentee_id.in_(both),
        or_(Pair.ended_for_harm, Pair.paused_for_harm),
    )
    is_apart = db.session.scalar(select(or_(vetoes.exists(), harm.exists())))
    managers = select(Manager.manager_id, Manager.user_id).where(
        Manager.manager_id.in_(both), Manager.user_id.in_(both)
    )
    return Limits(
        frozenset({frozenset(both)}) if is_apart else frozenset(),
        frozenset((row[0], row[1]) for row in db.session.execute(managers)),
    )


@dataclass(frozen=True)
class Leading:
    """Somebody and the person whom somebody leads directly."""

    manager_id: int
    manager_name: str
    user_id: int
    user_name: str


def list_managers(path: str) -> list[Leading]:
    """Return who leads whom among the people of the unit at ``path`` and below."""
    manager, led = aliased(User), aliased(User)
    found = (
        select(manager.id, manager.full_name, led.id, led.full_name)
        .select_from(Manager)
        .join(manager, manager.id == Manager.manager_id)
        .join(led, led.id == Manager.user_id)
        .join(Membership, (Membership.user_id == led.id) & Membership.to_on.is_(None))
        .join(Unit, Unit.id == Membership.unit_id)
        .where(Unit.path.startswith(path, autoescape=True))
        .order_by(manager.search_name, manager.id, led.search_name, led.id)
    )
    return [Leading(*row) for row in db.session.execute(found)]
