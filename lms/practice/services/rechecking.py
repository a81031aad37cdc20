"""Writing down what checking again says, one try at a time; a pass is only taken back where that is asked for."""

from datetime import datetime

from lms.accounts.services import write_audit
from lms.core.completion import Verb
from lms.core.errors import N_
from lms.core.practice import KINDS, Trust
from lms.core.practice.states import ActorKind, TaskAction, TaskState, move
from lms.courses.queries import Published
from lms.db import db
from lms.practice.queries import lock_person, lock_submission
from lms.practice.queries.rechecking import Outcome, Recheck, recheck
from lms.practice.services.telling import tell, tell_withdrawn

TAKEN_BACK = N_(
    "Cách kiểm tra của bài này vừa được sửa cho đúng hơn, và bài nộp trước chưa đạt theo cách mới."
)

_ACTIONS = {
    Outcome.PASSES_NOW: TaskAction.RECHECKED_PASSED,
    Outcome.FAILS_NOW: TaskAction.RECHECKED_FAILED,
}


def apply_recheck(found: Recheck, published: Published, withdraw: bool, now: datetime) -> bool:
    """Let a try say what checking it again says; tell whether that changed anything.

    It is checked once more under the person's lock, since the learner may have gone on meanwhile.
    """
    lock_person(found.user_id)
    submission = lock_submission(found.submission_id)
    again = recheck(submission, found.person, published)
    action = _ACTIONS.get(again.outcome)
    if action is None or again.report is None or (again.outcome is Outcome.FAILS_NOW and not withdraw):
        return False
    before = submission.state
    submission.state = move(TaskState(before), action, ActorKind.SYSTEM, TAKEN_BACK)
    submission.report = again.report.to_json()
    submission.reason = TAKEN_BACK if submission.state == TaskState.REVOKED else ""
    submission.checked_version = KINDS[submission.kind].version
    db.session.flush()
    detail = {"user": submission.user_id, "before": before, "after": submission.state}
    write_audit(None, "task.rechecked", f"submission:{submission.id}", now, detail=detail)
    if submission.state == TaskState.PASSED:
        tell(submission, Verb.TASK_PASSED, None, now, trust=Trust.MACHINE)
    else:
        tell_withdrawn(submission, None, now)
    return True
