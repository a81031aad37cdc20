"""Pages of reports: where everybody of a unit stands in a course, and how far they are in its skills."""

from lms.reports.views import health, skills, units
from lms.reports.views.blueprint import bp

__all__ = ["bp", "health", "skills", "units"]
