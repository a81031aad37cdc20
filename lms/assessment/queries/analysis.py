"""The marks behind a quiz's item analysis: a mark for every question revision of every attempt that is graded."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select

from lms.assessment.queries.quizzes import Quiz
from lms.assessment.queries.reach import of_people_in_reach
from lms.core.item_analysis import Item
from lms.core.questions import Question, QuestionType, drawn_from_json
from lms.db import db
from lms.quizzes.models import Answer, Attempt
from lms.quizzes.queries import get_bank_revision

MOST_ANALYSED = 5_000
_AT_ONCE = 500
_CHOICES = (QuestionType.SINGLE, QuestionType.TRUE_FALSE, QuestionType.MULTIPLE)


@dataclass(frozen=True)
class Pick:
    """How often one option was chosen."""

    text: str
    is_right: bool
    times: int


@dataclass(frozen=True)
class Examined:
    """One question revision that people met, with how often each option was chosen where there are options."""

    item: Item
    question: Question
    picks: tuple[Pick, ...]
    blank: int  # attempts that left it unanswered


@dataclass(frozen=True)
class Marksheet:
    """All attempts counted: a mark for each question revision that they had, and those revisions in reading order."""

    attempts: tuple[dict[str, Decimal], ...]
    examined: tuple[Examined, ...]
    is_cut: bool


@dataclass(frozen=True)
class _Go:
    id: int
    revision_id: int
    regraded: dict[str, int] | None
    frozen: object


def get_marksheet(quiz: Quiz, paths: Sequence[str], *, only_first: bool) -> Marksheet:
    """Return the marks of the graded attempts of people below ``paths``; with ``only_first`` one attempt a person."""
    goes, is_cut = _list_goes(quiz, paths, only_first=only_first)
    attempts: list[dict[str, Decimal]] = []
    seen: dict[str, tuple[Item, Question]] = {}
    picks: dict[str, Counter[str]] = defaultdict(Counter)
    blank: Counter[str] = Counter()
    for start in range(0, len(goes), _AT_ONCE):
        some = goes[start : start + _AT_ONCE]
        answers = _answers([each.id for each in some])
        for go in some:
            marks = {}
            for drawn in drawn_from_json(go.frozen).questions:  # type: ignore[arg-type]
                question = _question(go, drawn.id)
                key = f"{question.id} {question.sha256} {drawn.points}"
                seen.setdefault(key, (Item(key, drawn.points), question))
                score, response = answers.get((go.id, drawn.id), (None, {}))
                marks[key] = score or Decimal(0)
                picks[key].update(_picked(response))
                blank[key] += not response
            attempts.append(marks)
    places = {question.id: place for place, question in enumerate(quiz.published.bank.questions)}
    order = sorted(seen, key=lambda key: places.get(seen[key][1].id, len(places)))
    examined = (Examined(*seen[key], _picks(seen[key][1], picks[key]), blank[key]) for key in order)
    return Marksheet(tuple(attempts), tuple(examined), is_cut)


def _list_goes(quiz: Quiz, paths: Sequence[str], *, only_first: bool) -> tuple[list[_Go], bool]:
    found = (
        of_people_in_reach(
            select(Attempt.user_id, Attempt.id, Attempt.revision_id, Attempt.regraded, Attempt.frozen), paths
        )
        .where(
            Attempt.course_id == quiz.course_id,
            Attempt.item_key.in_(quiz.keys),
            Attempt.state == "graded",
        )
        .order_by(Attempt.number, Attempt.id)
        .limit(MOST_ANALYSED + 1)
    )
    rows = db.session.execute(found).all()
    goes: list[_Go] = []
    people: set[int] = set()
    for row in rows[:MOST_ANALYSED]:
        if not only_first or row.user_id not in people:
            goes.append(_Go(*row[1:]))
        people.add(row.user_id)
    return goes, len(rows) > MOST_ANALYSED


def _answers(attempt_ids: Sequence[int]) -> dict[tuple[int, str], tuple[Decimal | None, dict[str, object]]]:
    found = select(Answer.attempt_id, Answer.question_id, Answer.score, Answer.response).where(
        Answer.attempt_id.in_(attempt_ids), Answer.is_late.is_(False)
    )
    return {(row.attempt_id, row.question_id): (row.score, row.response) for row in db.session.execute(found)}


def _question(go: _Go, question_id: str) -> Question:
    """Return the revision by which the answer was marked."""
    revision_id = (go.regraded or {}).get(question_id, go.revision_id)
    return get_bank_revision(revision_id).questions[question_id]


def _picked(response: dict[str, object]) -> list[str]:
    chosen = response.get("a", [])
    return [each for each in (chosen if isinstance(chosen, list) else [chosen]) if isinstance(each, str)]


def _picks(question: Question, counted: Counter[str]) -> tuple[Pick, ...]:
    if question.type not in _CHOICES:
        return ()
    return tuple(Pick(option.text, option.right, counted[option.id]) for option in question.options)
