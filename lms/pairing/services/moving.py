"""Holding a pair while it moves from one state to the next, and storing the state."""

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError, InvalidRequestError

from lms.accounts.models import User
from lms.core.errors import DomainError
from lms.core.pair_life import MoveRefusedError, State
from lms.db import db
from lms.pairing.models import Pair


def hold_places(mentor_id: int) -> None:
    """Hold a mentor's places until the transaction ends, before anything is written that names the mentor.

    Whoever writes a notice or a log line of this person meanwhile need not wait (key_share).
    """
    db.session.execute(select(User.id).where(User.id == mentor_id).with_for_update(key_share=True))


def hold(pair: Pair) -> None:
    """Hold the mentor's places and then the pair until the transaction ends; the pair is as it is now.

    Raises:
        MoveRefusedError: it was a suggestion, in whose place a new run has just put others.
    """
    hold_places(pair.mentor_id)
    try:
        db.session.refresh(pair, with_for_update={"key_share": True})
    except InvalidRequestError as gone:
        raise MoveRefusedError from gone


def set_state(pair: Pair, state: State, taken: type[DomainError] = MoveRefusedError) -> None:
    """Store the state; ``taken``: what it means that the mentee has such a pair already."""
    pair.state = state.value
    try:
        db.session.flush()
    except IntegrityError as found:
        raise taken from found
