"""Who does something to a try, and how the ledger is told of it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from lms.core.completion import Verb
from lms.db import db
from lms.practice.models import Submission
from lms.practice.queries import task_of
from lms.progress.models import LearningEvent
from lms.progress.services import record

_PROVING = frozenset(
    {
        Verb.TASK_PASSED,
        Verb.RECHECKED,
        Verb.TASK_APPROVED,
        Verb.OBSERVED_WITH_HELP,
        Verb.OBSERVED_ALONE,
    }
)
_WITHDRAWING = frozenset({Verb.WITHDRAWN, Verb.UPDATE_RESET})


@dataclass(frozen=True)
class Party:
    """Who does something to a try: the learner (``self``), the ``mentor``, or an ``assessor`` of the unit."""

    id: int
    kind: str


def tell(submission: Submission, verb: Verb, who: Party | None, now: datetime, trust: str = "") -> None:
    """Tell the ledger who did what; nobody means the machine.

    A try may be taken back and handed in again, so the key names when it was handed in.
    """
    handed_in = submission.handed_in_at.isoformat() if submission.handed_in_at else ""
    record(
        subject_id=submission.user_id,
        actor_id=who.id if who else None,
        actor_kind=who.kind if who else "system",
        verb=verb,
        course_id=submission.course_id,
        item_key=submission.item_key,
        now=now,
        idempotency_key=f"submission:{submission.id}:{verb}:{handed_in}",
        trust=trust,
        detail={"submission": submission.id},
    )


def tell_withdrawn(submission: Submission, who: Party | None, now: datetime) -> None:
    """Tell the ledger that a try proves nothing any more, and once more what other tries at the same task still prove.

    In the ledger a withdrawal takes everything before it about the task with it. Another's word, or a machine's, about
    another try is not this one's to take back.
    """
    standing = _list_standing(submission)
    tell(submission, Verb.WITHDRAWN, who, now)
    for each in standing:
        record(
            subject_id=each.subject_id,
            actor_id=each.actor_id,
            actor_kind=each.actor_kind,
            verb=Verb(each.verb),
            course_id=each.course_id,
            item_key=each.item_key,
            now=each.at,
            idempotency_key=f"standing:{each.id}:{submission.id}:{now.isoformat()}",
            trust=each.trust,
            detail=dict(each.detail),
        )


def _list_standing(submission: Submission) -> list[LearningEvent]:
    """Return what other tries at the task prove up to now, in the order of the ledger."""
    keys = task_of(submission.revision_id, submission.item_key).keys
    found = (
        select(LearningEvent)
        .where(
            LearningEvent.subject_id == submission.user_id,
            LearningEvent.course_id == submission.course_id,
            LearningEvent.item_key.in_(keys),
            LearningEvent.verb.in_(_PROVING | _WITHDRAWING),
        )
        .order_by(LearningEvent.id)
    )
    standing: list[LearningEvent] = []
    for each in db.session.scalars(found):
        if each.verb in _WITHDRAWING:
            standing.clear()
        elif each.detail.get("submission") != submission.id:
            standing.append(each)
    return standing
