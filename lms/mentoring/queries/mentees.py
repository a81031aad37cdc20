"""What a mentor sees of the people helped: progress, dates and trust; never answers, scores or drafts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import case, select

from lms.accounts.models import User
from lms.core.completion import ItemState, Record
from lms.core.people import call_name
from lms.courses.models import Course
from lms.courses.queries import Head, Published, get_published
from lms.db import db
from lms.pairing.models import Pair
from lms.pairing.queries.pairs import LIVE
from lms.progress.models import Enrolment
from lms.progress.queries import Standing, list_standings

QUIET = timedelta(days=7)
FOR_MENTORS = "danh-cho-nguoi-huong-dan"


@dataclass(frozen=True)
class Mentee:
    """One person whom a mentor helps: the course most lately worked on, and since when nothing moved."""

    pair_id: int
    user_id: int
    honorific: str
    full_name: str
    phone: str | None
    paired_at: datetime
    course_title: str = ""
    done: int = 0
    total: int = 0
    last_at: datetime | None = None
    is_complete: bool = False

    @property
    def call_name(self) -> str:
        return call_name(self.honorific, self.full_name)

    @property
    def quiet_since(self) -> datetime:
        return max(self.last_at or self.paired_at, self.paired_at)

    def is_quiet(self, now: datetime) -> bool:
        """Tell whether it is time to ask how things are: a week without anything, and something left to do."""
        return not self.is_complete and now - self.quiet_since >= QUIET

    @property
    def is_nearly_done(self) -> bool:
        return not self.is_complete and self.total > 1 and self.total - self.done <= 1


_MENTEES = (
    select(
        Pair.id,
        User.id,
        User.honorific,
        User.full_name,
        case((User.shares_phone, User.phone), else_=None),
        Pair.created_at,
        Pair.started_at,
        Course.title,
        Enrolment.done_lessons,
        Enrolment.total_lessons,
        Enrolment.last_at,
        Enrolment.completed_at,
    )
    .select_from(Pair)
    .join(User, User.id == Pair.mentee_id)
    .outerjoin(Enrolment, Enrolment.user_id == User.id)
    .outerjoin(Course, Course.id == Enrolment.course_id)
    .where(Pair.state.in_(LIVE), User.closed_at.is_(None))
)


def _mentee(row: Any) -> Mentee:
    return Mentee(
        pair_id=row[0],
        user_id=row[1],
        honorific=row[2],
        full_name=row[3],
        phone=row[4],
        paired_at=row.started_at or row.created_at,
        course_title=row.title or "",
        done=row.done_lessons or 0,
        total=row.total_lessons or 0,
        last_at=row.last_at,
        is_complete=row.completed_at is not None,
    )


def list_mentees(mentor_id: int) -> list[Mentee]:
    """Return whom a mentor helps, the longest without progress first, in one statement."""
    latest: dict[int, Mentee] = {}
    for row in db.session.execute(_MENTEES.where(Pair.mentor_id == mentor_id)):
        mentee = _mentee(row)
        known = latest.get(mentee.pair_id)
        if known is None or mentee.quiet_since > known.quiet_since:
            latest[mentee.pair_id] = mentee
    return sorted(latest.values(), key=lambda each: (each.is_complete, each.quiet_since))


@dataclass(frozen=True)
class Line:
    """An item on a mentee's timeline."""

    title: str
    key: str
    state: ItemState
    record: Record | None
    is_observed: bool


@dataclass(frozen=True)
class LessonLines:
    """A lesson on a mentee's timeline."""

    title: str
    lines: tuple[Line, ...]

    @property
    def done(self) -> int:
        return sum(line.state is ItemState.DONE for line in self.lines)


@dataclass(frozen=True)
class Timeline:
    """A course that a mentee has begun."""

    head: Head
    standing: Standing
    lessons: tuple[LessonLines, ...]

    @property
    def to_observe(self) -> list[Line]:
        """The observed tasks that can be confirmed on the spot."""
        return [
            line
            for lesson in self.lessons
            for line in lesson.lines
            if line.is_observed and line.state is not ItemState.DONE
        ]


def list_timelines(user_id: int) -> list[Timeline]:
    """Return the courses that a person has begun, the latest first, with each item's state, date and trust."""
    begun = [each for each in list_standings(user_id) if each[1].has_begun]
    begun.sort(key=lambda each: str(each[1].last_at), reverse=True)
    return [
        Timeline(head, standing, tuple(_lessons(get_published(head.revision_id), standing)))
        for head, standing in begun
    ]


def _lessons(published: Published, standing: Standing) -> Iterable[LessonLines]:
    for lesson in published.course.lessons:
        lines = tuple(
            Line(
                item.title,
                item.key,
                standing.state(item.key),
                standing.record(item.key),
                item.task is not None and item.task.kind == "observed",
            )
            for item in lesson.items
        )
        yield LessonLines(lesson.title, lines)


def find_own_course(mentor_id: int) -> Head | None:
    """Return the course made for mentors that this one has not finished, or None; in one statement."""
    for head, standing in list_standings(mentor_id):
        if standing.completed_at is None and FOR_MENTORS in get_published(head.revision_id).course.tags:
            return head
    return None
