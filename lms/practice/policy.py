"""Who may look at a hand-in and decide it. Nobody decides one's own; a mentor's sight ends with the pair."""

from datetime import datetime, timedelta

from lms.core.people import Actor, Role
from lms.core.practice.states import TaskState
from lms.pairing.queries.pairs import Learner
from lms.practice.models import EvidenceFile, Submission

REVOCABLE = timedelta(hours=72)
# A draft is the learner's own, and so is a try that the machine did not pass.
SHARED = frozenset({TaskState.WAITING, TaskState.PASSED, TaskState.RETURNED, TaskState.REVOKED})


def can_review_learner(actor: Actor, learner: Learner) -> bool:
    """The mentor of the live pair; where there is none, officers of the learner's unit or above."""
    if actor.id in (0, learner.id):
        return False
    if learner.mentor_id is not None:
        return actor.id == learner.mentor_id
    return actor.reaches(Role.COORDINATOR, learner.unit_path)


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
        and can_review_learner(actor, learner)
    )


def can_see_photo(actor: Actor, photo: EvidenceFile, submission: Submission, learner: Learner) -> bool:
    """The owner; once it is handed in also whoever has to decide: the mentor, or without one the unit's officer."""
    if actor.id == photo.user_id:
        return True
    is_shared = submission.state in (SHARED if learner.mentor_id is not None else {TaskState.WAITING})
    return is_shared and can_review_learner(actor, learner)


def can_delete_photo(actor: Actor, photo: EvidenceFile, submission: Submission) -> bool:
    """The owner, until somebody has decided."""
    return actor.id == photo.user_id and submission.state in (TaskState.IN_PROGRESS, TaskState.WAITING)
