"""Storing revisions, the glossary, local values and screen notes. Nothing here decides what is valid: core did."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import delete

from lms.accounts.services import write_audit
from lms.core.errors import N_, DomainError
from lms.core.markup import Course as Compiled
from lms.core.markup import Term, course_to_json
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
from lms.courses.queries import find_course, find_revision, list_items, list_local_values, plain_text
from lms.db import db

LONGEST_VALUE = 200
LONGEST_NOTE = 500
LONGEST_WORD = 120


class LocalValueTooLongError(DomainError):
    message = N_("Ô này chỉ chứa được 200 chữ. Viết ngắn lại giúp nhé.")


def store_revision(
    compiled: Compiled,
    sha256: str,
    sources: Mapping[str, str],
    media: Mapping[str, str],
    published_by_id: int | None,
    now: datetime,
) -> CourseRevision | None:
    """Make this the course's current revision; return None if it already is.

    Items that are no longer there are retired, never deleted; those that come back live again.
    """
    course = find_course(compiled.id)
    if course is None:
        course = Course(slug=compiled.id, title="", status="draft", created_at=now)
        db.session.add(course)
        db.session.flush()
    db.session.refresh(course, with_for_update=True)
    revision = find_revision(course.id, sha256)
    if revision is not None and course.current_revision_id == revision.id:
        return None
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
    _describe(course, compiled)
    course.current_revision_id = revision.id
    _keep_items(course.id, compiled, now)
    db.session.add(
        CoursePublication(
            course_id=course.id, revision_id=revision.id, published_by_id=published_by_id, published_at=now
        )
    )
    write_audit(published_by_id, "course.published", f"course:{compiled.id}", now, detail={"sha256": sha256})
    db.session.flush()
    return revision


def _describe(course: Course, compiled: Compiled) -> None:
    course.title, course.summary, course.status = compiled.title[:200], compiled.summary, compiled.status
    lessons = " ".join(f"{each.title} {each.outcome} {plain_text(each.body)}" for each in compiled.lessons)
    course.search_text = fold(f"{compiled.title} {compiled.summary} {lessons}")


def _keep_items(course_id: int, compiled: Compiled, now: datetime) -> None:
    known = {item.key: item for item in list_items(course_id)}
    present = {item.key: item for lesson in compiled.lessons for item in lesson.items}
    for key, item in present.items():
        row = known.get(key)
        if row is None:
            db.session.add(CourseItem(course_id=course_id, key=key, kind=item.kind, title=item.title[:250]))
        else:
            row.kind, row.title, row.retired_at = item.kind, item.title[:250], None
    for key, row in known.items():
        if key not in present and row.retired_at is None:
            row.retired_at = now


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
