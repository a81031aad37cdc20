"""What waits longer than its unit wants it to, for the coordinator to remind."""

from datetime import datetime, timedelta

from lms.core.signals import BOUNDS
from lms.pairing.queries.rules import list_thresholds
from lms.practice.queries import Late, list_late

LEAST_WAIT = timedelta(hours=BOUNDS["review_within"].least)


def list_too_late(path: str, reader_id: int, now: datetime) -> list[tuple[Late, bool]]:
    """Return what waits too long at and below ``path``, each with whether any mentor may look at it by now.

    What the reader handed in is left out: that is for somebody else to remind of.
    """
    found = list_late(now - LEAST_WAIT, path)
    limits = list_thresholds({each.unit_path for each in found})
    return [
        (each, now - each.since >= limits[each.unit_path].anybody_after)
        for each in found
        if now - each.since >= limits[each.unit_path].review_within and each.user_id != reader_id
    ]
