"""A person's side: confirming, returning with a reason, revoking. Who may decide is the policy's; nobody decides one's own."""

from collections.abc import Mapping
from datetime import datetime

from lms.accounts.services import write_audit
from lms.core.completion import Trust, Verb
from lms.core.errors import N_, ConflictError, DomainError
from lms.core.practice import Spec, Support, Verdict, observe, support_in
from lms.core.practice.observed import ObservedSpec
from lms.core.practice.states import TaskAction, TaskState, actor_kind, move
from lms.db import db
from lms.practice.models import Submission
from lms.practice.queries import (
    PublishedTask,
    find_latest,
    list_photos,
    lock_person,
    lock_submission,
    task_of,
)
from lms.practice.services.handing_in import begin, begin_again, hand_in, is_done
from lms.practice.services.photos import keep_photos
from lms.practice.services.telling import Party, tell, tell_withdrawn

LONGEST_REASON = 1_000
QR, CODE = "qr", "code"
"""How something was confirmed in person, where it was not on the reviewer's own page: ``Submission.means``."""


class SupportMissingError(DomainError):
    message = N_("Chọn một trong hai: tự làm một mình, hoặc có người giúp.")


class NotSeenError(DomainError):
    message = N_(
        "Còn việc bắt buộc chưa thấy làm được. Xem lại rồi đánh dấu, hoặc trả lại kèm lời nhắn để người học tập thêm."
    )


class ChangedMeanwhileError(ConflictError):
    message = N_("Người học vừa sửa rồi nộp lại bài này. Thầy cô xem bản mới trước khi quyết định.")


def version_of(submission: Submission) -> str:
    """Return what tells one state of a hand-in from another, for the form that decides about it."""
    handed_in = submission.handed_in_at.isoformat() if submission.handed_in_at else ""
    return f"{handed_in} {len(list_photos(submission.id))}"


def refuse_other_version(submission: Submission, seen: str) -> None:
    """Stop a decision about something that the reviewer has not seen.

    Raises:
        ChangedMeanwhileError: it was taken back and handed in again, or a photo is gone.
    """
    if version_of(submission) != seen:
        raise ChangedMeanwhileError


def confirm(submission: Submission, reviewer: Party, ticks: Mapping[str, object], now: datetime) -> None:
    """Confirm a hand-in; for an observed task with what was ticked, and whether it was done alone.

    Raises:
        TransitionRefusedError, WrongActorError: it does not wait, or it is the reviewer's own.
        SupportMissingError, NotSeenError: the observation list does not allow it.
    """
    verb = Verb.TASK_APPROVED
    state = _moved(submission, TaskAction.CONFIRM, reviewer)
    spec = task_of(submission.revision_id, submission.item_key).spec
    if isinstance(spec, ObservedSpec):
        refuse_unseen(spec, ticks)
        report = observe(spec, ticks)
        alone = support_in(ticks) is Support.ALONE
        verb = Verb.OBSERVED_ALONE if alone else Verb.OBSERVED_WITH_HELP
        submission.report = report.to_json()
    _decide(submission, state, reviewer, "", now)
    tell(submission, verb, reviewer, now, trust=Trust.PERSON)


def refuse_unseen(spec: Spec, ticks: Mapping[str, object]) -> None:
    """Stop a confirmation that the observation list does not allow; other tasks have no such list.

    Raises:
        SupportMissingError, NotSeenError: it is not said how it was done, or something required was not seen.
    """
    if not isinstance(spec, ObservedSpec):
        return
    verdict = observe(spec, ticks).verdict
    if verdict is Verdict.CANNOT_CHECK:
        raise SupportMissingError
    if verdict is not Verdict.PASSED:
        raise NotSeenError


def return_to_learner(submission: Submission, reviewer: Party, reason: str, now: datetime) -> None:
    """Hand a task back with the reason, so that the learner knows what to do next.

    Raises:
        TransitionRefusedError, WrongActorError: it does not wait, or it is the reviewer's own.
        ReasonMissingError: there is no reason.
    """
    state = _moved(submission, TaskAction.RETURN, reviewer, reason)
    _decide(submission, state, reviewer, reason, now)
    tell(submission, Verb.TASK_RETURNED, reviewer, now)


def revoke(submission: Submission, reviewer: Party, reason: str, now: datetime) -> None:
    """Take a confirmation back, with the reason; unless another try still stands, the task is open to the learner again.

    Raises:
        TransitionRefusedError: it is not confirmed.
        ReasonMissingError: there is no reason.
    """
    submission.state = _moved(submission, TaskAction.REVOKE, reviewer, reason)
    submission.reason = reason[:LONGEST_REASON]
    db.session.flush()
    write_audit(
        reviewer.id, "task.revoked", f"submission:{submission.id}", now, detail={"user": submission.user_id}
    )
    tell_withdrawn(submission, reviewer, now)


def confirm_in_person(
    user_id: int,
    task: PublishedTask,
    reviewer: Party,
    ticks: Mapping[str, object],
    now: datetime,
    means: str = "",
) -> Submission:
    """Confirm an observed task that was just done before the reviewer's eyes, handed in or not.

    What the pair has confirmed can be shown again to somebody outside it, which is a try of its own. ``means`` is QR or CODE where it was not the reviewer's own page.

    Raises:
        TransitionRefusedError: it is confirmed already, and the reviewer is not from outside the pair.
        SupportMissingError, NotSeenError: the observation list does not allow it.
    """
    lock_person(user_id)
    latest = find_latest(user_id, task.published.course_id, task.keys)
    submission = lock_submission(latest.id) if latest else None
    if submission is None or submission.state != TaskState.WAITING:
        is_again = latest is not None and latest.state == TaskState.PASSED and is_done(user_id, task)
        is_outsiders = is_again and reviewer.kind == "assessor"
        submission = (begin_again if is_outsiders else begin)(user_id, task, now)
        report = task.kind.check(task.spec, task.variant_for(user_id), {})
        hand_in(submission, {}, report, "", now, witness=reviewer)
    submission.means = means
    confirm(submission, reviewer, ticks, now)
    return submission


def _moved(submission: Submission, action: TaskAction, reviewer: Party, reason: str = "") -> TaskState:
    who = actor_kind(reviewer.id, submission.user_id)
    return move(TaskState(submission.state), action, who, reason)


def _decide(submission: Submission, state: TaskState, reviewer: Party, reason: str, now: datetime) -> None:
    submission.state, submission.reason = state, reason[:LONGEST_REASON]
    submission.decided_at, submission.decided_by_id = now, reviewer.id
    task = task_of(submission.revision_id, submission.item_key)
    keep_photos(submission, now + task.kind.retention(task.spec))
