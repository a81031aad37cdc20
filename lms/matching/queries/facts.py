"""What suggestions rest on: one group of units at a time, in a handful of statements however many people there are.

A group is the units right below one unit, as far as they lie in the part of the tree that is asked about. Pairs are
suggested within a group, so each can be worked on by itself and gives what all of them at once would give; the mentors of
twinned units are shared with it, whoever comes first.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVarTuple

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select

from lms.accounts.models import User
from lms.core.matching import Limits
from lms.core.matching import Need as Asked
from lms.core.matching import Offer as Offered
from lms.db import db
from lms.matching.models import Manager, Need, Offer
from lms.matching.queries.pools import list_shared
from lms.pairing.models import Pair, Veto
from lms.pairing.queries.pairs import TAKEN
from lms.skills.queries import list_proven
from lms.units.models import Membership, Unit

Columns = TypeVarTuple("Columns")

NOT_AGAIN = ("declined", "expired", "dropped")
"""States after which no machine proposes the same two again; a coordinator may."""


@dataclass(frozen=True)
class Group:
    """The units right below ``parent_id`` (None: the units at the top) that lie at or below ``path``."""

    path: str
    parent_id: int | None

    def holds(self) -> ColumnElement[bool]:
        """Return the condition that a unit belongs to the group."""
        above = Unit.parent_id.is_(None) if self.parent_id is None else Unit.parent_id == self.parent_id
        return and_(above, Unit.path.startswith(self.path, autoescape=True))


@dataclass(frozen=True)
class Material:
    """What ``lms.core.matching.suggest`` takes, and the unit of each person who asks."""

    needs: tuple[Asked, ...]
    offers: tuple[Offered, ...]
    limits: Limits

    @property
    def units(self) -> dict[int, int]:
        return {each.user_id: each.unit_id for each in self.needs}


def list_groups(path: str) -> list[Group]:
    """Return the groups of units at and below ``path``, in a fixed order that people coming and going do not move."""
    found = select(Unit.parent_id).where(Unit.path.startswith(path, autoescape=True)).distinct()
    return [
        Group(path, parent_id) for parent_id in sorted(db.session.scalars(found), key=lambda each: each or 0)
    ]


def members_of(group: Group) -> Select[int]:
    """Return the statement of who belongs to a group today."""
    return members_where(group.holds())


def members_where(holds: ColumnElement[bool]) -> Select[int]:
    """Return the statement of who belongs today to a unit of which ``holds`` is true."""
    return (
        select(Membership.user_id)
        .join(Unit, Unit.id == Membership.unit_id)
        .where(Membership.to_on.is_(None), holds)
    )


def load(
    group: Group,
    now: datetime,
    only: Sequence[int] | None = None,
    *,
    with_twins: bool = True,
    given: Mapping[int, int] | None = None,
) -> Material:
    """Return who asks and who helps in a group, twins' mentors included. ``only`` narrows those who ask to these people.

    ``with_twins`` is for suggestions alone: no list that people read offers somebody of a twin. ``given``: how many
    places a trial of the whole run has given away so far, in the stead of the suggestions that are stored.
    """
    shared = list_shared(group.holds()) if with_twins else {}
    needs = _needs(group, only, shared)
    if not needs:
        return Material((), (), Limits())
    twins = frozenset().union(*shared.values())
    held = count_places_taken(group, only if given is None else None, twins)
    for user_id, more in (given or {}).items():
        held[user_id] = held.get(user_id, 0) + more
    return Material(needs, _offers(group, now, held, twins), _limits(group, twins))


def _belonging(found: Select[*Columns], holds: ColumnElement[bool], who: Any) -> Select[*Columns]:
    """Narrow to where ``who`` belongs today to a unit of which ``holds`` is true."""
    return (
        found.join(Membership, Membership.user_id == who)
        .join(Unit, Unit.id == Membership.unit_id)
        .where(Membership.to_on.is_(None), holds)
    )


def _helping(group: Group, twins: frozenset[int]) -> ColumnElement[bool]:
    return or_(group.holds(), Unit.id.in_(twins)) if twins else group.holds()


def _is_exempt() -> ColumnElement[bool]:
    return func.coalesce(Membership.exempt_reason, "") != ""


def _needs(
    group: Group, only: Sequence[int] | None, shared: Mapping[int, frozenset[int]]
) -> tuple[Asked, ...]:
    """Those who asked, are nowhere paired or invited, not exempt, and whose account is open."""
    found = _belonging(
        select(
            Need.user_id,
            Unit.id,
            Unit.parent_id,
            Need.skills,
            Need.times,
            Need.device,
            Need.wished_id,
        ).join(User, User.id == Need.user_id),
        group.holds(),
        Need.user_id,
    ).where(
        Need.withdrawn_at.is_(None),
        User.closed_at.is_(None),
        ~_is_exempt(),
        ~exists().where(Pair.mentee_id == Need.user_id, Pair.state.in_(TAKEN)),
    )
    if only is not None:
        found = found.where(Need.user_id.in_(only))
    return tuple(
        Asked(
            user_id,
            unit_id,
            -unit_id if parent_id is None else parent_id,
            frozenset(skills),
            frozenset(times),
            device,
            wished,
            shared.get(unit_id, frozenset()),
        )
        for user_id, unit_id, parent_id, skills, times, device, wished in db.session.execute(found)
    )


def _offers(
    group: Group, now: datetime, held: Mapping[int, int], twins: frozenset[int]
) -> tuple[Offered, ...]:
    """Those who offer, with the skills that the ledger proves today, and how many places are taken."""
    found = _belonging(
        select(
            Offer.user_id,
            Unit.id,
            Unit.parent_id,
            Offer.skills,
            Offer.times,
            Offer.device,
            Offer.places,
            Offer.wished_id,
        ).join(User, User.id == Offer.user_id),
        _helping(group, twins),
        Offer.user_id,
    ).where(Offer.withdrawn_at.is_(None), User.closed_at.is_(None), ~_is_exempt())
    rows = db.session.execute(found).all()
    proven = list_proven([row[0] for row in rows], now)
    return tuple(
        Offered(
            user_id,
            unit_id,
            -unit_id if parent_id is None else parent_id,
            moments_of(skills, proven.get(user_id, {})),
            frozenset(times),
            device,
            places,
            held.get(user_id, 0),
            wished,
        )
        for user_id, unit_id, parent_id, skills, times, device, places, wished in rows
    )


def moments_of(skills: Iterable[str], proven: Mapping[str, datetime]) -> dict[str, str]:
    """Return the offered skills that are proven, each with the moment as suggestions store it."""
    return {skill: proven[skill].isoformat() for skill in skills if skill in proven}


def count_places_taken(
    group: Group, only: Sequence[int] | None = None, twins: frozenset[int] = frozenset()
) -> dict[int, int]:
    """Return how many places each mentor's pairs, invitations and suggestions take.

    Suggestions to those who are now looked at do not count, they are about to be made anew: to ``only`` these people, or
    to everybody below the group's path.
    """
    anew = members_where(Unit.path.startswith(group.path, autoescape=True))
    mentors = members_where(_helping(group, twins))
    if only is not None:
        anew = anew.where(Membership.user_id.in_(only))
    found = (
        select(Pair.mentor_id, func.count())
        .where(
            Pair.mentor_id.in_(mentors),
            or_(Pair.state.in_(TAKEN), and_(Pair.state == "suggested", Pair.mentee_id.not_in(anew))),
        )
        .group_by(Pair.mentor_id)
    )
    return {row[0]: row[1] for row in db.session.execute(found)}


def _limits(group: Group, twins: frozenset[int]) -> Limits:
    """Vetoes and who leads whom are looked at from either end, since only one of the two need be of the group."""
    helping = _helping(group, twins)
    vetoes = _belonging(select(Veto.by_id, Veto.about_id), helping, Veto.by_id)
    past = _belonging(select(Pair.mentor_id, Pair.mentee_id), group.holds(), Pair.mentee_id).where(
        or_(
            Pair.ended_for_harm,
            Pair.paused_for_harm,
            Pair.state.in_(NOT_AGAIN),
            and_(Pair.state == "ended", Pair.other_wanted_at.is_not(None)),
        )
    )
    managers = _belonging(select(Manager.manager_id, Manager.user_id), helping, Manager.user_id)
    apart = {frozenset(row) for found in (vetoes, past) for row in db.session.execute(found)}
    return Limits(frozenset(apart), frozenset((row[0], row[1]) for row in db.session.execute(managers)))
