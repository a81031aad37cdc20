"""Which units share mentors with which by an active twinning. One covers both units and all below them."""

from collections import defaultdict
from collections.abc import Mapping

from sqlalchemy import ColumnElement, or_, select

from lms.core.pair_life import State
from lms.core.unit_paths import ids_down_to
from lms.db import db
from lms.matching.models import Twinning
from lms.units.models import Unit


def list_shared(holds: ColumnElement[bool]) -> dict[int, frozenset[int]]:
    """Return, for each unit of which ``holds`` is true and that has twins, the units whose mentors it may have."""
    rows = db.session.execute(
        select(Twinning.asking_id, Twinning.asked_id).where(Twinning.state == State.ACTIVE)
    )
    twins: dict[int, set[int]] = defaultdict(set)
    for asking_id, asked_id in rows:
        twins[asking_id].add(asked_id)
        twins[asked_id].add(asking_id)
    if not twins:
        return {}
    below = _list_below(twins)
    shared = {}
    for unit_id, path in db.session.execute(select(Unit.id, Unit.path).where(holds)):
        others = {other for above in ids_down_to(path) for other in twins.get(above, ())}
        if others:
            shared[unit_id] = frozenset().union(*(below[other] for other in others)) - {unit_id}
    return shared


def _list_below(tops: Mapping[int, object]) -> dict[int, frozenset[int]]:
    """Return the units at and below each of these."""
    paths = {
        row[0]: row[1]
        for row in db.session.execute(select(Unit.id, Unit.path).where(Unit.id.in_(list(tops))))
    }
    found: dict[int, set[int]] = defaultdict(set)
    is_below = or_(*(Unit.path.startswith(path, autoescape=True) for path in paths.values()))
    for unit_id, path in db.session.execute(select(Unit.id, Unit.path).where(is_below)):
        for above in ids_down_to(path):
            if above in paths:
                found[above].add(unit_id)
    return {top: frozenset(units) for top, units in found.items()}
