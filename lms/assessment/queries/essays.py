"""Answers that only a person can read, in an order that never tells whose they are."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from lms.accounts.models import User
from lms.assessment.queries.quizzes import Quiz
from lms.assessment.queries.reach import of_people_in_reach
from lms.core.questions import State
from lms.db import db
from lms.quizzes.models import Answer, Attempt
from lms.quizzes.queries import get_bank_revision
from lms.units.models import Unit

MOST_ESSAYS = 5_000


@dataclass(frozen=True)
class Essay:
    """One answer to mark, or marked already."""

    token: str
    attempt_id: int
    user_id: int
    full_name: str
    unit_name: str
    unit_path: str
    question_id: str
    is_waiting: bool

    @property
    def name(self) -> tuple[str, str]:
        """Return what names this answer in addresses."""
        return self.token, self.question_id


def list_essays(quiz: Quiz, paths: Sequence[str], not_of: int, *, by_person: bool) -> list[Essay]:
    """Return the answers of people below ``paths`` that a person marks, but for those of ``not_of``.

    Question by question over all people, or person by person. Within it the attempts' random tokens decide, so that
    neither names nor time of the hand-in show through.
    """
    handed_in = (
        Attempt.course_id == quiz.course_id,
        Attempt.item_key.in_(quiz.keys),
        Attempt.state.in_(("submitted", "graded")),
    )
    revisions = db.session.scalars(select(Attempt.revision_id).where(*handed_in).distinct())
    questions = [each for revision in revisions for each in get_bank_revision(revision).bank.questions]
    columns = (Attempt.token, Attempt.id, User.id, User.full_name, Unit.name, Unit.path, Answer.question_id)
    chosen = select(*columns, Answer.marked_state == State.NEEDS_PERSON.value).join(
        Answer, Answer.attempt_id == Attempt.id
    )
    found = (
        of_people_in_reach(chosen, paths)
        .where(*handed_in, Attempt.user_id != not_of)
        .where(Answer.question_id.in_({each.id for each in questions if each.needs_person}))
        .where(Answer.is_late.is_(False), Answer.marked_state != State.BLANK.value)
        .order_by(Attempt.id.desc())
        .limit(MOST_ESSAYS)
    )
    essays = [Essay(*row) for row in db.session.execute(found)]
    places = {question.id: place for place, question in enumerate(quiz.published.bank.questions)}

    def place(essay: Essay) -> tuple[object, ...]:
        of_question = (places.get(essay.question_id, len(places)), essay.question_id)
        return (essay.token, *of_question) if by_person else (*of_question, essay.token)

    return sorted(essays, key=place)
