"""What two people work towards: one proposes, the other agrees, either drops it. Only what is agreed gives sight.

A goal that was proposed never changes: another day is another proposal, and the former stands until that one is agreed
to. So nobody agrees to anything but what stood on the page.
"""

from datetime import date, datetime, timedelta

from sqlalchemy import select

from lms.core.days import write_day
from lms.core.errors import N_, ConflictError, DomainError, NotFoundError
from lms.core.reaching import Reached
from lms.db import db
from lms.pairing.models import PairGoal
from lms.pairing.queries.pairs import LIVE
from lms.pairing.services.locking import lock_pair

MOST_GOALS = 6
FARTHEST = timedelta(days=366)
LONGEST_WORDS = 200


class GoalGoneError(ConflictError):
    message = N_("Mục tiêu này vừa được đổi hoặc bỏ. Thầy cô xem lại mục tiêu đang có bên dưới.")


class GoalAgreedError(ConflictError):
    message = N_(
        "Mục tiêu này vừa được cả hai đồng ý, nên vẫn còn đó. Muốn bỏ thì thầy cô bấm “Bỏ mục tiêu”."
    )


class GoalThereError(DomainError):
    message = N_("Hai người đã có mục tiêu này với đúng ngày ấy rồi. Chọn mục tiêu khác, hoặc ngày khác.")


class TooManyGoalsError(DomainError):
    message = N_("Hai người đang có %(most)s mục tiêu, thế là đủ. Bỏ bớt một mục tiêu rồi thêm cái mới.")


class WrongDayError(DomainError):
    message = N_("Ngày hẹn phải sau hôm nay và không xa quá một năm. Viết như %(day)s.")


def propose_goal(
    pair_id: int, by_id: int, skill: str, words: str, due_on: date, today: date, now: datetime
) -> PairGoal:
    """Propose a goal, or another day for one; it takes the place of what was proposed for the skill and not agreed.

    Raises:
        WrongDayError: the day is not ahead, or farther than a year.
        GoalThereError: both have agreed to just this.
        TooManyGoalsError: the pair has enough.
        PairRestingError: the pair is not active.
    """
    if not today < due_on <= today + FARTHEST:
        raise WrongDayError(day=write_day(today + timedelta(days=30)))
    pair = lock_pair(pair_id)
    open_goals = list_open_goals(pair.id)
    for goal in (each for each in open_goals if each.skill == skill):
        if goal.due_on == due_on and goal.words == words:
            if goal.agreed_at:
                raise GoalThereError
            if goal.set_by_id == by_id:
                return goal  # the other tap
        if goal.agreed_at is None:
            goal.dropped_at = now
    if len({each.skill for each in open_goals} - {skill}) >= MOST_GOALS:
        raise TooManyGoalsError(most=MOST_GOALS)
    goal = PairGoal(
        pair_id=pair.id, skill=skill, words=words[:LONGEST_WORDS], due_on=due_on, set_by_id=by_id, set_at=now
    )
    db.session.add(goal)
    db.session.flush()
    return goal


def list_open_goals(pair_id: int) -> list[PairGoal]:
    """Return the goals of a pair that were not dropped, as they are now."""
    found = select(PairGoal).where(PairGoal.pair_id == pair_id, PairGoal.dropped_at.is_(None))
    return list(
        db.session.scalars(found.order_by(PairGoal.id).execution_options(populate_existing=True)).all()
    )


def _open_goal(pair_id: int, goal_id: int) -> PairGoal:
    goal = db.session.get(PairGoal, goal_id, populate_existing=True)
    if goal is None or goal.pair_id != pair_id:
        raise NotFoundError
    if goal.dropped_at:
        raise GoalGoneError
    return goal


def agree_to_goal(pair_id: int, goal_id: int, by_id: int, now: datetime) -> PairGoal:
    """Agree to what the other of the two proposed; a former day of the same goal ends with it. Twice is once.

    Raises:
        NotFoundError: there is no such goal, or it is one's own proposal.
        GoalGoneError: it was changed or dropped meanwhile.
        PairRestingError: the pair is not active.
    """
    pair = lock_pair(pair_id)
    goal = _open_goal(pair.id, goal_id)
    if goal.set_by_id == by_id:
        raise NotFoundError
    if goal.agreed_at is None:
        for former in list_open_goals(pair.id):
            if former.skill == goal.skill and former.id != goal.id:
                former.dropped_at = now
        goal.agreed_at = now
        db.session.flush()
    return goal


def drop_goal(
    pair_id: int, goal_id: int, now: datetime, *, is_seen_as_proposal: bool = False
) -> PairGoal | None:
    """Drop a goal, also of a resting pair: whoever wants to show less need not wait. Dropped already: nothing, None.

    An agreed goal takes every proposal about the same skill with it; a proposal goes alone.

    Raises:
        GoalAgreedError: the page still showed a proposal, and both have agreed to it meanwhile.
    """
    pair = lock_pair(pair_id, LIVE)
    try:
        goal = _open_goal(pair.id, goal_id)
    except GoalGoneError:
        return None
    if is_seen_as_proposal and goal.agreed_at:
        raise GoalAgreedError
    for each in list_open_goals(pair.id):
        if each.id == goal.id or (goal.agreed_at and each.skill == goal.skill):
            each.dropped_at = now
    db.session.flush()
    return goal


def note_reached(goal: PairGoal, how_far: Reached | None) -> bool:
    """Store how far the ledger says a goal is reached, None if it is not; return whether it was reached just now."""
    is_new = how_far is not None and goal.reached_at is None
    if how_far is None:
        goal.reached_at = goal.reached_level = None
    else:
        goal.reached_at, goal.reached_level = how_far.at, int(how_far.level)
    return is_new
