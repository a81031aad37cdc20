"""What tells whether pairs do their work: one fact for each thing counted, without anybody's name.

All of a tree of units is read, since what may be shown of a unit depends on what is shown beside it.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import func, select

from lms.core.days import day_of
from lms.core.pair_health import Fact
from lms.core.practice.states import TaskState
from lms.core.proficiency import FORTNIGHT, Level
from lms.db import db
from lms.matching.models import Need
from lms.mentoring.models import Meeting
from lms.pairing.models import HelpRequest, Pair, PairGoal
from lms.pairing.queries.pairs import LIVE
from lms.practice.models import Submission
from lms.skills.queries import list_abilities
from lms.units.models import Membership, Unit

LOOKED_BACK = timedelta(days=365)
FIRST_MEETING = timedelta(days=7)
PROMPT = timedelta(hours=72)


class Measure(StrEnum):
    """What is counted, in the order of the page: the one that counts first."""

    ALONE = "alone"
    REACHED = "reached"
    SEEN = "seen"
    INDEPENDENT = "independent"
    ACCEPTED = "accepted"
    MET = "met"
    REVIEWED = "reviewed"
    SOLVED = "solved"
    PAIRED = "paired"


def list_facts(top: str, now: datetime) -> dict[Measure, list[Fact]]:
    """Return what happened in the last year in the units at and below ``top``, by measure."""
    goals = _goals(top, now)
    return {
        Measure.ALONE: list(_alone(goals, now)),
        Measure.REACHED: [Fact(path, user, level is not None) for path, user, _skill, level in goals],
        Measure.SEEN: [_at_least(Level.OBSERVED, each) for each in goals],
        Measure.INDEPENDENT: [_at_least(Level.INDEPENDENT, each) for each in goals],
        Measure.ACCEPTED: list(_accepted(top, now)),
        Measure.MET: list(_met(top, now)),
        Measure.REVIEWED: list(_reviewed(top, now)),
        Measure.SOLVED: list(_solved(top, now)),
        Measure.PAIRED: list(_paired(top)),
    }


Goal = tuple[str, int, str, int | None]
"""The unit's path, the mentee, the skill, and how far it was reached."""


def _at_least(level: Level, goal: Goal) -> Fact:
    return Fact(goal[0], goal[1], (goal[3] or 0) >= level)


def _goals(top: str, now: datetime) -> list[Goal]:
    """Return the goals that both agreed to in the last year."""
    found = (
        select(Unit.path, Pair.mentee_id, PairGoal.skill, PairGoal.reached_level)
        .join(Pair, Pair.id == PairGoal.pair_id)
        .join(Unit, Unit.id == Pair.unit_id)
        .where(PairGoal.agreed_at >= now - LOOKED_BACK, PairGoal.dropped_at.is_(None))
        .where(Unit.path.startswith(top, autoescape=True))
    )
    return [(path, mentee_id, skill, level) for path, mentee_id, skill, level in db.session.execute(found)]


def _alone(goals: list[Goal], now: datetime) -> Iterator[Fact]:
    """Yield the skills of goals that were practised at least a fortnight ago: proven alone by now or not."""
    wanted = {(user, skill): path for path, user, skill, _level in goals if "/" in skill}
    skills = {skill for _user, skill in wanted}
    abilities = list_abilities(sorted({user for user, _skill in wanted}), skills, now) if wanted else {}
    for (user, skill), path in wanted.items():
        one = abilities.get(user, {}).get(skill)
        if one and one.practised_at and now - one.practised_at >= FORTNIGHT:
            yield Fact(path, user, one.level >= Level.INDEPENDENT)


def _accepted(top: str, now: datetime) -> Iterator[Fact]:
    """Yield the invitations of the last year that were answered, or ran out."""
    found = (
        select(Unit.path, Pair.mentee_id, Pair.started_at)
        .join(Unit, Unit.id == Pair.unit_id)
        .where(Pair.invited_at >= now - LOOKED_BACK, Pair.state.not_in(("invited", "dropped")))
        .where(Unit.path.startswith(top, autoescape=True))
    )
    for path, mentee_id, started_at in db.session.execute(found):
        yield Fact(path, mentee_id, started_at is not None)


def _met(top: str, now: datetime) -> Iterator[Fact]:
    """Yield the pairs of the last year that had a week's time: did the two meet within it?"""
    found = (
        select(Unit.path, Pair.mentee_id, Pair.started_at, func.min(Meeting.on))
        .join(Unit, Unit.id == Pair.unit_id)
        .outerjoin(Meeting, (Meeting.pair_id == Pair.id) & Meeting.denied_at.is_(None))
        .where(Pair.started_at.between(now - LOOKED_BACK, now - FIRST_MEETING))
        .where(Unit.path.startswith(top, autoescape=True))
        .group_by(Unit.path, Pair.id, Pair.mentee_id, Pair.started_at)
    )
    for path, mentee_id, started_at, first in db.session.execute(found):
        in_time = bool(first and started_at and first <= day_of(started_at + FIRST_MEETING))
        yield Fact(path, mentee_id, in_time)


def _reviewed(top: str, now: datetime) -> Iterator[Fact]:
    """Yield what was handed in for a person to decide: within 72 hours, or longer; what may still be in time is left out."""
    found = (
        select(Unit.path, Submission.user_id, Submission.handed_in_at, Submission.decided_at)
        .join(Membership, (Membership.user_id == Submission.user_id) & Membership.to_on.is_(None))
        .join(Unit, Unit.id == Membership.unit_id)
        .where(Submission.handed_in_at >= now - LOOKED_BACK, Unit.path.startswith(top, autoescape=True))
        .where((Submission.state == TaskState.WAITING) | Submission.decided_by_id.is_not(None))
    )
    for path, user_id, since, until in db.session.execute(found):
        yield from _in_time(path, user_id, since, until, now)


def _solved(top: str, now: datetime) -> Iterator[Fact]:
    """Yield the requests for help of the last year: answered or solved within 72 hours, or not."""
    found = (
        select(
            Unit.path,
            HelpRequest.user_id,
            HelpRequest.asked_at,
            func.coalesce(HelpRequest.answered_at, HelpRequest.closed_at),
        )
        .join(Unit, Unit.id == HelpRequest.unit_id)
        .where(HelpRequest.asked_at >= now - LOOKED_BACK, Unit.path.startswith(top, autoescape=True))
    )
    for path, user_id, since, until in db.session.execute(found):
        yield from _in_time(path, user_id, since, until, now)


def _in_time(
    path: str, user_id: int, since: datetime | None, until: datetime | None, now: datetime
) -> Iterator[Fact]:
    """Yield whether something was done within 72 hours; nothing where that is still open."""
    if since is None:
        return
    is_prompt = (until or now) - since <= PROMPT
    if until or not is_prompt:
        yield Fact(path, user_id, is_prompt)


def _paired(top: str) -> Iterator[Fact]:
    """Yield everybody who asks for help today: with a mentor, or still without one."""
    has_mentor = select(Pair.id).where(Pair.mentee_id == Need.user_id, Pair.state.in_(LIVE)).exists()
    found = (
        select(Unit.path, Need.user_id, has_mentor)
        .join(Membership, (Membership.user_id == Need.user_id) & Membership.to_on.is_(None))
        .join(Unit, Unit.id == Membership.unit_id)
        .where(Need.withdrawn_at.is_(None), Unit.path.startswith(top, autoescape=True))
    )
    for path, user_id, is_paired in db.session.execute(found):
        yield Fact(path, user_id, bool(is_paired))
