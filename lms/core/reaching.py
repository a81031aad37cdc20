"""When a goal is reached: every skill that it takes in was practised at least. Pure; nobody types it in.

A goal on everything is a direction and is never reached.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from lms.core.proficiency import Ability, Level


@dataclass(frozen=True)
class Reached:
    """How far a goal is reached: the least level among its skills, and since when each of them was practised."""

    level: Level
    at: datetime


def reached(goal: str, abilities: Mapping[str, Ability]) -> Reached | None:
    """Return how far ``goal``, a skill or a course, is reached; ``abilities`` holds every skill that can be proven."""
    own = [each for name, each in abilities.items() if name == goal or name.startswith(f"{goal}/")]
    days = [each.practised_at or each.since for each in own if each.level >= Level.PRACTISED]
    since = [day for day in days if day is not None]
    if not own or len(since) < len(own):
        return None
    return Reached(min(each.level for each in own), max(since))
