"""Reading banks, attempts and their answers. The key is in a bank: only views of finished questions may ask for it."""

from lms.quizzes.queries.banks import (
    PublishedBank,
    find_bank,
    find_bank_revision,
    get_bank_revision,
    get_current_bank,
    list_question_types,
)
from lms.quizzes.queries.goes import (
    NOTHING_GRANTED,
    Go,
    Granted,
    find_extension,
    find_last_close,
    list_goes,
    list_goes_beside,
    list_past_deadline,
)
from lms.quizzes.queries.marks import GivenMark, count_waiting, list_person_marks
from lms.quizzes.queries.photos import find_kept, get_photo, list_due_photos, list_photos, photos_by_question
from lms.quizzes.queries.sittings import (
    BLANK,
    RUNNING,
    KeptAnswer,
    Sitting,
    get_graded_bank,
    get_sitting,
    list_kept,
)

__all__ = [
    "BLANK",
    "NOTHING_GRANTED",
    "RUNNING",
    "GivenMark",
    "Go",
    "Granted",
    "KeptAnswer",
    "PublishedBank",
    "Sitting",
    "count_waiting",
    "find_bank",
    "find_bank_revision",
    "find_extension",
    "find_kept",
    "find_last_close",
    "get_bank_revision",
    "get_current_bank",
    "get_graded_bank",
    "get_photo",
    "get_sitting",
    "list_due_photos",
    "list_goes",
    "list_goes_beside",
    "list_kept",
    "list_past_deadline",
    "list_person_marks",
    "list_photos",
    "list_question_types",
    "photos_by_question",
]
