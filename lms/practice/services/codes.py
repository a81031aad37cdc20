"""Confirming in person by a printed code: making a mentor's list, and using a code on the learner's phone.

A code is kept as a keyed hash. Without the site's secret a stolen database gives none away, which a plain hash of
forty bits would; and it costs nothing, where a slow hash would let anybody's wrong codes keep the workers busy.
"""

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import update

from lms.accounts.services import write_audit
from lms.core.confirmation_codes import ALPHABET, LENGTH
from lms.core.errors import N_, DomainError
from lms.db import db
from lms.pairing.queries.pairs import get_learner
from lms.practice.models import ConfirmationCode, Submission, WrongCode
from lms.practice.queries import (
    PublishedTask,
    list_live_codes,
    list_reviewer_ids,
    list_wrong_codes,
    lock_live_code,
    lock_person,
)
from lms.practice.services.deciding import CODE, confirm_in_person, refuse_unseen
from lms.practice.services.telling import Party

ON_A_SHEET = 10
MOST_WRONG = 5
PAUSE = timedelta(hours=1)


class WrongCodesPauseError(DomainError):
    status = 429
    message = N_(
        "Mã đã gõ sai %(most)s lần nên tạm nghỉ. Sau %(minutes)s phút gõ lại được. Không phải đợi: cho người hướng dẫn quét mã QR, hoặc nhờ họ xác nhận trên máy của họ."
    )


@dataclass(frozen=True)
class NewSheet:
    """A fresh list: its name and codes; they exist in clear only here and on the print."""

    name: str
    codes: tuple[str, ...]


def make_codes(mentor_id: int, key: str, now: datetime) -> NewSheet:
    """Make a mentor's list of codes; the one before is withdrawn."""
    lock_person(mentor_id)
    db.session.execute(
        update(ConfirmationCode)
        .where(ConfirmationCode.mentor_id == mentor_id, ConfirmationCode.withdrawn_at.is_(None))
        .values(withdrawn_at=now)
    )
    name = _random(6)
    codes = tuple(_random(LENGTH) for _ in range(ON_A_SHEET))
    for number, code in enumerate(codes, start=1):
        hashed = code_hash(key, mentor_id, name, number, code)
        db.session.add(
            ConfirmationCode(mentor_id=mentor_id, sheet=name, number=number, code_hash=hashed, created_at=now)
        )
    write_audit(mentor_id, "codes.made", f"user:{mentor_id}", now, detail={"sheet": name})
    db.session.flush()
    return NewSheet(name, codes)


def _random(length: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def code_hash(key: str, mentor_id: int, sheet: str, number: int, code: str) -> str:
    """Return the keyed hash by which a code is known."""
    said = f"confirm:{mentor_id}:{sheet}:{number}:{code}"
    return hmac.new(key.encode(), said.encode(), hashlib.sha256).hexdigest()


def confirm_by_code(
    user_id: int,
    task: PublishedTask,
    number: int,
    code: str,
    ticks: Mapping[str, object],
    key: str,
    now: datetime,
) -> Submission | None:
    """Use up a code and confirm the task. None: it is nobody's who may confirm this, and the try is counted.

    That the caller commits. No code is looked at while the pause lasts, nor before the list is ticked: so each look
    costs a try, and the person's lock makes five of them five.

    Raises:
        WrongCodesPauseError: five wrong codes within an hour.
        TransitionRefusedError: the task is confirmed already.
        SupportMissingError, NotSeenError: the observation list does not allow it.
    """
    lock_person(user_id)
    _refuse_while_paused(user_id, now)
    refuse_unseen(task.spec, ticks)
    learner = get_learner(user_id)
    used = _find(list_reviewer_ids(learner), number, code, key, now)
    if used is None:
        db.session.add(WrongCode(user_id=user_id, at=now))
        db.session.flush()
        return None
    reviewer = Party(used.mentor_id, "mentor" if used.mentor_id == learner.mentor_id else "assessor")
    submission = confirm_in_person(user_id, task, reviewer, ticks, now, means=CODE)
    used.used_at, used.submission_id = now, submission.id
    db.session.flush()
    return submission


def _refuse_while_paused(user_id: int, now: datetime) -> None:
    wrong = list_wrong_codes(user_id, now - PAUSE)
    if len(wrong) >= MOST_WRONG:
        rest = wrong[MOST_WRONG - 1] + PAUSE - now
        raise WrongCodesPauseError(most=MOST_WRONG, minutes=int(rest.total_seconds() // 60) + 1)


def _find(mentor_ids: list[int], number: int, code: str, key: str, now: datetime) -> ConfirmationCode | None:
    """Return the code, held for us alone; the other phone that typed it at this moment finds it used."""
    for each in list_live_codes(mentor_ids, number, now):
        if hmac.compare_digest(each.code_hash, code_hash(key, each.mentor_id, each.sheet, number, code)):
            return lock_live_code(each.id, now)
    return None
