"""One attempt as its pages need it, with its answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from sqlalchemy import bindparam, case, func, select

from lms.core.errors import NotFoundError
from lms.core.questions import Drawn, drawn_from_json
from lms.courses.models import Course
from lms.db import db
from lms.quizzes.models import Answer, Attempt, Bank
from lms.quizzes.queries.banks import PublishedBank, get_bank_revision

RUNNING = ("in_progress", "overdue")


@dataclass(frozen=True)
class KeptAnswer:
    """The latest answer to one question. A question that nothing was said to has ``BLANK``."""

    seq: int = -1
    response: Mapping[str, Any] = field(default_factory=dict)
    hints_used: int = 0
    saved_at: datetime | None = None
    marked_state: str = ""

    @property
    def is_final(self) -> bool:
        """Tell whether feedback was shown, after which the answer stands."""
        return bool(self.marked_state)


BLANK = KeptAnswer()


@dataclass(frozen=True)
class Sitting:
    """An attempt as its pages need it: what was drawn, what was answered in time, and where it belongs."""

    id: int
    token: str
    user_id: int
    course_id: int
    item_key: str
    revision_id: int
    number: int
    state: str
    deadline_at: datetime | None
    submitted_at: datetime | None
    score: Decimal | None
    max_score: Decimal
    is_passed: bool | None
    started_at: datetime
    regraded: Mapping[str, int] | None
    held_by_id: int | None
    void_reason: str
    course_slug: str
    course_title: str
    course_revision_id: int
    current_revision_id: int
    drawn: Drawn
    answers: Mapping[str, KeptAnswer]

    @property
    def is_running(self) -> bool:
        return self.state in RUNNING

    def answer(self, question_id: str) -> KeptAnswer:
        return self.answers.get(question_id, BLANK)


_attempts, _answers, _courses = Attempt.__table__, Answer.__table__, Course.__table__
_banks = Bank.__table__
_ANSWER_COLUMNS = (
    _answers.c.question_id,
    _answers.c.seq,
    _answers.c.response,
    _answers.c.hints_used,
    _answers.c.saved_at,
    _answers.c.marked_state,
)
# One statement for an attempt and its answers: a row for each answer, at least one. What was drawn is the bulk of it,
# so it comes with the first row only.
_SITTING = (
    select(
        _attempts.c.id,
        _attempts.c.token,
        _attempts.c.user_id,
        _attempts.c.course_id,
        _attempts.c.item_key,
        _attempts.c.revision_id,
        _attempts.c.number,
        _attempts.c.state,
        _attempts.c.deadline_at,
        _attempts.c.submitted_at,
        _attempts.c.score,
        _attempts.c.max_score,
        _attempts.c.is_passed,
        _attempts.c.started_at,
        _attempts.c.regraded,
        _attempts.c.held_by_id,
        _attempts.c.void_reason,
        _courses.c.slug,
        _courses.c.title,
        _courses.c.current_revision_id.label("course_revision_id"),
        _banks.c.current_revision_id,
        case(
            (func.row_number().over(order_by=_answers.c.question_id) == 1, _attempts.c.frozen), else_=None
        ).label("frozen"),
        *_ANSWER_COLUMNS,
    )
    .select_from(
        _attempts.join(_courses, _courses.c.id == _attempts.c.course_id)
        .join(_banks, _banks.c.id == _attempts.c.bank_id)
        .outerjoin(_answers, (_answers.c.attempt_id == _attempts.c.id) & _answers.c.is_late.is_(False))
    )
    .where(_attempts.c.token == bindparam("token"))
    .order_by(_answers.c.question_id)
)


def get_sitting(token: str) -> Sitting:
    """Return the attempt that ``token`` names, in one statement.

    Raises:
        NotFoundError: there is no such attempt.
    """
    rows = db.session.execute(_SITTING, {"token": token}).all()
    if not rows:
        raise NotFoundError
    return _sitting(rows)


def _sitting(rows: Sequence[Any]) -> Sitting:
    frozen = next(row.frozen for row in rows if row.frozen is not None)
    answers = {
        row.question_id: KeptAnswer(*row[-len(_ANSWER_COLUMNS) + 1 :])
        for row in rows
        if row.question_id is not None
    }
    own = rows[0][: -len(_ANSWER_COLUMNS) - 1]
    return Sitting(*(*own, drawn_from_json(frozen), MappingProxyType(answers)))


def get_graded_bank(sitting: Sitting) -> PublishedBank:
    """Return the revision that an attempt froze, with the questions that were graded again as that grading had them."""
    published = get_bank_revision(sitting.revision_id)
    if not sitting.regraded:
        return published
    again = {key: get_bank_revision(of).questions[key] for key, of in sitting.regraded.items()}
    return replace(published, questions=MappingProxyType({**published.questions, **again}))


_KEPT = select(*_ANSWER_COLUMNS).where(
    _answers.c.attempt_id == bindparam("attempt_id"), _answers.c.is_late == bindparam("is_late")
)


def list_kept(attempt_id: int, *, is_late: bool = False) -> dict[str, KeptAnswer]:
    """Return an attempt's answers by question: those that came in time, or those that came late."""
    rows = db.session.execute(_KEPT, {"attempt_id": attempt_id, "is_late": is_late})
    return {row.question_id: KeptAnswer(*row[1:]) for row in rows}
