"""Reading the ledger and where people stand."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import bindparam, select

from lms.core.completion import DONE, Event, ItemState, Plan, Record, Verb
from lms.core.markup import Lesson
from lms.courses.models import Course, CourseItem
from lms.courses.queries import Head, Published, get_published, list_changes, list_publications
from lms.db import db
from lms.pairing.queries.help import HelpState, add_open_help, split_open_help
from lms.progress.models import Enrolment, LearningEvent


@dataclass(frozen=True)
class Standing:
    """Where a person stands in a course, as stored; the empty standing is somebody who has not begun."""

    started_at: datetime | None = None
    last_at: datetime | None = None
    completed_at: datetime | None = None
    done_items: int = 0
    total_items: int = 0
    done_lessons: int = 0
    total_lessons: int = 0
    waiting_items: int = 0
    next_key: str = ""
    records: Mapping[str, Any] | None = None
    kept: Mapping[str, str] | None = None

    @property
    def has_begun(self) -> bool:
        return self.started_at is not None

    def record(self, key: str) -> Record | None:
        kept = (self.records or {}).get(key)
        return Record.from_json(kept) if kept else None

    def state(self, key: str) -> ItemState:
        kept = (self.records or {}).get(key)
        return ItemState(kept["state"]) if kept else ItemState.NEW


NOT_BEGUN = Standing()
_courses, _items, _enrolments = Course.__table__, CourseItem.__table__, Enrolment.__table__
_STANDING_COLUMNS = (
    _enrolments.c.started_at,
    _enrolments.c.last_at,
    _enrolments.c.completed_at,
    _enrolments.c.done_items,
    _enrolments.c.total_items,
    _enrolments.c.done_lessons,
    _enrolments.c.total_lessons,
    _enrolments.c.waiting_items,
    _enrolments.c.next_key,
    _enrolments.c.records,
    _enrolments.c.kept,
)
_HEAD_COLUMNS = (
    _courses.c.id,
    _courses.c.slug,
    _courses.c.title,
    _courses.c.summary,
    _courses.c.current_revision_id,
)
_HEADS_WITH_STANDING = (
    select(*_HEAD_COLUMNS, *_STANDING_COLUMNS)
    .select_from(
        _courses.outerjoin(
            _enrolments,
            (_enrolments.c.course_id == _courses.c.id) & (_enrolments.c.user_id == bindparam("user_id")),
        )
    )
    .where(_courses.c.status == "published", _courses.c.current_revision_id.is_not(None))
    .order_by(_courses.c.id)
)
_HEAD_WITH_STANDING = _HEADS_WITH_STANDING.where(_courses.c.slug == bindparam("slug"))
_CHANGED = (
    select(_items.c.changed_at)
    .where(_items.c.course_id == _courses.c.id, _items.c.key == bindparam("key"))
    .scalar_subquery()
)
_STEP = add_open_help(_HEAD_WITH_STANDING.add_columns(_CHANGED))


def _split(row: Any) -> tuple[Head, Standing]:
    return Head(*row[:5]), Standing(*row[5:]) if row[5] is not None else NOT_BEGUN


def list_standings(user_id: int) -> list[tuple[Head, Standing]]:
    """Return every published course with the person's standing in it, in one statement."""
    return [_split(row) for row in db.session.execute(_HEADS_WITH_STANDING, {"user_id": user_id})]


def find_standing(user_id: int, slug: str) -> tuple[Head, Standing] | None:
    """Return a published course with the person's standing in it, in one statement."""
    row = db.session.execute(_HEAD_WITH_STANDING, {"user_id": user_id, "slug": slug}).first()
    return _split(row) if row else None


def find_step(
    user_id: int, slug: str, key: str
) -> tuple[Head, Standing, HelpState | None, datetime | None] | None:
    """Return a published course with the person's standing, open request at an item, and when that last changed.

    It is one statement: a step is what people read most.
    """
    values = {"user_id": user_id, "slug": slug, "place": f"{slug}/{key}", "key": key}
    row = db.session.execute(_STEP, values).first()
    if row is None:
        return None
    own, asked = split_open_help(row)
    return *_split(own[:-1]), asked, own[-1]


_events = LearningEvent.__table__
_EVENTS = (
    select(
        _events.c.verb,
        _events.c.item_key,
        _events.c.at,
        _events.c.trust,
        _events.c.actor_id,
        (_events.c.actor_kind == "assisted").label("is_assisted"),
    )
    .where(_events.c.subject_id == bindparam("user_id"), _events.c.course_id == bindparam("course_id"))
    .order_by(_events.c.id)
)


def list_events(user_id: int, course_id: int) -> list[Event]:
    """Return a person's events in a course, in ledger order, as the fold reads them."""
    rows = db.session.execute(_EVENTS, {"user_id": user_id, "course_id": course_id})
    return [
        Event(Verb(row.verb), row.item_key, row.at, row.trust, row.actor_id, bool(row.is_assisted))
        for row in rows
    ]


def find_enrolment(user_id: int, course_id: int) -> Enrolment | None:
    """Return a person's enrolment in a course."""
    return db.session.scalars(
        select(Enrolment).where(Enrolment.user_id == user_id, Enrolment.course_id == course_id)
    ).first()


def list_enrolments(course_id: int) -> list[Enrolment]:
    """Return everybody's enrolment in a course."""
    return list(
        db.session.scalars(select(Enrolment).where(Enrolment.course_id == course_id).order_by(Enrolment.id))
    )


def count_withdrawals(user_id: int, course_id: int, item_key: str) -> int:
    """Return how often an item was taken back; it tells a new completion from a repeated tap."""
    return sum(
        1
        for event in list_events(user_id, course_id)
        if event.item == item_key and event.verb in (Verb.WITHDRAWN, Verb.UPDATE_RESET)
    )


def list_former_plans(course_id: int, publication_id: int) -> list[tuple[Plan, datetime]]:
    """Return the plans that were in force before a publication, newest first, and until when each of them was."""
    plans = []
    ends = datetime.max.replace(tzinfo=UTC)
    for publication in list_publications(course_id):
        if publication.id < publication_id:
            plans.append((get_published(publication.revision_id).plan, ends))
        ends = publication.published_at
    return plans


def has_ever_completed(user_id: int, course_id: int, plans: Iterable[tuple[Plan, datetime]]) -> bool:
    """Tell whether a person had done all that one of ``plans`` demands, at some time before it ended."""
    events = [event for event in list_events(user_id, course_id) if event.verb in DONE]
    for plan, ends in plans:
        done = {plan.aliases.get(event.item, event.item) for event in events if event.at <= ends}
        if done.issuperset(item.key for item in plan.items if item.is_required):
            return True
    return False


def lesson_state(standing: Standing, lesson: Lesson) -> str:
    """Return where a lesson stands as a whole: done, waiting for a person, now, or new."""
    states = [standing.state(item.key) for item in lesson.items]
    if all(state == ItemState.DONE for state in states):
        return "done"
    open_states = {state for state in states if state != ItemState.DONE}
    if open_states == {ItemState.WAITING}:
        return "waiting"
    return "now" if len(open_states) < len(set(states)) or open_states != {ItemState.NEW} else "new"


@dataclass(frozen=True)
class Missing:
    """What must be finished first: ``kind`` is lesson or course."""

    kind: str
    id: str
    title: str


class Prerequisites:
    """What a course and its lessons demand of one person first; what is done once is never closed again."""

    def __init__(self, user_id: int, standing: Standing, published: Published) -> None:
        self._standing = standing
        self._lessons = {lesson.id: lesson for lesson in published.course.lessons}
        self._of_course = published.course.requires
        wanted = {one for lesson in published.course.lessons for one in lesson.requires} - set(self._lessons)
        self._open = _unfinished_courses(
            user_id, () if standing.completed_at else wanted.union(self._of_course)
        )

    def missing_for(self, lesson: Lesson | None = None) -> Missing | None:
        """Return the first thing that is to be finished before this lesson, or before the course as a whole."""
        if self._standing.completed_at or (lesson and lesson_state(self._standing, lesson) == "done"):
            return None
        for required in self._of_course:
            if required in self._open:
                return Missing("course", required, self._open[required])
        for required in lesson.requires if lesson else ():
            other = self._lessons.get(required)
            if other is not None and lesson_state(self._standing, other) not in ("done", "waiting"):
                return Missing("lesson", other.id, other.title)
            if other is None and required in self._open:
                return Missing("course", required, self._open[required])
        return None


def _unfinished_courses(user_id: int, slugs: Collection[str]) -> dict[str, str]:
    """Return the titles of those courses that the person has not finished; one that nobody can study is none."""
    if not slugs:
        return {}
    known = {head.slug: (head, standing) for head, standing in list_standings(user_id)}
    return {
        slug: known[slug][0].title for slug in slugs if slug in known and known[slug][1].completed_at is None
    }


@dataclass(frozen=True)
class LessonUpdate:
    """What a publication changed of a lesson that somebody had done in part.

    ``kind`` is keep, ask or reset; ``keys`` are the items to look at again, of which reset ones are open again.
    """

    lesson: Lesson
    kind: str
    at: datetime
    keys: tuple[str, ...]


def list_updates(course_id: int, standing: Standing, published: Published) -> dict[str, LessonUpdate]:
    """Return by lesson id what the person has to be told; nothing to whoever has completed the course."""
    records = standing.records or {}
    if standing.completed_at or not any(kept["state"] in _TOLD for kept in records.values()):
        return {}
    changes = list_changes(course_id)
    found = (_update_of(lesson, standing, changes) for lesson in published.course.lessons)
    return {update.lesson.id: update for update in found if update}


_TOLD = (ItemState.DONE, ItemState.NEW)


def _update_of(lesson: Lesson, standing: Standing, changes: Mapping[str, datetime]) -> LessonUpdate | None:
    kept = (standing.kept or {}).get(lesson.id)
    until = datetime.fromisoformat(kept) if kept else None
    reset: dict[str, datetime] = {}
    changed: dict[str, datetime] = {}
    for item in lesson.items:
        record, at = standing.record(item.key), changes.get(item.key)
        if record is None or item.kind == "quiz":  # a quiz has its own rules for doing it again
            continue
        if record.state is ItemState.NEW:
            reset[item.key] = record.at
        elif record.state is ItemState.DONE and at and record.at < at and (until is None or until < at):
            changed[item.key] = at
    if reset:
        return LessonUpdate(lesson, "reset", max(reset.values()), tuple(reset))
    kind = "ask" if lesson.on_update == "ask" else "keep"
    return LessonUpdate(lesson, kind, max(changed.values()), tuple(changed)) if changed else None
