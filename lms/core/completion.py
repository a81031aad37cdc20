"""Events and a course's plan -> where a person stands. A pure fold; nothing here is stored or looked up.

The ledger keeps what happened; this module alone says what it means, so that stored progress can be proved by folding
again. Every completion carries its trust: checked by the machine, confirmed by a person, or self-declared.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any


class Verb(StrEnum):
    """What happened."""

    ENROLLED = "enrolled"
    STEP_DONE = "step_done"
    QUIZ_PASSED = "quiz_passed"
    QUIZ_NOT_PASSED = "quiz_not_passed"
    TASK_HANDED_IN = "task_handed_in"
    TASK_PASSED = "task_passed"
    TASK_NOT_PASSED = "task_not_passed"
    TASK_APPROVED = "task_approved"
    TASK_RETURNED = "task_returned"
    OBSERVED_WITH_HELP = "observed_with_help"
    OBSERVED_ALONE = "observed_alone"
    RECHECKED = "rechecked"
    WITHDRAWN = "withdrawn"
    UPDATE_KEPT = "update_kept"  # about a lesson: its changes were seen, and what was done stays done
    UPDATE_RESET = "update_reset"  # an item says something else now and has to be done again


class Trust(StrEnum):
    """How a completion is known."""

    MACHINE = "machine"
    PERSON = "person"
    SELF = "self"


class ItemState(StrEnum):
    """Where one item stands."""

    NEW = "new"
    STARTED = "started"
    WAITING = "waiting"
    RETURNED = "returned"
    DONE = "done"


@dataclass(frozen=True)
class Event:
    """One row of the ledger, as far as the fold needs it; events come in ledger order."""

    verb: Verb
    item: str
    at: datetime
    trust: str = ""
    by: int | None = None
    is_assisted: bool = False
    """It was done together on the mentor's phone: her word, whatever else it says of itself."""


@dataclass(frozen=True)
class PlanItem:
    """One item of a course: its key, its lesson, its kind, and whether completion demands it."""

    key: str
    lesson: str
    kind: str
    is_required: bool = True


@dataclass(frozen=True)
class Plan:
    """A revision's items in reading order, and the former keys (and lesson ids) that now mean another."""

    items: tuple[PlanItem, ...]
    aliases: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True)
class Record:
    """Where one item stands, since when, by whose word and with what trust."""

    state: ItemState
    at: datetime
    trust: str = ""
    by: int | None = None
    is_alone: bool = False
    is_assisted: bool = False
    """Done together on the mentor's phone, and not yet by oneself."""

    def to_json(self) -> dict[str, Any]:
        kept: dict[str, Any] = {"state": self.state.value, "at": self.at.isoformat()}
        if self.trust:
            kept["trust"] = self.trust
        if self.by is not None:
            kept["by"] = self.by
        if self.is_alone:
            kept["alone"] = True
        if self.is_assisted:
            kept["assisted"] = True
        return kept

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Record":
        return cls(
            state=ItemState(kept["state"]),
            at=datetime.fromisoformat(kept["at"]),
            trust=kept.get("trust", ""),
            by=kept.get("by"),
            is_alone=kept.get("alone", False),
            is_assisted=kept.get("assisted", False),
        )


@dataclass(frozen=True)
class Progress:
    """A person's standing in a course. Items that nothing happened to have no record; reset ones are "new" again."""

    records: Mapping[str, Record]
    done_items: int
    total_items: int
    done_lessons: int
    total_lessons: int
    waiting_items: int
    next_key: str
    started_at: datetime | None
    last_at: datetime | None
    completed_at: datetime | None
    kept: Mapping[str, datetime] = field(default_factory=lambda: MappingProxyType({}))
    """Until when a lesson's changes were seen and what was done kept, by lesson id."""
    assisted_items: int = 0
    """How many of the done ones were done together on the mentor's phone, and not yet alone."""

    def state_of(self, key: str) -> ItemState:
        record = self.records.get(key)
        return record.state if record else ItemState.NEW

    def is_done(self, key: str) -> bool:
        return self.state_of(key) is ItemState.DONE


DONE = {
    Verb.STEP_DONE,
    Verb.QUIZ_PASSED,
    Verb.TASK_PASSED,
    Verb.TASK_APPROVED,
    Verb.OBSERVED_ALONE,
    Verb.OBSERVED_WITH_HELP,
    Verb.RECHECKED,
}
_ABOUT_NO_ITEM = {Verb.ENROLLED, Verb.UPDATE_KEPT}
_STRENGTH = {"": 0, Trust.SELF: 1, Trust.MACHINE: 2, Trust.PERSON: 3}


def fold(events: Iterable[Event], plan: Plan) -> Progress:
    """Return the standing that ``events``, in ledger order, give under ``plan``.

    An item once done stays done through later tries that fail; only ``withdrawn`` and ``update_reset`` take it back;
    the latter leaves a record, so that the person can be told. ``completed_at`` is the instant at which the last
    required item became done, and is None again once one of them is withdrawn. What a publication does to people is
    not their doing: ``last_at`` does not move with it.
    """
    records: dict[str, Record] = {}
    kept: dict[str, datetime] = {}
    required = {item.key for item in plan.items if item.is_required}
    missing = set(required)
    started_at = last_at = completed_at = None
    for event in events:
        started_at = started_at or event.at
        last_at = last_at if last_at and event.verb is Verb.UPDATE_RESET else event.at
        key = plan.aliases.get(event.item, event.item)
        if event.verb is Verb.UPDATE_KEPT and key:
            kept[key] = event.at
        if event.verb in _ABOUT_NO_ITEM or not key:
            continue
        record = _after(records.get(key), event)
        if record is None:
            records.pop(key, None)
        else:
            records[key] = record
        if key in required:
            is_done = record is not None and record.state is ItemState.DONE
            missing.discard(key) if is_done else missing.add(key)
            completed_at = (completed_at or event.at) if not missing else None
    summed = _summed(records, plan, required, started_at, last_at, completed_at)
    return replace(summed, kept=MappingProxyType(kept))


def _after(before: Record | None, event: Event) -> Record | None:
    """Return an item's record after one event, or None when nothing is left of it."""
    is_done = before is not None and before.state is ItemState.DONE
    if event.verb is Verb.WITHDRAWN:
        return None
    if event.verb is Verb.UPDATE_RESET:
        return Record(ItemState.NEW, event.at) if is_done else before
    if event.verb in DONE:
        after = _done_by(event)
        if before is not None and is_done and _strength(before) >= _strength(after):
            return replace(before, is_alone=before.is_alone or after.is_alone)
        return after
    if before is not None and is_done:
        return before
    state = {
        Verb.TASK_HANDED_IN: ItemState.WAITING,
        Verb.TASK_RETURNED: ItemState.RETURNED,
    }.get(event.verb, ItemState.STARTED)
    return Record(state, event.at, "", event.by)


def _done_by(event: Event) -> Record:
    """Return the record of an item that an event finished. What was done together is one's own word at most."""
    if event.is_assisted:
        return Record(ItemState.DONE, event.at, Trust.SELF, event.by, is_assisted=True)
    return Record(ItemState.DONE, event.at, event.trust, event.by, event.verb is Verb.OBSERVED_ALONE)


def _strength(record: Record) -> tuple[int, bool]:
    """Return how much a record says: by whose word first, then whether it was done by oneself."""
    return _STRENGTH[record.trust], not record.is_assisted


def _summed(
    records: Mapping[str, Record],
    plan: Plan,
    required: set[str],
    started_at: datetime | None,
    last_at: datetime | None,
    completed_at: datetime | None,
) -> Progress:
    done = {key for key, record in records.items() if record.state is ItemState.DONE}
    lessons: dict[str, bool] = {}
    next_key = ""
    for item in plan.items:
        if not item.is_required:
            continue
        is_open = item.key not in done
        lessons[item.lesson] = lessons.get(item.lesson, True) and not is_open
        is_waiting = item.key in records and records[item.key].state is ItemState.WAITING
        if is_open and not is_waiting and not next_key:
            next_key = item.key
    return Progress(
        records=MappingProxyType(dict(records)),
        done_items=len(required & done),
        assisted_items=sum(records[key].is_assisted for key in required & done),
        total_items=len(required),
        done_lessons=sum(lessons.values()),
        total_lessons=len(lessons),
        waiting_items=sum(
            1 for key in required if key in records and records[key].state is ItemState.WAITING
        ),
        next_key=next_key,
        started_at=started_at,
        last_at=last_at,
        completed_at=completed_at,
    )
