"""Tables of needs, offers, runs of suggestions, and twinned units."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Instant, Json, Model, where


class Need(Model):
    """What somebody wants help with, and the words under which she agreed to be paired."""

    __tablename__ = "pair_needs"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    skills: Mapped[list[str]] = mapped_column(Json, comment="such as chu-ky-so/ky-va-doc-tep")
    times: Mapped[list[str]] = mapped_column(Json, default=list, comment="such as t4-chieu")
    device: Mapped[str] = mapped_column(String(10), default="")
    words: Mapped[str] = mapped_column(Text, default="", comment="what she adds")
    wished_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    consent: Mapped[str] = mapped_column(Text, comment="the words that were agreed to")
    consented_at: Mapped[datetime] = mapped_column(Instant)
    updated_at: Mapped[datetime] = mapped_column(Instant)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant)

    __table_args__ = (Index("uq_pair_needs_live", "user_id", unique=True, **where("withdrawn_at IS NULL")),)


class Offer(Model):
    """What somebody can help with, to how many; only skills that the ledger proves count when suggestions are made."""

    __tablename__ = "pair_offers"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    skills: Mapped[list[str]] = mapped_column(Json)
    times: Mapped[list[str]] = mapped_column(Json, default=list)
    device: Mapped[str] = mapped_column(String(10), default="")
    places: Mapped[int] = mapped_column(default=2)
    wished_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    consent: Mapped[str] = mapped_column(Text, comment="the words that were agreed to")
    consented_at: Mapped[datetime] = mapped_column(Instant)
    updated_at: Mapped[datetime] = mapped_column(Instant)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant)

    __table_args__ = (
        CheckConstraint("places BETWEEN 1 AND 3", name="places"),
        Index("uq_pair_offers_live", "user_id", unique=True, **where("withdrawn_at IS NULL")),
    )


class Manager(Model):
    """That somebody is another's direct manager: the two are paired only if both ask."""

    __tablename__ = "managers"

    id: Mapped[int] = mapped_column(primary_key=True)
    manager_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))

    __table_args__ = (
        Index(None, "user_id", "manager_id", unique=True),
        CheckConstraint("manager_id <> user_id", name="two_people"),
    )


class PairingRun(Model):
    """One making of suggestions for a unit and below it; its pairs carry its id."""

    __tablename__ = "pairing_runs"

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(Instant)
    weights: Mapped[dict[str, int]] = mapped_column(Json, default=dict)
    state: Mapped[str] = mapped_column(String(10), comment="working, draft, published, dropped, failed")
    done: Mapped[int] = mapped_column(default=0, comment="units looked at")
    total: Mapped[int] = mapped_column(default=0)
    left: Mapped[list[Any]] = mapped_column(Json, default=list, comment="[person, why] to be placed by hand")

    __table_args__ = (
        CheckConstraint("state IN ('working', 'draft', 'published', 'dropped', 'failed')", name="state"),
    )


class Twinning(Model):
    """Two units that share a pool of mentors: never lists of members, never marks."""

    __tablename__ = "twinnings"

    id: Mapped[int] = mapped_column(primary_key=True)
    asking_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    asked_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    two: Mapped[str] = mapped_column(String(25), comment="both units, the lower number first, such as 3-17")
    state: Mapped[str] = mapped_column(String(10))
    words: Mapped[str] = mapped_column(String(400), default="")
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    asked_at: Mapped[datetime] = mapped_column(Instant)
    reminded_at: Mapped[datetime | None] = mapped_column(Instant)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    started_at: Mapped[datetime | None] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    end_reason: Mapped[str] = mapped_column(String(200), default="")

    __table_args__ = (
        CheckConstraint(
            "state IN ('invited', 'active', 'paused', 'declined', 'expired', 'ended')", name="state"
        ),
        CheckConstraint("asking_id <> asked_id", name="two_units"),
        Index("uq_twinnings_live", "two", unique=True, **where("state IN ('invited', 'active', 'paused')")),
    )
