"""Writing the ledger, and keeping enrolments equal to its fold."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from lms.core.completion import Plan, Progress, Verb, fold
from lms.courses.models import Course
from lms.courses.queries import get_published
from lms.db import db
from lms.progress.models import Enrolment, LearningEvent
from lms.progress.queries import (
    count_withdrawals,
    find_enrolment,
    has_ever_completed,
    list_enrolments,
    list_events,
    list_former_plans,
)

ASSISTED = "assisted"
"""Who acted, where two did it together on the mentor's phone."""


def record(
    *,
    subject_id: int,
    actor_id: int | None,
    actor_kind: str,
    verb: Verb,
    course_id: int,
    item_key: str,
    now: datetime,
    idempotency_key: str,
    trust: str = "",
    detail: dict[str, Any] | None = None,
) -> bool:
    """Add an event and fold it into the enrolment; tell whether it was new.

    The same ``idempotency_key`` a second time changes nothing: a double tap, a replay and a second tab are one event.
    """
    revision_id = _hold_revision(course_id)
    event = LearningEvent(
        subject_id=subject_id,
        actor_id=actor_id,
        actor_kind=actor_kind,
        verb=verb.value,
        course_id=course_id,
        item_key=item_key,
        revision_id=revision_id,
        trust=trust,
        at=now,
        idempotency_key=idempotency_key,
        detail=detail or {},
    )
    known = select(LearningEvent.id).where(LearningEvent.idempotency_key == idempotency_key)
    if db.session.scalar(known) is not None:
        return False
    try:
        with db.session.begin_nested():
            db.session.add(event)
    except IntegrityError:  # the other request was a moment faster
        return False
    refold(subject_id, course_id, revision_id, get_published(revision_id).plan)
    return True


def _hold_revision(course_id: int) -> int:
    """Return the course's current revision, which nobody replaces before this transaction has ended."""
    found = select(Course.current_revision_id).where(Course.id == course_id).with_for_update(read=True)
    revision_id = db.session.scalar(found)
    if revision_id is None:
        raise LookupError(f"course {course_id} has no revision")
    return revision_id


def enrol(user_id: int, course_id: int, now: datetime) -> bool:
    """Begin a course; tell whether this was the beginning."""
    return record(
        subject_id=user_id,
        actor_id=user_id,
        actor_kind="self",
        verb=Verb.ENROLLED,
        course_id=course_id,
        item_key="",
        now=now,
        idempotency_key=f"enrol:{user_id}:{course_id}",
    )


def finish_step(user_id: int, course_id: int, item_key: str, now: datetime) -> bool:
    """Say that a step is done, on one's own word; tell whether that was news."""
    enrol(user_id, course_id, now)
    times = count_withdrawals(user_id, course_id, item_key)
    return record(
        subject_id=user_id,
        actor_id=user_id,
        actor_kind="self",
        verb=Verb.STEP_DONE,
        course_id=course_id,
        item_key=item_key,
        now=now,
        idempotency_key=f"step:{user_id}:{course_id}:{item_key}:{times}",
        trust="self",
    )


def finish_step_together(
    user_id: int, mentor_id: int, course_id: int, item_key: str, session_id: int, now: datetime
) -> bool:
    """Say that a step was done together on the mentor's phone; tell whether that was news.

    It is labelled assisted and never more than a claim; the learner's own word later takes its place.
    """
    times = count_withdrawals(user_id, course_id, item_key)
    common: dict[str, Any] = {
        "subject_id": user_id,
        "actor_id": mentor_id,
        "actor_kind": ASSISTED,
        "course_id": course_id,
        "now": now,
        "detail": {"session": session_id},
    }
    record(**common, verb=Verb.ENROLLED, item_key="", idempotency_key=f"enrol:{user_id}:{course_id}")
    key = f"assisted:{session_id}:{course_id}:{item_key}:{times}"
    return record(**common, verb=Verb.STEP_DONE, item_key=item_key, idempotency_key=key, trust="self")


def reopen_step(user_id: int, course_id: int, item_key: str, now: datetime) -> bool:
    """Take back that an item is done; tell whether there was anything to take back."""
    enrolment = find_enrolment(user_id, course_id)
    if enrolment is None or enrolment.records.get(item_key, {}).get("state") != "done":
        return False
    times = count_withdrawals(user_id, course_id, item_key)
    return record(
        subject_id=user_id,
        actor_id=user_id,
        actor_kind="self",
        verb=Verb.WITHDRAWN,
        course_id=course_id,
        item_key=item_key,
        now=now,
        idempotency_key=f"withdraw:{user_id}:{course_id}:{item_key}:{times}",
    )


def keep_after_update(
    user_id: int, course_id: int, lesson_id: str, changed_at: datetime, now: datetime
) -> bool:
    """Note that a lesson's changes were seen and what was done stays done; tell whether that was news."""
    return record(
        subject_id=user_id,
        actor_id=user_id,
        actor_kind="self",
        verb=Verb.UPDATE_KEPT,
        course_id=course_id,
        item_key=lesson_id,
        now=max(now, changed_at),  # clocks of two servers may differ
        idempotency_key=f"kept:{user_id}:{course_id}:{lesson_id}:{changed_at.isoformat()}",
    )


def redo_after_update(
    user_id: int,
    course_id: int,
    lesson_id: str,
    keys: Iterable[str],
    changed_at: datetime,
    now: datetime,
) -> int:
    """Take back what changed in a lesson, to do it again; return how many items that were."""
    taken_back = sum(reopen_step(user_id, course_id, key, now) for key in keys)
    keep_after_update(user_id, course_id, lesson_id, changed_at, now)
    return taken_back


def reset_changed(
    course_id: int, publication_id: int, revision_id: int, keys: Mapping[str, str], now: datetime
) -> int:
    """Let items be done again by everybody in mid-course, and return how many people that concerns.

    ``keys`` maps today's keys to those that stored records still have: enrolments are folded by the new revision
    afterwards. Whoever has completed the course, by any revision while it was current, keeps everything.
    """
    people, plans = 0, list_former_plans(course_id, publication_id)
    for enrolment in list_enrolments(course_id) if keys else ():
        done = [key for key, was in keys.items() if enrolment.records.get(was, {}).get("state") == "done"]
        if not done or enrolment.completed_at or has_ever_completed(enrolment.user_id, course_id, plans):
            continue
        people += 1
        for key in done:
            db.session.add(_reset(enrolment.user_id, course_id, publication_id, revision_id, key, now))
    db.session.flush()
    return people


def _reset(
    user_id: int, course_id: int, publication_id: int, revision_id: int, key: str, now: datetime
) -> LearningEvent:
    return LearningEvent(
        subject_id=user_id,
        actor_id=None,
        actor_kind="system",
        verb=Verb.UPDATE_RESET.value,
        course_id=course_id,
        item_key=key,
        revision_id=revision_id,
        trust="",
        at=now,
        idempotency_key=f"reset:{user_id}:{course_id}:{publication_id}:{key}",
        detail={"publication": publication_id},
    )


def folded(user_id: int, course_id: int, plan: Plan) -> Progress:
    """Return where the person stands by the ledger alone."""
    return fold(list_events(user_id, course_id), plan)


def refold(user_id: int, course_id: int, revision_id: int, plan: Plan) -> None:
    """Make the stored enrolment equal to the fold of the person's events by a revision's plan."""
    progress = folded(user_id, course_id, plan)
    if progress.started_at is None or progress.last_at is None:
        return
    row = find_enrolment(user_id, course_id)
    if row is None:
        row = Enrolment(user_id=user_id, course_id=course_id)
        db.session.add(row)
    for name, value in stored_form(progress).items():
        setattr(row, name, value)
    row.revision_id = revision_id
    db.session.flush()


def stored_form(progress: Progress) -> dict[str, Any]:
    """Return the columns of an enrolment that a fold determines."""
    return {
        "started_at": progress.started_at,
        "last_at": progress.last_at,
        "completed_at": progress.completed_at,
        "done_items": progress.done_items,
        "assisted_items": progress.assisted_items,
        "total_items": progress.total_items,
        "done_lessons": progress.done_lessons,
        "total_lessons": progress.total_lessons,
        "waiting_items": progress.waiting_items,
        "next_key": progress.next_key,
        "records": {key: record.to_json() for key, record in progress.records.items()},
        "kept": {lesson: at.isoformat() for lesson, at in progress.kept.items()},
    }


def refold_course(course_id: int, revision_id: int, plan: Plan) -> int:
    """Fold everybody in a course by a new revision and return how many there are."""
    enrolments = list_enrolments(course_id)
    for enrolment in enrolments:
        refold(enrolment.user_id, course_id, revision_id, plan)
    return len(enrolments)


def differences() -> Iterator[str]:
    """Yield a line for each enrolment that is not what the ledger says, or that is missing."""
    courses = {course.id: course for course in db.session.query(Course) if course.current_revision_id}
    pairs = db.session.execute(select(LearningEvent.subject_id, LearningEvent.course_id).distinct()).all()
    for user_id, course_id in pairs:
        course = courses[course_id]
        row = find_enrolment(user_id, course_id)
        wanted = stored_form(folded(user_id, course_id, get_published(course.current_revision_id or 0).plan))
        if row is None:
            yield f"user {user_id}, course {course.slug}: no enrolment is stored"
            continue
        for name, value in wanted.items():
            if getattr(row, name) != value:
                yield f"user {user_id}, course {course.slug}: {name} is stored as {getattr(row, name)!r}, folds to {value!r}"


def rebuild() -> int:
    """Fold every enrolment anew and return how many were folded."""
    courses = {course.id: course.current_revision_id for course in db.session.query(Course)}
    pairs = db.session.execute(select(LearningEvent.subject_id, LearningEvent.course_id).distinct()).all()
    for user_id, course_id in pairs:
        revision_id = courses[course_id] or 0
        refold(user_id, course_id, revision_id, get_published(revision_id).plan)
    return len(pairs)
