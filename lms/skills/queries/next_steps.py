"""What one person has to show in each skill, and the one thing to do next."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select

from lms.accounts.models import User
from lms.core.people import call_name
from lms.core.proficiency import FORTNIGHT, Ability, Level
from lms.db import db
from lms.progress.queries import list_standings
from lms.skills.queries.abilities import find_abilities
from lms.skills.queries.plans import KnownSkill, list_skills


class Step(StrEnum):
    """What comes next in a skill."""

    TASK = "task"  # a machine-checked task that is not passed yet
    SHOW = "show"  # a task to be done before a person, or handed in to one
    ALONE = "alone"  # pass a task again, alone
    OUTSIDE = "outside"  # show a task to somebody outside the pair
    WAIT = "wait"  # it is too early for the next proof
    READ = "read"  # the skill has no task that proves anything
    REST = "rest"  # nothing more is asked


@dataclass(frozen=True)
class Next:
    """What to do next, at which item, and from when where it is too early today."""

    step: Step
    key: str = ""
    at: datetime | None = None
    is_due: bool = False


@dataclass(frozen=True)
class Line:
    """One skill as its person's own page shows it."""

    skill: KnownSkill
    ability: Ability
    next: Next
    seen_by: str = ""
    shown_to: str = ""
    """How the outsider is called who saw it done alone; empty where it was passed again alone."""


def list_lines(user_id: int, now: datetime) -> list[Line]:
    """Return the skills of the courses that a person has begun, and those in which there is anything to show."""
    begun = {head.id for head, standing in list_standings(user_id) if standing.has_begun}
    abilities = find_abilities(user_id, now)
    lines = [
        Line(skill, abilities[skill.name], next_of(skill, abilities[skill.name], now))
        for skill in list_skills()
        if skill.head.id in begun or abilities[skill.name].level
    ]
    names = _list_names(lines)
    return [
        replace(
            line,
            seen_by=names.get(line.ability.seen.by or 0, "") if line.ability.seen else "",
            shown_to=names.get(line.ability.by or 0, "") if line.ability.level is Level.INDEPENDENT else "",
        )
        for line in lines
    ]


def _list_names(lines: Iterable[Line]) -> Mapping[int, str]:
    ids = {line.ability.by for line in lines} | {line.ability.seen.by for line in lines if line.ability.seen}
    found = select(User.id, User.honorific, User.full_name).where(User.id.in_(ids - {None}))
    return {row[0]: call_name(row[1], row[2]) for row in db.session.execute(found)}


def next_of(skill: KnownSkill, ability: Ability, now: datetime) -> Next:
    """Return the one thing to do next in a skill."""
    if not skill.is_provable:
        return Next(Step.READ)
    if ability.practised_at is None:
        return _first_missing(skill, ability)
    if ability.level is Level.INDEPENDENT:
        return _keeping(skill, ability, now)
    if ability.may_pass_again(now) and skill.plan.machine:
        return Next(Step.ALONE, again_key(skill, ability))
    if ability.level is Level.PRACTISED and skill.plan.person:
        return Next(Step.SHOW, _first(skill, skill.watched or skill.plan.person))
    if skill.watched:
        return Next(Step.OUTSIDE, _first(skill, skill.watched))
    if skill.plan.machine:
        return Next(Step.WAIT, again_key(skill, ability), ability.practised_at + FORTNIGHT)
    return Next(Step.REST)


def _first_missing(skill: KnownSkill, ability: Ability) -> Next:
    wanted = skill.plan.machine or skill.plan.person
    step = Step.TASK if skill.plan.machine else Step.SHOW
    return Next(step, _first(skill, wanted - ability.shown))


def _keeping(skill: KnownSkill, ability: Ability, now: datetime) -> Next:
    """Return how to keep what is independent: nothing until it is due; then alone, or before an outsider."""
    if ability.due_at is None:
        return Next(Step.REST)
    if not ability.is_due(now):
        return Next(Step.WAIT, at=ability.due_at)
    if skill.plan.machine:
        return Next(Step.ALONE, again_key(skill, ability), is_due=True)
    return Next(Step.OUTSIDE, _first(skill, skill.watched), is_due=True)


def again_key(skill: KnownSkill, ability: Ability) -> str:
    """Return the machine-checked task to pass again: another one each time, where the skill has several."""
    ordered = [key for key in skill.keys if key in skill.plan.machine]
    shows = ability.holds + (ability.level is Level.INDEPENDENT)
    return ordered[shows % len(ordered)] if ordered else ""


def _first(skill: KnownSkill, keys: frozenset[str]) -> str:
    return next((key for key in skill.keys if key in keys), "")
