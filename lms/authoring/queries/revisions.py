"""The history of one course: which revision became current when, by whom, and what it changed."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from lms.accounts.models import User
from lms.authoring.queries.compiling import CompiledContent
from lms.authoring.queries.reporting import Report, report_on
from lms.core.errors import NotFoundError
from lms.core.markup import Comparison, Compilation
from lms.courses.models import Course, CoursePublication, CourseRevision
from lms.courses.queries import find_course, get_published
from lms.db import db

SHORT = 12
"""Digits of a revision's fingerprint that stand in addresses."""


@dataclass(frozen=True)
class PublicationRow:
    """That a revision became current; ``former`` is the short name of the one that it followed."""

    name: str
    published_at: datetime
    by: str
    changes: Comparison
    is_current: bool
    former: str


@dataclass(frozen=True)
class Revision:
    """A revision by its short name, without its text."""

    id: int
    name: str
    sha256: str
    created_at: datetime


def get_course(slug: str) -> Course:
    """Return a course whatever its status.

    Raises:
        NotFoundError: no course has this id, or it was never published nor kept as a draft.
    """
    course = find_course(slug)
    if course is None or course.current_revision_id is None:
        raise NotFoundError
    return course


def count_publications(course_id: int) -> int:
    """Return how often a revision of this course became current."""
    counted = select(func.count()).select_from(CoursePublication)
    return db.session.scalar(counted.where(CoursePublication.course_id == course_id)) or 0


def list_publication_rows(course: Course, limit: int, offset: int) -> list[PublicationRow]:
    """Return a page of the history, newest first."""
    found = (
        select(CoursePublication, CourseRevision.sha256, User.full_name)
        .join(CourseRevision, CourseRevision.id == CoursePublication.revision_id)
        .outerjoin(User, User.id == CoursePublication.published_by_id)
        .where(CoursePublication.course_id == course.id)
        .order_by(CoursePublication.id.desc())
        .limit(limit + 1)
        .offset(offset)
    )
    lines = db.session.execute(found).all()
    formers = [sha256[:SHORT] for _publication, sha256, _name in lines[1:]] + [""]
    return [
        PublicationRow(
            name=sha256[:SHORT],
            published_at=publication.published_at,
            by=name or "",
            changes=Comparison.from_json(publication.changes),
            is_current=publication.revision_id == course.current_revision_id,
            former=former,
        )
        for (publication, sha256, name), former in zip(lines[:limit], formers, strict=False)
    ]


def list_revisions(course_id: int, limit: int) -> list[Revision]:
    """Return the newest revisions of a course, whether or not they are current."""
    found = (
        select(CourseRevision.id, CourseRevision.sha256, CourseRevision.created_at)
        .where(CourseRevision.course_id == course_id)
        .order_by(CourseRevision.id.desc())
        .limit(limit)
    )
    return [
        Revision(row.id, row.sha256[:SHORT], row.sha256, row.created_at) for row in db.session.execute(found)
    ]


def get_revision(course_id: int, name: str) -> Revision:
    """Return a revision by the first digits of its fingerprint.

    Raises:
        NotFoundError: the course has none that begins like this.
    """
    if len(name) < SHORT or not name.isalnum():
        raise NotFoundError
    found = select(CourseRevision.id, CourseRevision.sha256, CourseRevision.created_at).where(
        CourseRevision.course_id == course_id, CourseRevision.sha256.startswith(name, autoescape=True)
    )
    row = db.session.execute(found.order_by(CourseRevision.id.desc())).first()
    if row is None:
        raise NotFoundError
    return Revision(row.id, row.sha256[:SHORT], row.sha256, row.created_at)


def get_sources(revision_id: int) -> dict[str, str]:
    """Return a revision's normalised Markdown by path.

    Raises:
        NotFoundError: there is no such revision.
    """
    sources = db.session.scalar(select(CourseRevision.sources).where(CourseRevision.id == revision_id))
    if sources is None:
        raise NotFoundError
    return sources


def report_on_revision(revision: Revision) -> Report:
    """Return what making a kept revision current again would change."""
    course = get_published(revision.id).course
    compilation = Compilation(course, (), revision.sha256)
    return report_on(
        CompiledContent(courses={course.id: compilation}, banks={}, terms=None, problems=(), sources={})
    )
