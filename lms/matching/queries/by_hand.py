"""Who may be chosen when a coordinator puts two people together by hand."""

from dataclasses import dataclass

from sqlalchemy import select

from lms.db import db
from lms.matching.models import Need, Offer
from lms.pairing.models import MOST_MENTEES, Pair
from lms.pairing.queries.pairs import TAKEN, count_places_taken
from lms.units.models import Unit
from lms.units.queries import Member, count_members, list_children, list_members

LARGEST_CHOICE = 300


@dataclass(frozen=True)
class Choice:
    """The people of a unit and below: who has nobody yet, and who has room for one more. Too large a unit has neither."""

    unit: Unit
    children: list[Unit]
    total: int
    members: dict[int, Member]
    mentees: list[Member]
    mentors: list[tuple[Member, int]]
    asking: frozenset[int]
    offering: frozenset[int]

    @property
    def is_too_large(self) -> bool:
        return self.total > LARGEST_CHOICE


def get_choice(unit: Unit) -> Choice:
    """Return the people of a unit and below; those who asked or offered come first."""
    total, children = count_members(unit.path), list_children(unit.id)
    if total > LARGEST_CHOICE:
        return Choice(unit, children, total, {}, [], [], frozenset(), frozenset())
    members = list_members(unit.path)
    ids = [each.user_id for each in members]
    taken = set(
        db.session.scalars(select(Pair.mentee_id).where(Pair.mentee_id.in_(ids), Pair.state.in_(TAKEN)))
    )
    held = count_places_taken(ids)
    asking, offering = (
        frozenset(
            db.session.scalars(
                select(table.user_id).where(table.user_id.in_(ids), table.withdrawn_at.is_(None))
            )
        )
        for table in (Need, Offer)
    )
    mentees = [each for each in members if each.user_id not in taken and not each.exempt_reason]
    mentors = [
        (each, held.get(each.user_id, 0)) for each in members if held.get(each.user_id, 0) < MOST_MENTEES
    ]
    return Choice(
        unit,
        children,
        total,
        {each.user_id: each for each in members},
        sorted(mentees, key=lambda each: (each.user_id not in asking, each.user_id in held)),
        sorted(mentors, key=lambda each: each[0].user_id not in offering),
        asking,
        offering,
    )
