"""The task's state machine, over every state, action and actor."""

from itertools import product

import pytest

from lms.core.practice import Verdict
from lms.core.practice.states import (
    CHECKED,
    TRANSITIONS,
    ActorKind,
    Help,
    ReasonMissingError,
    TaskAction,
    TaskState,
    TransitionRefusedError,
    WrongActorError,
    actor_kind,
    allowed_actions,
    help_after,
    move,
)

# Written out a second time on purpose, as a reader of the specification would.
EXPECTED = {
    "new": {"begin": ("learner", "in_progress")},
    "in_progress": {"hand_in": ("learner", "handed_in"), "ask_person": ("learner", "waiting")},
    "handed_in": {
        "checked_passed": ("system", "passed"),
        "checked_failed": ("system", "not_passed"),
        "checked_needs_person": ("system", "waiting"),
        "checked_impossible": ("system", "could_not_check"),
    },
    "waiting": {"confirm": ("person", "passed"), "return": ("person", "returned")},
    "passed": {
        "revoke": ("person", "revoked"),
        "rechecked_failed": ("system", "revoked"),
        "do_again": ("learner", "in_progress"),
    },
    "not_passed": {
        "begin": ("learner", "in_progress"),
        "ask_person": ("learner", "waiting"),
        "rechecked_passed": ("system", "passed"),
    },
    "could_not_check": {
        "begin": ("learner", "in_progress"),
        "ask_person": ("learner", "waiting"),
        "rechecked_passed": ("system", "passed"),
    },
    "returned": {"begin": ("learner", "in_progress")},
    "revoked": {"begin": ("learner", "in_progress")},
}
EVERYTHING = list(product(TaskState, TaskAction, ActorKind))


@pytest.mark.parametrize(("state", "action", "actor"), EVERYTHING)
def test_exactly_the_written_moves_are_possible(
    state: TaskState, action: TaskAction, actor: ActorKind
) -> None:
    expected = EXPECTED[state].get(action)
    if expected is None:
        with pytest.raises(TransitionRefusedError):
            move(state, action, actor, "vì vậy")
    elif expected[0] != actor:
        with pytest.raises(WrongActorError):
            move(state, action, actor, "vì vậy")
    else:
        assert move(state, action, actor, "vì vậy") == expected[1]
    assert (action in allowed_actions(state, actor)) == (expected is not None and expected[0] == actor)


@pytest.mark.parametrize("action", [TaskAction.RETURN, TaskAction.REVOKE])
@pytest.mark.parametrize("reason", ["", "   ", "\n"])
def test_returning_and_revoking_need_a_reason(action: TaskAction, reason: str) -> None:
    state = TaskState.WAITING if action is TaskAction.RETURN else TaskState.PASSED
    with pytest.raises(ReasonMissingError):
        move(state, action, ActorKind.PERSON, reason)


def test_confirming_needs_no_reason() -> None:
    assert move(TaskState.WAITING, TaskAction.CONFIRM, ActorKind.PERSON) is TaskState.PASSED


def test_nobody_confirms_or_returns_their_own_work() -> None:
    for action in (TaskAction.CONFIRM, TaskAction.RETURN):
        with pytest.raises(WrongActorError):
            move(TaskState.WAITING, action, actor_kind(7, 7), "vì vậy")


def test_the_actor_is_the_learner_another_person_or_the_system() -> None:
    assert actor_kind(7, 7) is ActorKind.LEARNER
    assert actor_kind(8, 7) is ActorKind.PERSON
    assert actor_kind(None, 7) is ActorKind.SYSTEM


def test_every_verdict_has_its_move_from_handed_in() -> None:
    ends = {v: move(TaskState.HANDED_IN, CHECKED[v], ActorKind.SYSTEM) for v in Verdict}
    assert ends == {
        Verdict.PASSED: TaskState.PASSED,
        Verdict.FAILED: TaskState.NOT_PASSED,
        Verdict.NEEDS_PERSON: TaskState.WAITING,
        Verdict.CANNOT_CHECK: TaskState.COULD_NOT_CHECK,
    }


def test_no_state_is_a_dead_end_and_each_can_be_reached() -> None:
    reached = {TaskState.NEW} | {transition.to for transition in TRANSITIONS.values()}
    assert reached == set(TaskState)
    assert {state for state, _ in TRANSITIONS} == set(TaskState)


def test_a_learner_alone_never_moves_a_task_to_passed() -> None:
    passing = [t for t in TRANSITIONS.values() if t.to is TaskState.PASSED]
    assert passing
    assert all(t.actor is not ActorKind.LEARNER for t in passing)


@pytest.mark.parametrize(
    ("failures", "offered"),
    [
        (0, Help.NONE),
        (1, Help.NONE),
        (2, Help.HINT),
        (3, Help.CALL_MENTOR),
        (4, Help.WORKED_EXAMPLE),
        (50, Help.WORKED_EXAMPLE),
    ],
)
def test_help_grows_with_the_number_of_failures(failures: int, offered: Help) -> None:
    assert help_after(failures) is offered
