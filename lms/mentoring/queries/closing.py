"""What two people achieved together, for the page on which a pair is closed; counted from what is on record."""

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from sqlalchemy import func, select

from lms.core.proficiency import Level
from lms.db import db
from lms.mentoring.models import Meeting
from lms.mentoring.queries.goals import list_aims
from lms.mentoring.queries.mentees import agreed
from lms.mentoring.queries.reaching import list_reached
from lms.mentoring.queries.timelines import list_timelines
from lms.pairing.models import HelpRequest, Pair, PairGoal
from lms.pairing.queries.goals import list_goals


@dataclass(frozen=True)
class Together:
    """How long, how often, what came of it; kept with the pair as figures, so that each reads it in her language."""

    days: int
    meetings: int = 0
    answers: int = 0
    steps: int = 0
    """What the mentee finished of the agreed goals meanwhile, on her own phone."""
    steps_together: int = 0
    reached: tuple[tuple[str, int], ...] = ()
    """The goals that were reached, as they are called, each with its level."""

    def to_text(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_text(cls, text: str) -> "Together":
        kept = cls(**json.loads(text))
        return replace(kept, reached=tuple((title, level) for title, level in kept.reached))


def summarise(pair: Pair, now: datetime) -> Together:
    """Return what is on record of a pair: meetings that nobody denied, requests answered, steps done, goals reached.

    Of a pair that rests it ends with the day on which the rest began: the mentor saw no more than that.
    """
    met = select(func.count()).where(Meeting.pair_id == pair.id, Meeting.denied_at.is_(None))
    answered = select(func.count()).where(
        HelpRequest.pair_id == pair.id, HelpRequest.answered_at.is_not(None), HelpRequest.reply != ""
    )
    began, until = pair.started_at or pair.created_at, pair.paused_at or now
    goals = [goal for goal in list_goals([pair.id]).get(pair.id, []) if goal.agreed_at]
    done = [
        line.record
        for timeline in list_timelines(pair.mentee_id, agreed(goals))
        for line in timeline.lines
        if line.is_done and line.record and began <= line.record.at <= until
    ]
    return Together(
        days=max(1, (now - began).days),
        meetings=db.session.scalar(met) or 0,
        answers=db.session.scalar(answered) or 0,
        steps=sum(not each.is_assisted for each in done),
        steps_together=sum(each.is_assisted for each in done),
        reached=tuple(_reached(pair, goals, until, now)),
    )


def _reached(pair: Pair, goals: list[PairGoal], until: datetime, now: datetime) -> list[tuple[str, int]]:
    """Return the goals that were reached by then, the first one first; one without any name is passed over."""
    aims, live = list_aims(), list_reached([(goal, pair.mentee_id) for goal in goals], now)
    found: list[tuple[datetime, str, int]] = []
    for goal in goals:
        at = live[goal.id].at if goal.id in live else goal.reached_at
        title = aims[goal.skill].title if goal.skill in aims else goal.words
        if at and at <= until and title:
            level = live[goal.id].level if goal.id in live else goal.reached_level or Level.PRACTISED
            found.append((at, title, int(level)))
    return [(title, level) for _at, title, level in sorted(found, key=lambda each: each[0])]
