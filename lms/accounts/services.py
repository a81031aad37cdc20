"""Signing in and out, passwords, cards, sessions, guess limits, display settings, the audit log."""

import hashlib
import hmac
import secrets
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError

from lms.accounts.models import AuditEntry, KnownDevice, LoginSession, SignInCode, SignInGuess, User
from lms.accounts.queries import (
    count_guesses,
    digest,
    find_live_card,
    find_live_code,
    find_user_by_sign_in,
    is_known_device,
)
from lms.core.errors import N_, DomainError
from lms.core.passwords import check_password, read_phone, read_teacher_code
from lms.core.vietnamese import fold, squeeze
from lms.db import db

GUESS_WINDOW = timedelta(minutes=5)
GUESSES_PER_ACCOUNT = 10
GUESSES_PER_ADDRESS = 60  # a school shares one address; the account limit is the strict one
GUESSES_OVERALL = 1_000
SESSION_LIFE = timedelta(days=60)
CARD_LIFE = timedelta(days=14)
FRESH = timedelta(minutes=30)

# OWASP's figures for argon2id: 19 MiB, two passes, one lane.
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
# Hashing is slow by intent; one at a time a process, so that a storm of sign-ins leaves lessons their share.
_one_hash = threading.BoundedSemaphore(1)


class WrongSignInError(DomainError):
    """The same for an unknown account, a wrong password and a used code, so that nothing is given away."""

    message = N_("Số điện thoại (hoặc mã giáo viên) và mật khẩu chưa khớp. Thầy cô xem lại rồi thử lần nữa.")


class TooManyGuessesError(DomainError):
    status = 429
    message = N_("Thử nhiều lần quá. Thầy cô đợi 5 phút rồi thử lại, hoặc nhờ cán bộ in thẻ mới.")


class CardUsedError(DomainError):
    message = N_("Thẻ này đã dùng rồi hoặc đã hết hạn. Thầy cô nhờ cán bộ công đoàn in thẻ mới.")


class WrongPasswordError(DomainError):
    message = N_("Mật khẩu hiện tại chưa đúng.")


class SignInNameTakenError(DomainError):
    message = N_("Số điện thoại hoặc mã này đã có người dùng.")


@dataclass(frozen=True)
class Browser:
    """What a request tells of the browser it comes from."""

    address: str
    agent: str = ""
    device: str = ""


@dataclass(frozen=True)
class SignedIn:
    """A new session: the token for the cookie and the token by which the browser is known later."""

    user_id: int
    session_token: str
    device_token: str


@dataclass(frozen=True)
class Card:
    """A fresh card's secrets; they exist in clear only here and on the print."""

    code: str
    token: str
    expires_at: datetime


def hash_password(password: str) -> str:
    """Return the argon2id hash of a password."""
    with _one_hash:
        return _hasher.hash(password)


@cache
def _nobodys_hash() -> str:
    return hash_password(secrets.token_urlsafe(16))


def _verify(kept: str | None, password: str) -> bool:
    """Compare, taking the same time whether there is a password or not."""
    against = kept or _nobodys_hash()
    try:
        with _one_hash:
            _hasher.verify(against, password)
    except (VerifyMismatchError, InvalidHashError):
        return False
    return kept is not None


def count_guess(user: User | None, name: str, browser: Browser, now: datetime) -> None:
    """Write down one try.

    The caller commits before it asks ``is_guessing_allowed``, so that tries at the same moment see each other.
    """
    db.session.execute(delete(SignInGuess).where(SignInGuess.at < now - 2 * GUESS_WINDOW))
    for bucket in _buckets(user, name, browser):
        db.session.add(SignInGuess(bucket=bucket, at=now))
    db.session.flush()


def _buckets(user: User | None, name: str, browser: Browser) -> tuple[str, str, str]:
    is_known = user is not None and is_known_device(user.id, browser.device)
    account = f"d:{digest(browser.device)}" if is_known else f"a:{digest(name)}"
    return account, f"i:{digest(browser.address)}", "all"


def is_guessing_allowed(user: User | None, name: str, browser: Browser, now: datetime) -> bool:
    """Tell whether every bucket of this try, the try itself included, is still within its limit."""
    limits = (GUESSES_PER_ACCOUNT, GUESSES_PER_ADDRESS, GUESSES_OVERALL)
    pairs = zip(_buckets(user, name, browser), limits, strict=True)
    return all(count_guesses(bucket, now - GUESS_WINDOW) <= limit for bucket, limit in pairs)


def sign_in_name(text: str) -> str:
    """Return the one spelling of what a person typed to sign in, for counting tries."""
    return read_phone(text) or read_teacher_code(text) or fold(text)[:80]


def find_by_sign_in_name(text: str) -> User | None:
    """Return the person whose phone number or teacher code this is."""
    return find_user_by_sign_in(read_phone(text), read_teacher_code(text))


def verify_secret(user: User | None, secret: str) -> bool:
    """Tell whether ``secret`` is the person's password; always costs one hash, also for nobody."""
    return _verify(user.password_hash if user else None, secret)


def use_code(user: User | None, secret: str, key: str, now: datetime) -> bool:
    """Use up the person's printed 6-digit code if ``secret`` is it."""
    plain = secret.replace(" ", "")
    if user is None or not (plain.isascii() and plain.isdigit() and len(plain) == 6):
        return False
    card = find_live_code(user.id, code_hash(key, user.id, plain), now)
    if card is None:
        return False
    card.used_at = now
    return True


def use_card(token: str, now: datetime) -> int:
    """Use up the printed card with this QR token and return whose it was.

    Raises:
        CardUsedError: there is no such card, or it was used, revoked, or is too old.
    """
    card = find_live_card(token, now)
    if card is None:
        raise CardUsedError
    card.used_at = now
    return card.user_id


def open_session(user_id: int, method: str, browser: Browser, now: datetime) -> SignedIn:
    """Begin a session with a fresh token and remember the browser."""
    token = secrets.token_urlsafe(32)
    device = browser.device
    if not is_known_device(user_id, device):
        device = secrets.token_urlsafe(32)
        db.session.add(KnownDevice(user_id=user_id, token_hash=digest(device), created_at=now))
    db.session.add(
        LoginSession(
            token_hash=digest(token),
            user_id=user_id,
            method=method,
            agent=browser.agent[:120],
            created_at=now,
            expires_at=now + SESSION_LIFE,
        )
    )
    db.session.flush()
    return SignedIn(user_id, token, device)


def rehash_if_old(user: User, password: str) -> None:
    """Store the password under today's hashing figures if it was stored under older ones."""
    if user.password_hash and _hasher.check_needs_rehash(user.password_hash):
        user.password_hash = hash_password(password)


def end_session(session_id: int, now: datetime) -> None:
    """Sign one browser out."""
    _end(LoginSession.id == session_id, now)


def end_sessions(user_id: int, now: datetime, except_id: int | None = None) -> None:
    """Sign the person out everywhere, but for the session ``except_id``."""
    condition = LoginSession.user_id == user_id
    _end(condition if except_id is None else condition & (LoginSession.id != except_id), now)


def _end(condition: Any, now: datetime) -> None:
    db.session.execute(
        update(LoginSession).where(condition, LoginSession.ended_at.is_(None)).values(ended_at=now)
    )


def set_password(user: User, password: str) -> None:
    """Give the person a password.

    Raises:
        ShortPasswordError, WeakPasswordError: it is refused; the sentence says what to choose instead.
    """
    check_password(password, user.full_name, user.phone or "", user.teacher_code or "")
    user.password_hash = hash_password(password)


def change_password(
    user: User, current: str, new: str, session_id: int, is_fresh_card: bool, now: datetime
) -> None:
    """Change one's own password and sign every other browser out.

    ``is_fresh_card``: the person came in by a printed card just now, so there is no old password to ask for.

    Raises:
        WrongPasswordError: ``current`` is not the password.
        ShortPasswordError, WeakPasswordError: ``new`` is refused.
    """
    if not is_fresh_card and not _verify(user.password_hash, current):
        raise WrongPasswordError
    set_password(user, new)
    end_sessions(user.id, now, except_id=session_id)
    write_audit(user.id, "password.changed", f"user:{user.id}", now)


def revoke_cards(user_id: int, now: datetime) -> None:
    """Make a person's unused cards worthless."""
    db.session.execute(
        update(SignInCode)
        .where(SignInCode.user_id == user_id, SignInCode.used_at.is_(None), SignInCode.revoked_at.is_(None))
        .values(revoked_at=now)
    )


def issue_card(
    user_id: int, issued_by_id: int | None, key: str, now: datetime, unit_id: int | None = None
) -> Card:
    """Make a new card for a person and revoke the ones not used yet."""
    revoke_cards(user_id, now)
    card = Card(f"{secrets.randbelow(1_000_000):06d}", secrets.token_urlsafe(24), now + CARD_LIFE)
    db.session.add(
        SignInCode(
            user_id=user_id,
            code_hash=code_hash(key, user_id, card.code),
            card_hash=digest(card.token),
            issued_by_id=issued_by_id,
            created_at=now,
            expires_at=card.expires_at,
        )
    )
    write_audit(issued_by_id, "card.issued", f"user:{user_id}", now, unit_id=unit_id)
    return card


def code_hash(key: str, user_id: int, code: str) -> str:
    """Return the keyed hash of a code: six digits alone would be found by trying them all."""
    return hmac.new(key.encode(), f"code:{user_id}:{code}".encode(), hashlib.sha256).hexdigest()


def add_person(
    full_name: str,
    now: datetime,
    *,
    honorific: str = "",
    phone: str | None = None,
    teacher_code: str | None = None,
    is_demo: bool = False,
) -> User:
    """Put a person on the roster; neither phone nor code is needed to be on it.

    Raises:
        SignInNameTakenError: somebody has this phone number or code.
    """
    if (phone or teacher_code) and find_user_by_sign_in(phone, teacher_code):
        raise SignInNameTakenError
    name = squeeze(full_name)
    user = User(
        full_name=name,
        search_name=fold(name),
        honorific=squeeze(honorific),
        phone=phone,
        teacher_code=teacher_code,
        is_demo=is_demo,
        created_at=now,
    )
    try:
        with db.session.begin_nested():
            db.session.add(user)
    except IntegrityError as taken:  # another officer was a moment faster
        raise SignInNameTakenError from taken
    return user


def edit_person(
    user: User, full_name: str, *, honorific: str, phone: str | None, teacher_code: str | None
) -> tuple[str, ...]:
    """Correct what the roster says of a person and return the names of what changed.

    Raises:
        SignInNameTakenError: somebody else has this phone number or code.
    """
    name = squeeze(full_name)
    wanted = {
        "full_name": name,
        "search_name": fold(name),
        "honorific": squeeze(honorific),
        "phone": phone,
        "teacher_code": teacher_code,
    }
    changed = tuple(field for field, value in wanted.items() if getattr(user, field) != value)
    try:
        with db.session.begin_nested():
            for field in changed:
                setattr(user, field, wanted[field])
    except IntegrityError as taken:
        raise SignInNameTakenError from taken
    return changed


def close_account(user: User, now: datetime) -> None:
    """Let a person sign in no more, from this moment on; what the person learned stays on record.

    Phone number and code are let go, so that whoever has them next, the same person elsewhere included, can use them.
    """
    user.closed_at, user.phone, user.teacher_code = now, None, None
    end_sessions(user.id, now)
    revoke_cards(user.id, now)


def set_display(user_id: int, *, text_size: str, contrast: str, motion: str) -> None:
    """Keep a person's display settings in the account."""
    db.session.execute(
        update(User).where(User.id == user_id).values(text_size=text_size, contrast=contrast, motion=motion)
    )


def set_language(user_id: int, language: str) -> None:
    """Keep a person's language in the account."""
    db.session.execute(update(User).where(User.id == user_id).values(language=language))


def write_audit(
    actor_id: int | None,
    action: str,
    subject: str,
    now: datetime,
    *,
    unit_id: int | None = None,
    note: str = "",
    detail: dict[str, Any] | None = None,
) -> None:
    """Add a line to the audit log."""
    db.session.add(
        AuditEntry(
            at=now,
            actor_id=actor_id,
            action=action,
            subject=subject,
            unit_id=unit_id,
            note=note,
            detail=detail or {},
        )
    )
