"""Who is stuck at a task: three or more failures within a week, and no pass, nor anything that waits, since."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from lms.core.practice.states import TaskState
from lms.db import db
from lms.practice.models import Submission
from lms.practice.queries.tasks import task_of

STUCK_AFTER = 3
STUCK_WITHIN = timedelta(days=7)


@dataclass(frozen=True)
class Stuck:
    """A task that somebody does not get past, and how often it was tried in vain within the week."""

    revision_id: int
    item_key: str
    failures: int

    @property
    def title(self) -> str:
        return task_of(self.revision_id, self.item_key).item.title


def list_stuck(user_ids: Collection[int], now: datetime) -> Mapping[int, Stuck]:
    """Return the task with the latest failure of each person who is stuck, in one statement."""
    if not user_ids:
        return {}
    later = aliased(Submission)
    settled = (
        select(later.id)
        .where(
            later.user_id == Submission.user_id,
            later.course_id == Submission.course_id,
            later.item_key == Submission.item_key,
            later.state.in_((TaskState.PASSED, TaskState.WAITING)),
        )
        .exists()
    )
    found = db.session.execute(
        select(
            Submission.user_id,
            func.max(Submission.revision_id),
            Submission.item_key,
            func.count(),
        )
        .where(
            Submission.user_id.in_(user_ids),
            Submission.state == TaskState.NOT_PASSED,
            Submission.handed_in_at > now - STUCK_WITHIN,
            ~settled,
        )
        .group_by(Submission.user_id, Submission.course_id, Submission.item_key)
        .having(func.count() >= STUCK_AFTER)
        .order_by(func.max(Submission.id))
    )
    return {row[0]: Stuck(row[1], row[2], row[3]) for row in found}
