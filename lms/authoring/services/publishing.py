"""Publishing: what the report said, in one transaction, and what follows from it for people in mid-course."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import text

from lms.authoring.queries import CompiledContent, Content, current_base, takes_from_others
from lms.authoring.services.media import media_names
from lms.core.errors import N_, ConflictError, DomainError, NotFoundError
from lms.core.markup import Comparison, Compilation, Course, kept_files
from lms.courses.models import Course as CourseRow
from lms.courses.models import CoursePublication, CourseRevision
from lms.courses.queries import get_published, list_changes, plan_of
from lms.courses.services import lock_course, make_current, store_glossary, store_revision
from lms.db import db
from lms.pairing.services.help import move_help
from lms.progress.services import refold_course, reset_changed
from lms.quizzes.services import store_bank


class ContentRefusedError(DomainError):
    message = N_("Nội dung còn %(count)s lỗi nên chưa đăng. Bản đang dùng vẫn giữ nguyên.")


class StaleReportError(ConflictError):
    message = N_(
        "Có người vừa đăng bản khác sau khi thầy cô xem bản so sánh này, nên chưa đăng gì. Xem lại bản so sánh mới rồi đăng."
    )


def publish(
    content: Content,
    compiled: CompiledContent,
    published_by_id: int | None,
    now: datetime,
    base: Mapping[str, int | None] | None = None,
) -> int:
    """Make the compiled content current and return how many courses, banks and words changed.

    ``base`` is what was current when the report was read, by ``current_base``.

    Raises:
        ContentRefusedError: it has errors; then nothing changes at all.
        StaleReportError: somebody else has published one of these courses or banks since.
    """
    if compiled.errors:
        raise ContentRefusedError(count=len(compiled.errors))
    _wait_for_others()
    if base is not None and current_base(compiled) != dict(base):
        raise StaleReportError
    if takes_from_others(compiled):  # a course has come since that uses what this would remove
        raise StaleReportError
    changed = store_glossary(compiled.terms) if compiled.terms is not None else 0
    for bank in compiled.banks.values():
        if bank.bank is not None and store_bank(bank.bank, bank.text, now, published_by_id) is not None:
            changed += 1
    for slug, compilation in compiled.courses.items():
        changed += _publish_course(compilation, compiled.sources[slug].files, published_by_id, now)
    return changed


def _wait_for_others() -> None:
    """Let publications follow one another: they share the glossary, and a new course has no row yet to be held.

    SQLite has begun IMMEDIATE. What was read before the wait may be out of date and is read again.
    """
    if db.session.get_bind().dialect.name == "postgresql":
        table = CoursePublication.__tablename__
        db.session.execute(text(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE"))
    db.session.expire_all()


def _publish_course(
    compilation: Compilation, files: Mapping[str, bytes], published_by_id: int | None, now: datetime
) -> int:
    if compilation.course is None:
        return 0
    sources = {
        path: text.decode() for path, text in kept_files(files).items() if not path.startswith("media/")
    }
    publication = store_revision(
        compilation.course, compilation.sha256, sources, media_names(compilation), published_by_id, now
    )
    if publication is None:
        return 0
    _follow(compilation.course, publication, now)
    return 1


def republish(
    course_id: int, revision_id: int, published_by_id: int | None, now: datetime, expected_current: int
) -> None:
    """Make an older revision of a course current again; for people in mid-course it is a change like any other.

    Raises:
        NotFoundError: the course has no such revision.
        StaleReportError: ``expected_current`` is no longer what people read.
    """
    _wait_for_others()
    course, revision = db.session.get(CourseRow, course_id), db.session.get(CourseRevision, revision_id)
    if course is None or revision is None or revision.course_id != course_id:
        raise NotFoundError
    lock_course(course.slug)
    if course.current_revision_id != expected_current:
        raise StaleReportError
    compiled = get_published(revision_id).course
    publication = make_current(course, revision, compiled, published_by_id, now)
    if publication is not None:
        _follow(compiled, publication, now)


def _follow(course: Course, publication: CoursePublication, now: datetime) -> None:
    """Carry requests for help over renames, let reset lessons be done again, and fold everybody anew."""
    comparison = Comparison.from_json(publication.changes)
    move_help(course.id, comparison.renamed)
    keys = _reset_keys(course, comparison, publication, now)
    reset_changed(publication.course_id, publication.id, publication.revision_id, keys, now)
    refold_course(publication.course_id, publication.revision_id, plan_of(course))


def _reset_keys(
    course: Course, comparison: Comparison, publication: CoursePublication, now: datetime
) -> dict[str, str]:
    """Return today's keys of what has to be done again, with the keys that stored records have.

    A quiz is not among them: its questions are the bank's, which keeps attempts by rules of its own.
    """
    former = {today: old for old, today in comparison.renamed.items()}
    changes = list_changes(publication.course_id)
    return {
        item.key: former.get(item.key, item.key)
        for lesson in course.lessons
        if lesson.on_update == "reset"
        for item in lesson.items
        if item.kind != "quiz" and changes.get(item.key) == now
    }
