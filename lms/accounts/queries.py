"""Reading people, sessions, codes and the audit log."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select

from lms.accounts.models import KnownDevice, LoginSession, SignInCode, SignInGuess, User
from lms.core.errors import NotFoundError
from lms.core.vietnamese import fold
from lms.db import db


def digest(token: str) -> str:
    """Return the hash under which a random token is kept."""
    return hashlib.sha256(token.encode()).hexdigest()


def get_user(user_id: int) -> User:
    """Return the person.

    Raises:
        NotFoundError: nobody has this id.
    """
    user = db.session.get(User, user_id)
    if user is None:
        raise NotFoundError
    return user


def find_user_by_sign_in(phone: str | None, teacher_code: str | None) -> User | None:
    """Return the person who signs in with this phone number or this teacher code."""
    wanted = [
        column == value for column, value in ((User.phone, phone), (User.teacher_code, teacher_code)) if value
    ]
    if not wanted:
        return None
    return db.session.scalars(select(User).where(or_(*wanted), User.closed_at.is_(None)).limit(1)).first()


def is_session_open(session_id: int, now: datetime) -> bool:
    """Tell whether a signed-in browser is still signed in."""
    found = select(LoginSession.id).where(
        LoginSession.id == session_id, LoginSession.ended_at.is_(None), LoginSession.expires_at > now
    )
    return db.session.scalar(found) is not None


def find_live_code(user_id: int, code_hash: str, now: datetime) -> SignInCode | None:
    """Return the person's unused card with this code, locked against a second use at the same moment."""
    return db.session.scalars(
        select(SignInCode)
        .where(SignInCode.user_id == user_id, SignInCode.code_hash == code_hash, *_is_live(now))
        .with_for_update()
    ).first()


def find_live_card(card_token: str, now: datetime) -> SignInCode | None:
    """Return the unused card with this QR token, locked against a second use at the same moment."""
    return db.session.scalars(
        select(SignInCode).where(SignInCode.card_hash == digest(card_token), *_is_live(now)).with_for_update()
    ).first()


def _is_live(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return SignInCode.used_at.is_(None), SignInCode.revoked_at.is_(None), SignInCode.expires_at > now


def has_way_in(now: datetime) -> ColumnElement[bool]:
    """Return the condition that a person can sign in, or is: by password, by an unused card, or in some browser."""
    cards = select(SignInCode.id).where(SignInCode.user_id == User.id, *_is_live(now))
    return or_(User.password_hash.is_not(None), cards.exists(), _open_sessions(now).exists())


def _open_sessions(now: datetime) -> Select[Any]:
    return select(LoginSession.id).where(
        LoginSession.user_id == User.id, LoginSession.ended_at.is_(None), LoginSession.expires_at > now
    )


@dataclass(frozen=True)
class WayIn:
    """How a person comes in today, as far as there is a way."""

    has_password: bool
    card_until: datetime | None
    is_signed_in: bool

    @property
    def is_open(self) -> bool:
        return self.has_password or self.card_until is not None or self.is_signed_in


def list_ways_in(user_ids: Sequence[int], now: datetime) -> dict[int, WayIn]:
    """Return the ways in of these people, in one statement."""
    card_until = (
        select(func.max(SignInCode.expires_at))
        .where(SignInCode.user_id == User.id, *_is_live(now))
        .scalar_subquery()
    )
    found = select(User.id, User.password_hash.is_not(None), card_until, _open_sessions(now).exists()).where(
        User.id.in_(user_ids)
    )
    return {row[0]: WayIn(bool(row[1]), row[2], bool(row[3])) for row in db.session.execute(found)}


def count_guesses(bucket: str, since: datetime) -> int:
    """Return how many tries were counted against ``bucket`` from ``since`` on."""
    counted = select(func.count()).select_from(SignInGuess)
    return db.session.scalar(counted.where(SignInGuess.bucket == bucket, SignInGuess.at > since)) or 0


def is_known_device(user_id: int, token: str) -> bool:
    """Tell whether this person signed in before from the browser that holds ``token``."""
    if not token:
        return False
    known = select(KnownDevice.id).where(
        KnownDevice.user_id == user_id, KnownDevice.token_hash == digest(token)
    )
    return db.session.scalar(known) is not None


def list_open_sessions(user_id: int, now: datetime) -> list[LoginSession]:
    """Return the browsers in which the person is signed in, newest first."""
    found = select(LoginSession).where(
        LoginSession.user_id == user_id, LoginSession.ended_at.is_(None), LoginSession.expires_at > now
    )
    return list(db.session.scalars(found.order_by(LoginSession.id.desc())))


def count_real_people() -> int:
    """Return how many people on the roster are not made up by ``lms demo``."""
    return db.session.scalar(select(func.count()).select_from(User).where(User.is_demo.is_(False))) or 0


def count_people() -> int:
    """Return how many people the roster holds."""
    return db.session.scalar(select(func.count()).select_from(User)) or 0


def name_matches(text: str) -> ColumnElement[bool]:
    """Return the condition that a person's name holds ``text``, whatever its case and diacritics."""
    return User.search_name.contains(fold(text), autoescape=True)
