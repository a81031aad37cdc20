"""What an extension, once it is granted, does to an attempt that already runs."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from sqlalchemy import select, update

from lms.db import db
from lms.quizzes.models import Attempt
from lms.quizzes.queries import RUNNING, find_extension, get_bank_revision
from lms.quizzes.services.saving import lock_attempt
from lms.quizzes.services.timing import deadline_of


def apply_extension(user_id: int, course_id: int, keys: Sequence[str], zone: ZoneInfo) -> bool:
    """Move the deadline of the person's running attempt to what the extension gives; tell whether it moved.

    It only ever moves later: whoever works with an eye on the clock is never surprised by less time. ``keys`` are the
    quiz's: today's first, then those it had before.
    """
    running = select(Attempt.id, Attempt.revision_id, Attempt.started_at).where(
        Attempt.user_id == user_id,
        Attempt.course_id == course_id,
        Attempt.item_key.in_(keys),
        Attempt.state.in_(RUNNING),
    )
    found = db.session.execute(running).first()
    if found is None:
        return False
    before = lock_attempt(found.id)
    if before.state not in RUNNING or before.deadline_at is None:
        return False
    granted = find_extension(user_id, course_id, keys)
    deadline = deadline_of(get_bank_revision(found.revision_id).bank, found.started_at, zone, granted)
    if deadline is not None and deadline <= before.deadline_at:
        return False
    moved = update(Attempt).where(Attempt.id == found.id)
    db.session.execute(moved.values(deadline_at=deadline, state="in_progress"))
    return True
