"""What waits for an officer today in a unit and below it: how many of each, never whose."""

from dataclasses import astuple, dataclass
from datetime import datetime

from lms.core.people import Actor
from lms.matching.queries.board import Section, count_sections
from lms.mentoring.queries.late import list_too_late
from lms.pairing.queries.help import list_help_owned
from lms.practice.queries import list_waiting_for_officer


@dataclass(frozen=True)
class Waiting:
    """How many of each kind. ``own`` is the officer's in whatever unit: requests to answer, and work to look at."""

    own: int
    others_wanted: int
    suggested: int
    left: int
    late: int

    @property
    def total(self) -> int:
        return sum(astuple(self))


def find_waiting(actor: Actor, path: str, now: datetime) -> Waiting:
    """Return what waits for this officer in the unit at ``path`` and below it."""
    board = count_sections(path)
    return Waiting(
        own=len(list_help_owned(actor.id)) + len(list_waiting_for_officer(actor)),
        others_wanted=board.others_wanted,
        suggested=board.by_section[Section.SUGGESTED],
        left=board.by_section[Section.LEFT],
        late=len(list_too_late(path, actor.id, now)),
    )
