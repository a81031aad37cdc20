"""Which device works on an attempt. A second one takes over after a warning; nothing that the first sends is refused."""

from sqlalchemy import CursorResult, or_, update

from lms.db import db
from lms.quizzes.models import Answer, Attempt
from lms.quizzes.queries import RUNNING

HEAD_START = 100_000
"""By so much the sequence numbers of kept answers rise: what the other device still has to send comes before them."""
_HIGHEST = 1_000_000_000


def take_over(attempt_id: int, session_id: int) -> None:
    """Let the attempt belong to this sign-in session from now on; one that has ended stays as it is.

    What the other device has not sent yet still fills questions without an answer, and replaces none given so far.
    """
    held = update(Attempt).where(
        Attempt.id == attempt_id,
        Attempt.state.in_(RUNNING),
        or_(Attempt.held_by_id.is_(None), Attempt.held_by_id != session_id),
    )
    changed = db.session.execute(held.values(held_by_id=session_id))
    if isinstance(changed, CursorResult) and changed.rowcount:
        ahead = update(Answer).where(
            Answer.attempt_id == attempt_id, Answer.is_late.is_(False), Answer.seq < _HIGHEST
        )
        db.session.execute(ahead.values(seq=Answer.seq + HEAD_START))
