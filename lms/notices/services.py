"""Telling people what concerns them, once each, and no more in a day than anybody can bear."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from lms.db import db
from lms.notices.models import Notice

MOST_A_DAY = 12
"""Beyond it a notice is still kept, but not sent by mail; the page shows all."""


def notify(
    user_id: int,
    kind: str,
    key: str,
    now: datetime,
    *,
    path: str = "",
    values: Mapping[str, Any] | None = None,
) -> bool:
    """Tell a person something; the same ``key`` again tells nothing. Return whether it was told now."""
    if db.session.scalar(select(Notice.id).where(Notice.key == key)) is not None:
        return False
    notice = Notice(user_id=user_id, kind=kind, values=dict(values or {}), path=path, key=key, at=now)
    if _told_since(user_id, now - timedelta(days=1)) >= MOST_A_DAY:
        notice.mailed_at = now  # kept for the page alone
    try:
        with db.session.begin_nested():
            db.session.add(notice)
    except IntegrityError:  # the other tick was a moment faster
        return False
    return True


def _told_since(user_id: int, when: datetime) -> int:
    found = select(func.count()).where(Notice.user_id == user_id, Notice.at > when)
    return db.session.scalar(found) or 0


def mark_read(user_id: int, now: datetime, up_to: int) -> None:
    """Note that the person has had the notices up to this id before the eyes."""
    db.session.execute(
        update(Notice)
        .where(Notice.user_id == user_id, Notice.id <= up_to, Notice.read_at.is_(None))
        .values(read_at=now)
    )
