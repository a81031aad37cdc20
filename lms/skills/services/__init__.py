"""Keeping skills: beginning to do a task again, and telling people on the day when one is due."""

from lms.skills.services.keeping import TooEarlyError, tick, try_again

__all__ = ["TooEarlyError", "tick", "try_again"]
