"""Ending an attempt, by hand or by the clock: graded once, told to the ledger once."""

from datetime import datetime

from sqlalchemy import update

from lms.db import db
from lms.quizzes.models import Attempt
from lms.quizzes.queries import PublishedBank, Sitting, list_kept
from lms.quizzes.services.deciding import tell_ledger
from lms.quizzes.services.marking import Marks, mark_answers
from lms.quizzes.services.saving import lock_attempt, write_marks
from lms.quizzes.services.timing import Phase, phase_of


def hand_in(sitting: Sitting, published: PublishedBank, marks: Marks, now: datetime) -> None:
    """Hand an attempt in. ``marks`` were made before the transaction; a second hand-in changes nothing."""
    _end(sitting, published, marks, now, is_by_hand=True)


def settle(sitting: Sitting, published: PublishedBank, marks: Marks, now: datetime) -> None:
    """Do what the clock demands: hand in what was answered, wait for the hand-in, or abandon."""
    _end(sitting, published, marks, now, is_by_hand=False)


def _end(
    sitting: Sitting, published: PublishedBank, marks: Marks, now: datetime, *, is_by_hand: bool
) -> None:
    attempt = lock_attempt(sitting.id)
    phase = phase_of(attempt.state, attempt.deadline_at, published.bank, now)
    if phase is Phase.LOST:
        _set(sitting.id, state="abandoned")
    elif phase is Phase.DUE:
        _finish(sitting, published, marks, attempt.deadline_at or now, now, is_by_hand=False)
    elif phase in (Phase.OPEN, Phase.GRACE) and is_by_hand:
        _finish(sitting, published, marks, now, now, is_by_hand=True)
    elif phase is Phase.GRACE:
        _set(sitting.id, state="overdue")


def _set(attempt_id: int, **values: object) -> None:
    db.session.execute(update(Attempt).where(Attempt.id == attempt_id).values(**values))


def _finish(
    sitting: Sitting,
    published: PublishedBank,
    marks: Marks,
    submitted_at: datetime,
    now: datetime,
    *,
    is_by_hand: bool,
) -> None:
    answers = list_kept(sitting.id)
    if answers != dict(sitting.answers):  # one more was saved while these were being graded
        marks = mark_answers(sitting, published, answers)
    write_marks(sitting.id, {key: (each.score, each.state.value) for key, each in marks.by_question.items()})
    is_decided = marks.is_passed is not None
    _set(
        sitting.id,
        state="submitted" if marks.is_waiting else "graded",
        submitted_at=submitted_at,
        graded_at=None if marks.is_waiting else now,
        score=marks.score,
        is_passed=marks.is_passed,
    )
    if is_decided:
        tell_ledger(
            sitting,
            published,
            marks,
            now,
            actor_id=sitting.user_id if is_by_hand else None,
            actor_kind="self" if is_by_hand else "system",
        )
