"""Noting that two met, mending it, and what the other says to it.

Only the author changes a meeting, until the other confirms it; from then on it stands.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from lms.core.days import write_day
from lms.core.errors import N_, ConflictError, DomainError, NotFoundError
from lms.db import db
from lms.mentoring.models import Meeting
from lms.mentoring.queries.meetings import get_meeting
from lms.pairing.services.locking import lock_pair

MINUTES = (15, 30, 60)
PLACES = ("school", "home", "phone", "elsewhere")
OLDEST = timedelta(days=60)


class WrongMeetingDayError(DomainError):
    message = N_("Ngày gặp phải từ %(first)s đến hôm nay. Viết như %(last)s.")


class JustNotedError(ConflictError):
    message = N_("Một buổi gặp khác vừa được ghi. Nếu đây là thêm một buổi nữa, thầy cô bấm Lưu lần nữa.")


class ConfirmedError(ConflictError):
    message = N_("Hai người đã cùng xác nhận buổi này nên không sửa được nữa.")


class MendedError(ConflictError):
    message = N_("Buổi gặp này vừa được sửa. Thầy cô xem lại rồi trả lời.")


@dataclass(frozen=True)
class Met:
    """What is noted of a meeting."""

    on: date
    minutes: int
    place: str
    activity: str
    line: str


@dataclass(frozen=True)
class Days:
    """The present day and the pair's first, on the site's wall clock."""

    today: date
    began: date

    @property
    def first(self) -> date:
        """The first day that may still be noted."""
        return max(self.began, self.today - OLDEST)


def _check_day(met: Met, days: Days) -> None:
    if not days.first <= met.on <= days.today:
        raise WrongMeetingDayError(first=write_day(days.first), last=write_day(days.today))


def log_meeting(pair_id: int, by_id: int, met: Met, newest: int, days: Days, now: datetime) -> Meeting:
    """Note a meeting. ``newest`` is the author's last one that the page showed: the same again is a double tap.

    Raises:
        WrongMeetingDayError: too early, too late, or before the pair began.
        JustNotedError: another tab noted something else since the page was shown.
        PairRestingError: the pair is not active.
    """
    _check_day(met, days)
    pair = lock_pair(pair_id)
    key = f"{pair.id}:{by_id}:{newest}"
    there = db.session.scalars(select(Meeting).where(Meeting.idempotency_key == key)).first()
    if there is not None:
        if _as_noted(there) != met:
            raise JustNotedError
        return there
    meeting = Meeting(
        pair_id=pair.id,
        on=met.on,
        minutes=met.minutes,
        place=met.place,
        activity=met.activity,
        line=met.line,
        logged_by_id=by_id,
        logged_at=now,
        idempotency_key=key,
    )
    db.session.add(meeting)
    db.session.flush()
    return meeting


def _as_noted(meeting: Meeting) -> Met:
    return Met(meeting.on, meeting.minutes, meeting.place, meeting.activity, meeting.line)


def version_of(meeting: Meeting) -> str:
    """Return which writing of the meeting this is."""
    return meeting.logged_at.isoformat()


def _held(pair_id: int, meeting_id: int) -> Meeting:
    """Return a meeting as it is now, nobody else writing within the pair meanwhile."""
    meeting = get_meeting(lock_pair(pair_id).id, meeting_id)
    db.session.refresh(meeting)
    return meeting


def _own(pair_id: int, meeting_id: int, by_id: int) -> Meeting:
    meeting = _held(pair_id, meeting_id)
    if meeting.logged_by_id != by_id:
        raise NotFoundError
    if meeting.confirmed_at:
        raise ConfirmedError
    return meeting


def change_meeting(pair_id: int, meeting_id: int, by_id: int, met: Met, days: Days, now: datetime) -> bool:
    """Mend one's own note of a meeting; the other is asked anew. Return whether anything changed.

    Raises:
        ConfirmedError: the other has confirmed it.
        NotFoundError: somebody else noted it.
    """
    _check_day(met, days)
    meeting = _own(pair_id, meeting_id, by_id)
    if _as_noted(meeting) == met and meeting.denied_at is None:
        return False
    meeting.on, meeting.minutes, meeting.place = met.on, met.minutes, met.place
    meeting.activity, meeting.line, meeting.denied_at = met.activity, met.line, None
    meeting.logged_at = now
    db.session.flush()
    return True


def delete_meeting(pair_id: int, meeting_id: int, by_id: int) -> None:
    """Delete one's own note of a meeting that the other has not confirmed.

    Raises:
        ConfirmedError, NotFoundError: as ``change_meeting``.
    """
    db.session.delete(_own(pair_id, meeting_id, by_id))
    db.session.flush()


def confirm_meeting(pair_id: int, meeting_id: int, by_id: int, seen: str, now: datetime) -> bool:
    """Say that it was so, about what the other noted; return whether this was the tap that did it.

    Raises:
        MendedError: it says something else than the version ``seen``.
        NotFoundError: it is one's own note.
    """
    meeting = _others(pair_id, meeting_id, by_id, seen)
    if meeting.confirmed_at:
        return False
    meeting.confirmed_by_id, meeting.confirmed_at, meeting.denied_at = by_id, now, None
    db.session.flush()
    return True


def deny_meeting(pair_id: int, meeting_id: int, by_id: int, seen: str, now: datetime) -> bool:
    """Say that it was otherwise: it goes back to its author. Return whether this was the tap that did it.

    Raises:
        ConfirmedError: it is confirmed already.
        MendedError, NotFoundError: as ``confirm_meeting``.
    """
    meeting = _others(pair_id, meeting_id, by_id, seen)
    if meeting.confirmed_at:
        raise ConfirmedError
    if meeting.denied_at:
        return False
    meeting.denied_at = now
    db.session.flush()
    return True


def _others(pair_id: int, meeting_id: int, by_id: int, seen: str) -> Meeting:
    meeting = _held(pair_id, meeting_id)
    if meeting.logged_by_id == by_id:
        raise NotFoundError
    if version_of(meeting) != seen:
        raise MendedError
    return meeting
