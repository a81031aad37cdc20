"""The trainer's pages: courses and their revisions, where learners' screens differ, the sheet of local fields."""

from lms.authoring.views import courses, sheet
from lms.authoring.views.blueprint import bp

__all__ = ["bp", "courses", "sheet"]
