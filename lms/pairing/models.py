"""Tables of pairs, of their goals, of vetoes, of requests for help, of what a unit set about both, and of who looked at whose work."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Instant, Json, Model, where

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
    run_id: Mapped[int | None] = mapped_column(index=True, comment="the run that suggested it")
    score: Mapped[int | None]
    facts: Mapped[list[Any]] = mapped_column(
        Json, default=list, comment="[why, values …] as stored at the time"
    )
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    invited_at: Mapped[datetime | None] = mapped_column(Instant)
    reminded_at: Mapped[datetime | None] = mapped_column(Instant)
    mentor_agreed_at: Mapped[datetime | None] = mapped_column(Instant)
    mentee_agreed_at: Mapped[datetime | None] = mapped_column(Instant)
    consent: Mapped[str] = mapped_column(Text, default="", comment="the words that both agreed to")
    started_at: Mapped[datetime | None] = mapped_column(Instant)
    paused_at: Mapped[datetime | None] = mapped_column(Instant)
    pause_reason: Mapped[str] = mapped_column(String(200), default="")
    paused_by: Mapped[str] = mapped_column(
        String(30), default="", comment="whose rest lasts: mentor, mentee, coordinator"
    )
    held_by: Mapped[str] = mapped_column(
        String(20), default="", comment="who of the two reported harm and has not been decided about"
    )
    paused_for_harm: Mapped[bool] = mapped_column(
        default=False, comment="a report is not decided about; stays when the pair is ended meanwhile"
    )
    resumed_at: Mapped[datetime | None] = mapped_column(
        Instant, comment="when it last went on; what ran before the rest stays ended"
    )
    other_wanted_at: Mapped[datetime | None] = mapped_column(
        Instant, comment="the mentee asked for another mentor"
    )
    other_wanted_words: Mapped[str] = mapped_column(
        String(300), default="", comment="only officers read them"
    )
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    end_reason: Mapped[str] = mapped_column(String(200), default="")
    ended_for_harm: Mapped[bool] = mapped_column(default=False)
    achieved: Mapped[str] = mapped_column(Text, default="", comment="what the closing says was achieved")
    mentor_thanks: Mapped[str] = mapped_column(
        Text, default="", comment="what the mentor says at the end, for the mentee to read"
    )
    mentee_thanks: Mapped[str] = mapped_column(
        Text, default="", comment="what the mentee says at the end, for the mentor to read"
    )

    __table_args__ = (
        CheckConstraint(
            "state IN ('suggested', 'invited', 'active', 'paused', 'ended', 'declined', 'expired', 'dropped')",
            name="state",
        ),
        CheckConstraint("mentor_id <> mentee_id", name="two_people"),
        Index("uq_pairs_one_mentor", "mentee_id", unique=True, **where("state IN ('active', 'paused')")),
        Index("uq_pairs_one_invitation", "mentee_id", unique=True, **where("state = 'invited'")),
    )


class PairGoal(Model):
    """What the two work towards until a day. The mentor sees only activities of goals that both agreed on."""

    __tablename__ = "pair_goals"

    id: Mapped[int] = mapped_column(primary_key=True)
    pair_id: Mapped[int] = mapped_column(ForeignKey("pairs.id"), index=True)
    skill: Mapped[str] = mapped_column(
        String(130),
        comment="such as chu-ky-so/ky-va-doc-tep, chu-ky-so for the whole course, or * for any course",
    )
    words: Mapped[str] = mapped_column(String(200), default="")
    due_on: Mapped[date] = mapped_column(Date)
    set_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("users.id"), comment="none: the terms both agreed to at the start"
    )
    set_at: Mapped[datetime] = mapped_column(Instant)
    agreed_at: Mapped[datetime | None] = mapped_column(Instant, comment="by the other of the two")
    reached_at: Mapped[datetime | None] = mapped_column(Instant)
    reached_level: Mapped[int | None]
    dropped_at: Mapped[datetime | None] = mapped_column(Instant)


class Veto(Model):
    """Somebody who does not want to be paired with somebody. No reason is asked, and nobody else sees it."""

    __tablename__ = "pair_vetoes"

    id: Mapped[int] = mapped_column(primary_key=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    about_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    at: Mapped[datetime] = mapped_column(Instant)

    __table_args__ = (
        Index(None, "by_id", "about_id", unique=True),
        CheckConstraint("by_id <> about_id", name="two_people"),
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
    due_at: Mapped[datetime | None] = mapped_column(
        Instant, comment="when it goes to the next who may answer"
    )
    handed_on: Mapped[int] = mapped_column(
        default=0, comment="0 mentor, 1 coordinator, 2 any mentor of the unit"
    )
    next_owner_id: Mapped[int | None] = mapped_column(
        ForeignKey("users.id"), comment="to whom it goes at due_at"
    )
    added_on: Mapped[date | None] = mapped_column(Date, comment="when the asker last added words")
    added: Mapped[int] = mapped_column(default=0, comment="how often on that day")

    __table_args__ = (
        CheckConstraint("state IN ('open', 'answered', 'closed')", name="state"),
        # A double tap, or two tabs, ask once.
        Index("uq_help_requests_open", "user_id", "place", unique=True, **where("state <> 'closed'")),
    )


class PairingRules(Model):
    """What the coordinator of a unit changed of the rules; it holds for the unit and below, the nearest wins."""

    __tablename__ = "pairing_rules"

    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), primary_key=True)
    weights: Mapped[dict[str, int]] = mapped_column(
        Json, default=dict, comment="points of lms.core.matching.Weights"
    )
    thresholds: Mapped[dict[str, int]] = mapped_column(
        Json, default=dict, comment="hours or counts of lms.core.signals.Thresholds"
    )
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    changed_at: Mapped[datetime] = mapped_column(Instant)


class AccessEntry(Model):
    """Who looked at whose work, and at what; append-only."""

    __tablename__ = "access_entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    viewer_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    subject_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    what: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime] = mapped_column(Instant)

    __table_args__ = (Index(None, "subject_id", "id"), Index(None, "viewer_id", "subject_id", "what", "at"))
