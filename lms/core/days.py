"""Days as people here have and write them. Pure."""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

HERE = ZoneInfo("Asia/Ho_Chi_Minh")
"""Whose midnight ends a day in what is counted and kept; pages show the zone of the site's settings."""

_WRITTEN = re.compile(
    r"([0-9]{1,2})[/.\- ]([0-9]{1,2})[/.\- ]([0-9]{4})|([0-9]{2})([0-9]{2})([0-9]{4})", re.ASCII
)


def day_of(instant: datetime) -> date:
    """Return the day to which an instant belongs here: between midnight and seven it is no more yesterday's, as in UTC."""
    return instant.astimezone(HERE).date()


def read_day(text: str) -> date | None:
    """Return the day of ``21/11/2026``, ``21-11-2026``, ``21.11.2026`` or ``21112026``; None of anything else."""
    found = _WRITTEN.fullmatch(text.strip())
    if found is None:
        return None
    day, month, year = (int(part) for part in found.groups() if part is not None)
    try:
        return date(year, month, day)
    except ValueError:
        return None


def write_day(day: date) -> str:
    """Return ``21/11/2026``."""
    return f"{day:%d/%m/%Y}"
