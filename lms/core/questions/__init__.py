"""Question banks: text in, questions out; drawing, answering, grading, showing and reviewing them.

Pure: the Markdown renderer, the seed and the points are arguments. Whether an attempt may begin, end or be reviewed is
decided by the quizzes feature; importers and exporters of other formats are not here.
"""

from lms.core.questions.drawing import Drawn, DrawnQuestion, draw
from lms.core.questions.grading import Marked, State, grade
from lms.core.questions.model import (
    Accepted,
    Bank,
    Gap,
    GapKind,
    Hint,
    Option,
    Pair,
    Pool,
    Question,
    QuestionType,
    Response,
    RubricLine,
)
from lms.core.questions.parsing import parse_bank
from lms.core.questions.rereading import note_lessons
from lms.core.questions.responses import clean_response, is_answered, known_part, with_files
from lms.core.questions.reviewing import Review, ReviewRow, Verdict, key_text, review
from lms.core.questions.showing import QuestionView, ShownGap, ShownOption, view
from lms.core.questions.stamping import stamp_bank
from lms.core.questions.storing import bank_from_json, bank_to_json, drawn_from_json, drawn_to_json

__all__ = [
    "Accepted",
    "Bank",
    "Drawn",
    "DrawnQuestion",
    "Gap",
    "GapKind",
    "Hint",
    "Marked",
    "Option",
    "Pair",
    "Pool",
    "Question",
    "QuestionType",
    "QuestionView",
    "Response",
    "Review",
    "ReviewRow",
    "RubricLine",
    "ShownGap",
    "ShownOption",
    "State",
    "Verdict",
    "bank_from_json",
    "bank_to_json",
    "clean_response",
    "draw",
    "drawn_from_json",
    "drawn_to_json",
    "grade",
    "is_answered",
    "key_text",
    "known_part",
    "note_lessons",
    "parse_bank",
    "review",
    "stamp_bank",
    "view",
    "with_files",
]
