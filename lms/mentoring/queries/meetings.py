"""Reading meetings: those of a pair, the last one, and what waits for somebody's word."""

from sqlalchemy import func, select

from lms.core.errors import NotFoundError
from lms.db import db
from lms.mentoring.models import Meeting


def get_meeting(pair_id: int, meeting_id: int) -> Meeting:
    """Return a meeting of the pair.

    Raises:
        NotFoundError: the pair has no such meeting.
    """
    found = db.session.get(Meeting, meeting_id)
    if found is None or found.pair_id != pair_id:
        raise NotFoundError
    return found


def list_meetings(pair_id: int, number: int, per_page: int) -> tuple[list[Meeting], int]:
    """Return page ``number`` of a pair's meetings, the latest first, and how many there are."""
    mine = select(Meeting).where(Meeting.pair_id == pair_id)
    total = db.session.scalar(select(func.count()).select_from(mine.subquery())) or 0
    found = mine.order_by(Meeting.on.desc(), Meeting.id.desc()).limit(per_page)
    return list(db.session.scalars(found.offset((number - 1) * per_page))), total


def list_unconfirmed(pair_id: int) -> list[Meeting]:
    """Return what one of the two noted and the other has not confirmed, the oldest first."""
    found = select(Meeting).where(Meeting.pair_id == pair_id, Meeting.confirmed_at.is_(None))
    return list(db.session.scalars(found.order_by(Meeting.on, Meeting.id)))


def find_last_meeting(pair_id: int) -> Meeting | None:
    """Return a pair's latest meeting that was not denied, confirmed or not."""
    found = select(Meeting).where(Meeting.pair_id == pair_id, Meeting.denied_at.is_(None))
    return db.session.scalars(found.order_by(Meeting.on.desc(), Meeting.id.desc()).limit(1)).first()


def newest_of(pair_id: int, author_id: int) -> int:
    """Return the number of the meeting that this person noted last in the pair, 0 for none: it tells taps apart."""
    found = select(func.max(Meeting.id)).where(Meeting.pair_id == pair_id, Meeting.logged_by_id == author_id)
    return db.session.scalar(found) or 0
