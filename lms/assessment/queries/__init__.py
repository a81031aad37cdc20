"""Reading what trainers look at: quizzes and who stands where in them, single attempts, what waits for a person."""

from lms.assessment.queries.attempts import (
    AttemptRow,
    Change,
    count_changes,
    get_attempt_row,
    list_changes,
    list_scores,
)
from lms.assessment.queries.essays import Essay, list_essays
from lms.assessment.queries.extending import (
    ExtensionRow,
    find_live_extension,
    get_extension,
    list_extensions,
)
from lms.assessment.queries.quizzes import Quiz, QuizRow, get_quiz, get_quiz_of, list_quiz_rows
from lms.assessment.queries.reach import in_reach
from lms.assessment.queries.results import (
    FILTERS,
    ORDERS,
    AnswerRow,
    Line,
    Try,
    chosen_lines,
    list_answer_rows,
    list_lines,
    sort_lines,
)

__all__ = [
    "FILTERS",
    "ORDERS",
    "AnswerRow",
    "AttemptRow",
    "Change",
    "Essay",
    "ExtensionRow",
    "Line",
    "Quiz",
    "QuizRow",
    "Try",
    "chosen_lines",
    "count_changes",
    "find_live_extension",
    "get_attempt_row",
    "get_extension",
    "get_quiz",
    "get_quiz_of",
    "in_reach",
    "list_answer_rows",
    "list_changes",
    "list_essays",
    "list_extensions",
    "list_lines",
    "list_quiz_rows",
    "list_scores",
    "sort_lines",
]
