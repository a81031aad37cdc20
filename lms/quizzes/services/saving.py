"""Keeping answers as they are given: the highest sequence number wins, and a replay changes nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any, cast

from sqlalchemy import Table, bindparam, insert, select, update

from lms.core.errors import N_, ConflictError
from lms.core.questions import Marked, QuestionType, Response, with_files
from lms.db import db
from lms.quizzes.models import Answer, Attempt
from lms.quizzes.queries import BLANK, KeptAnswer, PublishedBank, Sitting, list_kept, list_photos
from lms.quizzes.services.timing import Phase, is_closed_by_clock, phase_of


class HandedInError(ConflictError):
    message = N_("Bài này đã nộp rồi nên câu trả lời không đổi được nữa. Thầy cô mở kết quả để xem.")


@dataclass(frozen=True)
class Given:
    """An answer as a browser sent it, cleaned. With ``mark`` feedback is due, and the answer then stands."""

    question_id: str
    seq: int
    response: Response
    hints_used: int = 0
    mark: Marked | None = None


@dataclass(frozen=True)
class Saved:
    """What is kept now for each question that was sent, whichever side won; photos beside it not included."""

    answers: Mapping[str, KeptAnswer]
    is_late: bool


_attempts, _answers = Attempt.__table__, cast(Table, Answer.__table__)
_LOCKED = (
    select(_attempts.c.state, _attempts.c.deadline_at, _attempts.c.submitted_at)
    .where(_attempts.c.id == bindparam("attempt_id"))
    .with_for_update()
)
_INSERT = insert(_answers)
_UPDATE = update(_answers).where(
    _answers.c.attempt_id == bindparam("of_attempt"),
    _answers.c.question_id == bindparam("of_question"),
    _answers.c.is_late == bindparam("of_late"),
)


@dataclass(frozen=True)
class Locked:
    """What decides about an attempt, as it is under the lock."""

    state: str
    deadline_at: datetime | None
    submitted_at: datetime | None


def lock_attempt(attempt_id: int) -> Locked:
    """Return where an attempt stands; until the commit nobody else changes it or its answers."""
    return Locked(*db.session.execute(_LOCKED, {"attempt_id": attempt_id}).one())


def keep_answers(sitting: Sitting, published: PublishedBank, given: Sequence[Given], now: datetime) -> Saved:
    """Keep what is newer than what is kept already.

    What comes after the deadline is kept apart: it never counts, and never replaces an answer that came in time.

    Raises:
        HandedInError: the person has handed the attempt in.
    """
    is_late = comes_late(sitting, published, now)
    files = _files(sitting, published, given, is_late=is_late)
    before = list_kept(sitting.id, is_late=is_late)
    said = {key: _with_files(kept, ()) if key in files else kept for key, kept in before.items()}
    for each in sorted(given, key=lambda each: each.seq):
        mark = None if is_late else each.mark
        said[each.question_id] = _newer(said.get(each.question_id, BLANK), replace(each, mark=mark), now)
    after = {
        key: _with_files(kept, files.get(key, ())) if key in files else kept for key, kept in said.items()
    }
    for key in files:
        if after[key].response != before.get(key, BLANK).response:
            after[key] = replace(after[key], saved_at=now)
    _write(sitting.id, before, after, is_late)
    return Saved({each.question_id: said[each.question_id] for each in given}, is_late)


def comes_late(sitting: Sitting, published: PublishedBank, now: datetime) -> bool:
    """Tell whether what comes now is kept apart as late; until the commit nobody else changes the attempt.

    Raises:
        HandedInError: the person has handed the attempt in.
    """
    attempt = lock_attempt(sitting.id)
    phase = phase_of(attempt.state, attempt.deadline_at, published.bank, now)
    if phase is Phase.OVER and not is_closed_by_clock(
        attempt.state, attempt.submitted_at, attempt.deadline_at
    ):
        raise HandedInError
    return phase is not Phase.OPEN


def _files(
    sitting: Sitting, published: PublishedBank, given: Sequence[Given], *, is_late: bool
) -> dict[str, list[str]]:
    """Return the photos that are there, for each evidence question that was sent; no browser decides about them."""
    keys = {
        each.question_id
        for each in given
        if published.questions[each.question_id].type is QuestionType.EVIDENCE
    }
    files: dict[str, list[str]] = {key: [] for key in keys}
    for photo in list_photos(sitting.id, keys, is_late=is_late) if keys else ():
        files[photo.question_id].append(photo.id)
    return files


def _with_files(kept: KeptAnswer, keys: Sequence[str]) -> KeptAnswer:
    return replace(kept, response=with_files(kept.response, keys))


def _newer(before: KeptAnswer, given: Given, now: datetime) -> KeptAnswer:
    """Return the answer to keep. One that feedback was given on stands, or repeating it would give the key away."""
    is_same = given.response == before.response
    if before.is_final or (given.seq <= before.seq and not is_same):
        return before
    return KeptAnswer(
        seq=max(before.seq, given.seq),
        response=given.response,
        hints_used=max(before.hints_used, given.hints_used),
        saved_at=before.saved_at if is_same and given.seq <= before.seq else now,
        marked_state=given.mark.state.value if given.mark else "",
    )


def _write(
    attempt_id: int, before: Mapping[str, KeptAnswer], after: Mapping[str, KeptAnswer], is_late: bool
) -> None:
    new = [key for key in after if key not in before and after[key] is not BLANK]
    changed = [key for key in before if after[key] != before[key]]
    if new:
        rows = [
            {"attempt_id": attempt_id, "question_id": key, "is_late": is_late, **_columns(after[key])}
            for key in new
        ]
        db.session.execute(_INSERT, rows)
    for key in changed:
        where = {"of_attempt": attempt_id, "of_question": key, "of_late": is_late}
        db.session.execute(_UPDATE, {**where, **_columns(after[key])})


def _columns(answer: KeptAnswer) -> dict[str, Any]:
    return {
        "seq": answer.seq,
        "response": dict(answer.response),
        "hints_used": answer.hints_used,
        "saved_at": answer.saved_at,
        "marked_state": answer.marked_state,
    }


def write_marks(attempt_id: int, scores: Mapping[str, tuple[Decimal, str]]) -> None:
    """Note score and state beside each answer that came in time."""
    rows = [
        {
            "of_attempt": attempt_id,
            "of_question": key,
            "of_late": False,
            "score": score,
            "marked_state": state,
        }
        for key, (score, state) in scores.items()
    ]
    if rows:
        db.session.execute(_UPDATE, rows)
