"""The trainer's shelf: every course with its state, in a number of statements that does not grow with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from lms.core.markup import course_from_json
from lms.courses.models import Course, CourseItem, CoursePublication, CourseRevision, ScreenNote
from lms.db import db
from lms.progress.models import Enrolment

MOST_KEPT = 512
MOST_NOTES = 100


@dataclass(frozen=True)
class Facts:
    """What the shelf shows of a revision: how many lessons, and until when each was checked."""

    lessons: int
    review_days: tuple[str, ...]


@dataclass(frozen=True)
class CourseRow:
    """A course as the trainer's list shows it."""

    slug: str
    title: str
    status: str
    learners: int
    published_at: datetime | None
    lessons: int
    review_days: tuple[str, ...]

    def stale(self, today: str) -> int:
        """Return how many lessons are past their review day."""
        return sum(1 for day in self.review_days if day < today)


@dataclass(frozen=True)
class NoteRow:
    """A learner's word that a step no longer matches the screen, with the names of course and step."""

    id: int
    slug: str
    status: str
    course: str
    key: str
    title: str
    device: str
    message: str
    at: datetime


# By the fingerprint of the source: what was read from it never changes, whichever row it stands in.
_facts: dict[tuple[str, str], Facts] = {}


def list_course_rows() -> list[CourseRow]:
    """Return all courses, those that people study first, then drafts, then retired ones."""
    learners = (
        select(func.count())
        .select_from(Enrolment)
        .where(Enrolment.course_id == Course.id, Enrolment.completed_at.is_(None))
        .scalar_subquery()
    )
    latest = (
        select(func.max(CoursePublication.published_at))
        .where(CoursePublication.course_id == Course.id)
        .scalar_subquery()
    )
    found = db.session.execute(
        select(Course, CourseRevision.id, CourseRevision.sha256, learners, latest)
        .join(CourseRevision, CourseRevision.id == Course.current_revision_id)
        .order_by(Course.id)
    ).all()
    facts = _facts_of({revision_id: (course.slug, sha) for course, revision_id, sha, _n, _at in found})
    rows = [
        CourseRow(course.slug, course.title, course.status, count, at, known.lessons, known.review_days)
        for course, revision_id, _sha, count, at in found
        for known in (facts[revision_id],)
    ]
    order = ("published", "draft", "retired")
    return sorted(rows, key=lambda row: order.index(row.status) if row.status in order else len(order))


def _facts_of(revisions: Mapping[int, tuple[str, str]]) -> dict[int, Facts]:
    """Return the facts of revisions; those that this process has not met are read in one statement."""
    missing = [each for each, name in revisions.items() if name not in _facts]
    if missing:
        if len(_facts) + len(missing) > MOST_KEPT:
            _facts.clear()
            missing = list(revisions)
        compiled = select(CourseRevision.id, CourseRevision.compiled).where(CourseRevision.id.in_(missing))
        for row in db.session.execute(compiled):
            lessons = course_from_json(row.compiled).lessons
            days = tuple(each.review_by for each in lessons if each.review_by)
            _facts[revisions[row.id]] = Facts(len(lessons), days)
    return {each: _facts[name] for each, name in revisions.items()}


def list_note_rows(course_id: int | None = None) -> list[NoteRow]:
    """Return learners' open words that the screen differs, newest first, of all courses or of one."""
    found = (
        select(ScreenNote, Course.slug, Course.status, Course.title, CourseItem.title.label("item"))
        .join(Course, Course.id == ScreenNote.course_id)
        .outerjoin(
            CourseItem,
            (CourseItem.course_id == ScreenNote.course_id) & (CourseItem.key == ScreenNote.item_key),
        )
        .where(ScreenNote.resolved_at.is_(None))
        .order_by(ScreenNote.id.desc())
        .limit(MOST_NOTES)
    )
    if course_id is not None:
        found = found.where(ScreenNote.course_id == course_id)
    return [
        NoteRow(
            note.id,
            slug,
            status,
            title,
            note.item_key,
            item or note.item_key,
            note.device,
            note.message,
            note.at,
        )
        for note, slug, status, title, item in db.session.execute(found)
    ]
