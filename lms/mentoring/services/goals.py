"""Keeping in step with the ledger which goals are reached, and telling the two."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select

from lms.accounts.queries import get_user
from lms.core.people import at_start
from lms.db import db
from lms.mentoring.queries.reaching import list_reached
from lms.notices.services import notify
from lms.pairing.models import Pair, PairGoal
from lms.pairing.services.goals import note_reached

AT_ONCE = 100


def tick(now: datetime) -> int:
    """Note which goals of active pairs are reached, and no longer; return how many changed. Twice is once.

    Of a pair that rests the mentor sees nothing, so nobody is told until it goes on.
    """
    return sum(tick_in_parts(now))


def tick_in_parts(now: datetime) -> Iterator[int]:
    """Do the same for some pairs at a time; each part may be a transaction of its own."""
    return (_keep(rows, now) for rows in _parts())


def _parts() -> Iterator[list[tuple[PairGoal, Pair]]]:
    """Yield the agreed goals of active pairs, some at a time, in the order of their numbers."""
    last = 0
    while True:
        found = (
            select(PairGoal, Pair)
            .join(Pair, Pair.id == PairGoal.pair_id)
            .where(PairGoal.id > last, PairGoal.agreed_at.is_not(None), PairGoal.dropped_at.is_(None))
            .where(Pair.state == "active")
        )
        rows = [(goal, pair) for goal, pair in db.session.execute(found.order_by(PairGoal.id).limit(AT_ONCE))]
        if not rows:
            return
        last = rows[-1][0].id
        yield rows


def _keep(rows: list[tuple[PairGoal, Pair]], now: datetime) -> int:
    found = list_reached([(goal, pair.mentee_id) for goal, pair in rows], now)
    changed = 0
    for goal, pair in rows:
        how_far = found.get(goal.id)
        before = goal.reached_level
        is_new = note_reached(goal, how_far)
        changed += goal.reached_level != before
        if is_new:
            _tell(goal, pair, now)
    db.session.flush()
    return changed


def _tell(goal: PairGoal, pair: Pair, now: datetime) -> None:
    for one, other in ((pair.mentor_id, pair.mentee_id), (pair.mentee_id, pair.mentor_id)):
        name = at_start(get_user(other).call_name)
        path = f"/cap/{pair.id}/muc-tieu"
        notify(one, "goal_reached", f"goal_reached:{goal.id}:{one}", now, path=path, values={"name": name})
