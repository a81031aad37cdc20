"""Tables of pairs and of requests for help."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Instant, Model, where

MOST_MENTEES = 3


class Pair(Model):
    """A mentor and a mentee. A mentee has one pair at a time that is not ended."""

    __tablename__ = "pairs"

    id: Mapped[int] = mapped_column(primary_key=True)
    mentor_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    mentee_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    unit_id: Mapped[int] = mapped_column(
        ForeignKey("units.id"), index=True, comment="the mentee's unit at the start"
    )
    state: Mapped[str] = mapped_column(String(12))
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(Instant)
    started_at: Mapped[datetime | None] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    end_reason: Mapped[str] = mapped_column(String(200), default="")

    __table_args__ = (
        CheckConstraint("state IN ('suggested', 'invited', 'active', 'paused', 'ended')", name="state"),
        CheckConstraint("mentor_id <> mentee_id", name="two_people"),
        Index("uq_pairs_one_mentor", "mentee_id", unique=True, **where("state IN ('active', 'paused')")),
    )


class HelpRequest(Model):
    """A learner is stuck somewhere and asks. ``owner_id`` is whoever has to answer now."""

    __tablename__ = "help_requests"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    pair_id: Mapped[int | None] = mapped_column(ForeignKey("pairs.id"), index=True)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"), index=True)
    place: Mapped[str] = mapped_column(
        String(200), comment="course id and item key, such as ca-phe/bai-1/buoc-2"
    )
    place_title: Mapped[str] = mapped_column(String(250), comment="as the learner saw it")
    place_path: Mapped[str] = mapped_column(String(300), comment="path of the page, to go back to")
    message: Mapped[str] = mapped_column(Text, default="")
    reply: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(String(12), comment="open, answered (waits for the learner), closed")
    asked_at: Mapped[datetime] = mapped_column(Instant)
    seen_at: Mapped[datetime | None] = mapped_column(Instant)
    answered_at: Mapped[datetime | None] = mapped_column(Instant)
    closed_at: Mapped[datetime | None] = mapped_column(Instant)
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    __table_args__ = (
        CheckConstraint("state IN ('open', 'answered', 'closed')", name="state"),
        # A double tap, or two tabs, ask once.
        Index("uq_help_requests_open", "user_id", "place", unique=True, **where("state <> 'closed'")),
    )
