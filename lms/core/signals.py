"""What should worry whoever helps: signals from facts of the ledger and of a pair, each with its threshold. Pure.

Source: the table of signals in the specification of pairs.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any


class Signal(StrEnum):
    STUCK = "stuck"
    ASKED = "asked"
    ABSENT = "absent"
    NOT_MET = "not_met"
    WAITING = "waiting"
    WAITING_LONG = "waiting_long"
    MISMATCH = "mismatch"


@dataclass(frozen=True)
class Thresholds:
    """When a signal is given; a coordinator may change them."""

    failures: int = 3
    failing_within: timedelta = timedelta(days=7)
    absent_after: timedelta = timedelta(days=14)
    meet_every: timedelta = timedelta(days=21)
    meet_first: timedelta = timedelta(days=7)
    review_within: timedelta = timedelta(hours=72)
    anybody_after: timedelta = timedelta(days=7)


@dataclass(frozen=True)
class Bounds:
    """Between which whole numbers a threshold may be set, in the unit in which people think of it."""

    least: int
    most: int
    hours: int = 0
    """How long one of them is; none: a count."""


BOUNDS = {
    "failures": Bounds(2, 10),
    "failing_within": Bounds(1, 30, 24),
    "absent_after": Bounds(3, 60, 24),
    "meet_every": Bounds(3, 60, 24),
    "meet_first": Bounds(1, 30, 24),
    "review_within": Bounds(12, 144, 1),
    "anybody_after": Bounds(2, 30, 24),
}
"""By the names of ``Thresholds``."""


def thresholds_from(stored: Mapping[str, int]) -> Thresholds:
    """Return thresholds from what was set, counts or hours; what is unknown or out of bounds stays the default."""
    chosen: dict[str, Any] = {}
    for name, bounds in BOUNDS.items():
        number = stored.get(name)
        one = bounds.hours or 1
        if isinstance(number, int) and bounds.least * one <= number <= bounds.most * one:
            chosen[name] = timedelta(hours=number) if bounds.hours else number
    made = Thresholds(**chosen)
    return made if made.anybody_after > made.review_within else Thresholds()


def in_units(thresholds: Thresholds) -> dict[str, int]:
    """Return each threshold as a form shows it: a count, or how many hours or days."""
    shown = {}
    for name, bounds in BOUNDS.items():
        value = getattr(thresholds, name)
        shown[name] = value // timedelta(hours=bounds.hours) if bounds.hours else value
    return shown


@dataclass(frozen=True)
class Try:
    """One try at an activity."""

    item: str
    at: datetime
    is_passed: bool


@dataclass(frozen=True)
class Facts:
    """What is known of a mentee and of the pair at one moment."""

    paired_at: datetime
    is_active: bool = True
    tries: tuple[Try, ...] = ()
    is_asking: bool = False
    last_activity: datetime | None = None
    has_open_goal: bool = False
    last_meeting: datetime | None = None
    waiting_since: tuple[datetime, ...] = ()
    claimed: frozenset[str] = frozenset()
    failed_checks: frozenset[str] = frozenset()


def signals(facts: Facts, now: datetime, thresholds: Thresholds | None = None) -> frozenset[Signal]:
    """Return the signals that hold now."""
    limits = thresholds or Thresholds()
    waits = [now - since for since in facts.waiting_since]
    since_activity = now - max(facts.last_activity or facts.paired_at, facts.paired_at)
    meet_within = limits.meet_every if facts.last_meeting else limits.meet_first
    held = {
        Signal.STUCK: bool(stuck_at(facts.tries, now, limits)),
        Signal.ASKED: facts.is_asking,
        Signal.ABSENT: facts.has_open_goal and since_activity >= limits.absent_after,
        Signal.NOT_MET: facts.is_active and now - (facts.last_meeting or facts.paired_at) >= meet_within,
        Signal.WAITING: any(wait >= limits.review_within for wait in waits),
        Signal.WAITING_LONG: any(wait >= limits.anybody_after for wait in waits),
        Signal.MISMATCH: bool(facts.claimed & facts.failed_checks),
    }
    return frozenset(signal for signal, is_on in held.items() if is_on)


def stuck_at(tries: Iterable[Try], now: datetime, limits: Thresholds) -> frozenset[str]:
    """Return the activities failed so often lately, without a pass among or after the failures.

    A failure and a pass at one moment are a pass: what is better counts.
    """
    failures: dict[str, int] = {}
    for each in sorted(tries, key=lambda one: (one.at, one.is_passed)):
        if each.is_passed:
            failures[each.item] = 0
        elif now - each.at <= limits.failing_within:
            failures[each.item] = failures.get(each.item, 0) + 1
    return frozenset(item for item, count in failures.items() if count >= limits.failures)
