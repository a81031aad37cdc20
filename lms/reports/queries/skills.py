"""How far the people of a unit are in the skills of a course, each level apart; nothing here adds levels up.

The denominator is the roster: today's members, with an account or without. Who is exempt is counted apart. The number of
statements never depends on how many people there are.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from lms.accounts.models import User
from lms.core.completion import Verb
from lms.core.proficiency import Ability, Level, Stage
from lms.core.vietnamese import name_sort_key
from lms.db import db
from lms.progress.models import LearningEvent
from lms.skills.queries import KnownSkill, list_abilities
from lms.units.models import Membership, Unit

EXEMPT = "mien"
"""What the address calls those who are exempt; the others go by their stage."""

_ALONE = (Verb.OBSERVED_ALONE, Verb.RECHECKED)
_ROSTER = (
    select(
        User.id,
        User.full_name,
        Unit.id,
        Unit.name,
        Unit.path,
        Membership.position,
        Membership.exempt_reason,
    )
    .join(Membership, (Membership.user_id == User.id) & Membership.to_on.is_(None))
    .join(Unit, Unit.id == Membership.unit_id)
    .where(User.closed_at.is_(None))
)


@dataclass(frozen=True)
class Person:
    """Somebody on the roster, and how far in each skill; a skill without anything to show is not there."""

    user_id: int
    full_name: str
    unit_id: int
    unit_name: str
    unit_path: str
    position: str
    exempt_reason: str | None
    abilities: Mapping[str, Ability]

    def ability(self, skill: str) -> Ability:
        return self.abilities.get(skill, Ability())

    def group(self, skill: str, now: datetime) -> str:
        """Return the stage under which the person is counted, or that the person is exempt."""
        return EXEMPT if self.exempt_reason is not None else self.ability(skill).stage(now)


def list_roster(path: str, skills: Sequence[KnownSkill], now: datetime) -> list[Person]:
    """Return today's members at and below ``path`` by name, with how far each is in ``skills``."""
    rows = db.session.execute(_ROSTER.where(Unit.path.startswith(path, autoescape=True))).all()
    found = list_abilities([row[0] for row in rows], {skill.name for skill in skills}, now)
    people = [Person(*row, found[row[0]]) for row in rows]
    return sorted(people, key=lambda person: (name_sort_key(person.full_name), person.user_id))


@dataclass(frozen=True)
class Tally:
    """How many people are at which stage of a skill; ``counted`` leaves out the exempt, who stand apart."""

    counted: int
    exempt: int
    stages: Mapping[str, int]

    @property
    def alone(self) -> int:
        """Who does it alone today: independent, or held since. Who is due again is not among them."""
        return self.stages.get(Stage.INDEPENDENT, 0) + self.stages.get(Stage.HELD, 0)

    @property
    def due(self) -> int:
        return self.stages.get(Stage.DUE, 0)


def tally(people: Iterable[Person], skill: str, now: datetime) -> Tally:
    """Return how many of these people are at which stage."""
    groups = Counter(person.group(skill, now) for person in people)
    exempt = groups.pop(EXEMPT, 0)
    return Tally(sum(groups.values()), exempt, groups)


@dataclass(frozen=True)
class Count:
    """How many of the roster do at least one skill alone, and how many there are."""

    alone: int
    counted: int


def _list_counted(path: str) -> list[int]:
    """Return the people at and below ``path`` who are counted: today's members but the exempt."""
    found = _ROSTER.with_only_columns(User.id).where(
        Unit.path.startswith(path, autoescape=True), Membership.exempt_reason.is_(None)
    )
    return list(db.session.scalars(found))


def count_independent(path: str, course_id: int, skills: Sequence[KnownSkill], now: datetime) -> Count:
    """Return how many people do at least one skill of a course alone; only who ever showed it is looked at closely."""
    roster = set(_list_counted(path))
    shown = select(LearningEvent.subject_id).where(
        LearningEvent.course_id == course_id, LearningEvent.verb.in_(_ALONE)
    )
    people = sorted(roster.intersection(db.session.scalars(shown.distinct())))
    found = list_abilities(people, {skill.name for skill in skills}, now)
    alone = sum(
        any(one.level is Level.INDEPENDENT and not one.is_due(now) for one in abilities.values())
        for abilities in found.values()
    )
    return Count(alone, len(roster))
