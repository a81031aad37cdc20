"""How people are getting on within agreed goals: progress, dates and trust; never answers, scores or drafts."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from sqlalchemy import select

from lms.core.completion import ItemState, Record
from lms.core.markup import Item
from lms.core.sight import Sight
from lms.courses.models import Course
from lms.courses.queries import Head, Published, get_published
from lms.db import db
from lms.progress.models import Enrolment

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Line:
    """An item on a mentee's timeline."""

    title: str
    key: str
    kind: str
    state: ItemState
    record: Record | None
    is_observed: bool

    @property
    def is_done(self) -> bool:
        return self.state is ItemState.DONE


@dataclass(frozen=True)
class LessonLines:
    """A lesson on a mentee's timeline."""

    title: str
    lines: tuple[Line, ...]

    @cached_property
    def done(self) -> int:
        return sum(line.is_done for line in self.lines)

    @property
    def is_done(self) -> bool:
        return self.done == len(self.lines)

    @cached_property
    def last_at(self) -> datetime | None:
        return max((line.record.at for line in self.lines if line.record), default=None)


@dataclass(frozen=True)
class Timeline:
    """What may be seen of a course that a mentee has begun. What lies outside the goals does not count anywhere."""

    head: Head
    lessons: tuple[LessonLines, ...]

    @cached_property
    def lines(self) -> list[Line]:
        return [line for lesson in self.lessons for line in lesson.lines]

    @cached_property
    def done(self) -> int:
        return sum(lesson.done for lesson in self.lessons)

    @cached_property
    def total(self) -> int:
        return sum(len(lesson.lines) for lesson in self.lessons)

    @cached_property
    def done_lessons(self) -> int:
        return sum(lesson.is_done for lesson in self.lessons)

    @property
    def is_complete(self) -> bool:
        return self.done == self.total

    @cached_property
    def last_at(self) -> datetime | None:
        return max((lesson.last_at for lesson in self.lessons if lesson.last_at), default=None)

    @property
    def to_observe(self) -> list[Line]:
        """The observed tasks that can be confirmed on the spot."""
        return [line for line in self.lines if line.is_observed and not line.is_done]

    @property
    def latest(self) -> list[Line]:
        """What was done last and what comes next: the timeline in two lines."""
        done = [line for line in self.lines if line.is_done and line.record]
        done.sort(key=lambda line: line.record.at if line.record else _LONG_AGO)
        return done[-1:] + [line for line in self.lines if not line.is_done][:1]


def list_timelines(user_id: int, seen: Sight) -> list[Timeline]:
    """Return what ``seen`` opens of the courses that a person has begun, the latest first."""
    return list_timelines_of({user_id: seen})[user_id]


def list_timelines_of(sights: Mapping[int, Sight]) -> dict[int, list[Timeline]]:
    """Return the same by person for many, in one statement."""
    timelines: dict[int, list[Timeline]] = defaultdict(list)
    blanks: dict[int, list[LessonLines]] = {}
    found = (
        select(
            Enrolment.user_id,
            Enrolment.records,
            Course.id,
            Course.slug,
            Course.title,
            Course.summary,
            Course.current_revision_id,
        )
        .join(Course, Course.id == Enrolment.course_id)
        .where(Enrolment.user_id.in_([user_id for user_id, seen in sights.items() if seen]))
        .where(Course.status == "published", Course.current_revision_id.is_not(None))
        .order_by(Enrolment.last_at.desc(), Enrolment.id)
    )
    for user_id, records, *head in db.session.execute(found):
        seen = sights[user_id]
        if seen.takes_in_course(head[1]):
            published = get_published(head[4])
            blank = blanks.get(head[4]) or blanks.setdefault(head[4], _blank(published))
            lessons = _lessons(published, blank, records or {}, seen)
            if lessons:
                timelines[user_id].append(Timeline(Head(*head), lessons))
    for each in timelines.values():
        each.sort(key=lambda timeline: timeline.last_at or _LONG_AGO, reverse=True)
    return timelines


def _lessons(
    published: Published, blank: Sequence[LessonLines], records: Mapping[str, Mapping[str, Any]], seen: Sight
) -> tuple[LessonLines, ...]:
    open_lessons, begun = seen.lessons(published.course), {key.partition("/")[0] for key in records}
    return tuple(
        _filled(lines, records) if lesson.id in begun else lines
        for lesson, lines in zip(published.course.lessons, blank, strict=True)
        if lesson.id in open_lessons and lesson.items
    )


def _blank(published: Published) -> list[LessonLines]:
    """Return the lessons of a course as they stand for somebody who has done nothing."""
    return [
        LessonLines(lesson.title, tuple(_line(item) for item in lesson.items))
        for lesson in published.course.lessons
    ]


def _line(item: Item) -> Line:
    is_observed = item.task is not None and item.task.kind == "observed"
    return Line(item.title, item.key, item.kind, ItemState.NEW, None, is_observed)


def _filled(lesson: LessonLines, records: Mapping[str, Mapping[str, Any]]) -> LessonLines:
    return LessonLines(
        lesson.title,
        tuple(_recorded(line, records[line.key]) if line.key in records else line for line in lesson.lines),
    )


def _recorded(line: Line, kept: Mapping[str, Any]) -> Line:
    record = Record.from_json(kept)
    return Line(line.title, line.key, line.kind, record.state, record, line.is_observed)
