"""Two given people as the rules see them: may they meet, what do they score, which facts speak for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, or_, select

from lms.core.matching import Fact, Limits
from lms.core.matching import Need as Asked
from lms.core.matching import Offer as Offered
from lms.core.matching.suggesting import facts, score
from lms.core.unit_paths import ids_down_to
from lms.db import db
from lms.matching.queries.facts import Group, load, moments_of
from lms.matching.queries.rules import find_limits, find_weights
from lms.matching.queries.wishes import find_need, find_offer
from lms.pairing.models import MOST_MENTEES, Pair
from lms.pairing.queries.pairs import TAKEN
from lms.skills.queries import list_proven
from lms.units.queries import Member, list_members_by_id

MOST_CANDIDATES = 40


@dataclass(frozen=True)
class Two:
    """A mentor and a mentee with what is stored of them."""

    need: Asked
    offer: Offered
    limits: Limits
    score: int | None

    @property
    def may_meet(self) -> bool:
        return self.limits.allow(self.need, self.offer)

    @property
    def skills(self) -> list[str]:
        """The needed skills that the mentor has proven: what the pair begins with."""
        return sorted(self.need.skills & self.offer.proven.keys())

    @property
    def facts(self) -> tuple[Fact, ...]:
        return facts(self.need, self.offer)


def find_two(mentor_id: int, mentee_id: int, skills: Sequence[str] | None, now: datetime) -> Two | None:
    """Return the two; None where one of them belongs to no unit. ``skills``: what they are to work at, else her need.

    Whoever has offered nothing has the most places that anybody may have, and no times: a coordinator may ask all the
    same, and both are asked.
    """
    members = {each.user_id: each for each in list_members_by_id((mentor_id, mentee_id))}
    if len(members) < 2:
        return None
    need, offer = find_need(mentee_id), find_offer(mentor_id)
    asked, helping = members[mentee_id], members[mentor_id]
    wanted = frozenset(skills if skills is not None else need.skills if need else ())
    proven = list_proven([mentor_id], now).get(mentor_id, {})
    two_asked = Asked(
        mentee_id,
        asked.unit_id,
        _above(asked),
        wanted,
        frozenset(need.times if need else ()),
        need.device if need else "",
        need.wished_id if need else None,
    )
    two_offered = Offered(
        mentor_id,
        helping.unit_id,
        _above(helping),
        moments_of(wanted, proven),
        frozenset(offer.times if offer else ()),
        offer.device if offer else "",
        offer.places if offer else MOST_MENTEES,
        _count_taken(mentor_id, mentee_id),
        offer.wished_id if offer else None,
    )
    weights = find_weights(asked.unit_path)
    plain = score(two_asked, two_offered, weights)
    total = None if plain is None else max(0, plain - weights.held * two_offered.held)
    return Two(two_asked, two_offered, find_limits(mentor_id, mentee_id), total)


def _above(member: Member) -> int:
    """Return the unit above; units at the top have none in common."""
    *above, _own = ids_down_to(member.unit_path)
    return above[-1] if above else -member.unit_id


def _count_taken(mentor_id: int, mentee_id: int) -> int:
    """Return how many places others take: pairs and invitations, and suggestions to other people."""
    found = select(func.count()).where(
        Pair.mentor_id == mentor_id,
        or_(Pair.state.in_(TAKEN), and_(Pair.state == "suggested", Pair.mentee_id != mentee_id)),
    )
    return db.session.scalar(found) or 0


@dataclass(frozen=True)
class Candidate:
    """Somebody who could help, with what speaks for it."""

    member: Member
    score: int
    free: int
    facts: tuple[Fact, ...]


def list_candidates(mentee: Member, reach: str, now: datetime, suggested_id: int) -> list[Candidate]:
    """Return who has proven a needed skill and has room, best first, among the mentors whom ``reach`` holds.

    Who would be refused is left out: for a veto as for having enough people, a taken-back offer, or an earlier
    invitation that came to nothing. Listed and then refused, they would be told apart. Whoever is suggested now stays.
    """
    group = Group(reach, _parent(mentee))
    material = load(group, now, [mentee.user_id], with_twins=False)
    if not material.needs:
        return []
    need, weights = material.needs[0], find_weights(mentee.unit_path)
    rated = []
    for offer in material.offers:
        may_meet = offer.user_id == suggested_id or material.limits.allow(need, offer)
        points = score(need, offer, weights) if may_meet else None
        if points is not None and offer.free:
            rated.append((-max(0, points - weights.held * offer.held), offer.user_id, offer))
    rated = sorted(rated, key=lambda each: each[:2])[:MOST_CANDIDATES]
    members = {each.user_id: each for each in list_members_by_id([user_id for _, user_id, _ in rated])}
    return [
        Candidate(members[user_id], -negative, offer.free, facts(need, offer))
        for negative, user_id, offer in rated
        if user_id in members
    ]


def _parent(member: Member) -> int | None:
    above = _above(member)
    return above if above > 0 else None
