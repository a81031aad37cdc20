"""Keeping what people want help with, what they offer, and whom they do not want to be paired with."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.exc import IntegrityError

from lms.core.errors import N_, ConflictError, DomainError
from lms.db import db
from lms.matching.models import Need, Offer
from lms.matching.queries.wishes import find_need, find_offer
from lms.pairing.models import Pair, Veto
from lms.pairing.services.life import close_between


class NotProvenError(DomainError):
    message = N_(
        "Chỉ nhận kèm được việc mình đã làm được trên trang này. Chọn trong các việc đã có dấu làm được."
    )


@dataclass(frozen=True)
class Wish:
    """What both sides say alike: skills, times of the week, phone, a wished person, the words agreed to."""

    skills: Sequence[str]
    times: Sequence[str]
    device: str
    wished_id: int | None
    consent: str


def keep_need(user_id: int, wish: Wish, words: str, now: datetime) -> Need:
    """Write down what a person wants help with; a second time changes it. Consent is given anew each time."""
    need = find_need(user_id)
    if need is None:
        fresh = Need(user_id=user_id, skills=[], consent="", consented_at=now, updated_at=now)
        need = fresh if _is_added(fresh) else find_need(user_id)
        if need is None:  # taken back in the same moment
            raise ConflictError
    _change(need, wish, now)
    need.words = words
    db.session.flush()
    return need


def keep_offer(user_id: int, wish: Wish, places: int, proven: Collection[str], now: datetime) -> Offer:
    """Write down what a person offers; a second time changes it.

    Raises:
        NotProvenError: the ledger does not show that this person can do one of the skills.
    """
    if not set(wish.skills) <= set(proven):
        raise NotProvenError
    offer = find_offer(user_id)
    if offer is None:
        fresh = Offer(user_id=user_id, skills=[], consent="", consented_at=now, updated_at=now)
        offer = fresh if _is_added(fresh) else find_offer(user_id)
        if offer is None:
            raise ConflictError
    _change(offer, wish, now)
    offer.places = places
    db.session.flush()
    return offer


def _is_added(made: Need | Offer) -> bool:
    """Add the row; another tap may just have made one."""
    try:
        with db.session.begin_nested():
            db.session.add(made)
    except IntegrityError:
        return False
    return True


def _change(kept: Need | Offer, wish: Wish, now: datetime) -> None:
    kept.skills, kept.times, kept.device = list(wish.skills), list(wish.times), wish.device
    kept.wished_id, kept.consent = wish.wished_id, wish.consent
    kept.consented_at = kept.updated_at = now


def withdraw_need(user_id: int, now: datetime) -> None:
    """Take the need back: no machine and no list proposes a mentor any more. A pair that exists goes on.

    What was suggested rests on the words that are taken back, and says them: it is gone at once.
    """
    _withdraw(find_need(user_id), now)
    _forget_suggested(Pair.mentee_id == user_id)


def withdraw_offer(user_id: int, now: datetime) -> None:
    """Take the offer back: nobody new is proposed, and what was is gone. Pairs that exist go on."""
    _withdraw(find_offer(user_id), now)
    _forget_suggested(Pair.mentor_id == user_id)


def _forget_suggested(whose: ColumnElement[bool]) -> None:
    found = delete(Pair).where(whose, Pair.state == "suggested")
    db.session.execute(found.execution_options(synchronize_session=False))


def _withdraw(kept: Need | Offer | None, now: datetime) -> None:
    if kept is not None:
        kept.withdrawn_at = now
        db.session.flush()


def veto(by_id: int, about_id: int, now: datetime) -> None:
    """Never pair these two. Nothing is written to any log, and nobody is told.

    An invitation that is open between them is declined, as anybody may decline one: it could not keep this promise.
    """
    known = select(Veto.id).where(Veto.by_id == by_id, Veto.about_id == about_id)
    if by_id == about_id or db.session.scalar(known) is not None:
        return
    try:
        with db.session.begin_nested():
            db.session.add(Veto(by_id=by_id, about_id=about_id, at=now))
    except IntegrityError:  # the other tap was a moment faster
        return
    close_between(by_id, about_id, now)


def lift_veto(by_id: int, about_id: int) -> None:
    """Take a veto back; nothing of it remains."""
    db.session.execute(delete(Veto).where(Veto.by_id == by_id, Veto.about_id == about_id))
