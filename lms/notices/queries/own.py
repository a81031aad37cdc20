"""A person's own notices, and how many of them are new."""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, FromClause, func, select

from lms.core.errors import NotFoundError
from lms.db import db
from lms.notices.models import Notice

MOST_COUNTED = 100
"""More unread notices than this are counted as this many: nobody's header waits for a long count."""

_notices = Notice.__table__


def unread_of(users: FromClause) -> ColumnElement[int]:
    """Return how many unread notices the person of each row of ``users`` has, to stand in another statement."""
    some = (
        select(_notices.c.id)
        .where(_notices.c.user_id == users.c.id, _notices.c.read_at.is_(None))
        .correlate(users)
        .limit(MOST_COUNTED)
        .subquery()
    )
    return select(func.count()).select_from(some).scalar_subquery()


def get_notice(notice_id: int, user_id: int) -> Notice:
    """Return a person's own notice.

    Raises:
        NotFoundError: there is none with this id, or it is somebody else's.
    """
    notice = db.session.get(Notice, notice_id)
    if notice is None or notice.user_id != user_id:
        raise NotFoundError
    return notice


def list_told(keys: Collection[str]) -> set[str]:
    """Return which of these keys people were told of already."""
    return set(db.session.scalars(select(Notice.key).where(Notice.key.in_(keys)))) if keys else set()


def list_notices(user_id: int, page: int, per_page: int) -> tuple[Sequence[Notice], int]:
    """Return a page of a person's notices, newest first, and how many there are."""
    mine = Notice.user_id == user_id
    total = db.session.scalar(select(func.count()).select_from(Notice).where(mine)) or 0
    found = (
        select(Notice).where(mine).order_by(Notice.id.desc()).limit(per_page).offset((page - 1) * per_page)
    )
    return db.session.scalars(found).all(), total
