"""The trainer's pages: courses, uploads and revisions, where learners' screens differ, the sheet of local fields."""

from lms.authoring.views import course, courses, difference, sheet, uploading
from lms.authoring.views.blueprint import bp

__all__ = ["bp", "course", "courses", "difference", "sheet", "uploading"]
