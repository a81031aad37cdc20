"""Whom a mentor helps, with the goals of each pair and what these let the mentor see."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property

from sqlalchemy import case, func, select

from lms.accounts.models import User
from lms.core.people import call_name
from lms.core.sight import Sight, sight
from lms.courses.queries import FOR_MENTORS, Head, get_published
from lms.db import db
from lms.mentoring.queries.timelines import Timeline, list_timelines_of
from lms.pairing.models import Pair, PairGoal
from lms.pairing.queries.goals import list_goals
from lms.pairing.queries.pairs import LIVE
from lms.progress.queries import list_standings
from lms.units.models import Unit


@dataclass(frozen=True)
class PairHead:
    """What the screen needs to know of a pair itself."""

    id: int
    state: str
    paused_for_harm: bool
    began_at: datetime


@dataclass(frozen=True)
class Mentee:
    """One person whom a mentor helps. ``phone`` only where it is shared; of a pair that rests nothing is seen."""

    pair: PairHead
    user_id: int
    honorific: str
    full_name: str
    phone: str | None
    unit_path: str
    goals: tuple[PairGoal, ...] = ()
    timelines: tuple[Timeline, ...] = field(default=(), repr=False)

    @property
    def call_name(self) -> str:
        return call_name(self.honorific, self.full_name)

    @property
    def paired_at(self) -> datetime:
        return self.pair.began_at

    @property
    def timeline(self) -> Timeline | None:
        """The course most lately worked on."""
        return self.timelines[0] if self.timelines else None

    @cached_property
    def last_at(self) -> datetime | None:
        return max((each.last_at for each in self.timelines if each.last_at), default=None)

    @property
    def quiet_since(self) -> datetime:
        return max(self.last_at or self.paired_at, self.paired_at)

    @property
    def is_complete(self) -> bool:
        return bool(self.timelines) and all(each.is_complete for each in self.timelines)

    @property
    def is_nearly_done(self) -> bool:
        latest = self.timeline
        return latest is not None and latest.total > 1 and latest.total - latest.done == 1


def agreed(goals: list[PairGoal]) -> Sight:
    """Return what the agreed ones of these goals open."""
    return sight([goal.skill for goal in goals if goal.agreed_at])


def list_mentees(mentor_id: int) -> list[Mentee]:
    """Return whom a mentor helps, the longest without progress first and whoever is through last; three statements."""
    people = (
        select(
            Pair.id,
            Pair.state,
            Pair.paused_for_harm,
            func.coalesce(Pair.started_at, Pair.created_at),
            User.id,
            User.honorific,
            User.full_name,
            case((User.shares_phone & (Pair.state == "active"), User.phone), else_=None),
            Unit.path,
        )
        .join(User, User.id == Pair.mentee_id)
        .join(Unit, Unit.id == Pair.unit_id)
        .where(Pair.mentor_id == mentor_id, Pair.state.in_(LIVE), User.closed_at.is_(None))
        .order_by(Pair.id)
    )
    found = [Mentee(PairHead(*row[:4]), *row[4:]) for row in db.session.execute(people)]
    goals = list_goals([each.pair.id for each in found if each.pair.state == "active"])
    timelines = list_timelines_of({each.user_id: agreed(goals.get(each.pair.id, [])) for each in found})
    mentees = [
        replace(
            each,
            goals=tuple(goals.get(each.pair.id, ())),
            timelines=tuple(timelines.get(each.user_id, ())),
        )
        for each in found
    ]
    return sorted(mentees, key=lambda each: (each.is_complete, each.quiet_since))


def find_own_course(mentor_id: int) -> Head | None:
    """Return the course made for mentors that this one has not finished, or None; in one statement."""
    for head, standing in list_standings(mentor_id):
        if standing.completed_at is None and FOR_MENTORS in get_published(head.revision_id).course.tags:
            return head
    return None
