"""The pages of assessment; importing this package declares them."""

from lms.assessment.views import attempt, extending, marking, quizzes, results, workbook
from lms.assessment.views.blueprint import bp

__all__ = ["attempt", "bp", "extending", "marking", "quizzes", "results", "workbook"]
