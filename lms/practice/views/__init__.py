"""Pages of practice. Who decides about a hand-in does so in ``mentoring``."""

from lms.practice.views import files, handing_in, meeting, playing, signing, stuck, trying_out
from lms.practice.views.blueprint import bp

__all__ = ["bp", "files", "handing_in", "meeting", "playing", "signing", "stuck", "trying_out"]
