"""Housekeeping of what confirms in person: passes, printed codes, and the count of wrong ones."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, Delete, delete, or_

from lms.db import db
from lms.practice.models import ConfirmationCode, MeetingPass, WrongCode
from lms.practice.queries.meeting import SHEET_LIFE
from lms.practice.services.codes import PAUSE

KEPT_AFTER_END = timedelta(days=30)
"""How long it can be looked up by which pass or code something was confirmed; revoking has 72 hours."""


@dataclass(frozen=True)
class Swept:
    """How many rows were deleted."""

    passes: int
    codes: int
    wrong_codes: int


def sweep_confirming(now: datetime) -> Swept:
    """Delete what has ended: passes and lists of codes after 30 days, wrong codes as soon as they count no more."""
    ended = now - KEPT_AFTER_END
    codes = delete(ConfirmationCode).where(
        or_(ConfirmationCode.withdrawn_at <= ended, ConfirmationCode.created_at <= ended - SHEET_LIFE)
    )
    return Swept(
        _count(delete(MeetingPass).where(MeetingPass.expires_at <= ended)),
        _count(codes),
        _count(delete(WrongCode).where(WrongCode.at <= now - PAUSE)),
    )


def _count(statement: Delete) -> int:
    return cast(CursorResult[Any], db.session.execute(statement)).rowcount
