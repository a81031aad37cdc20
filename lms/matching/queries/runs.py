"""Reading runs of suggestions, and what a group of units would be suggested now."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType

from sqlalchemy import exists, select

from lms.core.errors import NotFoundError
from lms.core.matching import Fact, Outcome, Weights, suggest
from lms.core.unit_paths import ids_down_to
from lms.core.whole_numbers import whole_number
from lms.db import db
from lms.matching.models import Need, PairingRun
from lms.matching.queries.facts import Group, Material, list_groups, load, members_where
from lms.matching.queries.pools import list_shared
from lms.pairing.models import Pair
from lms.units.models import Unit


def get_run(run_id: int) -> PairingRun:
    """Return the run.

    Raises:
        NotFoundError: there is no such run.
    """
    run = db.session.get(PairingRun, run_id)
    if run is None:
        raise NotFoundError
    return run


def find_latest_run(unit_id: int) -> PairingRun | None:
    """Return the latest run that somebody began for this very unit."""
    found = select(PairingRun).where(PairingRun.unit_id == unit_id).order_by(PairingRun.id.desc()).limit(1)
    return db.session.scalars(found).first()


def find_covering_run(path: str) -> PairingRun | None:
    """Return the latest run that looked at the unit at ``path``, as its own or from above."""
    ids = ids_down_to(path)
    found = (
        select(PairingRun)
        .where(PairingRun.unit_id.in_(ids), PairingRun.state.in_(("working", "draft", "published")))
        .order_by(PairingRun.id.desc())
        .limit(1)
    )
    return db.session.scalars(found).first()


def list_top_units() -> Sequence[Unit]:
    """Return the units that have none above, in a fixed order."""
    return db.session.scalars(select(Unit).where(Unit.parent_id.is_(None)).order_by(Unit.id)).all()


def find_unit(named: str) -> Unit | None:
    """Return the unit with this code, else the one with this number."""
    unit = db.session.scalars(select(Unit).where(Unit.code == named)).first()
    number = whole_number(named)
    return db.session.get(Unit, number) if unit is None and number else unit


@dataclass(frozen=True)
class Step:
    """One step of a run: a group by itself, or who is left of it with the mentors of twinned units.

    Twins come after every group has had its own mentors, so that no unit lends whom it needs itself.
    """

    group: Group
    is_with_twins: bool


def list_steps(path: str) -> list[Step]:
    """Return the steps of a run for the unit at ``path``: every group, then again those that have twins."""
    groups = list_groups(path)
    shared = list_shared(Unit.path.startswith(path, autoescape=True))
    parents = set(db.session.scalars(select(Unit.parent_id).where(Unit.id.in_(list(shared)))))
    return [Step(each, False) for each in groups] + [
        Step(each, True) for each in groups if each.parent_id in parents
    ]


def look(
    group: Group, weights: Weights, now: datetime, only: Sequence[int] | None = None
) -> tuple[Material, Outcome]:
    """Return the facts of a group, its twins' mentors included, and what they suggest; nothing is written."""
    material = load(group, now, only)
    return material, suggest(material.needs, material.offers, material.limits, weights)


def look_at(step: Step, weights: Weights, now: datetime) -> tuple[Material, Outcome]:
    """Return the facts of a step and what they suggest, after the steps before it have been stored."""
    if step.is_with_twins:
        return look(step.group, weights, now, _list_unplaced(step.group))
    return _look_alone(step.group, weights, now)


def _look_alone(group: Group, weights: Weights, now: datetime) -> tuple[Material, Outcome]:
    """Look at a group without its twins. Who is left and has twins is left to the step with them."""
    material = load(group, now, with_twins=False)
    outcome = suggest(material.needs, material.offers, material.limits, weights)
    shared = list_shared(group.holds())
    left = {each: why for each, why in outcome.left.items() if material.units[each] not in shared}
    return material, replace(outcome, left=MappingProxyType(left))


def _list_unplaced(group: Group) -> list[int]:
    """Return who asks, belongs to a unit of the group that has twins, and was suggested nobody."""
    found = select(Need.user_id).where(
        Need.withdrawn_at.is_(None),
        Need.user_id.in_(members_where(Unit.id.in_(list(list_shared(group.holds()))))),
        ~exists().where(Pair.mentee_id == Need.user_id, Pair.state == "suggested"),
    )
    return list(db.session.scalars(found.order_by(Need.user_id)))


def preview(path: str, weights: Weights, now: datetime) -> Iterator[Outcome]:
    """Return, step by step, what a run for the unit at ``path`` would suggest now; nothing is written."""
    given: Counter[int] = Counter()
    waiting: dict[Group, list[int]] = {}
    for step in list_steps(path):
        if step.is_with_twins:
            outcome = _try_with_twins(step.group, waiting[step.group], weights, now, given)
        else:
            material, outcome = _look_alone(step.group, weights, now)
            placed = {each.mentee_id for each in outcome.suggestions} | outcome.left.keys()
            waiting[step.group] = sorted(material.units.keys() - placed)
        given.update(each.mentor_id for each in outcome.suggestions)
        yield outcome


def _try_with_twins(
    group: Group, waiting: Sequence[int], weights: Weights, now: datetime, given: Mapping[int, int]
) -> Outcome:
    material = load(group, now, waiting, given=given)
    return suggest(material.needs, material.offers, material.limits, weights)


def stored(facts: Sequence[Fact]) -> list[list[str]]:
    """Return facts as a pair keeps them."""
    return [[fact.why.value, *fact.values] for fact in facts]
