"""Marking what only a person can read: points by the rubric, the attempt summed up anew, the ledger told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from lms.assessment.queries import count_changes, get_attempt_row, list_changes, list_scores
from lms.core.completion import Trust
from lms.core.errors import N_, ConflictError
from lms.core.questions import Marked, State
from lms.db import db
from lms.quizzes.models import Attempt, MarkChange, PersonMark
from lms.quizzes.queries import GivenMark, PublishedBank, Sitting, list_person_marks
from lms.quizzes.services import (
    Marks,
    lock_goes,
    stands,
    sum_up,
    tell_ledger,
    tell_ledger_again,
    write_marks,
)

STEP = Decimal("0.25")


class NotToMarkError(ConflictError):
    message = N_("Lần làm này vừa bị hủy nên không cần chấm nữa. Thầy cô sang bài sau nhé.")


class MarkedMeanwhileError(ConflictError):
    """Somebody else marked it first; nothing was overwritten. ``kept`` is what stands, ``seen`` how often by now."""

    message = N_("Bài này vừa được người khác chấm. Điểm kia vẫn được giữ.")

    def __init__(self, kept: GivenMark, seen: int) -> None:
        self.kept, self.seen = kept, seen
        super().__init__()


@dataclass(frozen=True)
class GivenPoints:
    """What the marker sent: points by line of the rubric, the remark, and how often it had been marked when opened."""

    points: tuple[Decimal, ...]
    remark: str
    seen: int


def mark_essay(
    sitting: Sitting,
    published: PublishedBank,
    keys: Sequence[str],
    question_id: str,
    given: GivenPoints,
    by_id: int,
    now: datetime,
) -> None:
    """Keep a person's mark, and let score, decision and ledger follow. The same mark sent twice is one.

    Raises:
        NotToMarkError: the attempt is void, or this is nothing for a person to mark.
        MarkedMeanwhileError: another mark was kept since the page was opened.
    """
    lock_goes(sitting.user_id, sitting.course_id, keys)
    attempt, scores = _to_mark(sitting, published, question_id)
    kept = list_person_marks(attempt.id).get(question_id)
    if kept is not None and (kept.points, kept.remark) == (given.points, given.remark):
        return
    seen = count_changes(list_changes(attempt.id), question_id)
    if kept is not None and seen != given.seen:
        raise MarkedMeanwhileError(kept, seen)
    stood = stands(sitting, published)
    mark = _mark(sitting, published, question_id, given.points)
    db.session.merge(_person_mark(attempt.id, question_id, given, by_id, now))
    change = MarkChange(
        attempt_id=attempt.id, question_id=question_id, kind="person", after=mark.score, by_id=by_id, at=now
    )
    change.before = scores[question_id][0] if kept is not None else None
    db.session.add(change)
    write_marks(attempt.id, {question_id: (mark.score, mark.state.value)})
    others = {key: Marked(score or Decimal(0), State(word)) for key, (score, word) in scores.items() if word}
    marks = sum_up(sitting, published, {**others, question_id: mark})
    _write_sum(attempt, marks, now)
    _tell(sitting, published, marks, now, stood=stood, by_id=by_id, change=f"person-{change.id}")


def _to_mark(
    sitting: Sitting, published: PublishedBank, question_id: str
) -> tuple[Attempt, dict[str, tuple[Decimal | None, str]]]:
    """Return the attempt and its answers' scores, if this answer is one for a person to mark."""
    attempt = get_attempt_row(sitting.token).attempt
    scores, question = list_scores(attempt.id), published.questions.get(question_id)
    is_answered = scores.get(question_id, (None, ""))[1] not in ("", State.BLANK.value)
    is_open = attempt.state in ("submitted", "graded")
    if question is None or not (is_open and is_answered and question.needs_person):
        raise NotToMarkError
    return attempt, scores


def _mark(sitting: Sitting, published: PublishedBank, question_id: str, points: Sequence[Decimal]) -> Marked:
    """Return the mark: the points given, less what the hints cost that were asked for, within what it is worth."""
    most = sitting.drawn.question(question_id).points
    hints = published.questions[question_id].hints[: sitting.answer(question_id).hints_used]
    cost = sum((hint.penalty for hint in hints), Decimal(0)) * most
    score = min(max(sum(points, Decimal(0)) - cost, Decimal(0)), most)
    if score == most:
        return Marked(score, State.RIGHT)
    return Marked(score, State.PARTLY if score else State.WRONG)


def _person_mark(
    attempt_id: int, question_id: str, given: GivenPoints, by_id: int, now: datetime
) -> PersonMark:
    return PersonMark(
        attempt_id=attempt_id,
        question_id=question_id,
        points=[f"{each:f}" for each in given.points],
        remark=given.remark,
        marked_by_id=by_id,
        marked_at=now,
    )


def _write_sum(attempt: Attempt, marks: Marks, now: datetime) -> None:
    attempt.score, attempt.is_passed = marks.score, marks.is_passed
    attempt.state = "submitted" if marks.is_waiting else "graded"
    attempt.graded_at = None if marks.is_waiting else attempt.graded_at or now
    db.session.flush()


def _tell(
    sitting: Sitting,
    published: PublishedBank,
    marks: Marks,
    now: datetime,
    *,
    stood: bool,
    by_id: int,
    change: str,
) -> None:
    """Note the decision where this mark makes it, and whatever it changes about the pass."""
    if marks.is_passed is not None:
        tell_ledger(sitting, published, marks, now, trust=Trust.PERSON, actor_id=by_id, actor_kind="assessor")
    tell_ledger_again(sitting, published, now, stood=stood, by_id=by_id, change=change, trust=Trust.PERSON)
