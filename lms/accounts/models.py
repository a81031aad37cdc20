"""Tables of people and their ways in: users, sessions, codes, guesses, known devices, the audit log."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.people import call_name
from lms.db import Instant, Json, Model


class User(Model):
    """A person on the roster. Signing in is optional: neither a password nor a phone number is required."""

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    full_name: Mapped[str] = mapped_column(String(120), comment="NFC, single spaces")
    search_name: Mapped[str] = mapped_column(String(120), index=True, comment="full_name folded for search")
    honorific: Mapped[str] = mapped_column(String(20), default="", comment="cô, thầy, bác … or empty")
    phone: Mapped[str | None] = mapped_column(String(15), unique=True, comment="digits only, begins with 0")
    teacher_code: Mapped[str | None] = mapped_column(String(40), unique=True, comment="upper case, no spaces")
    password_hash: Mapped[str | None] = mapped_column(
        String(200), comment="argon2id; none: cannot use a password"
    )
    email: Mapped[str | None] = mapped_column(
        String(254), comment="where notices may be sent; not a way to sign in, so two people may share one"
    )
    email_confirmed_at: Mapped[datetime | None] = mapped_column(
        Instant,
        comment="whoever reads that mailbox opened the link sent there; before, nothing else goes there",
    )
    wants_mail: Mapped[bool] = mapped_column(default=False, comment="asked for notices by mail")
    shares_phone: Mapped[bool] = mapped_column(default=False, comment="a paired person may see the number")
    language: Mapped[str] = mapped_column(String(5), default="")
    text_size: Mapped[str] = mapped_column(String(10), default="")
    contrast: Mapped[str] = mapped_column(String(10), default="")
    motion: Mapped[str] = mapped_column(String(10), default="")
    is_demo: Mapped[bool] = mapped_column(default=False, comment="made by lms demo")
    created_at: Mapped[datetime] = mapped_column(Instant)
    closed_at: Mapped[datetime | None] = mapped_column(Instant, comment="may no longer sign in")

    @property
    def call_name(self) -> str:
        return call_name(self.honorific, self.full_name)


class LoginSession(Model):
    """A signed-in browser. The cookie holds a random token, this table only its hash."""

    __tablename__ = "login_sessions"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True, comment="sha256 of the 256-bit token")
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    method: Mapped[str] = mapped_column(String(10))
    agent: Mapped[str] = mapped_column(
        String(120), default="", comment="what kind of browser, to recognise it by"
    )
    created_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)

    __table_args__ = (CheckConstraint("method IN ('password', 'code', 'card')", name="method"),)


class SignInCode(Model):
    """A printed card: a 6-digit code and a QR token, either of which uses up the card."""

    __tablename__ = "sign_in_codes"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64), comment="keyed hash of user and code")
    card_hash: Mapped[str] = mapped_column(String(64), unique=True, comment="sha256 of the QR token")
    issued_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    used_at: Mapped[datetime | None] = mapped_column(Instant)
    revoked_at: Mapped[datetime | None] = mapped_column(Instant)


class SignInGuess(Model):
    """One try at signing in, counted against an account, an address and the whole site."""

    __tablename__ = "sign_in_guesses"

    id: Mapped[int] = mapped_column(primary_key=True)
    bucket: Mapped[str] = mapped_column(String(70))
    at: Mapped[datetime] = mapped_column(Instant, index=True)

    __table_args__ = (Index(None, "bucket", "at"),)


class KnownDevice(Model):
    """A browser that this person signed in from before: strangers' guesses do not lock it out."""

    __tablename__ = "known_devices"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    token_hash: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(Instant)

    __table_args__ = (Index(None, "user_id", "token_hash", unique=True),)


class AuditEntry(Model):
    """Who did what to whom; append-only, without secrets."""

    __tablename__ = "audit_entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant, index=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), comment="none: the command line")
    action: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(80), comment="such as user:12 or course:c-thai-nguyen")
    unit_id: Mapped[int | None] = mapped_column(comment="where it happened, for the unit's own log")
    detail: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    note: Mapped[str] = mapped_column(Text, default="")
