"""What people handed in so far, and the locks that keep two taps apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, bindparam, func, select

from lms.accounts.models import User
from lms.core.errors import NotFoundError
from lms.core.people import call_name
from lms.core.practice import Report, report_from_json
from lms.core.practice.states import TaskState
from lms.db import db
from lms.practice.models import Submission


@dataclass(frozen=True)
class Try:
    """A learner's latest try at a task, as the page needs it; ``failures`` counts all tries that did not pass."""

    id: int
    number: int
    state: TaskState
    payload: dict[str, Any]
    stored_report: dict[str, Any]
    note: str
    handed_in_at: datetime | None
    decided_at: datetime | None
    reason: str
    decided_by: str
    failures: int
    means: str = ""
    """How it was confirmed in person: by qr, by code, or neither."""
    again: int = 0
    """Which time it is done again after it was passed, 0 for the tries before."""

    @property
    def report(self) -> Report | None:
        return report_from_json(self.stored_report) if self.stored_report else None


def state_after(state: TaskState, again: int = 0, *, is_done: bool) -> TaskState:
    """Return where a task stands after its latest try: one that was passed and does not count any more is new again.

    The ledger takes a pass back where the task says something else now, and has to be, or is, done again. And an older
    try passes where checking again found it right after all. What is done again to keep a skill, and did not come out
    yet, can be tried once more; that takes nothing away.
    """
    if is_done and not again and state in (TaskState.NOT_PASSED, TaskState.COULD_NOT_CHECK):
        return TaskState.PASSED
    return TaskState.NEW if state is TaskState.PASSED and not is_done else state


_tries, _users = Submission.__table__, User.__table__
_former = _tries.alias("former")
_KEYS: BindParameter[Sequence[str]] = bindparam("keys", expanding=True)
_LATEST = (
    select(
        _tries.c.id,
        _tries.c.number,
        _tries.c.state,
        _tries.c.payload,
        _tries.c.report,
        _tries.c.note,
        _tries.c.handed_in_at,
        _tries.c.decided_at,
        _tries.c.reason,
        _users.c.honorific,
        _users.c.full_name,
        select(func.count())
        .where(
            _former.c.user_id == _tries.c.user_id,
            _former.c.course_id == _tries.c.course_id,
            _former.c.item_key.in_(_KEYS),
            _former.c.state == TaskState.NOT_PASSED,
        )
        .scalar_subquery(),
        _tries.c.means,
        _tries.c.again,
    )
    .select_from(_tries.outerjoin(_users, _users.c.id == _tries.c.decided_by_id))
    .where(
        _tries.c.user_id == bindparam("user_id"),
        _tries.c.course_id == bindparam("course_id"),
        _tries.c.item_key.in_(_KEYS),
    )
    .order_by(_tries.c.id.desc())
    .limit(1)
)


def find_try(user_id: int, course_id: int, keys: Sequence[str]) -> Try | None:
    """Return the latest try at a task, who decided it, and how many did not pass, in one statement."""
    row = db.session.execute(
        _LATEST, {"user_id": user_id, "course_id": course_id, "keys": list(keys)}
    ).first()
    if row is None:
        return None
    decided_by = call_name(row[9], row[10]) if row[10] else ""
    return Try(row[0], row[1], TaskState(row[2]), *row[3:9], decided_by, row[11], row[12], row[13])


def find_latest(user_id: int, course_id: int, keys: Sequence[str]) -> Submission | None:
    """Return the row of the latest try, to be changed."""
    return db.session.scalars(
        select(Submission)
        .where(
            Submission.user_id == user_id, Submission.course_id == course_id, Submission.item_key.in_(keys)
        )
        .order_by(Submission.id.desc())
        .limit(1)
    ).first()


def count_rounds(user_id: int, course_id: int, keys: Sequence[str]) -> int:
    """Return how many times a person has begun to do a task again after it was passed."""
    found = select(func.max(Submission.again)).where(
        Submission.user_id == user_id, Submission.course_id == course_id, Submission.item_key.in_(keys)
    )
    return db.session.scalar(found) or 0


def get_submission(submission_id: int) -> Submission:
    """Return a try.

    Raises:
        NotFoundError: there is no such try.
    """
    found = db.session.get(Submission, submission_id)
    if found is None:
        raise NotFoundError
    return found


def list_confirmed(user_id: int, decider_id: int, since: datetime) -> list[Submission]:
    """Return what one person confirmed of another's work since then and still stands, oldest first."""
    found = select(Submission).where(
        Submission.user_id == user_id,
        Submission.decided_by_id == decider_id,
        Submission.state == TaskState.PASSED,
        Submission.decided_at >= since,
    )
    return list(db.session.scalars(found.order_by(Submission.id)))


def lock_submission(submission_id: int) -> Submission:
    """Return a try, held against a second decision at the same moment.

    Raises:
        NotFoundError: there is no such try.
    """
    found = db.session.get(Submission, submission_id, with_for_update=True, populate_existing=True)
    if found is None:
        raise NotFoundError
    return found


def lock_person(user_id: int) -> None:
    """Let this person's hand-ins follow one another: try numbers and the photo quota count rows.

    Rows that name the person are not held up by it; otherwise two people could wait for one another.
    """
    db.session.execute(select(User.id).where(User.id == user_id).with_for_update(key_share=True))
