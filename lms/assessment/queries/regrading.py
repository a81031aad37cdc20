"""What grading again by a bank's present key would change. Nothing is written here: it is the preview's half."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import select

from lms.assessment.queries.attempts import list_scores
from lms.assessment.queries.quizzes import Quiz
from lms.assessment.queries.reach import of_people_in_reach
from lms.core.errors import N_
from lms.core.questions import Marked, Question, State, grade, known_part
from lms.db import db
from lms.quizzes.models import Attempt
from lms.quizzes.queries import KeptAnswer, PublishedBank, Sitting, get_graded_bank, get_sitting
from lms.quizzes.services import Marks, sum_up

MOST_REGRADED = 5_000


class Hindrance(StrEnum):
    """Why an answer keeps its mark although its question has a new revision."""

    GONE = N_("câu này không còn trong ngân hàng")
    OTHER_TYPE = N_("câu này nay là loại câu khác")
    OTHER_OPTIONS = N_("phương án đã chọn nay không còn hoặc đã sửa chữ")
    BY_PERSON = N_("câu này do người chấm")


@dataclass(frozen=True)
class QuestionChange:
    """One answer by the present key; before and after are equal where only the key's words changed."""

    question_id: str
    before: Decimal
    after: Decimal
    state: State

    @property
    def is_other(self) -> bool:
        return self.before != self.after


@dataclass(frozen=True)
class Regrade:
    """What an attempt would be after grading it again."""

    sitting: Sitting
    marks: Marks
    changes: tuple[QuestionChange, ...]
    hindered: tuple[tuple[str, Hindrance], ...]

    @property
    def is_other(self) -> bool:
        """Tell whether any mark changes."""
        return any(change.is_other for change in self.changes)

    @property
    def before(self) -> Decimal:
        return self.sitting.score or Decimal(0)

    @property
    def gains_pass(self) -> bool:
        return bool(self.marks.is_passed) and not self.sitting.is_passed

    @property
    def loses_pass(self) -> bool:
        return bool(self.sitting.is_passed) and self.marks.is_passed is not True


def list_outdated(quiz: Quiz, paths: Sequence[str], reader_id: int) -> list[str]:
    """Return the tokens of the ended attempts that were drawn from a former revision, but the reader's own.

    Person by person, so that two who grade again at once, even by different revisions, lock in the same order.
    """
    found = (
        of_people_in_reach(select(Attempt.token), paths)
        .where(
            Attempt.course_id == quiz.course_id,
            Attempt.item_key.in_(quiz.keys),
            Attempt.bank_id == quiz.published.bank_id,
            Attempt.revision_id != quiz.published.id,
            Attempt.state.in_(("submitted", "graded")),
            Attempt.user_id != reader_id,
        )
        .order_by(Attempt.user_id, Attempt.id)
        .limit(MOST_REGRADED)
    )
    return list(db.session.scalars(found))


def regrade(sitting: Sitting, present: PublishedBank, chosen: Sequence[str] | None = None) -> Regrade:
    """Return the attempt by the present key; ``chosen`` are the questions to grade again, None all of them."""
    graded_by = get_graded_bank(sitting)
    scores = list_scores(sitting.id)
    marked = {key: Marked(score or Decimal(0), State(word)) for key, (score, word) in scores.items() if word}
    changes, hindered = [], []
    for drawn in sitting.drawn.questions:
        if drawn.id not in marked or (chosen is not None and drawn.id not in chosen):
            continue
        former, now = graded_by.questions[drawn.id], present.questions.get(drawn.id)
        if now is not None and now.sha256 == former.sha256:
            continue
        answer = sitting.answer(drawn.id)
        hindrance = _hindrance(former, now, answer)
        if now is None or hindrance is not None:
            hindered.append((drawn.id, hindrance or Hindrance.GONE))
            continue
        again = grade(now, answer.response, drawn.points, answer.hints_used)
        changes.append(QuestionChange(drawn.id, marked[drawn.id].score, again.score, again.state))
        marked[drawn.id] = again
    return Regrade(sitting, sum_up(sitting, graded_by, marked), tuple(changes), tuple(hindered))


def _hindrance(former: Question, now: Question | None, answer: KeptAnswer) -> Hindrance | None:
    if now is None:
        return Hindrance.GONE
    if former.needs_person or now.needs_person:
        return Hindrance.BY_PERSON
    if now.type is not former.type:
        return Hindrance.OTHER_TYPE
    return Hindrance.OTHER_OPTIONS if known_part(now, answer.response) != dict(answer.response) else None


def list_regrades(quiz: Quiz, paths: Sequence[str], reader_id: int) -> Iterator[Regrade]:
    """Yield every attempt that grading again concerns, its marks changed or hindered or neither."""
    for token in list_outdated(quiz, paths, reader_id):
        found = regrade(get_sitting(token), quiz.published)
        if found.changes or found.hindered:
            yield found
