"""``lms quizzes import`` and ``export``: files of questions in and out, on the group that attempts hang on too."""

from lms.banks.cli import exporting, importing
from lms.quizzes.cli import group

__all__ = ["exporting", "group", "importing"]
