"""A learner's side: beginning a try, handing in, asking a person, taking back. The core's state table allows each move."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError

from lms.core.completion import ItemState, Trust, Verb
from lms.core.errors import N_, DomainError
from lms.core.practice import Report, Upload
from lms.core.practice.evidence import EvidenceSpec
from lms.core.practice.states import (
    CHECKED,
    ActorKind,
    TaskAction,
    TaskState,
    TransitionRefusedError,
    move,
)
from lms.db import db
from lms.photos import Stored
from lms.practice.models import EvidenceFile, Submission
from lms.practice.queries import (
    PublishedTask,
    count_rounds,
    find_latest,
    left_out,
    list_photos,
    lock_person,
    lock_submission,
    state_after,
    task_of,
)
from lms.practice.queries.lending import find_lent
from lms.practice.services.photos import DRAFT_LIFE, TooManyPhotosError, add_photos, keep_photos
from lms.practice.services.telling import Party, tell, tell_withdrawn
from lms.progress.queries import find_enrolment
from lms.progress.services import enrol
from lms.storage import Storage

LONGEST_NOTE = 1_000
LONGEST_FILE_NAME = 120
_OPEN_AGAIN = (TaskState.IN_PROGRESS, TaskState.NOT_PASSED, TaskState.COULD_NOT_CHECK)


class UnfinishedError(DomainError):
    message = N_("Còn việc chưa làm xong. Xem lại những chỗ được đánh dấu rồi nộp.")


def begin(user_id: int, task: PublishedTask, now: datetime) -> Submission:
    """Return the learner's open try at a task, a new one if need be.

    Raises:
        TransitionRefusedError: the latest try waits for a person, or is passed.
    """
    lock_person(user_id)
    course_id = task.published.course_id
    enrol(user_id, course_id, now)
    latest = find_latest(user_id, course_id, task.keys)
    if latest is not None and latest.state == TaskState.IN_PROGRESS:
        latest.revision_id, latest.item_key = task.published.id, task.item.key
        latest.kind = task.kind.key
        return latest
    before, again = TaskState.NEW, 0
    if latest is not None:
        before = state_after(TaskState(latest.state), latest.again, is_done=is_done(user_id, task))
        again = latest.again if before in (TaskState.NOT_PASSED, TaskState.COULD_NOT_CHECK) else 0
    state = move(before, TaskAction.BEGIN, ActorKind.LEARNER)
    return _add_try(user_id, task, state, latest.number + 1 if latest else 1, again, now)


def begin_again(user_id: int, task: PublishedTask, now: datetime) -> Submission:
    """Return the learner's try at a task that is passed already, on a fresh variant; the tries before stay as they are.

    A second tap finds the try that the first one began.

    Raises:
        TransitionRefusedError: the task is not passed, or something of it waits.
    """
    lock_person(user_id)
    course_id = task.published.course_id
    latest = find_latest(user_id, course_id, task.keys)
    if latest is not None and latest.again and latest.state in _OPEN_AGAIN:
        return latest
    if not is_done(user_id, task) or (latest and latest.state in (TaskState.IN_PROGRESS, TaskState.WAITING)):
        raise TransitionRefusedError
    state = move(TaskState.PASSED, TaskAction.DO_AGAIN, ActorKind.LEARNER)
    again = count_rounds(user_id, course_id, task.keys) + 1
    return _add_try(user_id, task, state, latest.number + 1 if latest else 1, again, now)


def is_done(user_id: int, task: PublishedTask) -> bool:
    """Tell whether the ledger counts the task as done by this person today."""
    enrolment = find_enrolment(user_id, task.published.course_id)
    record = enrolment.records.get(task.item.key, {}) if enrolment else {}
    return bool(record.get("state") == ItemState.DONE)


def _add_try(
    user_id: int, task: PublishedTask, state: TaskState, number: int, again: int, now: datetime
) -> Submission:
    submission = Submission(
        user_id=user_id,
        course_id=task.published.course_id,
        item_key=task.item.key,
        revision_id=task.published.id,
        number=number,
        kind=task.kind.key,
        state=state,
        started_at=now,
        again=again,
    )
    db.session.add(submission)
    try:
        db.session.flush()
    except IntegrityError as taken:  # the other tap was a moment faster
        raise TransitionRefusedError from taken
    return submission


def submit(
    user_id: int,
    task: PublishedTask,
    sent: Mapping[str, object],
    report: Report,
    note: str,
    seen: int,
    now: datetime,
) -> None:
    """Begin a try and hand it in with the report of its check. ``seen`` is the last try's number on the page.

    The same answers a second time from the same page are a second tap, not a second try. A file is not kept, only what
    it was called and its digest.

    Raises:
        TransitionRefusedError: the latest try waits for a person, or is passed.
        UnfinishedError: something is left out.
    """
    lock_person(user_id)
    latest = find_latest(user_id, task.published.course_id, task.keys)
    is_repeated = (
        latest is not None
        and latest.state != TaskState.IN_PROGRESS
        and latest.number > seen
        and latest.payload == kept_of(sent)
    )
    if not is_repeated:
        hand_in(begin(user_id, task, now), sent, report, note, now)


def kept_of(sent: Mapping[str, object]) -> dict[str, Any]:
    """Return what a try keeps of a hand-in: of a file its name, size and digest."""
    return {name: _described(value) if isinstance(value, Upload) else value for name, value in sent.items()}


def _described(file: Upload) -> dict[str, Any]:
    return {
        "name": file.name[:LONGEST_FILE_NAME],
        "size": len(file.data),
        "sha256": hashlib.sha256(file.data).hexdigest(),
    }


def submit_photos(
    user_id: int, task: PublishedTask, stored: Sequence[Stored], note: str, is_complete: bool, now: datetime
) -> None:
    """Attach photos and hand them in; what is not complete yet is kept as a draft.

    Raises:
        TransitionRefusedError: the latest try waits for a person, or is passed.
        NoRoomError, TooManyPhotosError: the person's share of the storage, or the task's, is full.
        UnfinishedError: there is no photo.
    """
    submission = begin(user_id, task, now)
    most = task.spec.most_photos if isinstance(task.spec, EvidenceSpec) else 0
    if len(list_photos(submission.id)) + len(stored) > most:
        raise TooManyPhotosError(most=most)
    add_photos(submission, stored, now)
    submission.note = note[:LONGEST_NOTE]
    if is_complete:
        sent = {"photos": [photo.id for photo in list_photos(submission.id)]}
        hand_in(submission, sent, task.kind.check(task.spec, task.variant_for(user_id), sent), note, now)


def hand_in(
    submission: Submission,
    sent: Mapping[str, object],
    report: Report,
    note: str,
    now: datetime,
    witness: Party | None = None,
) -> TaskState:
    """Write down what was sent and where its check leaves the try; a ``witness`` hands in for the learner.

    Raises:
        UnfinishedError: something is left out.
    """
    task = task_of(submission.revision_id, submission.item_key)
    if left_out(report):
        raise UnfinishedError
    handed_in = move(TaskState(submission.state), TaskAction.HAND_IN, ActorKind.LEARNER)
    state = move(handed_in, CHECKED[report.verdict], ActorKind.SYSTEM)
    submission.state, submission.handed_in_at, submission.note = state, now, note[:LONGEST_NOTE]
    submission.payload, submission.report = kept_of(sent), report.to_json()
    submission.checked_version = task.kind.version
    keep_photos(submission, None)
    _tell_check(submission, task, state, witness, now)
    return state


def _tell_check(
    submission: Submission, task: PublishedTask, state: TaskState, witness: Party | None, now: datetime
) -> None:
    learner = Party(submission.user_id, "self")
    judge = learner if task.kind.trust is Trust.SELF else None
    if state is TaskState.WAITING:
        tell(submission, Verb.TASK_HANDED_IN, witness or learner, now)
    elif state is TaskState.PASSED:
        verb = Verb.RECHECKED if submission.again else Verb.TASK_PASSED
        tell(submission, verb, judge, now, trust=task.kind.trust)
    elif state is TaskState.NOT_PASSED:
        tell(submission, Verb.TASK_NOT_PASSED, judge, now)


def ask_person(user_id: int, task: PublishedTask, note: str, now: datetime) -> None:
    """Let a person look at what the machine did not pass.

    Raises:
        TransitionRefusedError: the latest try is not one that may be shown to a person.
    """
    lock_person(user_id)
    submission = find_latest(user_id, task.published.course_id, task.keys)
    if submission is None or submission.again:  # what is done again is done alone, or not yet
        raise TransitionRefusedError
    submission.state = move(TaskState(submission.state), TaskAction.ASK_PERSON, ActorKind.LEARNER)
    submission.handed_in_at, submission.note = now, note[:LONGEST_NOTE]
    db.session.flush()
    tell(submission, Verb.TASK_HANDED_IN, Party(user_id, "self"), now)


def take_back(user_id: int, task: PublishedTask, now: datetime) -> None:
    """Give the learner a hand-in back that nobody has decided yet; it is open again, with all that was in it.

    Raises:
        TransitionRefusedError: nothing waits, or somebody has just decided.
    """
    lock_person(user_id)
    submission = find_latest(user_id, task.published.course_id, task.keys)
    if submission is None:
        raise TransitionRefusedError
    _reopen(lock_submission(submission.id), now)


def _reopen(submission: Submission, now: datetime) -> None:
    if submission.state != TaskState.WAITING:
        raise TransitionRefusedError
    tell_withdrawn(submission, Party(submission.user_id, "self"), now)
    submission.state, submission.handed_in_at = TaskState.IN_PROGRESS, None
    if lent := find_lent(submission.id):
        db.session.delete(lent)
    keep_photos(submission, now + DRAFT_LIFE)


def delete_photo(photo: EvidenceFile, submission: Submission, storage: Storage, now: datetime) -> None:
    """Delete a photo for good. A hand-in that has none left goes back to the learner."""
    storage.delete(photo.storage_name)
    photo.deleted_at = now
    db.session.flush()
    if submission.state == TaskState.WAITING and not list_photos(submission.id):
        _reopen(submission, now)
