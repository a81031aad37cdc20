"""What a person can really do in a skill: a pure fold of the ledger's events. Nobody types it in.

Each step stands on the one before it: claimed (on one's own word, or done with somebody's hands), practised (every
machine-checked task of the skill passed alone; where there is none, every task that a person confirms was seen), observed
(a person saw it, with help or within the pair), independent (seen done alone by somebody outside the pair, or passed
alone again, by a fresh try at least a fortnight later), held (again after 30, then after 90 days) or due. Nobody's own
word, and no word of the pair, leads to independent.

Events count in the order of the ledger. Clocks of servers go wrong: how long lies between two proofs is counted from the
latest instant that the ledger knew at the first of them, so that a clock put back never makes a fortnight.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from typing import NamedTuple

FORTNIGHT = timedelta(days=14)
HOLDS = (timedelta(days=30), timedelta(days=90))
"""After how long, each from the proof before it, a skill has to be shown again; the last holds from then on."""


class Proof(StrEnum):
    """What an event of the ledger proves, as far as a skill is concerned."""

    WORD = "word"  # a step ticked, a self-check: the person's own word
    ASSISTED = "assisted"  # done with the mentor's hands or on the mentor's phone
    MACHINE = "machine"  # a machine's check, passed alone
    AGAIN = "again"  # a machine's check of a fresh variant, passed alone after the first pass
    SEEN_HELPED = "seen_helped"  # a person saw it done with help, or looked at what was handed in
    SEEN_ALONE = "seen_alone"  # a person saw it done alone
    WITHDRAWN = "withdrawn"  # taken back, or to be done again


PASSED = frozenset({Proof.MACHINE, Proof.AGAIN})
SEEN = frozenset({Proof.SEEN_HELPED, Proof.SEEN_ALONE})
_PROVING = PASSED | SEEN


class Level(IntEnum):
    """How far somebody is; reports count each apart and never add them up."""

    NONE = 0
    CLAIMED = 1
    PRACTISED = 2
    OBSERVED = 3
    INDEPENDENT = 4


class Stage(StrEnum):
    """A level as it stands on one day: who is independent may also have held it since, or is to show it again."""

    NONE = "none"
    CLAIMED = "claimed"
    PRACTISED = "practised"
    OBSERVED = "observed"
    INDEPENDENT = "independent"
    HELD = "held"
    DUE = "due"


class Evidence(NamedTuple):
    """One event: the item it is about, what it proves, when, by whose word, and whether that was the pair's."""

    item: str
    proof: Proof
    at: datetime
    by: int | None = None
    is_of_pair: bool = False


@dataclass(frozen=True)
class SkillPlan:
    """The items that evidence a skill: those a machine checks, those a person confirms, and all of them."""

    machine: frozenset[str]
    person: frozenset[str]
    all: frozenset[str]


@dataclass(frozen=True)
class Ability:
    """Where a person stands in a skill.

    ``since`` is when the level was reached, ``by`` who saw it (None: a machine, or one's own word). ``holds`` counts the
    proofs after independence, ``due_at`` is when the next is asked for, None where none is.
    """

    level: Level = Level.NONE
    since: datetime | None = None
    by: int | None = None
    holds: int = 0
    due_at: datetime | None = None
    practised_at: datetime | None = field(default=None, compare=False)
    seen: Evidence | None = field(default=None, compare=False)
    """The last time that a person confirmed a task of the skill, whatever else is still missing."""
    shown: frozenset[str] = field(default=frozenset(), compare=False)
    """The items of the skill that somebody or something other than one's own word has proven."""
    checked: frozenset[str] = field(default=frozenset(), compare=False)
    """The machine-checked items that a machine found right; a person may have confirmed the others instead."""
    alone: Evidence | None = field(default=None, compare=False)
    """The proof that made the person independent; it may be older than ``since``, where the tasks came after it."""
    held_at: datetime | None = field(default=None, compare=False)

    def is_due(self, now: datetime) -> bool:
        """Tell whether the skill should be shown again."""
        return self.due_at is not None and now >= self.due_at

    def may_pass_again(self, now: datetime) -> bool:
        """Tell whether passing alone again would prove something on this day."""
        if self.level >= Level.INDEPENDENT:
            return self.is_due(now)
        return self.practised_at is not None and now - self.practised_at >= FORTNIGHT

    def stage(self, now: datetime) -> Stage:
        """Return how the level stands on this day."""
        if self.level is Level.INDEPENDENT:
            return Stage.DUE if self.is_due(now) else Stage.HELD if self.holds else Stage.INDEPENDENT
        return Stage(self.level.name.lower())


class _Kept(NamedTuple):
    """Evidence that still counts, with the latest instant that the ledger knew by then."""

    one: Evidence
    known: datetime


def ability(plan: SkillPlan, evidence: Iterable[Evidence]) -> Ability:
    """Return the standing that ``evidence``, in ledger order, gives in a skill."""
    kept = _standing(plan, evidence)
    if not kept:
        return Ability()
    proven = [each for each in kept if each.one.proof in _PROVING]
    base = _base(plan, proven)
    seen = [each.one for each in proven if _is_seen(plan, each.one)]
    facts = Ability(
        Level.CLAIMED,
        kept[0].one.at,
        practised_at=base.one.at if base else None,
        seen=seen[-1] if seen else None,
        shown=frozenset(each.one.item for each in proven),
        checked=frozenset(
            each.one.item for each in proven if each.one.proof in PASSED and each.one.item in plan.machine
        ),
    )
    if base is None:
        return facts
    proofs = list(_independent_proofs(plan, proven, base))
    if proofs:
        return _independent(proofs, base.one.at, facts)
    if seen:
        return replace(facts, level=Level.OBSERVED, since=max(seen[0].at, base.one.at), by=seen[0].by)
    return replace(facts, level=Level.PRACTISED, since=base.one.at)


def _standing(plan: SkillPlan, evidence: Iterable[Evidence]) -> list[_Kept]:
    """Return what still counts: what was withdrawn takes everything before it about that item with it."""
    kept: list[_Kept] = []
    known: datetime | None = None
    for each in evidence:
        item, proof, at, *_ = each
        if item not in plan.all:
            continue
        if known is None or at > known:
            known = at
        if proof is Proof.WITHDRAWN:
            kept = [one for one in kept if one.one.item != item]
        else:
            kept.append(_Kept(each, known))
    return kept


def _is_seen(plan: SkillPlan, each: Evidence) -> bool:
    """Tell whether a person confirmed it; a task for the machine may be, too, where its check does not work out."""
    return each.proof in SEEN and (each.item in plan.person or each.item in plan.machine)


def _base(plan: SkillPlan, proven: list[_Kept]) -> _Kept | None:
    """Return the proof that completed the first of the skill's tasks each, or None while one is missing.

    Those are the machine-checked ones, each passed alone or confirmed by a person instead; or else those for a person.
    """
    wanted, found = plan.machine or plan.person, dict[str, _Kept]()
    for each in proven:
        is_proof = each.one.proof in PASSED and each.one.item in plan.machine
        if each.one.item in wanted and (is_proof or _is_seen(plan, each.one)):
            found.setdefault(each.one.item, each)
    if not wanted or found.keys() != wanted:
        return None
    return _Kept(
        max((each.one for each in found.values()), key=lambda one: one.at),
        max(each.known for each in found.values()),
    )


def _independent_proofs(plan: SkillPlan, proven: list[_Kept], base: _Kept) -> Iterator[_Kept]:
    """Yield what only somebody else, or time, can give: an outsider's eyes, or a fresh pass long after the first."""
    for each in proven:
        one = each.one
        is_outsiders = one.proof is Proof.SEEN_ALONE and not one.is_of_pair and one.by is not None
        is_later = one.proof is Proof.AGAIN and one.at - base.known >= FORTNIGHT
        if (is_outsiders and one.item in plan.person) or (is_later and one.item in plan.machine):
            yield each


def _independent(proofs: list[_Kept], practised_at: datetime, facts: Ability) -> Ability:
    """Return the standing of somebody independent: since when, and how often it was held since."""
    first, known, holds, held_at = proofs[0], proofs[0].known, 0, None
    since = last = max(first.one.at, practised_at)
    for each in proofs[1:]:
        if holds < len(HOLDS) and each.one.at - max(known, last) >= HOLDS[holds]:
            held_at = last = each.one.at
            known, holds = each.known, holds + 1
    due_at = last + HOLDS[holds] if holds < len(HOLDS) else None
    return replace(
        facts,
        level=Level.INDEPENDENT,
        since=since,
        by=first.one.by,
        alone=first.one,
        holds=holds,
        due_at=due_at,
        held_at=held_at,
    )
