"""One thing to do for one person, always, and in the order of the specification."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.core.next_step import IDLE, ORDER, NextStep, Situation, next_step, urgency
from lms.core.signals import Signal

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
CALM = Situation()
SPECIFIED = (NextStep.SAFETY, NextStep.REVIEW, NextStep.STUCK, NextStep.MEET, NextStep.PRAISE, NextStep.FINE)

# What makes each step hold, on top of whatever else is so.
MAKES = {
    NextStep.SAFETY: lambda one: replace(one, is_paused=True),
    NextStep.REVIEW: lambda one: replace(one, waiting_since=NOW),
    NextStep.ASKED: lambda one: replace(one, signals=one.signals | {Signal.ASKED}),
    NextStep.STUCK: lambda one: replace(one, signals=one.signals | {Signal.STUCK}),
    NextStep.LOCKED: lambda one: replace(one, has_locked_key=True),
    NextStep.MISMATCH: lambda one: replace(one, signals=one.signals | {Signal.MISMATCH}),
    NextStep.MEET: lambda one: replace(one, signals=one.signals | {Signal.NOT_MET}),
    NextStep.ABSENT: lambda one: replace(one, signals=one.signals | {Signal.ABSENT}),
    NextStep.GOAL: lambda one: replace(one, has_goal=False),
    NextStep.PRAISE: lambda one: replace(one, has_passed_lately=True),
    NextStep.NEARLY: lambda one: replace(one, is_nearly_done=True),
    NextStep.FINE: lambda one: one,
}


def made(steps: set[NextStep]) -> Situation:
    situation = CALM
    for step in steps:
        situation = MAKES[step](situation)
    return situation


@given(st.sets(st.sampled_from(ORDER)))
def test_exactly_one_comes_out_and_it_is_the_first_that_holds(steps: set[NextStep]) -> None:
    assert next_step(made(steps)) is min(steps | {NextStep.FINE}, key=ORDER.index)


@given(st.sets(st.sampled_from(ORDER)), st.sampled_from(ORDER))
def test_whatever_comes_on_top_never_brings_out_something_later(steps: set[NextStep], more: NextStep) -> None:
    assert ORDER.index(next_step(made({*steps, more}))) <= ORDER.index(next_step(made(steps)))


def test_the_order_of_the_specification_is_kept() -> None:
    places = [ORDER.index(step) for step in SPECIFIED]
    assert places == sorted(places)
    assert set(MAKES) == set(NextStep)


@pytest.mark.parametrize("signal", [Signal.WAITING, Signal.WAITING_LONG])
def test_a_wait_without_anything_to_review_asks_for_nothing(signal: Signal) -> None:
    assert next_step(Situation(frozenset({signal}))) is NextStep.FINE


def test_of_several_people_those_come_last_for_whom_nothing_is_to_be_done() -> None:
    by_urgency = sorted(NextStep, key=urgency)
    assert set(by_urgency[-len(IDLE) :]) == IDLE
    assert by_urgency[0] is NextStep.REVIEW
