"""Reading tasks, tries and photos, and what waits for a person's decision."""

from lms.practice.queries.checking import check, left_out
from lms.practice.queries.meeting import (
    Sheet,
    UsedCode,
    count_means,
    find_pass,
    find_sheet,
    list_live_codes,
    list_reviewer_ids,
    list_used_codes,
    list_wrong_codes,
    lock_live_code,
)
from lms.practice.queries.photos import (
    get_photo,
    list_due_photos,
    list_photos,
    was_sent_before,
    was_sent_by_another,
)
from lms.practice.queries.stuck import Stuck, list_stuck
from lms.practice.queries.tasks import PublishedTask, get_task, task_of
from lms.practice.queries.tries import (
    Try,
    count_rounds,
    find_latest,
    find_try,
    get_submission,
    list_confirmed,
    lock_person,
    lock_submission,
    state_after,
)
from lms.practice.queries.waiting import (
    Late,
    Waiting,
    list_late,
    list_waiting_for_all,
    list_waiting_for_mentor,
    list_waiting_for_officer,
)

__all__ = [
    "Late",
    "PublishedTask",
    "Sheet",
    "Stuck",
    "Try",
    "UsedCode",
    "Waiting",
    "check",
    "count_means",
    "count_rounds",
    "find_latest",
    "find_pass",
    "find_sheet",
    "find_try",
    "get_photo",
    "get_submission",
    "get_task",
    "left_out",
    "list_confirmed",
    "list_due_photos",
    "list_late",
    "list_live_codes",
    "list_photos",
    "list_reviewer_ids",
    "list_stuck",
    "list_used_codes",
    "list_waiting_for_all",
    "list_waiting_for_mentor",
    "list_waiting_for_officer",
    "list_wrong_codes",
    "lock_live_code",
    "lock_person",
    "lock_submission",
    "state_after",
    "task_of",
    "was_sent_before",
    "was_sent_by_another",
]
