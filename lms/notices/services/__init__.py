"""Telling people what concerns them, where they want it sent, and sending it."""

from lms.notices.services.telling import mark_read, notify

__all__ = ["mark_read", "notify"]
