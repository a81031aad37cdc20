"""Storing revisions, the glossary, local values and screen notes. Nothing here decides what is valid: core did."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import delete, select

from lms.accounts.services import write_audit
from lms.core.errors import N_, DomainError
from lms.core.markup import Comparison, Term, compare, course_to_json, item_digest
from lms.core.markup import Course as Compiled
from lms.core.vietnamese import fold, squeeze
from lms.courses.models import (
    Course,
    CourseItem,
    CoursePublication,
    CourseRevision,
    GlossaryTerm,
    LocalValue,
    ScreenNote,
)
from lms.courses.queries import (
    find_revision,
    get_published,
    list_items,
    list_local_values,
    plain_text,
)
from lms.db import db

LONGEST_VALUE = 200
LONGEST_NOTE = 500
LONGEST_WORD = 120
LONGEST_TITLE = 200


class LocalValueTooLongError(DomainError):
    message = N_("Ô này chỉ chứa được 200 chữ. Viết ngắn lại giúp nhé.")


class OtherKindError(DomainError):
    message = N_(
        "Mục “%(key)s” trước đây là một loại khác nên kết quả cũ sẽ bị hiểu sai. Đặt id khác cho mục mới rồi đăng lại."
    )


def store_revision(
    compiled: Compiled,
    sha256: str,
    sources: Mapping[str, str],
    media: Mapping[str, str],
    published_by_id: int | None,
    now: datetime,
) -> CoursePublication | None:
    """Make this the course's current revision; return None if it already is.

    Items that are no longer there are retired, never deleted; those that come back live again.

    Raises:
        OtherKindError: a key would mean another kind of item.
    """
    course = lock_course(compiled.id) or _begin_course(compiled.id, now)
    revision = find_revision(course.id, sha256)
    if revision is None:
        revision = CourseRevision(
            course_id=course.id,
            sha256=sha256,
            sources=dict(sources),
            media=dict(media),
            compiled=course_to_json(compiled),
            created_at=now,
        )
        db.session.add(revision)
        db.session.flush()
    return make_current(course, revision, compiled, published_by_id, now)


def _begin_course(slug: str, now: datetime) -> Course:
    course = Course(slug=slug, title="", status="draft", created_at=now)
    db.session.add(course)
    db.session.flush()
    return course


def lock_course(slug: str) -> Course | None:
    """Return a course and hold its row: whoever would write its ledger waits, and then folds by the new revision."""
    found = select(Course).where(Course.slug == slug).with_for_update(key_share=True)
    return db.session.scalars(found, execution_options={"populate_existing": True}).first()


def make_current(
    course: Course, revision: CourseRevision, compiled: Compiled, published_by_id: int | None, now: datetime
) -> CoursePublication | None:
    """Make a stored revision what people read; return None if it already is. The course's row is held.

    ``compiled`` is given because a revision that is not committed yet must not be kept by ``get_published``.

    Raises:
        OtherKindError: a key would mean another kind of item.
    """
    if course.current_revision_id == revision.id:
        return None
    before = get_published(course.current_revision_id).course if course.current_revision_id else None
    comparison = compare(before, compiled)
    _describe(course, compiled)
    course.current_revision_id = revision.id
    _keep_items(course.id, compiled, comparison, now)
    _follow_renames(course.id, comparison, now)
    publication = CoursePublication(
        course_id=course.id,
        revision_id=revision.id,
        published_by_id=published_by_id,
        published_at=now,
        changes=comparison.to_json(),
    )
    db.session.add(publication)
    detail = {"sha256": revision.sha256}
    write_audit(published_by_id, "course.published", f"course:{compiled.id}", now, detail=detail)
    db.session.flush()
    return publication


def _describe(course: Course, compiled: Compiled) -> None:
    course.title = compiled.title[:LONGEST_TITLE]
    course.summary, course.status = compiled.summary, compiled.status
    lessons = " ".join(f"{each.title} {each.outcome} {plain_text(each.body)}" for each in compiled.lessons)
    course.search_text = fold(f"{compiled.title} {compiled.summary} {lessons}")


def _keep_items(course_id: int, compiled: Compiled, comparison: Comparison, now: datetime) -> None:
    """Write the row of every item, and when it came to say something else; rows from before digests know neither."""
    known = {row.key: row for row in list_items(course_id)}
    former = {today: old for old, today in comparison.renamed.items()}
    present = {item.key: item for lesson in compiled.lessons for item in lesson.items}
    for key, item in present.items():
        origin = known.get(former.get(key, key))
        row = known.get(key) or CourseItem(course_id=course_id, key=key, kind=item.kind)
        if item.kind != (origin or row).kind or item.kind != row.kind:
            raise OtherKindError(key=key)
        digest = item_digest(item)
        if origin is not None:
            row.changed_at = now if origin.digest not in ("", digest) else origin.changed_at
        row.title, row.digest, row.retired_at = item.title[:250], digest, None
        db.session.add(row)
    for key, row in known.items():
        if key not in present and row.retired_at is None:
            row.retired_at = now


def _follow_renames(course_id: int, comparison: Comparison, now: datetime) -> None:
    """Let learners' open words about a step's screen go on under its new key; one each is enough there."""
    found = db.session.query(ScreenNote).filter_by(course_id=course_id, resolved_at=None)
    notes = {(note.item_key, note.user_id): note for note in found} if comparison.renamed else {}
    for (key, user_id), note in notes.items():
        today = comparison.renamed.get(key)
        if today is not None and (today, user_id) in notes:
            note.resolved_at = now
        elif today is not None:
            note.item_key = today


def store_glossary(terms: Iterable[Term]) -> int:
    """Make these the glossary's entries and return how many were added, changed or removed."""
    wanted = {term.id: term for term in terms}
    known = {row.id: row for row in db.session.query(GlossaryTerm)}
    changed = 0
    for gone in known.keys() - wanted.keys():
        db.session.execute(delete(GlossaryTerm).where(GlossaryTerm.id == gone))
        changed += 1
    for term_id, term in wanted.items():
        row = known.get(term_id)
        said = term.name[:LONGEST_WORD], term.english[:LONGEST_WORD], term.html
        if row is None:
            row = GlossaryTerm(id=term_id)
            db.session.add(row)
        elif (row.term, row.english, row.html) == said:
            row.source = term.source  # how the author wrote it may differ where what people read does not
            continue
        row.term, row.english, row.html = said
        row.source, row.search_text = term.source, fold(f"{term.name} {term.english} {term.text}")
        changed += 1
    db.session.flush()
    return changed


def set_local_values(unit_id: int, values: Mapping[str, str], updated_by_id: int, now: datetime) -> int:
    """Write a unit's local sheet and return how many values changed; an empty value falls back to the unit above.

    Raises:
        LocalValueTooLongError: a value is longer than 200 characters.
    """
    known = list_local_values(unit_id)
    changed = 0
    for name, text in values.items():
        value = squeeze(text)
        if len(value) > LONGEST_VALUE:
            raise LocalValueTooLongError
        row = known.get(name)
        if (row.value if row else "") == value:
            continue
        if row is None:
            row = LocalValue(unit_id=unit_id, name=name)
            db.session.add(row)
        row.value, row.updated_by_id, row.updated_at = value, updated_by_id, now
        changed += 1
    if changed:
        write_audit(updated_by_id, "local_sheet.changed", f"unit:{unit_id}", now, unit_id=unit_id)
    db.session.flush()
    return changed


def note_other_screen(
    course_id: int, item_key: str, user_id: int, device: str, message: str, now: datetime
) -> None:
    """Keep a learner's word that a step no longer matches the screen; pressing twice says it once."""
    open_note = (
        db.session.query(ScreenNote)
        .filter_by(course_id=course_id, item_key=item_key, user_id=user_id, resolved_at=None)
        .first()
    )
    if open_note is not None:
        open_note.message = message[:LONGEST_NOTE] or open_note.message
        return
    db.session.add(
        ScreenNote(
            course_id=course_id,
            item_key=item_key,
            user_id=user_id,
            device=device[:20],
            message=message[:LONGEST_NOTE],
            at=now,
        )
    )
    db.session.flush()


def resolve_screen_note(note_id: int, now: datetime) -> None:
    """Close a learner's word that the screen differs; closing it twice changes nothing."""
    note = db.session.get(ScreenNote, note_id)
    if note is not None and note.resolved_at is None:
        note.resolved_at = now
        db.session.flush()
