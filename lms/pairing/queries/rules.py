"""From when on signals are given. What a unit sets holds for it and below; for each number the nearest wins."""

from collections.abc import Collection, Mapping

from sqlalchemy import select

from lms.core.signals import Thresholds, thresholds_from
from lms.core.unit_paths import ids_down_to
from lms.db import db
from lms.pairing.models import PairingRules
from lms.units.models import Unit


def list_thresholds(unit_paths: Collection[str]) -> dict[str, Thresholds]:
    """Return the thresholds of signals that hold for the units at these paths, in one statement."""
    ids = {unit_id for path in unit_paths for unit_id in ids_down_to(path)}
    found = (
        select(Unit.path, PairingRules.thresholds)
        .join(Unit, Unit.id == PairingRules.unit_id)
        .where(Unit.id.in_(ids))
    )
    rules: list[tuple[str, Mapping[str, int]]] = sorted(
        ((path, kept or {}) for path, kept in db.session.execute(found)), key=lambda each: len(each[0])
    )
    merged = {
        path: {name: value for above, kept in rules if path.startswith(above) for name, value in kept.items()}
        for path in unit_paths
    }
    return {path: thresholds_from(kept) for path, kept in merged.items()}


def find_thresholds(unit_path: str) -> Thresholds:
    """Return the thresholds of signals that hold for the unit at ``unit_path``."""
    return list_thresholds([unit_path])[unit_path]


def find_own_rules(unit_id: int) -> PairingRules | None:
    """Return what the unit itself set."""
    return db.session.get(PairingRules, unit_id)
