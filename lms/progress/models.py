"""Tables of the ledger and of enrolments, which are folded from it."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Instant, Json, Model

LedgerId = BigInteger().with_variant(Integer, "sqlite")


class LearningEvent(Model):
    """Something that happened to one person's learning. Rows are added, never changed and never removed."""

    __tablename__ = "learning_events"

    id: Mapped[int] = mapped_column(LedgerId, primary_key=True)
    subject_id: Mapped[int] = mapped_column(ForeignKey("users.id"), comment="whose learning")
    actor_id: Mapped[int | None] = mapped_column(
        ForeignKey("users.id"), comment="who acted; none: the system"
    )
    actor_kind: Mapped[str] = mapped_column(String(10))
    verb: Mapped[str] = mapped_column(String(24))
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"))
    item_key: Mapped[str] = mapped_column(String(180), default="")
    revision_id: Mapped[int] = mapped_column(ForeignKey("course_revisions.id"))
    trust: Mapped[str] = mapped_column(String(10), default="", comment="machine, person, self")
    at: Mapped[datetime] = mapped_column(Instant)
    idempotency_key: Mapped[str] = mapped_column(String(200), unique=True)
    detail: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)

    __table_args__ = (
        Index(None, "subject_id", "course_id", "id"),
        CheckConstraint(
            "actor_kind IN ('self', 'mentor', 'assessor', 'assisted', 'system')", name="actor_kind"
        ),
        CheckConstraint("trust IN ('', 'machine', 'person', 'self')", name="trust"),
    )


class Enrolment(Model):
    """Where a person stands in a course: the fold of the person's events by lms.core.completion."""

    __tablename__ = "enrolments"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"), index=True)
    revision_id: Mapped[int] = mapped_column(
        ForeignKey("course_revisions.id"), comment="the one it was folded by"
    )
    started_at: Mapped[datetime] = mapped_column(Instant)
    last_at: Mapped[datetime] = mapped_column(Instant)
    completed_at: Mapped[datetime | None] = mapped_column(Instant)
    done_items: Mapped[int]
    assisted_items: Mapped[int] = mapped_column(
        default=0, comment="of the done ones: done together on the mentor's phone, not yet alone"
    )
    total_items: Mapped[int]
    done_lessons: Mapped[int]
    total_lessons: Mapped[int]
    waiting_items: Mapped[int] = mapped_column(default=0, comment="handed in, waiting for a person")
    next_key: Mapped[str] = mapped_column(String(180), default="", comment="the first unfinished item")
    records: Mapped[dict[str, Any]] = mapped_column(Json, comment="item key -> state, trust, at, by")
    kept: Mapped[dict[str, str]] = mapped_column(
        Json, default=dict, comment="lesson id -> until when its changes were seen and the progress kept"
    )

    __table_args__ = (Index(None, "user_id", "course_id", unique=True),)
