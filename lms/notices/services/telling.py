"""Telling people what concerns them, once each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from lms.db import db
from lms.notices.models import Notice
from lms.notices.queries.own import list_told


@dataclass(frozen=True)
class Telling:
    """One thing to tell one person: the notice as it would be written."""

    user_id: int
    kind: str
    key: str
    path: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)


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
    try:
        _write([Telling(user_id, kind, key, path, values or {})], now)
    except IntegrityError:  # somebody else told it a moment ago
        if db.session.scalar(select(Notice.id).where(Notice.key == key)) is None:
            raise
        return False
    return True


def notify_all(tellings: Iterable[Telling], now: datetime) -> int:
    """Tell many things at once, each as :func:`notify` does; return how many were told now.

    All in three statements, unless somebody else tells one of them in the same moment.
    """
    by_key = {each.key: each for each in tellings}
    known = list_told(by_key)
    news = [each for each in by_key.values() if each.key not in known]
    try:
        _write(news, now)
    except IntegrityError:
        return sum(
            notify(each.user_id, each.kind, each.key, now, path=each.path, values=each.values)
            for each in news
        )
    return len(news)


def _write(tellings: Iterable[Telling], now: datetime) -> None:
    with db.session.begin_nested():
        db.session.add_all(
            Notice(
                user_id=each.user_id,
                kind=each.kind,
                values=dict(each.values),
                path=each.path,
                key=each.key,
                at=now,
            )
            for each in tellings
        )


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
