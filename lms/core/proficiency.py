"""What a person can really do in a skill: a pure fold of the ledger's events. Nobody types it in.

The steps, each with its own evidence: claimed (on one's own word, or done with somebody's hands), practised (every
machine-checked task of the skill passed alone), observed (a person saw it, with help or within the pair), independent
(seen done alone by somebody outside the pair, or passed alone again at least a fortnight later), held (again after 30,
then after 90 days) or due. Nobody's own word, and no word of the pair, leads to independent.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum

FORTNIGHT = timedelta(days=14)
HOLDS = (timedelta(days=30), timedelta(days=90))
"""After how long, each from the proof before it, a skill has to be shown again; the last holds from then on."""


class Proof(StrEnum):
    """What an event of the ledger proves, as far as a skill is concerned."""

    WORD = "word"  # a step ticked, a self-check: the person's own word
    ASSISTED = "assisted"  # done with the mentor's hands or on the mentor's phone
    MACHINE = "machine"  # a machine's check, passed alone
    SEEN_HELPED = "seen_helped"  # a person saw it done with help
    SEEN_ALONE = "seen_alone"  # a person saw it done alone
    WITHDRAWN = "withdrawn"  # taken back, or to be done again


class Level(IntEnum):
    """How far somebody is; reports count each apart and never add them up."""

    NONE = 0
    CLAIMED = 1
    PRACTISED = 2
    OBSERVED = 3
    INDEPENDENT = 4


@dataclass(frozen=True)
class Evidence:
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

    def is_due(self, now: datetime) -> bool:
        """Tell whether the skill should be shown again."""
        return self.due_at is not None and now >= self.due_at


def ability(plan: SkillPlan, evidence: Iterable[Evidence]) -> Ability:
    """Return the standing that ``evidence``, in ledger order, gives in a skill."""
    kept = _standing(plan, evidence)
    reached = Ability()
    for step in (_claimed, _practised, _observed, _independent):
        found = step(plan, kept)
        if found is not None and (found.level <= Level.OBSERVED or reached.level >= Level.PRACTISED):
            reached = found
    return reached


def _standing(plan: SkillPlan, evidence: Iterable[Evidence]) -> list[Evidence]:
    """Return what still counts: what was withdrawn takes everything before it about that item with it."""
    kept: list[Evidence] = []
    for each in evidence:
        if each.item not in plan.all:
            continue
        if each.proof is Proof.WITHDRAWN:
            kept = [one for one in kept if one.item != each.item]
        else:
            kept.append(each)
    return kept


def _claimed(plan: SkillPlan, kept: list[Evidence]) -> Ability | None:
    return Ability(Level.CLAIMED, kept[0].at) if kept else None


def _first_passes(plan: SkillPlan, kept: list[Evidence]) -> dict[str, datetime]:
    """Return when each machine-checked task was first passed alone."""
    passed: dict[str, datetime] = {}
    for each in kept:
        if each.proof is Proof.MACHINE and each.item in plan.machine:
            passed[each.item] = min(passed.get(each.item, each.at), each.at)
    return passed


def _practised(plan: SkillPlan, kept: list[Evidence]) -> Ability | None:
    passed = _first_passes(plan, kept)
    if not plan.machine or passed.keys() != plan.machine:
        return None
    return Ability(Level.PRACTISED, max(passed.values()))


def _observed(plan: SkillPlan, kept: list[Evidence]) -> Ability | None:
    seen = [
        each
        for each in kept
        if each.proof in (Proof.SEEN_HELPED, Proof.SEEN_ALONE) and each.item in plan.person
    ]
    return Ability(Level.OBSERVED, seen[0].at, seen[0].by) if seen else None


def _independent(plan: SkillPlan, kept: list[Evidence]) -> Ability | None:
    proofs = sorted(_independent_proofs(plan, kept), key=lambda each: each.at)
    if not proofs:
        return None
    first, last, holds = proofs[0], proofs[0].at, 0
    for each in proofs[1:]:
        if holds < len(HOLDS) and each.at - last >= HOLDS[holds]:
            last, holds = each.at, holds + 1
    due_at = last + HOLDS[holds] if holds < len(HOLDS) else None
    return Ability(Level.INDEPENDENT, first.at, first.by, holds, due_at)


def _independent_proofs(plan: SkillPlan, kept: list[Evidence]) -> Iterable[Evidence]:
    """Yield what only somebody else, or time, can give: an outsider's eyes, or a pass long after the first."""
    first = _first_passes(plan, kept)
    for each in kept:
        is_outsiders = each.proof is Proof.SEEN_ALONE and not each.is_of_pair and each.by is not None
        is_later = (
            each.proof is Proof.MACHINE
            and each.item in plan.machine
            and first.keys() == plan.machine
            and each.at - max(first.values()) >= FORTNIGHT
        )
        if (is_outsiders and each.item in plan.person) or is_later:
            yield each
