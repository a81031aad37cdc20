"""Reading who looked at whose work."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from lms.accounts.models import User
from lms.core.people import at_start, call_name
from lms.db import db
from lms.pairing.models import AccessEntry


@dataclass(frozen=True)
class Look:
    """That somebody looked at a person's work."""

    what: str
    at: datetime
    viewer_name: str


def has_looked(viewer_id: int, subject_id: int, what: str, now: datetime) -> bool:
    """Tell whether this look is written down already for the present hour."""
    hour = now.replace(minute=0, second=0, microsecond=0)
    found = select(AccessEntry.id).where(
        AccessEntry.viewer_id == viewer_id,
        AccessEntry.subject_id == subject_id,
        AccessEntry.what == what[:40],
        AccessEntry.at >= hour,
    )
    return db.session.scalar(found.limit(1)) is not None


def list_looked_at(viewer_id: int, subject_ids: Collection[int], what: str, now: datetime) -> set[int]:
    """Return at whom of these people the look is written down already for the present hour."""
    hour = now.replace(minute=0, second=0, microsecond=0)
    found = select(AccessEntry.subject_id).where(
        AccessEntry.viewer_id == viewer_id,
        AccessEntry.subject_id.in_(subject_ids),
        AccessEntry.what == what,
        AccessEntry.at >= hour,
    )
    return set(db.session.scalars(found))


def list_looks_at(
    subject_id: int, number: int, per_page: int, *, by_id: int | None = None
) -> tuple[list[Look], int]:
    """Return page ``number`` of who looked at a person's work, the newest first, and how many lines there are."""
    chosen = [AccessEntry.subject_id == subject_id]
    if by_id is not None:
        chosen.append(AccessEntry.viewer_id == by_id)
    total = db.session.scalar(select(func.count()).select_from(AccessEntry).where(*chosen)) or 0
    found = (
        select(AccessEntry.what, AccessEntry.at, User.honorific, User.full_name)
        .join(User, User.id == AccessEntry.viewer_id)
        .where(*chosen)
        .order_by(AccessEntry.id.desc())
        .limit(per_page)
        .offset((number - 1) * per_page)
    )
    looks = [
        Look(what.partition(":")[0], at, at_start(call_name(honorific, full_name)))
        for what, at, honorific, full_name in db.session.execute(found)
    ]
    return looks, total
