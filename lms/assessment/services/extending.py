"""Granting one person more time, more attempts or a later close, and taking it back. The quizzes feature obeys it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from lms.accounts.models import User
from lms.accounts.services import write_audit
from lms.assessment.queries import find_live_extension
from lms.db import db
from lms.quizzes.models import Extension
from lms.quizzes.services import apply_extension

MOST_MINUTES = 600
MOST_ATTEMPTS = 20
LATEST_CLOSE = timedelta(days=366)


@dataclass(frozen=True)
class Terms:
    """What is granted, and why."""

    extra_minutes: int
    extra_attempts: int
    closes_at: datetime | None
    reason: str


def grant_extension(
    user_id: int,
    course_id: int,
    keys: Sequence[str],
    terms: Terms,
    by_id: int,
    unit_id: int,
    zone: ZoneInfo,
    now: datetime,
) -> Extension:
    """Grant ``terms`` in place of what was granted before, also to an attempt that runs; twice the same is once."""
    db.session.execute(select(User.id).where(User.id == user_id).with_for_update(key_share=True))
    live = find_live_extension(user_id, course_id, keys)
    if live is not None and terms_of(live) == terms:
        return live
    if live is not None:
        live.revoked_at = now
    granted = Extension(
        user_id=user_id,
        course_id=course_id,
        item_key=keys[0],
        extra_minutes=terms.extra_minutes,
        extra_attempts=terms.extra_attempts,
        closes_at=terms.closes_at,
        reason=terms.reason,
        granted_by_id=by_id,
        granted_at=now,
    )
    db.session.add(granted)
    db.session.flush()
    apply_extension(user_id, course_id, keys, zone)
    _audit("extension.granted", granted, by_id, unit_id, now)
    return granted


def revoke_extension(extension: Extension, by_id: int, unit_id: int, now: datetime) -> bool:
    """Take an extension back; tell whether it stood. An attempt that runs keeps the time that it was given."""
    db.session.refresh(extension, with_for_update=True)
    if extension.revoked_at is not None:
        return False
    extension.revoked_at = now
    _audit("extension.revoked", extension, by_id, unit_id, now)
    return True


def terms_of(extension: Extension) -> Terms:
    """Return what an extension grants."""
    return Terms(extension.extra_minutes, extension.extra_attempts, extension.closes_at, extension.reason)


def _audit(action: str, extension: Extension, by_id: int, unit_id: int, now: datetime) -> None:
    write_audit(
        by_id,
        action,
        f"user:{extension.user_id}",
        now,
        unit_id=unit_id,
        note=extension.reason,
        detail={
            "item": extension.item_key,
            "minutes": extension.extra_minutes,
            "attempts": extension.extra_attempts,
            "closes_at": extension.closes_at.isoformat() if extension.closes_at else None,
        },
    )
