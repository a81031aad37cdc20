"""Handing a late hand-in to one mentor of the unit: she sees that one, is told, and so is the learner."""

from datetime import datetime

from lms.core.practice.states import TaskState, TransitionRefusedError
from lms.db import db
from lms.notices.services import notify
from lms.practice.models import LentReview
from lms.practice.queries import Late, lock_submission
from lms.practice.queries.lending import Reviewer, find_lent


def lend_review(late: Late, reviewer: Reviewer, by_id: int, now: datetime) -> None:
    """Let a mentor decide one hand-in that waits; a second tap changes nothing, another choice takes it from the first.

    Raises:
        TransitionRefusedError: somebody has decided meanwhile, or the learner took it back.
    """
    if lock_submission(late.submission_id).state != TaskState.WAITING:
        raise TransitionRefusedError
    lent = find_lent(late.submission_id)
    if lent is None:
        lent = LentReview(submission_id=late.submission_id, reviewer_id=reviewer.user_id, by_id=by_id, at=now)
        db.session.add(lent)
    elif lent.reviewer_id != reviewer.user_id:
        lent.reviewer_id, lent.by_id, lent.at = reviewer.user_id, by_id, now
    db.session.flush()
    key = f"{late.submission_id}:{reviewer.user_id}"
    path = f"/duyet/{late.submission_id}"
    notify(
        reviewer.user_id, "review_lent", f"review_lent:{key}", now, path=path, values={"name": late.call_name}
    )
    notify(
        late.user_id,
        "review_lent_to",
        f"review_lent_to:{key}",
        now,
        path="/nguoi-huong-dan",
        values={"helper": reviewer.call_name},
    )
