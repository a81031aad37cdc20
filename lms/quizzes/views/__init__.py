"""What a learner sees of a quiz: its introduction, a question a page, checking the answers, the result."""

from lms.quizzes.views import answering, finishing, opening, photos
from lms.quizzes.views.blueprint import bp

__all__ = ["answering", "bp", "finishing", "opening", "photos"]
