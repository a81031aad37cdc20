"""Sending notices by mail: claimed before they are sent, so that neither two runs nor a killed one send them twice.

A claim is a try and a moment before which nobody tries again; it is committed before the letter leaves. Killed in
between, the notices are due again after that moment. What nobody can rule out is a kill after the server took the letter
and before that was noted; then the letter comes twice, under the same Message-ID, which mail programs show once.

Who sends commits between the steps (:mod:`lms.notices.cli`): no transaction is open while a server is waited for.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import update

from lms.accounts.models import User
from lms.core.days import day_of
from lms.db import db
from lms.notices.models import Notice
from lms.notices.queries.mail import CONFIRM, MOST_TRIES, RETURNED, count_letters, lock_due
from lms.notices.services.telling import notify

MOST_A_DAY = 4
"""Letters to one person within a day; what comes meanwhile waits and goes together in the next."""

PAUSES = (
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=4),
    timedelta(hours=12),
    timedelta(days=1),
)
"""How long a claimed notice is left alone, after each try."""


@dataclass(frozen=True)
class Told:
    """One notice as a letter needs it."""

    id: int
    kind: str
    values: dict[str, object]


@dataclass(frozen=True)
class Bundle:
    """What one letter tells one person."""

    user_id: int
    call_name: str
    language: str
    email: str
    told: tuple[Told, ...]

    @property
    def is_question(self) -> bool:
        """Whether it asks the owner of an address, rather than tells something."""
        return self.told[0].kind == CONFIRM

    @property
    def ids(self) -> Sequence[int]:
        return [each.id for each in self.told]


def claim(user_id: int, now: datetime) -> Bundle | None:
    """Take what is to be mailed to a person; commit before it is sent. None: nothing, or enough for today."""
    held = {
        "key_share": True
    }  # two runs at once count each other's letters; others may tell the person meanwhile
    user = db.session.get(User, user_id, populate_existing=True, with_for_update=held)
    if user is None or user.email is None:
        return None
    due = lock_due(user_id, now)
    question = [each for each in due if each.kind == CONFIRM][-1:]
    chosen = question or due
    if not chosen or (not question and count_letters(user_id, now) >= MOST_A_DAY):
        return None
    for notice in chosen:
        notice.next_try_at = now + PAUSES[notice.tries]
        notice.tries += 1
    db.session.flush()
    told = tuple(Told(each.id, each.kind, dict(each.values)) for each in chosen)
    return Bundle(user_id, user.call_name, user.language, user.email, told)


def note_sent(bundle: Bundle, now: datetime) -> None:
    """Note that the server took the letter."""
    db.session.execute(update(Notice).where(Notice.id.in_(bundle.ids)).values(mailed_at=now))


def note_refused(bundle: Bundle, now: datetime) -> None:
    """After the last try, say in the site that letters do not arrive; before, the claim itself is the pause."""
    notices = [db.session.get_one(Notice, each, populate_existing=True) for each in bundle.ids]
    if all(notice.tries < MOST_TRIES for notice in notices):
        return
    key = f"{RETURNED}:{bundle.user_id}:{day_of(now)}"
    values = {"address": bundle.email}
    notify(bundle.user_id, RETURNED, key, now, path="/thong-bao/thu", values=values)
