"""Reading uploads that wait for a decision."""

from datetime import datetime, timedelta

from sqlalchemy import select

from lms.authoring.models import Upload
from lms.core.errors import NotFoundError
from lms.db import db

KEPT = timedelta(days=7)
"""How long an upload waits; what was decided is remembered as long, for a second tap on the button."""


def get_upload(token: str, user_id: int, now: datetime, *, is_locked: bool = False) -> Upload:
    """Return a person's own upload, waiting or decided, while it is kept.

    Raises:
        NotFoundError: there is none with this token.
    """
    wanted = select(Upload).where(
        Upload.token == token, Upload.user_id == user_id, Upload.created_at > now - KEPT
    )
    found = db.session.scalars(wanted.with_for_update() if is_locked else wanted).first()
    if found is None:
        raise NotFoundError
    return found


def get_waiting_upload(token: str, user_id: int, now: datetime) -> Upload:
    """Return a person's own upload that is neither published nor dropped.

    Raises:
        NotFoundError: there is none with this token.
    """
    found = get_upload(token, user_id, now)
    if found.state != "waiting":
        raise NotFoundError
    return found


def list_waiting_uploads(user_id: int, now: datetime) -> list[Upload]:
    """Return a person's uploads that wait for a decision, newest first."""
    waiting = select(Upload).where(
        Upload.user_id == user_id, Upload.state == "waiting", Upload.created_at > now - KEPT
    )
    return list(db.session.scalars(waiting.order_by(Upload.id.desc())))


def list_due_uploads(now: datetime, limit: int) -> list[Upload]:
    """Return uploads whose time is over, with what was decided about them or without."""
    due = select(Upload).where(Upload.created_at <= now - KEPT).order_by(Upload.id).limit(limit)
    return list(db.session.scalars(due))
