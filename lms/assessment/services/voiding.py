"""Voiding an attempt: it counts for nothing any more, and a pass that it alone gave is withdrawn."""

from collections.abc import Sequence
from datetime import datetime

from lms.accounts.services import write_audit
from lms.assessment.queries import get_attempt_row
from lms.db import db
from lms.quizzes.models import MarkChange
from lms.quizzes.queries import PublishedBank, Sitting
from lms.quizzes.services import lock_goes, stands, tell_ledger_again

LONGEST_REASON = 200


def void_attempt(
    sitting: Sitting, published: PublishedBank, keys: Sequence[str], reason: str, by_id: int, now: datetime
) -> bool:
    """Void an attempt, whatever its state; tell whether it was not void before.

    The score stays for the record, the decision goes: what has no decision counts nowhere.
    """
    lock_goes(sitting.user_id, sitting.course_id, keys)
    row = get_attempt_row(sitting.token)
    attempt = row.attempt
    if attempt.state == "void":
        return False
    stood = stands(sitting, published)
    change = MarkChange(
        attempt_id=attempt.id,
        kind="void",
        before=attempt.score,
        after=None,
        reason=reason[:LONGEST_REASON],
        by_id=by_id,
        at=now,
    )
    db.session.add(change)
    attempt.state, attempt.is_passed = "void", None
    attempt.void_reason, attempt.voided_by_id, attempt.voided_at = reason[:LONGEST_REASON], by_id, now
    db.session.flush()
    tell_ledger_again(sitting, published, now, stood=stood, by_id=by_id, change=f"void-{change.id}")
    write_audit(
        by_id,
        "attempt.voided",
        f"user:{sitting.user_id}",
        now,
        unit_id=row.member.unit_id,
        note=attempt.void_reason,
        detail={"course": sitting.course_slug, "item": sitting.item_key, "number": sitting.number},
    )
    return True
