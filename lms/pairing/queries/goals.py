"""Reading the goals of pairs, and what they let a mentor see."""

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import select

from lms.accounts.models import User
from lms.core.sight import Sight, sight
from lms.db import db
from lms.pairing.models import Pair, PairGoal

OPEN = (PairGoal.dropped_at.is_(None),)


def list_goals(pair_ids: Collection[int]) -> dict[int, list[PairGoal]]:
    """Return the goals of each pair that were not dropped, the nearest day first."""
    found = (
        select(PairGoal).where(PairGoal.pair_id.in_(pair_ids), *OPEN).order_by(PairGoal.due_on, PairGoal.id)
    )
    goals: dict[int, list[PairGoal]] = defaultdict(list)
    for goal in db.session.scalars(found):
        goals[goal.pair_id].append(goal)
    return goals


def find_sight(mentor_id: int, mentee_id: int) -> Sight:
    """Return what the mentor may see of the mentee now: nothing unless an active pair joins them, and she is there."""
    found = (
        select(PairGoal.skill)
        .join(Pair, Pair.id == PairGoal.pair_id)
        .join(User, User.id == Pair.mentee_id)
        .where(Pair.mentor_id == mentor_id, Pair.mentee_id == mentee_id, Pair.state == "active")
        .where(User.closed_at.is_(None))
        .where(PairGoal.agreed_at.is_not(None), *OPEN)
    )
    return sight(db.session.scalars(found).all())
