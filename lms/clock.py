"""The one place that reads the clock; services and core get the instant as an argument."""

from datetime import UTC, datetime


def now() -> datetime:
    """Return this instant in UTC, without microseconds finer than the database keeps."""
    return datetime.now(UTC)
