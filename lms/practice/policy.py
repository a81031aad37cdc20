"""Who may look at a hand-in and decide it. Nobody decides one's own; a mentor's sight ends with the pair."""

from datetime import datetime, timedelta

from lms.core.people import Actor, Role
from lms.core.practice.states import TaskState
from lms.pairing.queries.outsiders import is_outsider, may_act_as_officer
from lms.pairing.queries.owners import may_step_in
from lms.pairing.queries.pairs import Learner
from lms.pairing.queries.rules import find_thresholds
from lms.practice.models import EvidenceFile, Submission
from lms.practice.queries.lending import is_lent_to

REVOCABLE = timedelta(hours=72)
# A draft is the learner's own, and so is a try that the machine did not pass.
SHARED = frozenset({TaskState.WAITING, TaskState.PASSED, TaskState.RETURNED, TaskState.REVOKED})


def can_review_learner(actor: Actor, learner: Learner) -> bool:
    """The mentor of the active pair; where there is none, officers of the learner's unit or above, from outside her pairs."""
    if actor.id in (0, learner.id):
        return False
    if learner.mentor_id is not None:
        return actor.id == learner.mentor_id
    return actor.reaches(Role.COORDINATOR, learner.unit_path) and may_act_as_officer(actor.id, learner.id)


def can_review(actor: Actor, submission: Submission, learner: Learner, now: datetime) -> bool:
    """Whoever may review the learner; a mentor of the unit to whom an officer handed it, and after very long any of them.

    Whoever decided may also take it back.
    """
    if can_review_learner(actor, learner):
        return True
    decided_it = (
        submission.decided_by_id == actor.id
        and submission.decided_at is not None
        and now - submission.decided_at <= REVOCABLE
    )
    is_lent = submission.state == TaskState.WAITING and is_lent_to(submission.id, actor.id)
    is_open = decided_it or is_lent or is_overdue(submission, learner, now)
    return is_open and may_step_in(actor.id, learner.id, learner.unit_id)


def is_overdue(submission: Submission, learner: Learner, now: datetime) -> bool:
    """Tell whether a hand-in has waited so long that any mentor of the unit may look at it."""
    return (
        submission.state == TaskState.WAITING
        and submission.handed_in_at is not None
        and now - submission.handed_in_at >= find_thresholds(learner.unit_path).anybody_after
    )


def can_confirm_in_person(actor: Actor, learner: Learner) -> bool:
    """The mentor; and from outside her pairs a mentor of the same unit, or an officer of it or above.

    Whoever ever was in a pair with her stands not outside.
    It is for what the learner does before their eyes and asks them to see: what was handed in stays closed to them.
    """
    if actor.id in (0, learner.id):
        return False
    is_mentor_there = actor.is_mentor and bool(actor.unit_path) and actor.unit_path == learner.unit_path
    if actor.id == learner.mentor_id:
        return True
    is_one_of_the_unit = is_mentor_there or actor.reaches(Role.COORDINATOR, learner.unit_path)
    return is_one_of_the_unit and is_outsider(actor.id, learner.id)


def can_see_confirmation(actor: Actor, submission: Submission, learner: Learner, now: datetime) -> bool:
    """Whoever may review; and whoever watched from outside the pair, for as long as it can be revoked."""
    return can_review(actor, submission, learner, now) or (
        submission.kind == "observed"
        and submission.decided_by_id == actor.id
        and submission.decided_at is not None
        and now - submission.decided_at <= REVOCABLE
        and can_confirm_in_person(actor, learner)
    )


def can_read_hand_in(
    actor: Actor, submission: Submission, learner: Learner, now: datetime, *, is_within_goals: bool
) -> bool:
    """Whoever has to decide, while it waits; once decided, whoever decided it, and the mentor within agreed goals.

    What the machine alone decided was sent to nobody: neither mentors nor officers see the answers.
    """
    if submission.state == TaskState.WAITING:
        return can_review(actor, submission, learner, now)
    if submission.state not in SHARED or submission.decided_by_id is None:
        return False
    if submission.decided_by_id == actor.id:
        return can_see_confirmation(actor, submission, learner, now)
    return is_within_goals and can_review_learner(actor, learner)


def can_make_codes(actor: Actor) -> bool:
    """Mentors of a live pair, and officers: whoever may have something to confirm in person."""
    return actor.is_mentor or actor.has_role(Role.COORDINATOR)


def can_revoke_confirmation(actor: Actor, submission: Submission, learner: Learner, now: datetime) -> bool:
    """Whoever confirmed it, for 72 hours, while the learner's work is still theirs to see."""
    return (
        submission.state == TaskState.PASSED
        and submission.decided_by_id == actor.id
        and submission.decided_at is not None
        and now - submission.decided_at <= REVOCABLE
        and can_see_confirmation(actor, submission, learner, now)
    )


def can_see_photo(
    actor: Actor,
    photo: EvidenceFile,
    submission: Submission,
    learner: Learner,
    now: datetime,
    *,
    is_within_goals: bool,
) -> bool:
    """The owner; once it is handed in whoever may read the hand-in, officers only until it is decided."""
    if actor.id == photo.user_id:
        return True
    is_open = learner.mentor_id is not None or submission.state == TaskState.WAITING
    return is_open and can_read_hand_in(actor, submission, learner, now, is_within_goals=is_within_goals)


def can_delete_photo(actor: Actor, photo: EvidenceFile, submission: Submission) -> bool:
    """The owner, until somebody has decided."""
    return actor.id == photo.user_id and submission.state in (TaskState.IN_PROGRESS, TaskState.WAITING)
