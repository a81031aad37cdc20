"""Writing down who looked at whose work: one line an hour for the same person, work and eyes."""

from datetime import datetime

from lms.db import db
from lms.pairing.models import AccessEntry
from lms.pairing.queries.looks import has_looked


def note_look(viewer_id: int, subject_id: int, what: str, now: datetime) -> None:
    """Add a line, unless this hour has one."""
    if viewer_id != subject_id and not has_looked(viewer_id, subject_id, what, now):
        db.session.add(AccessEntry(viewer_id=viewer_id, subject_id=subject_id, what=what[:40], at=now))
        db.session.flush()
