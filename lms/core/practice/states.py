"""The states a learner's task passes through, who may move it, and what help comes after failures.

One table decides. The attempts themselves are kept elsewhere and only ever added to.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from lms.core.errors import N_, ConflictError, DomainError
from lms.core.practice.contract import Verdict


class TaskState(StrEnum):
    """Where a learner's task stands."""

    NEW = "new"
    IN_PROGRESS = "in_progress"
    HANDED_IN = "handed_in"
    PASSED = "passed"
    NOT_PASSED = "not_passed"
    WAITING = "waiting"
    COULD_NOT_CHECK = "could_not_check"
    RETURNED = "returned"
    REVOKED = "revoked"


class TaskAction(StrEnum):
    """What can be done to a task."""

    BEGIN = "begin"
    DO_AGAIN = "do_again"
    HAND_IN = "hand_in"
    CHECKED_PASSED = "checked_passed"
    CHECKED_FAILED = "checked_failed"
    CHECKED_NEEDS_PERSON = "checked_needs_person"
    CHECKED_IMPOSSIBLE = "checked_impossible"
    ASK_PERSON = "ask_person"
    CONFIRM = "confirm"
    RETURN = "return"
    REVOKE = "revoke"
    RECHECKED_PASSED = "rechecked_passed"
    RECHECKED_FAILED = "rechecked_failed"


class ActorKind(StrEnum):
    """Who acts, seen from the learner whose task it is."""

    LEARNER = "learner"
    PERSON = "person"  # anyone but the learner; which persons may is the policy's business
    SYSTEM = "system"


class Help(StrEnum):
    """What the page offers beside another try."""

    NONE = "none"
    HINT = "hint"
    CALL_MENTOR = "call_mentor"
    WORKED_EXAMPLE = "worked_example"


class TransitionRefusedError(ConflictError):
    """The task is no longer, or not yet, where this action makes sense."""

    message = N_("Nhiệm vụ này vừa đổi trạng thái. Tải lại trang để xem bước tiếp theo.")


class WrongActorError(DomainError):
    """The action belongs to somebody else; above all, nobody confirms their own work."""

    status = 403
    message = N_("Việc này cần một người khác xác nhận. Thầy cô nhờ người hướng dẫn giúp.")


class ReasonMissingError(DomainError):
    """Returning and revoking owe the learner a reason."""

    message = N_("Thầy cô chưa viết lý do. Viết một câu để người học biết cần làm gì tiếp.")


@dataclass(frozen=True)
class Transition:
    """Where an action leads, and whose it is."""

    to: TaskState
    actor: ActorKind
    needs_reason: bool = False


def _table() -> Mapping[tuple[TaskState, TaskAction], Transition]:
    state, act, who = TaskState, TaskAction, ActorKind
    begin = Transition(state.IN_PROGRESS, who.LEARNER)
    ask = Transition(state.WAITING, who.LEARNER)
    return MappingProxyType(
        {
            (state.NEW, act.BEGIN): begin,
            (state.NOT_PASSED, act.BEGIN): begin,
            (state.RETURNED, act.BEGIN): begin,
            (state.COULD_NOT_CHECK, act.BEGIN): begin,
            (state.REVOKED, act.BEGIN): begin,
            # To show that one still can. It is a try of its own; what was passed stays passed.
            (state.PASSED, act.DO_AGAIN): begin,
            (state.IN_PROGRESS, act.HAND_IN): Transition(state.HANDED_IN, who.LEARNER),
            (state.HANDED_IN, act.CHECKED_PASSED): Transition(state.PASSED, who.SYSTEM),
            (state.HANDED_IN, act.CHECKED_FAILED): Transition(state.NOT_PASSED, who.SYSTEM),
            (state.HANDED_IN, act.CHECKED_NEEDS_PERSON): Transition(state.WAITING, who.SYSTEM),
            (state.HANDED_IN, act.CHECKED_IMPOSSIBLE): Transition(state.COULD_NOT_CHECK, who.SYSTEM),
            # Every machine check has a person's alternative.
            (state.IN_PROGRESS, act.ASK_PERSON): ask,
            (state.NOT_PASSED, act.ASK_PERSON): ask,
            (state.COULD_NOT_CHECK, act.ASK_PERSON): ask,
            (state.WAITING, act.CONFIRM): Transition(state.PASSED, who.PERSON),
            (state.WAITING, act.RETURN): Transition(state.RETURNED, who.PERSON, needs_reason=True),
            (state.PASSED, act.REVOKE): Transition(state.REVOKED, who.PERSON, needs_reason=True),
            # A check was wrong and was mended: what it said before is said anew, by the machine alone.
            (state.NOT_PASSED, act.RECHECKED_PASSED): Transition(state.PASSED, who.SYSTEM),
            (state.COULD_NOT_CHECK, act.RECHECKED_PASSED): Transition(state.PASSED, who.SYSTEM),
            (state.PASSED, act.RECHECKED_FAILED): Transition(state.REVOKED, who.SYSTEM, needs_reason=True),
        }
    )


TRANSITIONS: Final = _table()

CHECKED: Final[Mapping[Verdict, TaskAction]] = MappingProxyType(
    {
        Verdict.PASSED: TaskAction.CHECKED_PASSED,
        Verdict.FAILED: TaskAction.CHECKED_FAILED,
        Verdict.NEEDS_PERSON: TaskAction.CHECKED_NEEDS_PERSON,
        Verdict.CANNOT_CHECK: TaskAction.CHECKED_IMPOSSIBLE,
    }
)


def actor_kind(actor_id: object | None, learner_id: object) -> ActorKind:
    """Return who acts: the system where there is no actor, else the learner or another person."""
    if actor_id is None:
        return ActorKind.SYSTEM
    return ActorKind.LEARNER if actor_id == learner_id else ActorKind.PERSON


def allowed_actions(state: TaskState, actor: ActorKind) -> frozenset[TaskAction]:
    """Return what ``actor`` may do while the task is in ``state``; pages offer no other button."""
    return frozenset(
        action
        for (start, action), transition in TRANSITIONS.items()
        if start is state and transition.actor is actor
    )


def move(state: TaskState, action: TaskAction, actor: ActorKind, reason: str = "") -> TaskState:
    """Return the state that ``action`` leads to, or raise the error whose sentence says why not."""
    transition = TRANSITIONS.get((state, action))
    if transition is None:
        raise TransitionRefusedError
    if transition.actor is not actor:
        raise WrongActorError
    if transition.needs_reason and not reason.strip():
        raise ReasonMissingError
    return transition.to


def help_after(failures: int) -> Help:
    """Return the help that ``failures`` attempts in a row have earned; trying again is never penalised."""
    if failures < 2:
        return Help.NONE
    return {2: Help.HINT, 3: Help.CALL_MENTOR}.get(failures, Help.WORKED_EXAMPLE)
