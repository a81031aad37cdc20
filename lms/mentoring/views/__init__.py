"""Pages of mentoring: who needs something, how each person is getting on, and every way to decide."""

from lms.mentoring.views import (
    answering,
    assisting,
    closing,
    codes,
    companion,
    deciding,
    goals,
    late,
    looking,
    looks,
    meeting,
    meetings,
    notes,
    reporting,
    safety,
    thresholds,
    unlocking,
)
from lms.mentoring.views.blueprint import bp

__all__ = [
    "answering",
    "assisting",
    "bp",
    "closing",
    "codes",
    "companion",
    "deciding",
    "goals",
    "late",
    "looking",
    "looks",
    "meeting",
    "meetings",
    "notes",
    "reporting",
    "safety",
    "thresholds",
    "unlocking",
]
