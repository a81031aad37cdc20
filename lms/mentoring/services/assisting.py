"""Working together on the mentor's phone: the mentee's codes, beginning, ending, and noting that a step was done.

No session of the mentee opens. A code is kept as a keyed hash, is used once, and only by the mentor of its pair; what
was typed is counted before it is judged.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete

from lms.accounts.services import write_audit
from lms.core.confirmation_codes import ALPHABET, LENGTH
from lms.core.errors import N_, ConflictError, DomainError
from lms.db import db
from lms.mentoring.models import AssistedSession, AssistGuess
from lms.mentoring.queries.assisting import (
    CARD,
    SCREEN,
    count_guesses,
    find_running,
    get_step_together,
    list_codes,
)
from lms.pairing.models import Pair
from lms.pairing.queries.goals import find_sight
from lms.pairing.queries.pairs import get_pair
from lms.pairing.services.locking import lock_pair
from lms.progress.services import finish_step_together

SCREEN_LIFE = timedelta(minutes=10)
CARD_LIFE = timedelta(days=60)
ON_A_CARD = 10
MOST_GUESSES = 5
PAUSE = timedelta(minutes=15)


class GuessesPauseError(DomainError):
    status = 429
    message = N_(
        "Mã đã gõ sai %(most)s lần nên tạm nghỉ. Sau %(minutes)s phút gõ lại được. Trong lúc chờ, người học làm tiếp trên máy của mình được."
    )


class NotTogetherNowError(ConflictError):
    message = N_("Buổi làm cùng đã dừng nên bước này chưa ghi. Muốn làm tiếp thì xin người học một mã mới.")


@dataclass(frozen=True)
class Code:
    """A fresh code; it exists in clear only here and on the mentee's screen or paper."""

    code: str
    expires_at: datetime


def make_code(pair_id: int, device: str, key: str, now: datetime) -> Code:
    """Make six figures for the mentor's phone; those shown before are void.

    Raises:
        PairRestingError: the pair is not active.
    """
    pair, made = lock_pair(pair_id), Code(f"{secrets.randbelow(10**6):06d}", now + SCREEN_LIFE)
    _add(pair, SCREEN, [made], device, key, now)
    return made


def make_card(pair_id: int, key: str, now: datetime) -> list[Code]:
    """Make a card of codes to print, for a day without a phone at hand; the card before is void.

    Raises:
        PairRestingError: the pair is not active.
    """
    pair = lock_pair(pair_id)
    made = [
        Code("".join(secrets.choice(ALPHABET) for _ in range(LENGTH)), now + CARD_LIFE)
        for _ in range(ON_A_CARD)
    ]
    _add(pair, CARD, made, "", key, now)
    write_audit(pair.mentee_id, "together.card_made", f"pair:{pair.id}", now, unit_id=pair.unit_id)
    return made


def _add(pair: Pair, kind: str, made: list[Code], device: str, key: str, now: datetime) -> None:
    """Keep codes in place of the former ones of their kind that nobody used."""
    _forget_unused(pair.id, kind)
    for each in made:
        db.session.add(
            AssistedSession(
                pair_id=pair.id,
                kind=kind,
                device=device,
                code_hash=_hash(key, pair.id, now, each.code),
                made_at=now,
                expires_at=each.expires_at,
            )
        )
    db.session.flush()


def _forget_unused(pair_id: int, kind: str) -> None:
    db.session.execute(
        delete(AssistedSession).where(
            AssistedSession.pair_id == pair_id,
            AssistedSession.kind == kind,
            AssistedSession.started_at.is_(None),
        )
    )


def _hash(key: str, pair_id: int, made_at: datetime, code: str) -> str:
    said = f"together:{pair_id}:{made_at.isoformat()}:{code}"
    return hmac.new(key.encode(), said.encode(), hashlib.sha256).hexdigest()


def claim_guess(pair_id: int, now: datetime) -> None:
    """Count that a code is typed. To be committed before it is judged: cut off in the middle it was a guess all the same.

    Raises:
        GuessesPauseError: there were too many wrong ones lately.
        PairRestingError: the pair is not active.
    """
    lock_pair(pair_id)
    db.session.execute(
        delete(AssistGuess).where(AssistGuess.pair_id == pair_id, AssistGuess.at <= now - PAUSE)
    )
    if count_guesses(pair_id, now - PAUSE) >= MOST_GUESSES:
        raise GuessesPauseError(most=MOST_GUESSES, minutes=int(PAUSE.total_seconds() // 60))
    db.session.add(AssistGuess(pair_id=pair_id, at=now))
    db.session.flush()


def begin(pair_id: int, code: str, key: str, now: datetime) -> AssistedSession | None:
    """Use up a code and begin. None: it is no code of this pair that can be used now.

    Raises:
        PairRestingError: the pair is not active.
    """
    pair = lock_pair(pair_id)
    found = [
        each
        for each in list_codes(pair_id, now)
        if hmac.compare_digest(each.code_hash, _hash(key, pair_id, each.made_at, code))
    ]
    if not found:
        return None
    former = find_running(pair, now)
    if former is not None:
        former.ended_at = now
    found[0].started_at = now
    db.session.execute(delete(AssistGuess).where(AssistGuess.pair_id == pair_id))
    write_audit(pair.mentor_id, "together.begun", f"pair:{pair.id}", now, unit_id=pair.unit_id)
    db.session.flush()
    return found[0]


def stop(pair_id: int, by_id: int, now: datetime) -> bool:
    """End what runs, and void the figures on the mentee's screen; tell whether anything ran. Either side may."""
    pair = get_pair(pair_id)
    if pair.state != "active":
        return False  # its rest or end has ended all of it
    pair = lock_pair(pair_id)
    running = find_running(pair, now)
    _forget_unused(pair_id, SCREEN)
    if running is None:
        return False
    running.ended_at = now
    write_audit(by_id, "together.ended", f"pair:{pair.id}", now, unit_id=pair.unit_id)
    db.session.flush()
    return True


def finish_together(pair_id: int, slug: str, lesson_id: str, item_id: str, now: datetime) -> bool:
    """Note for the mentee that a step was done together; tell whether that was news. What is done stays as it is.

    Raises:
        NotTogetherNowError, PairRestingError: nothing runs any more.
        NotFoundError: the step lies outside the agreed goals, or is none.
    """
    pair = lock_pair(pair_id)
    running = find_running(pair, now)
    if running is None:
        raise NotTogetherNowError
    seen = find_sight(pair.mentor_id, pair.mentee_id)
    step = get_step_together(pair.mentee_id, seen, slug, lesson_id, item_id)
    if step.is_done:
        return False
    return finish_step_together(pair.mentee_id, pair.mentor_id, step.head.id, step.item.key, running.id, now)
