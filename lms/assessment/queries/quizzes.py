"""Quizzes as trainers meet them: where each stands in its course, and how many people are where in it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypedDict

from sqlalchemy import select

from lms.assessment.queries.reach import of_people_in_reach
from lms.core.errors import NotFoundError
from lms.courses.models import Course
from lms.courses.queries import Published, find_course, get_published, list_courses, list_items
from lms.db import db
from lms.quizzes.models import Attempt, Bank
from lms.quizzes.queries import RUNNING, PublishedBank, get_current_bank
from lms.quizzes.services import counted

MOST_COUNTED = 200_000


class QuizPlace(TypedDict):
    """What names a quiz in addresses."""

    slug: str
    lesson: str
    item: str


@dataclass(frozen=True)
class Quiz:
    """A quiz of a course with its bank as it is today. ``lesson_title`` is empty once the course has dropped it."""

    course_id: int
    slug: str
    course_title: str
    key: str
    keys: tuple[str, ...]
    title: str
    lesson_title: str
    published: PublishedBank

    @property
    def place(self) -> QuizPlace:
        """Return what names the quiz in addresses."""
        lesson, _, item = self.key.partition("/")
        return {"slug": self.slug, "lesson": lesson, "item": item}


def get_quiz(slug: str, lesson: str, item: str) -> Quiz:
    """Return the quiz that an address names, under today's key or a former one.

    Raises:
        NotFoundError: there is no such quiz, and nobody ever sat it.
    """
    course = find_course(slug)
    if course is None or course.current_revision_id is None:
        raise NotFoundError
    return _quiz(course, get_published(course.current_revision_id), f"{lesson}/{item}")


def get_quiz_of(course_id: int, key: str) -> Quiz:
    """Return the quiz that an attempt belongs to.

    Raises:
        NotFoundError: its course has no revision.
    """
    course = db.session.get(Course, course_id)
    if course is None or course.current_revision_id is None:
        raise NotFoundError
    return _quiz(course, get_published(course.current_revision_id), key)


def _quiz(course: Course, published: Published, key: str) -> Quiz:
    today, keys = published.today(key), tuple(published.keys_of(key))
    found = published.items.get(today)
    if found is not None and found[1].quiz is not None:
        lesson, item = found
        bank = get_current_bank(found[1].quiz.bank)
        return Quiz(course.id, course.slug, course.title, today, keys, item.title, lesson.title, bank)
    bank_slug = db.session.scalar(
        select(Bank.slug)
        .join(Attempt, Attempt.bank_id == Bank.id)
        .where(Attempt.course_id == course.id, Attempt.item_key.in_(keys))
        .order_by(Attempt.id.desc())
        .limit(1)
    )
    if bank_slug is None:
        raise NotFoundError
    titles = {each.key: each.title for each in list_items(course.id)}
    bank = get_current_bank(bank_slug)
    title = titles.get(today) or bank.bank.title
    return Quiz(course.id, course.slug, course.title, today, keys, title, "", bank)


@dataclass(frozen=True)
class QuizRow:
    """How many people of the trainer's units stand where in one quiz; ``waiting`` counts attempts, but the reader's."""

    quiz: Quiz
    people: int
    passed: int
    running: int
    waiting: int


@dataclass(frozen=True)
class _Light:
    user_id: int
    state: str
    score: Decimal | None
    max_score: Decimal
    is_passed: bool | None


def list_quiz_rows(paths: Sequence[str], reader_id: int) -> list[QuizRow]:
    """Return every quiz of a course that is published or was sat: what waits for the reader first, then by course."""
    found = select(
        Attempt.course_id,
        Attempt.item_key,
        Attempt.user_id,
        Attempt.state,
        Attempt.score,
        Attempt.max_score,
        Attempt.is_passed,
    ).order_by(Attempt.number, Attempt.id)
    sat: dict[int, dict[str, list[_Light]]] = defaultdict(lambda: defaultdict(list))
    for row in db.session.execute(of_people_in_reach(found, paths).limit(MOST_COUNTED)):
        sat[row.course_id][row.item_key].append(_Light(*row[2:]))
    rows = [row for course in list_courses() for row in _rows_of(course, sat.get(course.id, {}), reader_id)]
    return sorted(rows, key=lambda row: row.waiting == 0)


def _rows_of(course: Course, sat: dict[str, list[_Light]], reader_id: int) -> list[QuizRow]:
    if course.current_revision_id is None:
        return []
    published = get_published(course.current_revision_id)
    by_key: dict[str, list[_Light]] = defaultdict(list)
    if course.status == "published":
        by_key.update({key: [] for key, (_lesson, item) in published.items.items() if item.quiz})
    for key, goes in sat.items():
        by_key[published.today(key)] += goes
    return [_row(_quiz(course, published, key), goes, reader_id) for key, goes in by_key.items()]


def _row(quiz: Quiz, goes: Sequence[_Light], reader_id: int) -> QuizRow:
    people: dict[int, list[_Light]] = defaultdict(list)
    for go in goes:
        people[go.user_id].append(go)
    bank = quiz.published.bank
    passed = 0
    for own in people.values():
        scores = [(go.score, go.max_score) for go in own if go.score is not None and go.is_passed is not None]
        result = counted(bank.grade, bank.pass_share, scores)
        passed += result is not None and (result.is_passed or result.was_passed)
    running = {go.user_id for go in goes if go.state in RUNNING}
    waiting = sum(go.state == "submitted" and go.user_id != reader_id for go in goes)
    return QuizRow(quiz, len(people), passed, len(running), waiting)
