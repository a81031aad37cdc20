"""A pair's life: every state against every move by everybody, and the clock at day 3 and day 7."""

import itertools
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.core.pair_life import (
    EXPIRE_AFTER,
    OVER,
    REMIND_AFTER,
    Move,
    MoveRefusedError,
    Side,
    Standing,
    State,
    after,
    due,
    may,
)

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
TWO = (Side.MENTOR, Side.MENTEE)
TABLE = {
    (State.SUGGESTED, Move.PUBLISH): (Side.COORDINATOR,),
    (State.SUGGESTED, Move.DROP): (Side.COORDINATOR, Side.CLOCK),
    (State.INVITED, Move.ACCEPT): TWO,
    (State.INVITED, Move.DECLINE): TWO,
    (State.INVITED, Move.DROP): (Side.COORDINATOR,),
    (State.INVITED, Move.REMIND): (Side.CLOCK,),
    (State.INVITED, Move.EXPIRE): (Side.CLOCK,),
    (State.ACTIVE, Move.PAUSE): (*TWO, Side.COORDINATOR, Side.SAFEGUARDING),
    (State.ACTIVE, Move.END): (*TWO, Side.COORDINATOR, Side.SAFEGUARDING, Side.CLOCK),
    (State.PAUSED, Move.RESUME): (*TWO, Side.COORDINATOR),
    (State.PAUSED, Move.END): (*TWO, Side.COORDINATOR, Side.SAFEGUARDING, Side.CLOCK),
}


@pytest.mark.parametrize(
    ("state", "move", "side"), list(itertools.product(State, Move, Side)), ids=lambda value: str(value)
)
def test_who_may_do_what_in_which_state(state: State, move: Move, side: Side) -> None:
    is_allowed = side in TABLE.get((state, move), ())
    assert may(Standing(state), move, side) == is_allowed
    if not is_allowed:
        with pytest.raises(MoveRefusedError):
            after(Standing(state), move, side)


def test_a_pair_begins_when_both_have_agreed_in_whatever_order() -> None:
    assert after(Standing(State.INVITED), Move.ACCEPT, Side.MENTOR) is State.INVITED
    assert after(Standing(State.INVITED), Move.ACCEPT, Side.MENTEE) is State.INVITED
    assert after(Standing(State.INVITED, has_mentor_agreed=True), Move.ACCEPT, Side.MENTEE) is State.ACTIVE
    assert after(Standing(State.INVITED, has_mentee_agreed=True), Move.ACCEPT, Side.MENTOR) is State.ACTIVE
    assert after(Standing(State.INVITED, has_mentor_agreed=True), Move.ACCEPT, Side.MENTOR) is State.INVITED


@given(st.sampled_from(sorted(OVER)), st.sampled_from(sorted(Move)), st.sampled_from(sorted(Side)))
def test_what_is_over_stays_over(state: State, move: Move, side: Side) -> None:
    assert not may(Standing(State(state)), Move(move), Side(side))


def test_a_pair_paused_for_harm_is_moved_by_the_safeguarding_role_alone() -> None:
    held = Standing(State.PAUSED, is_paused_for_harm=True)
    allowed = [(move, side) for move in Move for side in Side if may(held, move, side)]
    assert allowed == [(Move.RESUME, Side.SAFEGUARDING), (Move.END, Side.SAFEGUARDING)]


@pytest.mark.parametrize(
    ("waited", "is_reminded", "wanted"),
    [
        (REMIND_AFTER - timedelta(seconds=1), False, None),
        (REMIND_AFTER, False, Move.REMIND),
        (REMIND_AFTER, True, None),
        (EXPIRE_AFTER - timedelta(seconds=1), True, None),
        (EXPIRE_AFTER, True, Move.EXPIRE),
        (EXPIRE_AFTER + timedelta(days=90), False, Move.EXPIRE),
    ],
)
def test_the_clock_reminds_on_day_three_once_and_ends_on_day_seven(
    waited: timedelta, is_reminded: bool, wanted: Move | None
) -> None:
    invited = Standing(State.INVITED, NOW - waited, NOW if is_reminded else None)
    assert due(invited, NOW) is wanted


@pytest.mark.parametrize("state", [state for state in State if state is not State.INVITED])
def test_the_clock_leaves_everything_else_alone(state: State) -> None:
    assert due(Standing(state, NOW - timedelta(days=90)), NOW) is None
