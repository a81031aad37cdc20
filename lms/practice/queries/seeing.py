"""Whether a hand-in lies within what a mentor and a mentee agreed to work on."""

from lms.pairing.queries.goals import find_sight
from lms.practice.models import Submission
from lms.practice.queries.tasks import task_of


def is_within_goals(mentor_id: int, submission: Submission) -> bool:
    """Tell whether a goal that both agreed on takes in the task; without a live pair none does."""
    seen = find_sight(mentor_id, submission.user_id)
    if not seen:
        return False
    course = task_of(submission.revision_id, submission.item_key).published.course
    return seen.takes_in(course, submission.item_key)
