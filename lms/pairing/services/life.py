"""The life of a pair: inviting, agreeing, declining, pausing, ending, and what the clock does. Others call it from here.

Each move holds the mentor and the pair, asks lms.core.pair_life what follows, writes the log and tells people. Whether
somebody may ask for the move at all (which coordinator, which of two) is for the policy and the views to say.
"""

from datetime import datetime

from lms.accounts.services import write_audit
from lms.core.pair_life import LIVE, Move, MoveRefusedError, Side, State, after, rests_after
from lms.db import db
from lms.pairing.models import Pair
from lms.pairing.policy import side_of, standing
from lms.pairing.services.ending import LONGEST_THANKS, end, thank
from lms.pairing.services.inviting import (
    LONGEST_REASON,
    AlreadyInvitedError,
    InvitationOverError,
    NotTogetherError,
    TakenMeanwhileError,
    WordsChangedError,
    accept,
    close_between,
    compose_consent,
    decline,
    drop,
    invite,
    propose_terms,
    publish,
    refuse_taken,
)
from lms.pairing.services.moving import hold, set_state
from lms.pairing.services.owning import settle_all_of
from lms.pairing.services.telling import tell_coordinator, tell_two
from lms.pairing.services.ticking import tick

__all__ = [
    "LONGEST_REASON",
    "LONGEST_THANKS",
    "LONGEST_WISH",
    "AlreadyInvitedError",
    "InvitationOverError",
    "NotTogetherError",
    "TakenMeanwhileError",
    "WordsChangedError",
    "accept",
    "close_between",
    "compose_consent",
    "decline",
    "drop",
    "end",
    "invite",
    "keep_mentor",
    "pause",
    "pause_for_harm",
    "propose_terms",
    "publish",
    "refuse_taken",
    "resume",
    "thank",
    "tick",
    "want_other",
]

LONGEST_WISH = 300


def pause(pair: Pair, user_id: int, reason: str, now: datetime) -> None:
    """Let a pair rest, or rest longer than the other wants; meanwhile the coordinator has the mentee's open requests.

    Raises:
        MoveRefusedError: it is over, or rests for this person already.
    """
    hold(pair)
    side = side_of(pair, user_id)
    state = after(standing(pair), Move.PAUSE, side)
    pair.pause_reason = reason[:LONGEST_REASON]
    _rest(pair, state, side, user_id, now)


def _rest(pair: Pair, state: State, side: Side, by_id: int, now: datetime) -> None:
    """Let a pair that is held rest. A report of harm comes here too: log and notices are the same for both."""
    set_state(pair, state)
    pair.paused_at, pair.paused_by = now, _stored(standing(pair).paused_by | {side})
    write_audit(by_id, "pair.paused", f"pair:{pair.id}", now, unit_id=pair.unit_id)
    settle_all_of(pair.mentee_id, now)
    tell_two(pair, "pair_paused", now, "tam-nghi", but=by_id, again=True)


def _stored(found: frozenset[Side]) -> str:
    return " ".join(sorted(found))


def pause_for_harm(pair: Pair, by_id: int, now: datetime) -> None:
    """Pause a pair at once after a report: the reporter's rest, which only the safeguarding role ends.

    To the other it is the rest that the reporter might have asked for. Twice is once.

    Raises:
        MoveRefusedError: there is no live pair.
    """
    hold(pair)
    side, before = side_of(pair, by_id), standing(pair)
    state = after(before, Move.PAUSE, Side.SAFEGUARDING)
    pair.paused_for_harm, pair.held_by = True, _stored(before.held_by | {side})
    db.session.flush()
    if side not in before.paused_by:
        _rest(pair, state, side, by_id, now)


def resume(pair: Pair, user_id: int, now: datetime, *, is_safeguarding: bool = False) -> None:
    """End one's rest; with the last rest that ends the pair goes on. ``is_safeguarding``: by whoever looked into a report.

    Raises:
        MoveRefusedError: it does not rest, or is not this person's to move.
    """
    hold(pair)
    side = Side.SAFEGUARDING if is_safeguarding else side_of(pair, user_id)
    before = standing(pair)
    state = after(before, Move.RESUME, side)
    pair.paused_by = _stored(rests_after(before, side))
    if is_safeguarding:
        pair.held_by, pair.paused_for_harm = "", False
    db.session.flush()
    if state is State.PAUSED:
        return
    set_state(pair, state)
    pair.paused_at, pair.pause_reason = None, ""
    pair.resumed_at = now
    if not is_safeguarding:  # of that the record of the report tells, which the site's log does not show
        write_audit(user_id, "pair.resumed", f"pair:{pair.id}", now, unit_id=pair.unit_id)
    db.session.flush()
    settle_all_of(pair.mentee_id, now)
    tell_two(pair, "pair_resumed", now, "tam-nghi", but=user_id, again=True)


def want_other(pair: Pair, user_id: int, words: str, now: datetime) -> None:
    """Note that the mentee would rather have another mentor. The pair goes on until the coordinator acts. Twice is once.

    Raises:
        MoveRefusedError: the pair is over, or it is not the mentee who asks.
    """
    hold(pair)
    if pair.state not in LIVE or side_of(pair, user_id) is not Side.MENTEE:
        raise MoveRefusedError
    if pair.other_wanted_at is not None:
        return
    pair.other_wanted_at, pair.other_wanted_words = now, words[:LONGEST_WISH]
    write_audit(user_id, "pair.other_wanted", f"pair:{pair.id}", now, unit_id=pair.unit_id)
    db.session.flush()
    tell_coordinator(pair, "pair_other_wanted", now, but=user_id, again=True)


def keep_mentor(pair: Pair, user_id: int, now: datetime) -> None:
    """Take the wish for another mentor back.

    Raises:
        MoveRefusedError: the pair is over, or it is not the mentee who asks.
    """
    hold(pair)
    if pair.state not in LIVE or side_of(pair, user_id) is not Side.MENTEE:
        raise MoveRefusedError
    if pair.other_wanted_at is not None:
        pair.other_wanted_at, pair.other_wanted_words = None, ""
        write_audit(user_id, "pair.mentor_kept", f"pair:{pair.id}", now, unit_id=pair.unit_id)
