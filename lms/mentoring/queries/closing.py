"""What two people achieved together, for the page on which a pair is closed; counted from what is on record."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from lms.db import db
from lms.mentoring.models import Meeting
from lms.pairing.models import HelpRequest, Pair, PairGoal


@dataclass(frozen=True)
class Together:
    """How long, how often, what came of it."""

    days: int
    meetings: int
    answers: int
    reached: tuple[str, ...]


def summarise(pair: Pair, now: datetime) -> Together:
    """Return what is on record of a pair: meetings that nobody denied, requests answered, goals reached."""
    met = select(func.count()).where(Meeting.pair_id == pair.id, Meeting.denied_at.is_(None))
    answered = select(func.count()).where(
        HelpRequest.pair_id == pair.id, HelpRequest.answered_at.is_not(None), HelpRequest.reply != ""
    )
    reached = (
        select(PairGoal.words)
        .where(PairGoal.pair_id == pair.id, PairGoal.reached_at.is_not(None), PairGoal.agreed_at.is_not(None))
        .where(PairGoal.words != "")
        .order_by(PairGoal.reached_at, PairGoal.id)
    )
    began = pair.started_at or pair.created_at
    return Together(
        days=max(1, (now - began).days),
        meetings=db.session.scalar(met) or 0,
        answers=db.session.scalar(answered) or 0,
        reached=tuple(db.session.scalars(reached)),
    )
