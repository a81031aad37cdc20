"""What the clock does about pairs: remind of invitations, let them expire, end what somebody has left."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased

from lms.accounts.models import User
from lms.accounts.services import write_audit
from lms.core.pair_life import REMIND_AFTER, Move, Side, State, after, due
from lms.db import db
from lms.pairing.models import Pair
from lms.pairing.policy import standing
from lms.pairing.services.ending import close
from lms.pairing.services.moving import hold, set_state
from lms.pairing.services.telling import tell_coordinator, tell_two

LEFT_THE_SITE = "Tài khoản của một trong hai người đã đóng."  # kept in the record, as reasons are


def tick(now: datetime) -> int:
    """Remind of invitations on day 3, let them expire on day 7, end what somebody left; return how many changed."""
    return sum(_tick_invitation(pair, now) for pair in _list_waiting(now)) + sum(
        _tick_left(pair, now) for pair in _list_left()
    )


def _list_waiting(now: datetime) -> Sequence[Pair]:
    waiting = select(Pair).where(Pair.state == State.INVITED, Pair.invited_at <= now - REMIND_AFTER)
    return db.session.scalars(waiting.order_by(Pair.mentor_id, Pair.id)).all()


def _tick_invitation(pair: Pair, now: datetime) -> int:
    hold(pair)
    move = due(standing(pair), now)
    if move is None:
        return 0
    state = after(standing(pair), move, Side.CLOCK)
    if move is Move.REMIND:
        pair.reminded_at = now
        unanswered = {
            user_id
            for user_id, agreed in (
                (pair.mentor_id, pair.mentor_agreed_at),
                (pair.mentee_id, pair.mentee_agreed_at),
            )
            if agreed is None
        }
        tell_two(pair, "pair_reminded", now, "loi-moi", only=unanswered)
    else:
        _expire(pair, state, now)
    db.session.flush()
    return 1


def _expire(pair: Pair, state: State, now: datetime) -> None:
    set_state(pair, state)
    pair.ended_at = now
    write_audit(None, "pair.expired", f"pair:{pair.id}", now, unit_id=pair.unit_id)
    tell_two(pair, "pair_not_formed", now, "loi-moi")
    tell_coordinator(pair, "pair_not_formed_for_unit", now)


def _list_left() -> Sequence[Pair]:
    mentor, mentee = aliased(User), aliased(User)
    found = (
        select(Pair)
        .join(mentor, mentor.id == Pair.mentor_id)
        .join(mentee, mentee.id == Pair.mentee_id)
        .where(Pair.state.in_((State.SUGGESTED, State.INVITED, State.ACTIVE, State.PAUSED)))
        .where(or_(mentor.closed_at.is_not(None), mentee.closed_at.is_not(None)))
        .order_by(Pair.mentor_id, Pair.id)
    )
    return db.session.scalars(found).all()


_WHEN_LEFT = {
    State.SUGGESTED: Move.DROP,
    State.INVITED: Move.EXPIRE,
    State.ACTIVE: Move.END,
    State.PAUSED: Move.END,
}


def _tick_left(pair: Pair, now: datetime) -> int:
    """Let what one of the two has left be over: the next mentor is for the coordinator, or the next run, to find."""
    hold(pair)
    move = _WHEN_LEFT.get(State(pair.state))
    if move is None:
        return 0
    state = after(standing(pair), move, Side.CLOCK)
    if move is Move.END:
        close(pair, state, LEFT_THE_SITE, None, now)
    elif move is Move.EXPIRE:
        _expire(pair, state, now)
    else:
        set_state(pair, state)
        pair.ended_at = now
    return 1
