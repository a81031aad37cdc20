"""Grading attempts again by the bank's present key: only what was previewed, all of it logged."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from lms.accounts.services import write_audit
from lms.assessment.queries import Quiz, get_attempt_row
from lms.assessment.queries.regrading import QuestionChange, Regrade, regrade
from lms.core.errors import N_, ConflictError
from lms.db import db
from lms.quizzes.models import MarkChange
from lms.quizzes.queries import Sitting, get_graded_bank, get_sitting
from lms.quizzes.services import lock_goes, stands, tell_ledger, tell_ledger_again, write_marks

LONGEST_REASON = 200


class OtherKeyError(ConflictError):
    message = N_(
        "Ngân hàng vừa có bản mới hơn bản thầy cô đã xem, nên chưa chấm lại gì. Xem lại danh sách dưới đây rồi bấm lần nữa."
    )


@dataclass(frozen=True)
class Regraded:
    """How many attempts were graded again, how many got other marks, and whose pass changed."""

    attempts: int = 0
    changed: int = 0
    gained: int = 0
    lost: int = 0

    def __add__(self, other: "Regraded") -> "Regraded":
        return Regraded(
            self.attempts + other.attempts,
            self.changed + other.changed,
            self.gained + other.gained,
            self.lost + other.lost,
        )


AT_ONCE = 20
"""Attempts graded again in one transaction: on SQLite nobody else can save while it lasts."""


def refuse_other_key(quiz: Quiz, seen_revision_id: int) -> None:
    """Let nobody grade by a key that was not previewed.

    Raises:
        OtherKeyError: the bank was published anew since the preview.
    """
    if quiz.published.id != seen_revision_id:
        raise OtherKeyError


def regrade_attempts(
    quiz: Quiz, tokens: Sequence[str], chosen: Collection[str], reason: str, by_id: int, now: datetime
) -> Regraded:
    """Grade the chosen questions again in these attempts, each as it is by now; one that was before is left alone."""
    done = [
        _regrade_one(token, quiz, sorted(chosen), reason[:LONGEST_REASON], by_id, now) for token in tokens
    ]
    touched = [each for each in done if each is not None]
    return Regraded(
        attempts=len(touched),
        changed=sum(each.is_other for each in touched),
        gained=sum(each.gains_pass for each in touched),
        lost=sum(each.loses_pass for each in touched),
    )


def note_regrade(
    quiz: Quiz, result: Regraded, chosen: Collection[str], reason: str, by_id: int, now: datetime
) -> None:
    """Log who graded again, what and why; nothing where nothing was."""
    if not result.attempts:
        return
    detail = {
        "course": quiz.slug,
        "item": quiz.key,
        "questions": sorted(chosen),
        "changed": result.changed,
    }
    subject = f"bank:{quiz.published.bank.id}"
    write_audit(by_id, "attempts.regraded", subject, now, note=reason, detail=detail)


def _regrade_one(
    token: str, quiz: Quiz, chosen: Sequence[str], reason: str, by_id: int, now: datetime
) -> Regrade | None:
    """Grade one attempt again under its lock, and let score, decision and ledger follow."""
    first = get_sitting(token)
    lock_goes(first.user_id, first.course_id, quiz.keys)
    sitting = get_sitting(token)  # as it is under the lock
    if sitting.state not in ("submitted", "graded"):
        return None
    found = regrade(sitting, quiz.published, chosen)
    if not found.changes:
        return None
    _write(sitting, found, quiz, reason, by_id, now)
    return found


def _write(sitting: Sitting, found: Regrade, quiz: Quiz, reason: str, by_id: int, now: datetime) -> None:
    """Write an attempt's new marks and the log of them; tell the ledger where the result that counts turns by it."""
    published = get_graded_bank(sitting)
    stood = stands(sitting, published)
    attempt = get_attempt_row(sitting.token).attempt
    again = {each.question_id: quiz.published.id for each in found.changes}
    attempt.regraded = {**(sitting.regraded or {}), **again}
    write_marks(attempt.id, {each.question_id: (each.after, each.state.value) for each in found.changes})
    log = [_logged(attempt.id, each, reason, by_id, now) for each in found.changes if each.is_other]
    db.session.add_all(log)
    if log:
        attempt.score, attempt.is_passed = found.marks.score, found.marks.is_passed
    db.session.flush()
    if not log:
        return
    if found.marks.is_passed is not None:
        tell_ledger(sitting, published, found.marks, now, actor_id=by_id, actor_kind="assessor")
    change = f"regrade-{log[-1].id}"
    tell_ledger_again(sitting, published, now, stood=stood, by_id=by_id, change=change)


def _logged(attempt_id: int, each: QuestionChange, reason: str, by_id: int, now: datetime) -> MarkChange:
    return MarkChange(
        attempt_id=attempt_id,
        question_id=each.question_id,
        kind="regrade",
        before=each.before,
        after=each.after,
        reason=reason,
        by_id=by_id,
        at=now,
    )
