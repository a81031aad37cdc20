"""The board of a unit: who is paired, who waits, who has room for one more."""

from dataclasses import dataclass
from datetime import datetime

from lms.pairing.models import MOST_MENTEES
from lms.pairing.queries.pairs import count_mentees, list_live_pairs_under
from lms.units.models import Unit
from lms.units.queries import Member, count_members, list_children, list_members

LARGEST_BOARD = 300


@dataclass(frozen=True)
class PairLine:
    """A live pair on the board."""

    pair_id: int
    mentor_name: str
    mentee_id: int
    mentee_name: str
    state: str
    started_at: datetime | None


@dataclass(frozen=True)
class Board:
    """Who is paired in a unit and below it, and who waits. Too large a unit shows only the units below it."""

    unit: Unit
    children: list[Unit]
    total: int
    members: list[Member]
    pairs: list[PairLine]
    held: dict[int, int]

    @property
    def is_too_large(self) -> bool:
        return self.total > LARGEST_BOARD

    @property
    def waiting(self) -> list[Member]:
        """Those who have no mentor and are none themselves."""
        return [each for each in self.unpaired if each.user_id not in self.held]

    @property
    def unpaired(self) -> list[Member]:
        """Those who may be given a mentor; people who are mentors themselves come last."""
        paired = {line.mentee_id for line in self.pairs}
        free = [each for each in self.members if each.user_id not in paired and not each.exempt_reason]
        return sorted(free, key=lambda each: each.user_id in self.held)

    @property
    def free_mentors(self) -> list[tuple[Member, int]]:
        """Those who may help one more, with how many they help now."""
        counted = ((each, self.held.get(each.user_id, 0)) for each in self.members)
        return [(each, held) for each, held in counted if held < MOST_MENTEES]


def get_board(unit: Unit) -> Board:
    """Return the pairs and the people without a mentor in a unit and below it."""
    total, children = count_members(unit.path), list_children(unit.id)
    if total > LARGEST_BOARD:
        return Board(unit, children, total, [], [], {})
    members = list_members(unit.path)
    pairs = [
        PairLine(pair.id, mentor.full_name, mentee.id, mentee.full_name, pair.state, pair.started_at)
        for pair, mentor, mentee in list_live_pairs_under(unit.path)
    ]
    held = count_mentees([each.user_id for each in members])
    return Board(unit, children, total, members, pairs, held)
