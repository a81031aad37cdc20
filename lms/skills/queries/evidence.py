"""Rows of the ledger -> evidence about skills: which verb, by whom, proves what, and whether it was the pair's own word."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache, cached_property
from itertools import groupby
from typing import Any

from sqlalchemy import BindParameter, bindparam, or_, select

from lms.core.completion import Trust, Verb
from lms.core.proficiency import Evidence, Proof
from lms.db import db
from lms.pairing.models import Pair
from lms.progress.models import LearningEvent

AT_ONCE = 10_000
"""How many people one statement asks about: databases bound the values of a statement."""

_WITHDRAWING = frozenset({Verb.WITHDRAWN, Verb.UPDATE_RESET})
_SEEING = {
    Verb.TASK_APPROVED: Proof.SEEN_HELPED,
    Verb.OBSERVED_WITH_HELP: Proof.SEEN_HELPED,
    Verb.OBSERVED_ALONE: Proof.SEEN_ALONE,
}
_PASSING = {Verb.TASK_PASSED: Proof.MACHINE, Verb.RECHECKED: Proof.AGAIN}
CLAIMING = frozenset({Verb.STEP_DONE, Verb.QUIZ_PASSED})
PROVING = frozenset({*_WITHDRAWING, *_SEEING, *_PASSING})

_events, _pairs = LearningEvent.__table__, Pair.__table__
_IDS: BindParameter[Sequence[int]] = bindparam("ids", expanding=True)
_ROWS = (
    select(
        _events.c.subject_id,
        _events.c.course_id,
        _events.c.item_key,
        _events.c.verb,
        _events.c.trust,
        _events.c.actor_kind,
        _events.c.actor_id,
        _events.c.at,
    )
    .where(
        _events.c.subject_id.in_(_IDS),
        _events.c.course_id.in_(bindparam("courses", expanding=True)),
        _events.c.verb.in_(bindparam("verbs", expanding=True)),
    )
    .order_by(_events.c.subject_id, _events.c.course_id, _events.c.id)
)
_EVER_PAIRED = select(_pairs.c.mentor_id, _pairs.c.mentee_id, _pairs.c.started_at).where(
    _pairs.c.started_at.is_not(None), or_(_pairs.c.mentee_id.in_(_IDS), _pairs.c.mentor_id.in_(_IDS))
)

Bonds = Mapping[tuple[int, int], datetime]
"""Two people, the smaller id first, and since when they were first a pair, ended or not."""


@cache  # few combinations, many events
def proof_of(verb: str, trust: str, actor_kind: str, *, is_anothers: bool) -> Proof:
    """Return what an event proves. Whatever an assisting phone sent is assisted, and nobody vouches for oneself."""
    if verb in _WITHDRAWING:
        return Proof.WITHDRAWN
    if actor_kind == "assisted":
        return Proof.ASSISTED
    if verb in _SEEING:
        return _SEEING[Verb(verb)] if is_anothers and trust == Trust.PERSON else Proof.WORD
    if verb in _PASSING and trust == Trust.MACHINE:
        return _PASSING[Verb(verb)] if actor_kind in ("self", "system") else Proof.ASSISTED
    return Proof.WORD


def list_evidence(
    user_ids: Sequence[int], aliases: Mapping[int, Mapping[str, str]], verbs: Iterable[Verb]
) -> Iterator[tuple[int, int, list[Evidence]]]:
    """Yield person, course and the evidence there, in ledger order, with few statements however many people there are.

    ``aliases`` are the courses asked about, each with the former keys of its items.
    """
    wanted = {"courses": list(aliases), "verbs": [verb.value for verb in verbs]}
    for start in range(0, len(user_ids) if aliases else 0, AT_ONCE):
        ids = list(user_ids[start : start + AT_ONCE])
        rows, bonds = db.session.execute(_ROWS, {"ids": ids, **wanted}), _Bonds(ids)
        for (subject_id, course_id), of_one in groupby(rows, key=lambda row: (row[0], row[1])):
            former = aliases[course_id]
            yield subject_id, course_id, [_evidence(row, former, bonds) for row in of_one]


def _evidence(row: Any, former: Mapping[str, str], bonds: "_Bonds") -> Evidence:
    subject_id, _course, key, verb, trust, actor_kind, actor_id, at = row
    by = actor_id if actor_id != subject_id else None
    proof = proof_of(verb, trust, actor_kind, is_anothers=by is not None)
    is_of_pair = actor_kind == "mentor" or (by is not None and bonds.bind(subject_id, by, at))
    return Evidence(former.get(key, key), proof, at, by, is_of_pair)


class _Bonds:
    """Who of some people was a pair with whom, and since when; read once somebody else's word comes up."""

    def __init__(self, user_ids: Sequence[int]) -> None:
        self._user_ids = user_ids

    @cached_property
    def _since(self) -> Bonds:
        return _list_bonds(self._user_ids)

    def bind(self, one: int, other: int, at: datetime) -> bool:
        """Tell whether the two had been a pair by then: whoever once was her mentor is no outsider later."""
        since = self._since.get((min(one, other), max(one, other)))
        return since is not None and since <= at


def _list_bonds(user_ids: Sequence[int]) -> Bonds:
    """Return everybody with whom these people are, or ever were, a pair, on either side of it."""
    bonds: dict[tuple[int, int], datetime] = {}
    for mentor_id, mentee_id, started_at in db.session.execute(_EVER_PAIRED, {"ids": list(user_ids)}):
        two = (min(mentor_id, mentee_id), max(mentor_id, mentee_id))
        bonds[two] = min(bonds.get(two, started_at), started_at)
    return bonds
