"""What whoever helps should do next for one person: exactly one thing, the first that holds. Pure.

Source: the mentor's one screen in the specification of pairs (safety notice, review waiting, stuck, no meeting, praise).
What lies between those keeps their order.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from lms.core.signals import Signal


class NextStep(StrEnum):
    """In the order in which they are asked about."""

    SAFETY = "safety"
    REVIEW = "review"
    ASKED = "asked"
    STUCK = "stuck"
    LOCKED = "locked"
    MISMATCH = "mismatch"
    MEET = "meet"
    ABSENT = "absent"
    GOAL = "goal"
    PRAISE = "praise"
    NEARLY = "nearly"
    FINE = "fine"


ORDER = tuple(NextStep)
# What asks for something to be done; the rest is good to know.
IDLE = frozenset({NextStep.SAFETY, NextStep.FINE})


@dataclass(frozen=True)
class Situation:
    """What is known of one person and the pair at one moment."""

    signals: frozenset[Signal] = frozenset()
    is_paused: bool = False
    """For whatever reason: what helps must not be able to tell a report of harm from a rest."""
    waiting_since: datetime | None = None
    has_locked_key: bool = False
    has_goal: bool = True
    has_passed_lately: bool = False
    is_nearly_done: bool = False


_HOLDS: dict[NextStep, Callable[[Situation], bool]] = {
    NextStep.SAFETY: lambda one: one.is_paused,
    NextStep.REVIEW: lambda one: one.waiting_since is not None,
    NextStep.ASKED: lambda one: Signal.ASKED in one.signals,
    NextStep.STUCK: lambda one: Signal.STUCK in one.signals,
    NextStep.LOCKED: lambda one: one.has_locked_key,
    NextStep.MISMATCH: lambda one: Signal.MISMATCH in one.signals,
    NextStep.MEET: lambda one: Signal.NOT_MET in one.signals,
    NextStep.ABSENT: lambda one: Signal.ABSENT in one.signals,
    NextStep.GOAL: lambda one: not one.has_goal,
    NextStep.PRAISE: lambda one: one.has_passed_lately,
    NextStep.NEARLY: lambda one: one.is_nearly_done,
    NextStep.FINE: lambda one: True,
}


def next_step(situation: Situation) -> NextStep:
    """Return the first step that holds, in the order of ``NextStep``."""
    return next(step for step in NextStep if _HOLDS[step](situation))


def urgency(step: NextStep) -> int:
    """Return where a step stands in a list of several people: what waits for somebody first, what is fine last."""
    return len(ORDER) + ORDER.index(step) if step in IDLE else ORDER.index(step)
