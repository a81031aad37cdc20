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
    (State.PAUSED, Move.PAUSE): (*TWO, Side.COORDINATOR, Side.SAFEGUARDING),
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


def _allowed(standing: Standing, side: Side) -> list[Move]:
    return [move for move in Move if may(standing, move, side)]


def _resting(*sides: Side, held: tuple[Side, ...] = ()) -> Standing:
    return Standing(State.PAUSED, paused_by=frozenset(sides), held_by=frozenset(held))


@pytest.mark.parametrize("side", [*TWO, Side.COORDINATOR])
def test_whoever_let_it_rest_and_nobody_else_lets_it_go_on(side: Side) -> None:
    resting = _resting(side)
    assert _allowed(resting, side) == [Move.RESUME, Move.END]
    for other in {*TWO, Side.COORDINATOR} - {side}:
        assert _allowed(resting, other) == [Move.PAUSE, Move.END]
    assert after(resting, Move.RESUME, side) is State.ACTIVE


@pytest.mark.parametrize(
    "resting_too", [(), (Side.MENTOR,), (Side.COORDINATOR,), (Side.MENTOR, Side.COORDINATOR)]
)
def test_the_other_side_of_a_report_may_do_what_it_may_in_any_rest(resting_too: tuple[Side, ...]) -> None:
    plain = _resting(Side.MENTEE, *resting_too)
    held = _resting(Side.MENTEE, *resting_too, held=(Side.MENTEE,))
    for side in (Side.MENTOR, Side.COORDINATOR):
        assert _allowed(plain, side) == _allowed(held, side)
        for move in _allowed(plain, side):
            assert after(plain, move, side) is after(held, move, side)


def test_the_rest_of_whoever_reported_is_the_safeguarding_roles_to_end() -> None:
    held = _resting(Side.MENTEE, held=(Side.MENTEE,))
    assert _allowed(held, Side.MENTEE) == [Move.END]
    assert Move.RESUME in _allowed(held, Side.SAFEGUARDING)
    assert after(held, Move.RESUME, Side.SAFEGUARDING) is State.ACTIVE
    assert Move.RESUME not in _allowed(_resting(Side.MENTEE), Side.SAFEGUARDING)
    both = _resting(*TWO, held=(Side.MENTEE,))
    assert after(both, Move.RESUME, Side.MENTOR) is State.PAUSED
    assert after(both, Move.RESUME, Side.SAFEGUARDING) is State.PAUSED


def test_only_the_last_rest_that_ends_lets_the_pair_go_on() -> None:
    assert after(_resting(*TWO), Move.RESUME, Side.MENTOR) is State.PAUSED
    assert after(_resting(Side.MENTEE), Move.RESUME, Side.MENTEE) is State.ACTIVE


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
