"""The life of a twinning of two units: who may do what in which state, and what the clock does. Pure.

As the life of a pair, with units for people: invited -> active once the other unit agrees -> paused <-> active -> ended;
an invitation is declined, taken back, or expires.
"""

from datetime import datetime
from enum import StrEnum

from lms.core import pair_life
from lms.core.errors import N_, ConflictError
from lms.core.pair_life import Move, Standing, State

MOST_TWINS = 3
"""With how many units one may be twinned, invitations counted: a pool that everybody shares is nobody's."""

LIVE = frozenset({State.INVITED, State.ACTIVE, State.PAUSED})


class Side(StrEnum):
    """Who acts: an officer of the unit that asked, or of the unit that was asked, or the clock."""

    ASKING = "asking"
    ASKED = "asked"
    CLOCK = "clock"


class TwinMoveRefusedError(ConflictError):
    message = N_("Việc kết nghĩa này vừa đổi nên điều ấy không còn làm được. Tải lại trang để xem.")


_BOTH = frozenset({Side.ASKING, Side.ASKED})
_WHO: dict[tuple[State, Move], tuple[frozenset[Side], State]] = {
    (State.INVITED, Move.ACCEPT): (frozenset({Side.ASKED}), State.ACTIVE),
    (State.INVITED, Move.DECLINE): (frozenset({Side.ASKED}), State.DECLINED),
    (State.INVITED, Move.REMIND): (frozenset({Side.CLOCK}), State.INVITED),
    (State.INVITED, Move.EXPIRE): (frozenset({Side.CLOCK}), State.EXPIRED),
    (State.INVITED, Move.END): (frozenset({Side.ASKING}), State.ENDED),
    (State.ACTIVE, Move.PAUSE): (_BOTH, State.PAUSED),
    (State.PAUSED, Move.RESUME): (_BOTH, State.ACTIVE),
    (State.ACTIVE, Move.END): (_BOTH, State.ENDED),
    (State.PAUSED, Move.END): (_BOTH, State.ENDED),
}


def may(state: State, move: Move, side: Side) -> bool:
    """Tell whether ``side`` may make ``move`` now."""
    return (state, move) in _WHO and side in _WHO[state, move][0]


def after(state: State, move: Move, side: Side) -> State:
    """Return the state that follows.

    Raises:
        TwinMoveRefusedError: not in this state, or not by this side.
    """
    if not may(state, move, side):
        raise TwinMoveRefusedError
    return _WHO[state, move][1]


def due(state: State, asked_at: datetime, reminded_at: datetime | None, now: datetime) -> Move | None:
    """Return what the clock has to do with an invitation now, on the days that hold for pairs."""
    return pair_life.due(Standing(state, invited_at=asked_at, reminded_at=reminded_at), now)
