"""Setting the points that count in a unit and below it, and who leads whom."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from lms.accounts.services import write_audit
from lms.core.errors import N_, DomainError
from lms.db import db
from lms.matching.models import Manager
from lms.pairing.services.rules import hold_rules
from lms.units.models import Unit


class LeadsOneselfError(DomainError):
    message = N_("Quản lý và người được quản lý phải là hai người khác nhau.")


def set_points(unit: Unit, points: Mapping[str, int], by_id: int, now: datetime) -> None:
    """Keep the points of a unit; none at all: those of the unit above, or the usual ones, hold again."""
    hold_rules(unit.id, by_id, now).weights = dict(points)
    write_audit(by_id, "pairing.points", f"unit:{unit.id}", now, unit_id=unit.id)
    db.session.flush()


def set_manager(manager_id: int, user_id: int) -> None:
    """Note that somebody leads somebody directly. Twice is once.

    Raises:
        LeadsOneselfError: they are one person.
    """
    if manager_id == user_id:
        raise LeadsOneselfError
    known = select(Manager.id).where(Manager.manager_id == manager_id, Manager.user_id == user_id)
    if db.session.scalar(known) is not None:
        return
    try:
        with db.session.begin_nested():
            db.session.add(Manager(manager_id=manager_id, user_id=user_id))
    except IntegrityError:  # the other tap was a moment faster
        return


def forget_manager(manager_id: int, user_id: int) -> None:
    """Note that somebody leads somebody no longer."""
    db.session.execute(delete(Manager).where(Manager.manager_id == manager_id, Manager.user_id == user_id))
