"""Twinning two units: asking, answering, resting, ending, and what the clock does. Both units' officers are told.

One twinning of two units lives at a time, whoever asks: an index says so. No unit has more than a few.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased

from lms.accounts.services import write_audit
from lms.core.errors import N_, DomainError
from lms.core.pair_life import REMIND_AFTER, Move, State
from lms.core.twin_life import MOST_TWINS, Side, after, due
from lms.db import db
from lms.matching.models import Twinning
from lms.matching.queries.twins import count_live, list_officers, may_twin
from lms.notices.services import notify
from lms.pairing.models import Pair
from lms.units.models import Membership, Unit


class NoTwinsError(DomainError):
    message = N_("Hai đơn vị này chưa kết nghĩa được: đơn vị này thuộc đơn vị kia. Chọn một đơn vị khác.")


class AlreadyTwinsError(DomainError):
    message = N_("Hai đơn vị đã có lời ngỏ hoặc đang kết nghĩa rồi. Xem trong danh sách ở trên.")


class ManyTwinsError(DomainError):
    message = N_("Một trong hai đơn vị đã kết nghĩa với 3 đơn vị. Kết thúc một lời kết nghĩa cũ rồi ngỏ lại.")


def ask_twin(unit: Unit, other: Unit, words: str, by_id: int, now: datetime) -> Twinning:
    """Ask another unit to share mentors; its officers are told.

    Raises:
        NoTwinsError: one lies below the other, or they are of different trees.
        AlreadyTwinsError: they are twins already, or one has asked the other.
        ManyTwinsError: one of the two has as many twins as there may be.
    """
    if not may_twin(unit, other):
        raise NoTwinsError
    _hold_units(unit.id, other.id)
    two = "-".join(str(each) for each in sorted((unit.id, other.id)))
    twinning = Twinning(
        asking_id=unit.id,
        asked_id=other.id,
        two=two,
        state=State.INVITED,
        words=words,
        asked_by_id=by_id,
        asked_at=now,
    )
    try:
        with db.session.begin_nested():
            db.session.add(twinning)
    except IntegrityError as found:  # either side may have asked a moment ago
        raise AlreadyTwinsError from found
    if max(count_live(unit.id), count_live(other.id)) > MOST_TWINS:
        raise ManyTwinsError
    write_audit(by_id, "twins.asked", f"unit:{other.id}", now, unit_id=unit.id)
    _tell(twinning, Side.ASKED, "twins_asked", now)
    return twinning


def _hold_units(*ids: int) -> None:
    """Hold both units until the transaction ends, the lower number first, so that their twins can be counted."""
    held = select(Unit.id).where(Unit.id.in_(ids)).order_by(Unit.id).with_for_update(key_share=True)
    db.session.execute(held).all()


def accept(twinning: Twinning, unit_id: int, by_id: int, now: datetime) -> None:
    """Say yes: from now on suggestions may use the mentors of both.

    Raises:
        TwinMoveRefusedError: it is over, or it was this unit that asked.
    """
    _move(twinning, Move.ACCEPT, unit_id, by_id, now)
    twinning.answered_by_id, twinning.started_at = by_id, now
    _finish(twinning, unit_id, "twins_begun", by_id, now)


def decline(twinning: Twinning, unit_id: int, by_id: int, now: datetime) -> None:
    """Say no; no reason is asked.

    Raises:
        TwinMoveRefusedError: it is over, or it was this unit that asked.
    """
    _move(twinning, Move.DECLINE, unit_id, by_id, now)
    twinning.answered_by_id, twinning.ended_at = by_id, now
    _finish(twinning, unit_id, "twins_not_formed", by_id, now)


def pause(twinning: Twinning, unit_id: int, by_id: int, now: datetime) -> None:
    """Let a twinning rest: suggestions stop using it; pairs and invitations go on.

    Raises:
        TwinMoveRefusedError: it is not active.
    """
    _move(twinning, Move.PAUSE, unit_id, by_id, now)
    _drop_suggestions(twinning)
    _finish(twinning, unit_id, "twins_paused", by_id, now)


def resume(twinning: Twinning, unit_id: int, by_id: int, now: datetime) -> None:
    """Let a resting twinning go on.

    Raises:
        TwinMoveRefusedError: it does not rest.
    """
    _move(twinning, Move.RESUME, unit_id, by_id, now)
    _finish(twinning, unit_id, "twins_resumed", by_id, now)


def end(twinning: Twinning, unit_id: int, reason: str, by_id: int, now: datetime) -> None:
    """End a twinning, or take the asking back; pairs and invitations go on, suggestions do not.

    Raises:
        TwinMoveRefusedError: it is over already, or has only been asked and not by this unit.
    """
    _move(twinning, Move.END, unit_id, by_id, now)
    twinning.ended_at, twinning.end_reason = now, reason
    _drop_suggestions(twinning)
    _finish(twinning, unit_id, "twins_ended" if twinning.started_at else "twins_not_formed", by_id, now)


def tick(now: datetime) -> int:
    """Remind of what was asked on day 3, let it expire on day 7; return how many changed."""
    waiting = select(Twinning).where(Twinning.state == State.INVITED, Twinning.asked_at <= now - REMIND_AFTER)
    return sum(_tick(each, now) for each in db.session.scalars(waiting.order_by(Twinning.id)).all())


def _tick(twinning: Twinning, now: datetime) -> int:
    db.session.refresh(twinning, with_for_update=True)
    state = State(twinning.state)
    move = due(state, twinning.asked_at, twinning.reminded_at, now)
    if move is None:
        return 0
    twinning.state = after(state, move, Side.CLOCK)
    if move is Move.REMIND:
        twinning.reminded_at = now
        _tell(twinning, Side.ASKED, "twins_reminded", now)
    else:
        twinning.ended_at = now
        write_audit(None, "twins.expired", f"unit:{twinning.asked_id}", now, unit_id=twinning.asking_id)
        for side in (Side.ASKING, Side.ASKED):
            _tell(twinning, side, "twins_not_formed", now)
    db.session.flush()
    return 1


def _move(twinning: Twinning, move: Move, unit_id: int, by_id: int, now: datetime) -> None:
    db.session.refresh(twinning, with_for_update=True)
    side = Side.ASKING if unit_id == twinning.asking_id else Side.ASKED
    twinning.state = after(State(twinning.state), move, side)
    other = twinning.asked_id if side is Side.ASKING else twinning.asking_id
    write_audit(by_id, f"twins.{move}", f"unit:{other}", now, unit_id=unit_id)


def _finish(twinning: Twinning, unit_id: int, kind: str, by_id: int, now: datetime) -> None:
    db.session.flush()
    side = Side.ASKED if unit_id == twinning.asking_id else Side.ASKING
    _tell(twinning, side, kind, now, but=by_id)


def _tell(twinning: Twinning, side: Side, kind: str, now: datetime, but: int | None = None) -> None:
    """Tell the officers of one side; what may happen again names its moment."""
    ids = (twinning.asking_id, twinning.asked_id)
    own_id, other_id = ids if side is Side.ASKING else ids[::-1]
    own, other = db.session.get_one(Unit, own_id), db.session.get_one(Unit, other_id)
    for user_id in list_officers(own):
        if user_id != but:
            key = f"{kind}:{twinning.id}:{side}:{user_id}:{now.isoformat()}"
            path = f"/ghep-cap/{own.id}/ket-nghia"
            notify(user_id, kind, key, now, path=path, values={"unit": other.name})


def _drop_suggestions(twinning: Twinning) -> None:
    """Take away what has been suggested between the two and was not sent."""
    paths = [db.session.get_one(Unit, each).path for each in (twinning.asking_id, twinning.asked_id)]
    ids = [pair_id for one, other in (paths, paths[::-1]) for pair_id in _list_suggested(one, other)]
    db.session.execute(
        delete(Pair)
        .where(Pair.id.in_(ids), Pair.state == State.SUGGESTED)
        .execution_options(synchronize_session=False)
    )


def _list_suggested(helping: str, asking: str) -> Sequence[int]:
    ours, theirs, here, there = aliased(Membership), aliased(Membership), aliased(Unit), aliased(Unit)
    found = (
        select(Pair.id)
        .join(ours, (ours.user_id == Pair.mentor_id) & ours.to_on.is_(None))
        .join(here, here.id == ours.unit_id)
        .join(theirs, (theirs.user_id == Pair.mentee_id) & theirs.to_on.is_(None))
        .join(there, there.id == theirs.unit_id)
        .where(Pair.state == State.SUGGESTED)
        .where(here.path.startswith(helping, autoescape=True))
        .where(there.path.startswith(asking, autoescape=True))
    )
    return db.session.scalars(found).all()
