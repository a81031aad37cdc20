"""Ending a pair, and what the two say to each other afterwards."""

from datetime import datetime

from lms.accounts.services import write_audit
from lms.core.pair_life import Move, MoveRefusedError, Side, State, after
from lms.db import db
from lms.pairing.models import Pair
from lms.pairing.policy import is_apart, side_of, standing
from lms.pairing.services.inviting import LONGEST_REASON
from lms.pairing.services.moving import hold, set_state
from lms.pairing.services.owning import settle_all_of
from lms.pairing.services.telling import tell_coordinator, tell_two

LONGEST_THANKS = 1_000


def end(
    pair: Pair,
    user_id: int,
    reason: str,
    achieved: str,
    thanks: str,
    now: datetime,
    *,
    is_safeguarding: bool = False,
) -> None:
    """End a pair: the mentor's sight ends with it, open requests go to the coordinator. Only officers read the reason.

    Raises:
        MoveRefusedError: the other side, or the other tap, was a moment faster; or it is not this person's to end.
    """
    hold(pair)
    side = Side.SAFEGUARDING if is_safeguarding else side_of(pair, user_id)
    state = after(standing(pair), Move.END, side)
    if is_safeguarding:
        pair.ended_for_harm, pair.paused_for_harm, pair.held_by = True, False, ""
    pair.achieved = achieved
    if side is Side.MENTOR:
        pair.mentor_thanks = thanks[:LONGEST_THANKS]
    elif side is Side.MENTEE:
        pair.mentee_thanks = thanks[:LONGEST_THANKS]
    close(pair, state, reason, user_id, now)


def close(pair: Pair, state: State, reason: str, by_id: int | None, now: datetime) -> None:
    """Store the end of a pair that is held, hand its requests over and tell people."""
    set_state(pair, state)
    pair.ended_at, pair.end_reason = now, reason[:LONGEST_REASON]
    pair.paused_by = ""
    if not pair.ended_for_harm:  # of that the record of the report tells, which the site's log does not show
        write_audit(by_id, "pair.ended", f"pair:{pair.id}", now, unit_id=pair.unit_id, note=pair.end_reason)
    db.session.flush()
    settle_all_of(pair.mentee_id, now)
    tell_two(pair, "pair_ended", now, "chia-tay", but=by_id)
    tell_coordinator(pair, "pair_ended_for_unit", now, but=by_id)


def thank(pair: Pair, user_id: int, words: str, now: datetime) -> None:
    """Leave a word of thanks for the other after the end; later words take the place of earlier ones.

    After a report of harm they are kept, and the other neither reads nor hears of them.

    Raises:
        MoveRefusedError: the pair is not over, or the person is none of the two.
    """
    hold(pair)
    side, said = side_of(pair, user_id), words[:LONGEST_THANKS]
    if pair.state != State.ENDED or side is Side.COORDINATOR:
        raise MoveRefusedError
    if side is Side.MENTOR:
        pair.mentor_thanks = said
    else:
        pair.mentee_thanks = said
    db.session.flush()
    if said and not is_apart(pair):
        tell_two(pair, "pair_thanked", now, "chia-tay", but=user_id)
