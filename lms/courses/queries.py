"""Reading courses: the current revision, items, glossary, local values, search."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from sqlalchemy import bindparam, select

from lms.core.completion import Plan, PlanItem
from lms.core.errors import NotFoundError
from lms.core.markup import Course as Compiled
from lms.core.markup import Item, Lesson, Segment, course_from_json, former_keys
from lms.core.unit_paths import paths_down_to
from lms.core.vietnamese import fold
from lms.courses.models import (
    Course,
    CourseItem,
    CoursePublication,
    CourseRevision,
    GlossaryTerm,
    LocalValue,
)
from lms.db import db
from lms.units.models import Unit

KEPT_REVISIONS = 64
FOR_MENTORS = "danh-cho-nguoi-huong-dan"
"""The tag of the course that mentors take about helping; nobody is paired to learn it."""
REQUIRED_KINDS = {"steps": "step", "tasks": "task", "quizzes": "quiz"}
_LOCAL_FIELD = re.compile(r"\{\{\s*([a-z][a-z0-9_]*)\s*\}\}")


@dataclass(frozen=True)
class Head:
    """A course's row: identity and which revision people read."""

    id: int
    slug: str
    title: str
    summary: str
    revision_id: int


class MovedError(NotFoundError):
    """A lesson or an item goes by another id today: ``key`` is the lesson's id, or the item's key."""

    def __init__(self, key: str) -> None:
        self.key = key
        super().__init__()


class GoneError(NotFoundError):
    """A revision has no lesson or item ``key``. It may once have been there: ``was_there`` knows."""

    def __init__(self, published: "Published", key: str) -> None:
        self.published, self.key = published, key
        super().__init__()


@dataclass(frozen=True)
class Published:
    """A revision as pages use it: compiled course, plan, and its items by key with their lesson."""

    id: int
    course_id: int
    course: Compiled
    plan: Plan
    items: Mapping[str, tuple[Lesson, Item]]
    media: Mapping[str, str]

    @property
    def keys(self) -> list[str]:
        return list(self.items)

    def lesson(self, lesson_id: str) -> Lesson:
        """Return the lesson.

        Raises:
            MovedError: it has another id by now.
            GoneError: the revision has no such lesson.
        """
        for lesson in self.course.lessons:
            if lesson.id == lesson_id:
                return lesson
        raise self._missing(lesson_id)

    def item(self, lesson_id: str, item_id: str) -> tuple[Lesson, Item]:
        """Return an item and its lesson.

        Raises:
            MovedError: it has another key by now.
            GoneError: the revision has no such item.
        """
        found = self.items.get(f"{lesson_id}/{item_id}")
        if found is None:
            raise self._missing(f"{lesson_id}/{item_id}")
        return found

    def _missing(self, key: str) -> NotFoundError:
        if key in self.plan.aliases:
            return MovedError(self.plan.aliases[key])
        return GoneError(self, key)

    def today(self, key: str) -> str:
        """Return the key by which an item goes in this revision."""
        return self.plan.aliases.get(key, key)

    def keys_of(self, key: str) -> list[str]:
        """Return an item's key, and every one that it had before."""
        today = self.today(key)
        return [today, *(old for old, new in self.plan.aliases.items() if new == today)]

    def neighbours(self, key: str) -> tuple[str, str]:
        """Return the keys before and after ``key`` in reading order; empty at the ends."""
        keys = self.keys
        at = keys.index(key)
        return keys[at - 1] if at else "", keys[at + 1] if at + 1 < len(keys) else ""


_courses = Course.__table__
_HEADS = (
    select(
        _courses.c.id, _courses.c.slug, _courses.c.title, _courses.c.summary, _courses.c.current_revision_id
    )
    .where(_courses.c.status == "published", _courses.c.current_revision_id.is_not(None))
    .order_by(_courses.c.id)
)
_HEAD = _HEADS.where(_courses.c.slug == bindparam("slug"))


def list_heads() -> list[Head]:
    """Return the published courses."""
    return [Head(*row) for row in db.session.execute(_HEADS)]


def find_head(slug: str) -> Head | None:
    """Return a published course."""
    row = db.session.execute(_HEAD, {"slug": slug}).first()
    return Head(*row) if row else None


def get_head_by_id(course_id: int) -> Head:
    """Return a published course by its number in the database.

    Raises:
        NotFoundError: it is not there, or not published.
    """
    row = db.session.execute(_HEADS.where(_courses.c.id == course_id)).first()
    if row is None:
        raise NotFoundError
    return Head(*row)


def get_head(slug: str) -> Head:
    """Return a published course.

    Raises:
        NotFoundError: no published course has this id.
    """
    head = find_head(slug)
    if head is None:
        raise NotFoundError
    return head


@lru_cache(maxsize=KEPT_REVISIONS)
def get_published(revision_id: int) -> Published:
    """Return a revision ready for pages; revisions never change, so each process keeps those it used.

    Raises:
        NotFoundError: there is no such revision.
    """
    row = db.session.execute(
        select(CourseRevision.course_id, CourseRevision.compiled, CourseRevision.media).where(
            CourseRevision.id == revision_id
        )
    ).first()
    if row is None:
        raise NotFoundError
    course = course_from_json(row.compiled)
    items = {item.key: (lesson, item) for lesson in course.lessons for item in lesson.items}
    return Published(revision_id, row.course_id, course, plan_of(course), items, row.media)


def plan_of(course: Compiled) -> Plan:
    """Return what completion demands of a course: kinds by ``complete_when``, aliases by lesson."""
    kinds = {REQUIRED_KINDS[name] for name in course.complete_when}
    items = tuple(
        PlanItem(item.key, lesson.id, item.kind, item.kind in kinds)
        for lesson in course.lessons
        for item in lesson.items
    )
    return Plan(items, former_keys(course))


def find_course(slug: str) -> Course | None:
    """Return a course by its id, whatever its status."""
    return db.session.scalars(select(Course).where(Course.slug == slug)).first()


def list_courses() -> list[Course]:
    """Return all courses, whatever their status."""
    return list(db.session.scalars(select(Course).order_by(Course.id)))


def find_revision(course_id: int, sha256: str) -> CourseRevision | None:
    """Return the revision of a course with this source."""
    return db.session.scalars(
        select(CourseRevision).where(CourseRevision.course_id == course_id, CourseRevision.sha256 == sha256)
    ).first()


def list_publications(course_id: int) -> list[CoursePublication]:
    """Return when which revision became the current one, newest first."""
    found = select(CoursePublication).where(CoursePublication.course_id == course_id)
    return list(db.session.scalars(found.order_by(CoursePublication.id.desc())))


def list_revision_ids(slug: str, limit: int) -> list[int]:
    """Return the latest revisions of a course, newest first, whatever its status."""
    found = select(CourseRevision.id).join(Course, Course.id == CourseRevision.course_id)
    return list(
        db.session.scalars(found.where(Course.slug == slug).order_by(CourseRevision.id.desc()).limit(limit))
    )


def list_items(course_id: int) -> list[CourseItem]:
    """Return every item that a course ever had, retired ones included."""
    return list(db.session.scalars(select(CourseItem).where(CourseItem.course_id == course_id)))


def was_there(course_id: int, key: str) -> bool:
    """Tell whether a course once had the item ``key``, or a lesson with this id."""
    known = select(CourseItem.id).where(CourseItem.course_id == course_id)
    named = known.where(
        (CourseItem.key == key) if "/" in key else CourseItem.key.startswith(f"{key}/", autoescape=True)
    )
    return db.session.scalar(named.limit(1)) is not None


_items = CourseItem.__table__
_CHANGES = select(_items.c.key, _items.c.changed_at).where(
    _items.c.course_id == bindparam("course_id"), _items.c.changed_at.is_not(None)
)


def list_changes(course_id: int) -> dict[str, datetime]:
    """Return when a publication last changed what an item says, for the items that any changed."""
    return {row.key: row.changed_at for row in db.session.execute(_CHANGES, {"course_id": course_id})}


def list_terms() -> list[GlossaryTerm]:
    """Return the glossary."""
    return list(db.session.scalars(select(GlossaryTerm)))


def get_term(term_id: str) -> GlossaryTerm:
    """Return one entry of the glossary.

    Raises:
        NotFoundError: there is no such entry.
    """
    term = db.session.get(GlossaryTerm, term_id)
    if term is None:
        raise NotFoundError
    return term


_LOCAL = (
    select(LocalValue.name, LocalValue.value, Unit.path)
    .join(Unit, Unit.id == LocalValue.unit_id)
    .where(
        LocalValue.name.in_(bindparam("names", expanding=True)),
        Unit.path.in_(bindparam("paths", expanding=True)),
    )
)


def local_values(names: Iterable[str], unit_path: str) -> dict[str, str]:
    """Return what the local fields ``names`` mean in a unit: the nearest sheet upwards wins."""
    wanted = list(names)
    if not wanted or not unit_path:
        return {}
    paths = paths_down_to(unit_path)
    rows = db.session.execute(_LOCAL, {"names": wanted, "paths": paths}).all()
    return {row.name: row.value for row in sorted(rows, key=lambda row: len(row.path)) if row.value}


def local_field_names(segments: Iterable[Segment]) -> set[str]:
    """Return the names of the local fields in compiled segments."""
    return set(_LOCAL_FIELD.findall(" ".join(_texts(segments))))


def list_local_values(unit_id: int) -> dict[str, LocalValue]:
    """Return the sheet of one unit by field name."""
    found = db.session.scalars(select(LocalValue).where(LocalValue.unit_id == unit_id))
    return {each.name: each for each in found}


@dataclass(frozen=True)
class Hit:
    """One line of a search's answer."""

    kind: str
    title: str
    path: str
    text: str = ""


def search(text: str, limit: int = 30) -> list[Hit]:
    """Return courses, lessons, steps and glossary entries whose text holds every word, diacritics aside.

    Only published courses are searched; a title that matches comes before a text that does.
    """
    words = fold(text).split()[:8]
    if not words:
        return []
    hits: list[tuple[int, Hit]] = []
    for head in list_heads():
        hits += _hits_in(head, get_published(head.revision_id), words)
    conditions = [GlossaryTerm.search_text.contains(word, autoescape=True) for word in words]
    for term in db.session.scalars(select(GlossaryTerm).where(*conditions)):
        rank = 1 if all(word in fold(term.term) for word in words) else 4
        hits.append((rank, Hit("term", term.term, f"/tu-dien/{term.id}")))
    return [hit for _rank, hit in sorted(hits, key=lambda ranked: ranked[0])[:limit]]


def _hits_in(head: Head, published: Published, words: list[str]) -> list[tuple[int, Hit]]:
    def holds(text: str) -> bool:
        return all(word in text for word in words)

    hits: list[tuple[int, Hit]] = []
    if holds(fold(f"{head.title} {head.summary}")):
        hits.append((0, Hit("course", head.title, f"/khoa-hoc/{head.slug}", head.summary)))
    for lesson in published.course.lessons:
        if holds(fold(f"{lesson.title} {lesson.outcome}")):
            hits.append((2, Hit("lesson", lesson.title, f"/hoc/{head.slug}/{lesson.id}", lesson.outcome)))
    for key, text in _item_texts(published.id).items():
        lesson, item = published.items[key]
        if item.kind == "step" and holds(text):
            hits.append((3, Hit("step", item.title, f"/hoc/{head.slug}/{key}", lesson.title)))
    return hits


@lru_cache(maxsize=KEPT_REVISIONS)
def _item_texts(revision_id: int) -> dict[str, str]:
    published = get_published(revision_id)
    return {
        key: fold(f"{item.title} {plain_text(item.body)}") for key, (_lesson, item) in published.items.items()
    }


def plain_text(segments: Iterable[Segment]) -> str:
    """Return the words of compiled segments without their markup."""
    return re.sub(r"<[^>]+>", " ", " ".join(_texts(segments)))


def _texts(segments: Iterable[Segment]) -> Iterator[str]:
    for segment in segments:
        yield from (segment.html, *segment.checks, *(variant.html for variant in segment.variants))
