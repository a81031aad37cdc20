"""How pairs are doing, in shares that give nobody away: groups under five are hidden, also by subtraction. Pure.

A unit that is hidden hides all below it. Where the parts of a shown unit do not all appear, those left out are at least two,
and at least five people together, each counted once: what remains after subtracting is no smaller than what may be shown.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

SMALLEST_SHOWN = 5
OWN = "0/"
"""Ends the path of those who belong to a unit itself, beside the units below it."""


@dataclass(frozen=True)
class Fact:
    """One thing counted: of whom, in which unit, and whether it went as hoped."""

    unit_path: str
    person_id: int
    is_good: bool


@dataclass(frozen=True)
class Rate:
    """How many of the things counted went as hoped, and how many people they are about."""

    good: int
    total: int
    people: int

    @property
    def percent(self) -> int:
        return round(100 * self.good / self.total) if self.total else 0


def shown_rates(facts: Iterable[Fact]) -> dict[str, Rate]:
    """Return the rates that may be shown, by the path of the unit; a unit that is missing is empty or hidden."""
    rates, people = _count(facts)
    children: dict[str, list[str]] = defaultdict(list)
    tops: list[str] = []
    for path in sorted(rates):
        above = path[: path.rstrip("/").rfind("/") + 1]
        (children[above] if above in rates else tops).append(path)
    shown: dict[str, Rate] = {}
    waiting = [path for path in tops if rates[path].people >= SMALLEST_SHOWN]
    while waiting:
        path = waiting.pop()
        shown[path] = rates[path]
        waiting += _visible(children[path], people)
    return shown


def _count(facts: Iterable[Fact]) -> tuple[dict[str, Rate], dict[str, set[int]]]:
    """Return the rate of every unit with those below it, and of those who belong to the unit itself; and who they are."""
    things: dict[str, list[bool]] = defaultdict(list)
    people: dict[str, set[int]] = defaultdict(set)
    for fact in facts:
        ends = [end + 1 for end, c in enumerate(fact.unit_path) if c == "/" and end]
        for path in (*(fact.unit_path[:end] for end in ends), fact.unit_path + OWN):
            things[path].append(fact.is_good)
            people[path].add(fact.person_id)
    rates = {path: Rate(sum(each), len(each), len(people[path])) for path, each in things.items()}
    return rates, people


def _visible(parts: Iterable[str], people: Mapping[str, set[int]]) -> list[str]:
    """Return which parts of a shown unit may be shown beside it, hiding the smallest others until nothing gives away."""
    by_size = sorted(parts, key=lambda path: (len(people[path]), path))
    hidden = [path for path in by_size if len(people[path]) < SMALLEST_SHOWN]
    rest = by_size[len(hidden) :]
    together = set[int]().union(*(people[path] for path in hidden))
    while hidden and rest and (len(hidden) < 2 or len(together) < SMALLEST_SHOWN):
        hidden.append(rest.pop(0))
        together |= people[hidden[-1]]
    return rest
