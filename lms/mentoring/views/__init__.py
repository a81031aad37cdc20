"""Pages of mentoring: who needs something, how each person is getting on, and every way to decide."""

from lms.mentoring.views import deciding, looking, unlocking
from lms.mentoring.views.blueprint import bp

__all__ = ["bp", "deciding", "looking", "unlocking"]
