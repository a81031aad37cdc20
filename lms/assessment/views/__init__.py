"""The pages of assessment; importing this package declares them."""

from lms.assessment.views import (
    analysis,
    attempt,
    extending,
    marking,
    photos,
    quizzes,
    regrading,
    results,
    workbook,
)
from lms.assessment.views.blueprint import bp

__all__ = [
    "analysis",
    "attempt",
    "bp",
    "extending",
    "marking",
    "photos",
    "quizzes",
    "regrading",
    "results",
    "workbook",
]
