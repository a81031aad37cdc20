"""The pages of assessment; importing this package declares them."""

from lms.assessment.views import analysis, attempt, extending, marking, quizzes, regrading, results, workbook
from lms.assessment.views.blueprint import bp

__all__ = [
    "analysis",
    "attempt",
    "bp",
    "extending",
    "marking",
    "quizzes",
    "regrading",
    "results",
    "workbook",
]
