"""What is to be mailed: to people who asked for it, at an address whose owner said yes."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select

from lms.accounts.models import User
from lms.db import db
from lms.notices.models import Notice

CONFIRM = "mail_confirm"
"""The kind of the first letter to an address, which asks whether its owner wants more."""

RETURNED = "mail_returned"
"""The kind that says that letters do not arrive; it is for the page alone."""

MOST_TRIES = 5
DAY = timedelta(days=1)
"""No claim lasts longer: what lies farther ahead was written by a clock that has been put right since."""
MOST_IN_ONE = 200


def _is_due(now: datetime) -> ColumnElement[bool]:
    """Return the condition on a notice and the person whom it concerns."""
    asks = and_(Notice.kind == CONFIRM, User.email_confirmed_at.is_(None))
    tells = and_(
        Notice.kind.not_in((CONFIRM, RETURNED)),
        Notice.read_at.is_(None),  # who has read it in the site needs no letter
        Notice.at >= User.email_confirmed_at,  # what was told before is on the page
    )
    return and_(
        User.wants_mail.is_(True),
        User.email.is_not(None),
        User.closed_at.is_(None),
        Notice.mailed_at.is_(None),
        Notice.tries < MOST_TRIES,
        or_(Notice.next_try_at.is_(None), Notice.next_try_at <= now, Notice.next_try_at > now + DAY),
        or_(asks, tells),
    )


def list_due(now: datetime) -> Sequence[int]:
    """Return the people for whom something is to be mailed."""
    found = select(Notice.user_id).join(User, User.id == Notice.user_id).where(_is_due(now))
    return db.session.scalars(found.distinct().order_by(Notice.user_id)).all()


def lock_due(user_id: int, now: datetime) -> Sequence[Notice]:
    """Return what is to be mailed to a person, without what somebody else is just claiming."""
    found = (
        select(Notice)
        .join(User, User.id == Notice.user_id)
        .where(Notice.user_id == user_id, _is_due(now))
        .order_by(Notice.id)
        .limit(MOST_IN_ONE)
    )
    return db.session.scalars(
        found.with_for_update(of=Notice, skip_locked=True).execution_options(populate_existing=True)
    ).all()


def count_letters(user_id: int, now: datetime) -> int:
    """Return how many letters of news went to a person within a day, or are claimed: what goes in one has one moment.

    What is claimed may be on its way, or have arrived although nobody could note it.
    """
    news = (Notice.user_id == user_id, Notice.kind != CONFIRM)
    sent = select(func.count(Notice.mailed_at.distinct())).where(
        *news, Notice.mailed_at > now - DAY, Notice.mailed_at <= now + DAY
    )
    claimed = select(func.count(Notice.next_try_at.distinct())).where(
        *news,
        Notice.mailed_at.is_(None),
        Notice.tries < MOST_TRIES,
        Notice.next_try_at > now,
        Notice.next_try_at <= now + DAY,
    )
    return (db.session.scalar(sent) or 0) + (db.session.scalar(claimed) or 0)


def list_confirmations(user_id: int, since: datetime) -> Sequence[Notice]:
    """Return the first letters that a person asked for since then, newest first."""
    found = select(Notice).where(Notice.user_id == user_id, Notice.kind == CONFIRM, Notice.at > since)
    return db.session.scalars(found.order_by(Notice.id.desc())).all()


def count_given_up() -> int:
    """Return how many notices could not be mailed after all tries."""
    found = select(func.count()).select_from(Notice)
    return db.session.scalar(found.where(Notice.mailed_at.is_(None), Notice.tries >= MOST_TRIES)) or 0
