"""Setting from when on signals are given, for a unit and below, and setting it back."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from lms.accounts.services import write_audit
from lms.core.errors import N_, ConflictError, DomainError
from lms.core.signals import BOUNDS
from lms.db import db
from lms.pairing.models import PairingRules


class OutOfBoundsError(DomainError):
    message = N_("Có số nằm ngoài khoảng cho phép. Xem lại các ô, rồi lưu lần nữa.")


class LaterFirstError(DomainError):
    message = N_("Mốc “ai trong trường cũng giúp được” phải muộn hơn mốc báo cán bộ công đoàn.")


def set_thresholds(unit_id: int, by_id: int, shown: Mapping[str, int], now: datetime) -> None:
    """Set the thresholds of signals, each in the unit of its bounds.

    Raises:
        OutOfBoundsError, LaterFirstError: a number is missing or out of bounds, or two stand in the wrong order.
    """
    stored: dict[str, int] = {}
    for name, bounds in BOUNDS.items():
        number = shown.get(name)
        if number is None or not bounds.least <= number <= bounds.most:
            raise OutOfBoundsError
        stored[name] = number * (bounds.hours or 1)
    if stored["anybody_after"] <= stored["review_within"]:
        raise LaterFirstError
    _keep(unit_id, by_id, now).thresholds = stored
    db.session.flush()


def restore_thresholds(unit_id: int, by_id: int, now: datetime) -> None:
    """Let the unit follow the unit above again, or the defaults."""
    _keep(unit_id, by_id, now).thresholds = {}
    db.session.flush()


def _keep(unit_id: int, by_id: int, now: datetime) -> PairingRules:
    write_audit(by_id, "pair.rules", f"unit:{unit_id}", now, unit_id=unit_id)
    return hold_rules(unit_id, by_id, now)


def hold_rules(unit_id: int, by_id: int, now: datetime) -> PairingRules:
    """Return what a unit set, held until the transaction ends: a row of its own if there was none."""
    rules = _held(unit_id)
    if rules is None:
        try:
            with db.session.begin_nested():
                db.session.add(PairingRules(unit_id=unit_id, weights={}, thresholds={}, changed_at=now))
        except IntegrityError:  # another officer was a moment faster
            pass
        rules = _held(unit_id)
    if rules is None:
        raise ConflictError
    rules.changed_by_id, rules.changed_at = by_id, now
    return rules


def _held(unit_id: int) -> PairingRules | None:
    return db.session.get(PairingRules, unit_id, with_for_update=True, populate_existing=True)
