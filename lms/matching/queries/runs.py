"""Reading runs of suggestions, and what a group of units would be suggested now."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from lms.core.errors import NotFoundError
from lms.core.matching import Fact, Outcome, Weights, suggest
from lms.db import db
from lms.matching.models import PairingRun
from lms.matching.queries.facts import Group, Material, load
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
    ids = [int(part) for part in path.strip("/").split("/") if part]
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
    if unit is None and named.isascii() and named.isdigit():
        unit = db.session.get(Unit, int(named))
    return unit


def look(
    group: Group, weights: Weights, now: datetime, only: Sequence[int] | None = None
) -> tuple[Material, Outcome]:
    """Return the facts of a group and what they suggest; nothing is written."""
    material = load(group, now, only)
    return material, suggest(material.needs, material.offers, material.limits, weights)


def stored(facts: Sequence[Fact]) -> list[list[str]]:
    """Return facts as a pair keeps them."""
    return [[fact.why.value, *fact.values] for fact in facts]
