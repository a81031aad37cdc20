"""Telling people what concerns them, once each."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from lms.db import db
from lms.notices.models import Notice


def notify(
    user_id: int,
    kind: str,
    key: str,
    now: datetime,
    *,
    path: str = "",
    values: Mapping[str, Any] | None = None,
) -> bool:
    """Tell a person something; the same ``key`` again tells nothing. Return whether it was told now.

    How many mails a day it becomes is for :mod:`lms.notices.services.mailing`: the page shows all.
    """
    if db.session.scalar(select(Notice.id).where(Notice.key == key)) is not None:
        return False
    notice = Notice(user_id=user_id, kind=kind, values=dict(values or {}), path=path, key=key, at=now)
    try:
        with db.session.begin_nested():
            db.session.add(notice)
    except IntegrityError:  # somebody else told it a moment ago
        if db.session.scalar(select(Notice.id).where(Notice.key == key)) is None:
            raise
        return False
    return True


def mark_read(user_id: int, now: datetime, up_to: int) -> None:
    """Note that the person has had the notices up to this id before the eyes."""
    db.session.execute(
        update(Notice)
        .where(Notice.user_id == user_id, Notice.id <= up_to, Notice.read_at.is_(None))
        .values(read_at=now)
    )


def open_notice(notice: Notice, now: datetime) -> None:
    """Note that the person opened this notice; the first time counts."""
    if notice.read_at is None:
        notice.read_at = now
        db.session.flush()
