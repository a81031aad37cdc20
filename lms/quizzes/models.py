"""Tables of banks, attempts, answers, and what people decided about them."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Instant, Json, Model, where
from lms.photos import KeptPhoto


class Bank(Model):
    """A question bank by its stable id."""

    __tablename__ = "banks"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    current_revision_id: Mapped[int | None] = mapped_column(
        comment="what people read; no foreign key, because the two tables would then need each other"
    )
    created_at: Mapped[datetime] = mapped_column(Instant)


class BankRevision(Model):
    """One immutable state of a bank."""

    __tablename__ = "bank_revisions"

    id: Mapped[int] = mapped_column(primary_key=True)
    bank_id: Mapped[int] = mapped_column(ForeignKey("banks.id"), index=True)
    sha256: Mapped[str] = mapped_column(String(64))
    source: Mapped[str] = mapped_column(Text, comment="normalised Markdown")
    compiled: Mapped[dict[str, Any]] = mapped_column(
        Json, comment="lms.core.questions.bank_to_json; holds the key"
    )
    created_at: Mapped[datetime] = mapped_column(Instant)

    __table_args__ = (Index(None, "bank_id", "sha256", unique=True),)


class Attempt(Model):
    """One person's go at one quiz. ``frozen`` fixes questions, order, points and seed at the start."""

    __tablename__ = "attempts"

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(
        String(43), unique=True, comment="random, names the attempt in addresses"
    )
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"))
    item_key: Mapped[str] = mapped_column(String(180))
    bank_id: Mapped[int] = mapped_column(ForeignKey("banks.id"))
    revision_id: Mapped[int] = mapped_column(ForeignKey("bank_revisions.id"))
    number: Mapped[int] = mapped_column(comment="1, 2, 3 … for this person and quiz")
    state: Mapped[str] = mapped_column(String(12))
    frozen: Mapped[dict[str, Any]] = mapped_column(Json)
    started_at: Mapped[datetime] = mapped_column(Instant)
    deadline_at: Mapped[datetime | None] = mapped_column(Instant)
    submitted_at: Mapped[datetime | None] = mapped_column(Instant)
    graded_at: Mapped[datetime | None] = mapped_column(Instant)
    score: Mapped[Decimal | None] = mapped_column(Numeric(8, 4))
    max_score: Mapped[Decimal] = mapped_column(Numeric(8, 4))
    is_passed: Mapped[bool | None]
    void_reason: Mapped[str] = mapped_column(String(200), default="")
    voided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    voided_at: Mapped[datetime | None] = mapped_column(Instant)
    regraded: Mapped[dict[str, int] | None] = mapped_column(
        Json, comment="question id -> revision whose key it was graded again with"
    )
    held_by_id: Mapped[int | None] = mapped_column(
        comment="the sign-in session that works on it; another device is warned before it takes over"
    )

    __table_args__ = (
        Index(None, "user_id", "course_id", "item_key", "number", unique=True),
        Index(None, "course_id", "item_key"),
        # A double start, or two devices, share one attempt.
        Index(
            "uq_attempts_running",
            "user_id",
            "course_id",
            "item_key",
            unique=True,
            **where("state IN ('in_progress', 'overdue')"),
        ),
        CheckConstraint("number >= 1", name="number"),
        CheckConstraint(
            "state IN ('in_progress', 'submitted', 'graded', 'overdue', 'abandoned', 'void')", name="state"
        ),
    )


class Answer(Model):
    """The latest answer to one question of an attempt; the highest client sequence number wins.

    What comes after the deadline is a row of its own: it is kept for the trainer and never counts.
    """

    __tablename__ = "answers"

    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempts.id"), primary_key=True)
    question_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    is_late: Mapped[bool] = mapped_column(primary_key=True, default=False)
    seq: Mapped[int]
    response: Mapped[dict[str, Any]] = mapped_column(Json)
    hints_used: Mapped[int] = mapped_column(default=0)
    saved_at: Mapped[datetime] = mapped_column(Instant)
    score: Mapped[Decimal | None] = mapped_column(Numeric(8, 4))
    marked_state: Mapped[str] = mapped_column(
        String(14), default="", comment="lms.core.questions.State; once said, the answer stands"
    )


class AnswerPhoto(KeptPhoto, Model):
    """A photo that belongs to the answer to an evidence question; one that came late belongs to the late answer."""

    __tablename__ = "answer_photos"

    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempts.id"))
    question_id: Mapped[str] = mapped_column(String(80))
    is_late: Mapped[bool] = mapped_column(default=False)
    content_type: Mapped[str] = mapped_column(String(40))

    __table_args__ = (
        Index(None, "attempt_id", "question_id"),
        # Two taps, or two devices, add a picture once.
        Index(
            "uq_answer_photos_kept",
            "attempt_id",
            "question_id",
            "is_late",
            "pixels_sha256",
            unique=True,
            **where("deleted_at IS NULL"),
        ),
    )


class PersonMark(Model):
    """What a person gave an answer that only a person can read: points by rubric line, and a word to the learner."""

    __tablename__ = "person_marks"

    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempts.id"), primary_key=True)
    question_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    points: Mapped[list[str]] = mapped_column(
        Json, comment="decimals as text, in the order of the rubric; one number where there is no rubric"
    )
    remark: Mapped[str] = mapped_column(
        Text, default="", comment="shown to the learner once review is allowed"
    )
    marked_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    marked_at: Mapped[datetime] = mapped_column(Instant)


class MarkChange(Model):
    """The log of marks that changed after the hand-in: by a person's marking, by a regrade, by voiding."""

    __tablename__ = "mark_changes"

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempts.id"), index=True)
    question_id: Mapped[str] = mapped_column(String(80), default="", comment="empty: the attempt as a whole")
    kind: Mapped[str] = mapped_column(String(12))
    before: Mapped[Decimal | None] = mapped_column(Numeric(8, 4))
    after: Mapped[Decimal | None] = mapped_column(Numeric(8, 4))
    reason: Mapped[str] = mapped_column(String(200), default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(Instant)

    __table_args__ = (CheckConstraint("kind IN ('person', 'regrade', 'void')", name="kind"),)


class Extension(Model):
    """More time, more attempts or a later close for one person and one quiz; the latest that was not taken back counts."""

    __tablename__ = "quiz_extensions"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"))
    item_key: Mapped[str] = mapped_column(String(180))
    extra_minutes: Mapped[int] = mapped_column(default=0)
    extra_attempts: Mapped[int] = mapped_column(default=0)
    closes_at: Mapped[datetime | None] = mapped_column(Instant, comment="instead of the bank's own close")
    reason: Mapped[str] = mapped_column(String(200))
    granted_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    granted_at: Mapped[datetime] = mapped_column(Instant)
    revoked_at: Mapped[datetime | None] = mapped_column(Instant)

    __table_args__ = (
        Index(None, "user_id", "course_id", "item_key"),
        CheckConstraint("extra_minutes >= 0 AND extra_attempts >= 0", name="extra"),
    )
