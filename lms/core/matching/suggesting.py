"""From needs and offers to suggested pairs: who may meet, what a pair scores, why it was suggested, who is left over.

Unit by unit first, then among sibling units, then with twinned units. Nothing here knows age, sex or marks. Whole numbers only, and everything is
ordered by id, so that the same people give the same suggestions whatever order they come in.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from lms.core.matching.assignment import assign


@dataclass(frozen=True)
class Weights:
    """What counts how much; a coordinator may change it. Points; floors are the least score of a suggestion."""

    skills: int = 45
    same_unit: int = 30
    sibling_unit: int = 15
    times: int = 15
    device: int = 10
    wish: int = 10
    held: int = 4
    floor: int = 45
    sibling_floor: int = 30


@dataclass(frozen=True)
class Need:
    """Somebody who wants help, with which skills, at which times of the week, on which phone."""

    user_id: int
    unit_id: int
    siblings: int
    """The unit above, whose units are siblings; units at the top have none in common (a number of their own)."""
    skills: frozenset[str]
    times: frozenset[str] = frozenset()
    device: str = ""
    wished_id: int | None = None
    twins: frozenset[int] = frozenset()
    """The units that share their mentors with hers by a twinning."""


@dataclass(frozen=True)
class Offer:
    """Somebody who helps: skills proven (each with the moment it was), times, phone, places and how many are taken."""

    user_id: int
    unit_id: int
    siblings: int
    proven: Mapping[str, str]
    times: frozenset[str] = frozenset()
    device: str = ""
    places: int = 2
    held: int = 0
    wished_id: int | None = None

    @property
    def free(self) -> int:
        return max(0, self.places - self.held)


@dataclass(frozen=True)
class Limits:
    """Which two never meet: vetoes and pairs ended for harm, either way and without a word; managers unless both ask."""

    apart: frozenset[frozenset[int]] = frozenset()
    managers: frozenset[tuple[int, int]] = frozenset()
    """(manager, person) of direct reports."""

    def allow(self, need: Need, offer: Offer) -> bool:
        two = frozenset({need.user_id, offer.user_id})
        if len(two) == 1 or two in self.apart:
            return False
        is_manager = (offer.user_id, need.user_id) in self.managers or (
            need.user_id,
            offer.user_id,
        ) in self.managers
        return not is_manager or _wishes(need, offer) == 2


class Why(StrEnum):
    """A stored fact that speaks for a pair."""

    SAME_UNIT = "same_unit"
    SIBLING_UNIT = "sibling_unit"
    TWIN_UNIT = "twin_unit"
    PROVEN = "proven"  # value: skill and moment
    TIMES = "times"  # value: the shared times
    DEVICE = "device"  # value: the phone system
    WISH = "wish"
    BOTH_WISH = "both_wish"


class Left(StrEnum):
    """Why somebody is left to the coordinator. Vetoes are never named: they look like no fitting place."""

    NO_SKILL = "no_skill"
    FULL = "full"
    NO_FIT = "no_fit"


@dataclass(frozen=True)
class Fact:
    """One reason with its values as stored."""

    why: Why
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Suggestion:
    """A pair to be looked at by the coordinator, with its score and the facts behind it."""

    mentor_id: int
    mentee_id: int
    score: int
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class Outcome:
    """Suggestions by mentee, and who has to be placed by hand, by id."""

    suggestions: tuple[Suggestion, ...]
    left: Mapping[int, Left] = field(default_factory=lambda: MappingProxyType({}))


def suggest(
    needs: Iterable[Need],
    offers: Iterable[Offer],
    limits: Limits | None = None,
    weights: Weights | None = None,
) -> Outcome:
    """Return the suggestions: in each unit as many as possible above the floor, then the greatest sum; then siblings; then twins."""
    limits, weights = limits or Limits(), weights or Weights()
    waiting = sorted(needs, key=lambda each: each.user_id)
    helping = sorted(offers, key=lambda each: each.user_id)
    taken: dict[int, int] = defaultdict(int)
    found: list[Suggestion] = []
    for within in (_by_unit, _by_siblings, _by_twins):
        done = {each.mentee_id for each in found}
        for some_needs, some_offers in within(
            [each for each in waiting if each.user_id not in done], helping
        ):
            for each in _assigned(some_needs, some_offers, taken, limits, weights):
                taken[each.mentor_id] += 1
                found.append(each)
    done = {each.mentee_id for each in found}
    left = {each.user_id: _why_left(each, helping, taken) for each in waiting if each.user_id not in done}
    return Outcome(tuple(sorted(found, key=lambda each: each.mentee_id)), MappingProxyType(left))


Group = tuple[list[Need], list[Offer]]


def _by_unit(needs: Sequence[Need], offers: Sequence[Offer]) -> Iterable[Group]:
    by_unit: dict[int, Group] = defaultdict(lambda: ([], []))
    for need in needs:
        by_unit[need.unit_id][0].append(need)
    for offer in offers:
        by_unit[offer.unit_id][1].append(offer)
    return [by_unit[unit] for unit in sorted(by_unit)]


def _by_siblings(needs: Sequence[Need], offers: Sequence[Offer]) -> Iterable[Group]:
    above: dict[int, Group] = defaultdict(lambda: ([], []))
    for need in needs:
        above[need.siblings][0].append(need)
    for offer in offers:
        above[offer.siblings][1].append(offer)
    return [above[unit] for unit in sorted(above)]


def _by_twins(needs: Sequence[Need], offers: Sequence[Offer]) -> Iterable[Group]:
    """Group who is left by the units that share mentors; pools that have a unit in common are one."""
    pools: list[tuple[set[int], list[Need]]] = []
    for need in needs:
        if not need.twins:
            continue
        units, waiting = set(need.twins), [need]
        for pool in [each for each in pools if each[0] & units]:
            pools.remove(pool)
            units |= pool[0]
            waiting = [*pool[1], *waiting]
        pools.append((units, waiting))
    return [
        (
            sorted(waiting, key=lambda each: each.user_id),
            [offer for offer in offers if offer.unit_id in units],
        )
        for units, waiting in sorted(pools, key=lambda pool: min(pool[0]))
    ]


def nearness(need: Need, offer: Offer) -> Why | None:
    """Return what brings the two within reach of each other: one unit, a twinning, or one unit above; None for nothing."""
    if need.unit_id == offer.unit_id:
        return Why.SAME_UNIT
    if offer.unit_id in need.twins:
        return Why.TWIN_UNIT
    return Why.SIBLING_UNIT if need.siblings == offer.siblings else None


def _assigned(
    needs: Sequence[Need], offers: Sequence[Offer], taken: Mapping[int, int], limits: Limits, weights: Weights
) -> Iterable[Suggestion]:
    """Each free place of a mentor is a column of its own, and each further one costs what one more mentee costs."""
    places = [(offer, more) for offer in offers for more in range(taken[offer.user_id], offer.free)]
    if not needs or not places:
        return
    table = []
    for need in needs:
        plain = {
            offer.user_id: score(need, offer, weights)
            if nearness(need, offer) and limits.allow(need, offer)
            else None
            for offer in offers
        }
        table.append(
            [
                _at_place(plain[offer.user_id], offer.held + more, need, offer, weights)
                for offer, more in places
            ]
        )
    for row, column in enumerate(assign(table)):
        if column is not None:
            need, offer = needs[row], places[column][0]
            yield Suggestion(offer.user_id, need.user_id, table[row][column] or 0, facts(need, offer))


def _at_place(plain: int | None, held: int, need: Need, offer: Offer, weights: Weights) -> int | None:
    if plain is None:
        return None
    floor = weights.floor if need.unit_id == offer.unit_id else weights.sibling_floor
    total = plain - weights.held * held
    return total if total >= floor else None


def score(need: Need, offer: Offer, weights: Weights) -> int | None:
    """Return the points of the two before mentees already held count; None where no needed skill is proven."""
    skills = need.skills & offer.proven.keys()
    if not skills:
        return None
    total = weights.skills * len(skills) // len(need.skills)
    near = nearness(need, offer)
    if near is Why.SAME_UNIT:
        total += weights.same_unit
    elif near is not None:
        total += weights.sibling_unit
    if need.times:
        total += weights.times * len(need.times & offer.times) // len(need.times)
    if need.device and need.device == offer.device:
        total += weights.device
    return total + weights.wish * _wishes(need, offer)


def facts(need: Need, offer: Offer) -> tuple[Fact, ...]:
    """Return why the two were put together, each from what is stored of them; nothing says why others were not."""
    near = nearness(need, offer)
    said = [Fact(near)] if near is not None else []
    said += [
        Fact(Why.PROVEN, (skill, offer.proven[skill])) for skill in sorted(need.skills & offer.proven.keys())
    ]
    if shared := sorted(need.times & offer.times):
        said.append(Fact(Why.TIMES, tuple(shared)))
    if need.device and need.device == offer.device:
        said.append(Fact(Why.DEVICE, (need.device,)))
    wishes = _wishes(need, offer)
    if wishes:
        said.append(Fact(Why.BOTH_WISH if wishes == 2 else Why.WISH))
    return tuple(said)


def _wishes(need: Need, offer: Offer) -> int:
    """Return how many of the two asked for the other."""
    return int(need.wished_id == offer.user_id) + int(offer.wished_id == need.user_id)


def _why_left(need: Need, offers: Collection[Offer], taken: Mapping[int, int]) -> Left:
    able = [
        offer
        for offer in offers
        if nearness(need, offer) and offer.user_id != need.user_id and need.skills & offer.proven.keys()
    ]
    if not able:
        return Left.NO_SKILL
    return Left.FULL if all(taken[each.user_id] >= each.free for each in able) else Left.NO_FIT
