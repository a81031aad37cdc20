"""The trainer's pages: courses, uploads and revisions, where learners' screens differ, the sheet, the guide."""

from lms.authoring.views import course, courses, difference, guide, preview, sheet, uploading
from lms.authoring.views.blueprint import bp

__all__ = ["bp", "course", "courses", "difference", "guide", "preview", "sheet", "uploading"]
