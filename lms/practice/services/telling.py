"""Who does something to a try, and how the ledger is told of it."""

from dataclasses import dataclass
from datetime import datetime

from lms.core.completion import Verb
from lms.practice.models import Submission
from lms.progress.services import record


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
