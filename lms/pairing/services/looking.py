"""Writing down who looked at whose work: one line an hour for the same person, work and eyes."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import insert

from lms.db import db
from lms.pairing.models import AccessEntry
from lms.pairing.queries.looks import has_looked, list_looked_at


def note_look(viewer_id: int, subject_id: int, what: str, now: datetime) -> None:
    """Add a line, unless this hour has one."""
    if viewer_id != subject_id and not has_looked(viewer_id, subject_id, what, now):
        db.session.add(AccessEntry(viewer_id=viewer_id, subject_id=subject_id, what=what[:40], at=now))
        db.session.flush()


def note_looks(viewer_id: int, subject_ids: Collection[int], what: str, now: datetime) -> None:
    """Add a line for each of several people, unless this hour has one; two statements however many they are."""
    new = sorted(set(subject_ids) - {viewer_id} - list_looked_at(viewer_id, subject_ids, what, now))
    if new:
        lines = [{"viewer_id": viewer_id, "subject_id": each, "what": what, "at": now} for each in new]
        db.session.execute(insert(AccessEntry), lines)
