"""The life of a pair: who may do what in which state, and what the clock does. Pure.

suggested -> invited (published by the coordinator) -> active, once both have agreed -> paused <-> active -> ended.
An invitation is declined by either, or expires; then the next candidate is for the coordinator, or the next run, to find.
A pair rests for as long as anybody's rest lasts, and whoever let it rest ends that rest. So nobody can tell the rest that
a report of harm brought about from one that the other just wanted. Ending is open to either at any time.
Source: the specification of pairs (reminder on day 3, expiry on day 7).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from lms.core.errors import N_, ConflictError

REMIND_AFTER = timedelta(days=3)
EXPIRE_AFTER = timedelta(days=7)


class State(StrEnum):
    SUGGESTED = "suggested"
    INVITED = "invited"
    ACTIVE = "active"
    PAUSED = "paused"
    ENDED = "ended"
    DECLINED = "declined"
    EXPIRED = "expired"
    DROPPED = "dropped"


LIVE = frozenset({State.ACTIVE, State.PAUSED})
OVER = frozenset({State.ENDED, State.DECLINED, State.EXPIRED, State.DROPPED})


class Side(StrEnum):
    """Who acts: one of the two, the coordinator of the mentee's unit, the safeguarding role, or the clock.

    The clock ends what cannot go on because one of the two has left the site.
    """

    MENTOR = "mentor"
    MENTEE = "mentee"
    COORDINATOR = "coordinator"
    SAFEGUARDING = "safeguarding"
    CLOCK = "clock"


class Move(StrEnum):
    PUBLISH = "publish"
    DROP = "drop"
    ACCEPT = "accept"
    DECLINE = "decline"
    REMIND = "remind"
    EXPIRE = "expire"
    PAUSE = "pause"
    RESUME = "resume"
    END = "end"


class MoveRefusedError(ConflictError):
    message = N_("Cặp này vừa đổi trạng thái nên việc ấy không còn làm được. Tải lại trang để xem.")


_TWO = frozenset({Side.MENTOR, Side.MENTEE})
_WHO: dict[tuple[State, Move], frozenset[Side]] = {
    (State.SUGGESTED, Move.PUBLISH): frozenset({Side.COORDINATOR}),
    (State.SUGGESTED, Move.DROP): frozenset({Side.COORDINATOR, Side.CLOCK}),
    (State.INVITED, Move.ACCEPT): _TWO,
    (State.INVITED, Move.DECLINE): _TWO,
    (State.INVITED, Move.DROP): frozenset({Side.COORDINATOR}),
    (State.INVITED, Move.REMIND): frozenset({Side.CLOCK}),
    (State.INVITED, Move.EXPIRE): frozenset({Side.CLOCK}),
    (State.ACTIVE, Move.PAUSE): _TWO | {Side.COORDINATOR, Side.SAFEGUARDING},
    (State.PAUSED, Move.PAUSE): _TWO | {Side.COORDINATOR, Side.SAFEGUARDING},
    (State.PAUSED, Move.RESUME): _TWO | {Side.COORDINATOR},
    (State.ACTIVE, Move.END): _TWO | {Side.COORDINATOR, Side.SAFEGUARDING, Side.CLOCK},
    (State.PAUSED, Move.END): _TWO | {Side.COORDINATOR, Side.SAFEGUARDING, Side.CLOCK},
}


@dataclass(frozen=True)
class Standing:
    """What of a pair decides about its next move."""

    state: State
    invited_at: datetime | None = None
    reminded_at: datetime | None = None
    has_mentor_agreed: bool = False
    has_mentee_agreed: bool = False
    paused_by: frozenset[Side] = frozenset()
    """Whose rest lasts; nobody's: either may let the pair go on."""
    held_by: frozenset[Side] = frozenset()
    """Who of these reported harm: that rest is the safeguarding role's to end."""


def may(standing: Standing, move: Move, side: Side) -> bool:
    """Tell whether ``side`` may make ``move`` now."""
    if standing.state is State.PAUSED and move is Move.RESUME:
        return _may_end_rest(standing, side)
    if standing.state is State.PAUSED and move is Move.PAUSE and side in standing.paused_by:
        return False
    return side in _WHO.get((standing.state, move), frozenset())


def _may_end_rest(standing: Standing, side: Side) -> bool:
    if side is Side.SAFEGUARDING:
        return bool(standing.held_by)
    if side in standing.held_by:
        return False
    return side in (standing.paused_by or _WHO[State.PAUSED, Move.RESUME])


def rests_after(standing: Standing, side: Side) -> frozenset[Side]:
    """Return whose rest lasts once this side's has ended; the safeguarding role ends the rest of those who reported."""
    return standing.paused_by - (standing.held_by if side is Side.SAFEGUARDING else {side})


def after(standing: Standing, move: Move, side: Side) -> State:
    """Return the state that follows.

    Raises:
        MoveRefusedError: not in this state, or not by this side.
    """
    if not may(standing, move, side):
        raise MoveRefusedError
    match move:
        case Move.PUBLISH | Move.REMIND:
            return State.INVITED
        case Move.DROP:
            return State.DROPPED
        case Move.DECLINE:
            return State.DECLINED
        case Move.EXPIRE:
            return State.EXPIRED
        case Move.PAUSE:
            return State.PAUSED
        case Move.RESUME:
            return State.PAUSED if rests_after(standing, side) else State.ACTIVE
        case Move.END:
            return State.ENDED
        case Move.ACCEPT:
            mentor = standing.has_mentor_agreed or side is Side.MENTOR
            mentee = standing.has_mentee_agreed or side is Side.MENTEE
            return State.ACTIVE if mentor and mentee else State.INVITED


def due(standing: Standing, now: datetime) -> Move | None:
    """Return what the clock has to do with an invitation now: expire it, remind once, or nothing."""
    if standing.state is not State.INVITED or standing.invited_at is None:
        return None
    waited = now - standing.invited_at
    if waited >= EXPIRE_AFTER:
        return Move.EXPIRE
    return Move.REMIND if waited >= REMIND_AFTER and standing.reminded_at is None else None
