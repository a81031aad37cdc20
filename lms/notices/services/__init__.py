"""Telling people what concerns them, where they want it sent, and sending it."""

from lms.notices.services.telling import Telling, mark_read, notify, notify_all

__all__ = ["Telling", "mark_read", "notify", "notify_all"]
