"""What changes banks, attempts and answers. Nothing here commits; grading itself is in ``lms.core.questions``."""

from lms.quizzes.services.banks import store_bank
from lms.quizzes.services.deciding import lock_goes, stands, tell_ledger, tell_ledger_again
from lms.quizzes.services.extending import apply_extension
from lms.quizzes.services.finishing import hand_in, settle
from lms.quizzes.services.holding import take_over
from lms.quizzes.services.marking import Counted, Marks, counted, mark_answers, sum_up
from lms.quizzes.services.photos import FOLDER, Changed, change_photos, let_go_of_due, list_unknown_files
from lms.quizzes.services.saving import Given, HandedInError, Saved, keep_answers, write_marks
from lms.quizzes.services.starting import (
    AlreadyClosedError,
    NoAttemptsLeftError,
    NotOpenYetError,
    begin_attempt,
)
from lms.quizzes.services.timing import (
    LEEWAY,
    Phase,
    close_for,
    close_of,
    deadline_of,
    end_of_grace,
    is_closed_by_clock,
    must_settle,
    open_of,
    phase_of,
)

__all__ = [
    "FOLDER",
    "LEEWAY",
    "AlreadyClosedError",
    "Changed",
    "Counted",
    "Given",
    "HandedInError",
    "Marks",
    "NoAttemptsLeftError",
    "NotOpenYetError",
    "Phase",
    "Saved",
    "apply_extension",
    "begin_attempt",
    "change_photos",
    "close_for",
    "close_of",
    "counted",
    "deadline_of",
    "end_of_grace",
    "hand_in",
    "is_closed_by_clock",
    "keep_answers",
    "let_go_of_due",
    "list_unknown_files",
    "lock_goes",
    "mark_answers",
    "must_settle",
    "open_of",
    "phase_of",
    "settle",
    "stands",
    "store_bank",
    "sum_up",
    "take_over",
    "tell_ledger",
    "tell_ledger_again",
    "write_marks",
]
