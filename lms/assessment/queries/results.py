"""Who stands where in one quiz: a line for each person who began it, by the result that counts; and every answer."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from sqlalchemy import select

from lms.accounts.models import User
from lms.accounts.queries import name_matches
from lms.assessment.queries.quizzes import Quiz
from lms.assessment.queries.reach import of_people_in_reach
from lms.core.questions import drawn_from_json
from lms.core.vietnamese import name_sort_key, sort_key
from lms.db import db
from lms.quizzes.models import Answer, Attempt
from lms.quizzes.queries import RUNNING
from lms.quizzes.services import counted
from lms.units.models import Unit

MOST_TRIES = 20_000
MOST_ANSWERS = 40_000
"""Rows of one workbook; writing so many takes some fifteen seconds of processor time."""


@dataclass(frozen=True)
class Try:
    """One attempt in a person's line."""

    id: int
    token: str
    number: int
    state: str
    revision_id: int
    started_at: datetime
    submitted_at: datetime | None
    deadline_at: datetime | None
    score: Decimal | None
    max_score: Decimal
    is_passed: bool | None


@dataclass(frozen=True)
class Line:
    """Where one person stands in a quiz. ``share`` is the result that counts, None before there is one."""

    user_id: int
    full_name: str
    unit_id: int
    unit_name: str
    unit_path: str
    tries: tuple[Try, ...]
    share: Fraction | None
    is_passed: bool

    @property
    def used(self) -> int:
        return sum(each.state != "void" for each in self.tries)

    @property
    def is_running(self) -> bool:
        return any(each.state in RUNNING for each in self.tries)

    @property
    def is_waiting(self) -> bool:
        return any(each.state == "submitted" for each in self.tries)

    @property
    def last_at(self) -> datetime:
        return max(each.submitted_at or each.started_at for each in self.tries)

    @property
    def state(self) -> str:
        """Return what matters most about the person now: running, waiting, passed or failed."""
        if self.is_running:
            return "running"
        if self.is_waiting:
            return "waiting"
        return "passed" if self.is_passed else "failed"


_TRY = (
    Attempt.id,
    Attempt.token,
    Attempt.number,
    Attempt.state,
    Attempt.revision_id,
    Attempt.started_at,
    Attempt.submitted_at,
    Attempt.deadline_at,
    Attempt.score,
    Attempt.max_score,
    Attempt.is_passed,
)
_PERSON = (User.id, User.full_name, Unit.id, Unit.name, Unit.path)


def list_lines(quiz: Quiz, paths: Sequence[str], *, search: str = "") -> tuple[list[Line], bool]:
    """Return a line for each person below ``paths`` who began the quiz, and whether there were too many to show."""
    found = (
        of_people_in_reach(select(*_PERSON, *_TRY), paths)
        .where(Attempt.course_id == quiz.course_id, Attempt.item_key.in_(quiz.keys))
        .order_by(User.search_name, User.id, Attempt.number, Attempt.id)
        .limit(MOST_TRIES)
    )
    if search:
        found = found.where(name_matches(search))
    people: dict[tuple[Any, ...], list[Try]] = defaultdict(list)
    rows = db.session.execute(found).all()
    for row in rows:
        people[tuple(row[: len(_PERSON)])].append(Try(*row[len(_PERSON) :]))
    return [_line(quiz, person, tries) for person, tries in people.items()], len(rows) == MOST_TRIES


def _line(quiz: Quiz, person: tuple[Any, ...], tries: list[Try]) -> Line:
    bank = quiz.published.bank
    scores = [
        (each.score, each.max_score)
        for each in tries
        if each.score is not None and each.is_passed is not None
    ]
    result = counted(bank.grade, bank.pass_share, scores)
    share = result.share if result else None
    is_passed = result is not None and (result.is_passed or result.was_passed)
    values: list[Any] = [*person, tuple(tries), share, is_passed]
    return Line(*values)


FILTERS = ("dat", "chua", "dang-lam", "cho-cham")
ORDERS = ("ten", "don-vi", "lan", "ket-qua", "luc")


def chosen_lines(lines: Sequence[Line], state: str) -> list[Line]:
    """Return the lines that one of FILTERS leaves; all of them for any other."""
    keep: dict[str, Callable[[Line], bool]] = {
        "dat": lambda line: line.is_passed,
        "chua": lambda line: not line.is_passed,
        "dang-lam": lambda line: line.is_running,
        "cho-cham": lambda line: line.is_waiting,
    }
    return [line for line in lines if state not in keep or keep[state](line)]


def sort_lines(lines: Sequence[Line], order: str) -> list[Line]:
    """Return the lines in one of ORDERS, or backwards where a hyphen stands before it; people by name within it."""
    by_name = sorted(lines, key=lambda line: (name_sort_key(line.full_name), line.user_id))
    keys: dict[str, Any] = {
        "don-vi": lambda line: sort_key(line.unit_name),
        "lan": lambda line: line.used,
        "ket-qua": lambda line: (line.share is not None, line.share or 0),
        "luc": lambda line: line.last_at,
    }
    wanted = order.removeprefix("-")
    key = keys.get(wanted, lambda line: name_sort_key(line.full_name))
    return sorted(by_name, key=key, reverse=order.startswith("-"))


@dataclass(frozen=True)
class AnswerRow:
    """One question of one attempt with what was answered, for the workbook."""

    attempt_id: int
    question_id: str
    number: int
    points: Decimal
    response: dict[str, Any]
    hints_used: int
    saved_at: datetime | None
    score: Decimal | None
    marked_state: str
    is_late: bool


def list_answer_rows(tries: Sequence[Try]) -> Iterator[AnswerRow]:
    """Yield the questions of these attempts in the order in which they were asked, late answers after them."""
    left = MOST_ANSWERS
    for start in range(0, len(tries), 200):
        some = [each.id for each in tries[start : start + 200]]
        answers: dict[tuple[int, str, bool], Answer] = {}
        for answer in db.session.scalars(select(Answer).where(Answer.attempt_id.in_(some))):
            answers[answer.attempt_id, answer.question_id, answer.is_late] = answer
        frozen = select(Attempt.id, Attempt.frozen).where(Attempt.id.in_(some)).order_by(Attempt.id)
        by_id = {row.id: row.frozen for row in db.session.execute(frozen)}
        for attempt_id in some:
            for row in _answers_of(attempt_id, by_id[attempt_id], answers):
                if left == 0:
                    return
                left -= 1
                yield row


def _answers_of(
    attempt_id: int, frozen: Any, answers: dict[tuple[int, str, bool], Answer]
) -> Iterator[AnswerRow]:
    for number, drawn in enumerate(drawn_from_json(frozen).questions, 1):
        for is_late in (False, True):
            kept = answers.get((attempt_id, drawn.id, is_late))
            if kept is None and not is_late:
                yield AnswerRow(attempt_id, drawn.id, number, drawn.points, {}, 0, None, None, "", False)
            elif kept is not None:
                yield AnswerRow(
                    attempt_id,
                    drawn.id,
                    number,
                    drawn.points,
                    kept.response,
                    kept.hints_used,
                    kept.saved_at,
                    kept.score,
                    kept.marked_state,
                    is_late,
                )
