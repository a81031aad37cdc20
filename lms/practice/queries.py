"""Reading tasks, tries and photos, and what waits for a person's decision."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Select, bindparam, exists, func, or_, select
from sqlalchemy.orm import aliased

from lms.accounts.models import User
from lms.core.errors import NotFoundError
from lms.core.markup import Item, Lesson
from lms.core.markup import Task as Declared
from lms.core.people import Actor, Role, call_name
from lms.core.practice import KINDS, ActivityKind, Report, Spec, Task, report_from_json
from lms.core.practice.states import TaskState
from lms.courses.queries import Published, get_published
from lms.db import db
from lms.pairing.models import Pair
from lms.pairing.queries import LIVE
from lms.photos import LONGEST_KEPT
from lms.practice.models import EvidenceFile, Submission
from lms.units.models import Membership, RoleGrant, Unit

LONGEST_QUEUE = 100


@dataclass(frozen=True)
class PublishedTask:
    """A task in one revision of its course, with the kind that knows how to show and check it."""

    published: Published
    lesson: Lesson
    item: Item
    declared: Declared

    @property
    def kind(self) -> ActivityKind:
        return KINDS[self.declared.kind]

    @property
    def spec(self) -> Spec:
        return self.kind.spec_from_json(self.declared.spec)

    @property
    def keys(self) -> list[str]:
        """The task's key and the ones it had before."""
        return self.published.keys_of(self.item.key)

    def variant_for(self, user_id: int) -> Task:
        """Return the person's own variant: the same at each try, so that a second look shows the same page."""
        digest = hashlib.sha256(f"{user_id}:{self.item.key}".encode()).digest()
        return self.kind.prepare(self.spec, int.from_bytes(digest[:6]))


def get_task(published: Published, lesson_id: str, item_id: str) -> PublishedTask:
    """Return a task of a revision.

    Raises:
        NotFoundError: the revision has no such task.
    """
    lesson, item = published.item(lesson_id, item_id)
    if item.task is None:
        raise NotFoundError
    return PublishedTask(published, lesson, item, item.task)


def task_of(revision_id: int, item_key: str) -> PublishedTask:
    """Return the task as it was when it was handed in; a later revision may have changed or dropped it."""
    return get_task(get_published(revision_id), *item_key.split("/", 1))


@dataclass(frozen=True)
class Try:
    """A learner's latest try at a task, as the page needs it; ``failures`` counts all tries that did not pass."""

    id: int
    number: int
    state: TaskState
    payload: dict[str, Any]
    stored_report: dict[str, Any]
    note: str
    handed_in_at: datetime | None
    decided_at: datetime | None
    reason: str
    decided_by: str
    failures: int

    @property
    def report(self) -> Report | None:
        return report_from_json(self.stored_report) if self.stored_report else None


def state_after(state: TaskState, *, is_done: bool) -> TaskState:
    """Return where a task stands after its latest try: one that was passed and does not count any more is new again.

    The ledger takes a pass back where the task says something else now, and has to be, or is, done again.
    """
    return TaskState.NEW if state is TaskState.PASSED and not is_done else state


_tries, _users = Submission.__table__, User.__table__
_former = _tries.alias("former")
_KEYS: BindParameter[Sequence[str]] = bindparam("keys", expanding=True)
_LATEST = (
    select(
        _tries.c.id,
        _tries.c.number,
        _tries.c.state,
        _tries.c.payload,
        _tries.c.report,
        _tries.c.note,
        _tries.c.handed_in_at,
        _tries.c.decided_at,
        _tries.c.reason,
        _users.c.honorific,
        _users.c.full_name,
        select(func.count())
        .where(
            _former.c.user_id == _tries.c.user_id,
            _former.c.course_id == _tries.c.course_id,
            _former.c.item_key.in_(_KEYS),
            _former.c.state == TaskState.NOT_PASSED,
        )
        .scalar_subquery(),
    )
    .select_from(_tries.outerjoin(_users, _users.c.id == _tries.c.decided_by_id))
    .where(
        _tries.c.user_id == bindparam("user_id"),
        _tries.c.course_id == bindparam("course_id"),
        _tries.c.item_key.in_(_KEYS),
    )
    .order_by(_tries.c.id.desc())
    .limit(1)
)


def find_try(user_id: int, course_id: int, keys: Sequence[str]) -> Try | None:
    """Return the latest try at a task, who decided it, and how many did not pass, in one statement."""
    row = db.session.execute(
        _LATEST, {"user_id": user_id, "course_id": course_id, "keys": list(keys)}
    ).first()
    if row is None:
        return None
    decided_by = call_name(row[9], row[10]) if row[10] else ""
    return Try(row[0], row[1], TaskState(row[2]), *row[3:9], decided_by, row[11])


def find_latest(user_id: int, course_id: int, keys: Sequence[str]) -> Submission | None:
    """Return the row of the latest try, to be changed."""
    return db.session.scalars(
        select(Submission)
        .where(
            Submission.user_id == user_id, Submission.course_id == course_id, Submission.item_key.in_(keys)
        )
        .order_by(Submission.id.desc())
        .limit(1)
    ).first()


def get_submission(submission_id: int) -> Submission:
    """Return a try.

    Raises:
        NotFoundError: there is no such try.
    """
    found = db.session.get(Submission, submission_id)
    if found is None:
        raise NotFoundError
    return found


def lock_submission(submission_id: int) -> Submission:
    """Return a try, held against a second decision at the same moment.

    Raises:
        NotFoundError: there is no such try.
    """
    found = db.session.get(Submission, submission_id, with_for_update=True, populate_existing=True)
    if found is None:
        raise NotFoundError
    return found


def lock_person(user_id: int) -> None:
    """Let this person's hand-ins follow one another: try numbers and the photo quota count rows."""
    db.session.execute(select(User.id).where(User.id == user_id).with_for_update())


def list_photos(submission_id: int) -> list[EvidenceFile]:
    """Return the photos of a try that are still kept, in the order they came."""
    return list(
        db.session.scalars(
            select(EvidenceFile)
            .where(EvidenceFile.submission_id == submission_id, EvidenceFile.deleted_at.is_(None))
            .order_by(EvidenceFile.created_at, EvidenceFile.id)
        )
    )


def get_photo(photo_id: str) -> tuple[EvidenceFile, Submission]:
    """Return a photo that is still kept, with its try.

    Raises:
        NotFoundError: there is no such photo, or it was deleted.
    """
    found = (
        select(EvidenceFile, Submission)
        .join(Submission, Submission.id == EvidenceFile.submission_id)
        .where(EvidenceFile.id == photo_id, EvidenceFile.deleted_at.is_(None))
    )
    row = db.session.execute(found).first()
    if row is None:
        raise NotFoundError
    return row[0], row[1]


def was_sent_by_another(photo: EvidenceFile) -> bool:
    """Tell whether somebody else handed in the very same picture; a reviewer may then ask."""
    same = select(EvidenceFile.id).where(
        EvidenceFile.pixels_sha256 == photo.pixels_sha256, EvidenceFile.user_id != photo.user_id
    )
    return db.session.scalar(same.limit(1)) is not None


def list_due_photos(now: datetime, limit: int) -> list[EvidenceFile]:
    """Return photos whose time is over: 30 days after the decision, and after a year in any case."""
    return list(
        db.session.scalars(
            select(EvidenceFile)
            .where(
                EvidenceFile.deleted_at.is_(None),
                or_(EvidenceFile.delete_after <= now, EvidenceFile.created_at <= now - LONGEST_KEPT),
            )
            .order_by(EvidenceFile.created_at)
            .limit(limit)
        )
    )


@dataclass(frozen=True)
class Waiting:
    """A hand-in that waits for a person, as the queue shows it."""

    submission_id: int
    user_id: int
    honorific: str
    full_name: str
    revision_id: int
    item_key: str
    handed_in_at: datetime
    note: str
    photos: int

    @property
    def call_name(self) -> str:
        return call_name(self.honorific, self.full_name)

    @property
    def task(self) -> PublishedTask:
        return task_of(self.revision_id, self.item_key)


_mentor = aliased(User)


def _waiting() -> Select[Any]:
    photos = (
        select(func.count())
        .where(EvidenceFile.submission_id == Submission.id, EvidenceFile.deleted_at.is_(None))
        .scalar_subquery()
    )
    return (
        select(
            Submission.id,
            User.id,
            User.honorific,
            User.full_name,
            Submission.revision_id,
            Submission.item_key,
            Submission.handed_in_at,
            Submission.note,
            photos,
        )
        .join(User, User.id == Submission.user_id)
        .outerjoin(Pair, (Pair.mentee_id == User.id) & Pair.state.in_(LIVE))
        .outerjoin(_mentor, (_mentor.id == Pair.mentor_id) & _mentor.closed_at.is_(None))
        .where(Submission.state == TaskState.WAITING, User.closed_at.is_(None))
        .order_by(Submission.handed_in_at, Submission.id)
        .limit(LONGEST_QUEUE)
    )


def list_waiting_for_mentor(mentor_id: int) -> list[Waiting]:
    """Return what the mentor's mentees handed in, oldest first."""
    return [Waiting(*row) for row in db.session.execute(_waiting().where(_mentor.id == mentor_id))]


def list_waiting_for_officer(actor: Actor) -> list[Waiting]:
    """Return what people without a mentor handed in where this officer is the nearest one, oldest first."""
    paths = sorted({each.unit_path for each in actor.grants if each.role in (Role.COORDINATOR, Role.ADMIN)})
    if not paths:
        return []
    found = (
        _waiting()
        .join(Membership, (Membership.user_id == User.id) & Membership.to_on.is_(None))
        .join(Unit, Unit.id == Membership.unit_id)
        .where(_mentor.id.is_(None), User.id != actor.id, or_(*(_is_nearest(path) for path in paths)))
    )
    return [Waiting(*row) for row in db.session.execute(found)]


def _is_nearest(path: str) -> ColumnElement[bool]:
    """Return the condition that the learner's unit lies at or below ``path``, with no coordinator in between."""
    between = aliased(Unit)
    nearer = (
        exists()
        .where(RoleGrant.unit_id == between.id, RoleGrant.role == Role.COORDINATOR)
        .where(RoleGrant.revoked_at.is_(None), func.length(between.path) > len(path))
        .where(Unit.path.like(between.path.concat("%")))
        .correlate(Unit)
    )
    return Unit.path.startswith(path, autoescape=True) & ~nearer
