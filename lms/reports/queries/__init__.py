"""Reading reports: where people stand in courses, and how far they are in skills."""

from lms.reports.queries.skills import (
    EXEMPT,
    Count,
    Person,
    Tally,
    count_independent,
    list_roster,
    tally,
)

__all__ = [
    "EXEMPT",
    "Count",
    "Person",
    "Tally",
    "count_independent",
    "list_roster",
    "tally",
]
