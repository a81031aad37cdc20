"""Tables of what happens within a pair: meetings, notes, reports of harm, assisted sessions."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Instant, Model, where


class Meeting(Model):
    """That two met, as one of them noted and the other confirms in one tap."""

    __tablename__ = "meetings"

    id: Mapped[int] = mapped_column(primary_key=True)
    pair_id: Mapped[int] = mapped_column(ForeignKey("pairs.id"))
    on: Mapped[date] = mapped_column(Date)
    minutes: Mapped[int]
    place: Mapped[str] = mapped_column(String(10), comment="school, home, phone, elsewhere")
    activity: Mapped[str] = mapped_column(String(200), default="", comment="item key, or what it was about")
    line: Mapped[str] = mapped_column(String(300), default="")
    logged_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    logged_at: Mapped[datetime] = mapped_column(Instant)
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    confirmed_at: Mapped[datetime | None] = mapped_column(Instant)
    denied_at: Mapped[datetime | None] = mapped_column(
        Instant, comment="the other says it was otherwise; its author mends or deletes it"
    )
    idempotency_key: Mapped[str] = mapped_column(String(80), unique=True)

    __table_args__ = (
        Index(None, "pair_id", "on"),
        CheckConstraint("minutes IN (15, 30, 60)", name="minutes"),
        CheckConstraint("place IN ('school', 'home', 'phone', 'elsewhere')", name="place"),
    )


class PairNote(Model):
    """A note on a pair: shared by both, private to its author, or a case note for the safeguarding role alone."""

    __tablename__ = "pair_notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    pair_id: Mapped[int] = mapped_column(ForeignKey("pairs.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    kind: Mapped[str] = mapped_column(String(8))
    report_id: Mapped[int | None] = mapped_column(
        ForeignKey("harm_reports.id"), comment="of a case note: who may read that report may read it"
    )
    words: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Instant)
    changed_at: Mapped[datetime | None] = mapped_column(Instant)

    __table_args__ = (
        Index(None, "pair_id", "id"),
        CheckConstraint("kind IN ('shared', 'private', 'case')", name="kind"),
        CheckConstraint("(kind = 'case') = (report_id IS NOT NULL)", name="report"),
    )


class HarmReport(Model):
    """A report of harm in a pair. Only the safeguarding role of ``unit_id`` and above reads it."""

    __tablename__ = "harm_reports"

    id: Mapped[int] = mapped_column(primary_key=True)
    pair_id: Mapped[int] = mapped_column(ForeignKey("pairs.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True, comment="who has to look")
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    about_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    kind: Mapped[str] = mapped_column(String(10), default="", comment="what was chosen, if anything")
    words: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(Instant)
    state: Mapped[str] = mapped_column(String(8))
    handled_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    closed_at: Mapped[datetime | None] = mapped_column(Instant)
    outcome: Mapped[str] = mapped_column(Text, default="")

    __table_args__ = (
        CheckConstraint("state IN ('open', 'looking', 'closed')", name="state"),
        Index("uq_harm_reports_open", "pair_id", "by_id", unique=True, **where("state <> 'closed'")),
    )


class AssistedSession(Model):
    """That a mentor's phone runs steps for the mentee beside her, begun by the mentee's code.

    Until ``started_at`` it is a code that nobody used: six figures on the mentee's screen, or one of a printed card.
    """

    __tablename__ = "assisted_sessions"

    id: Mapped[int] = mapped_column(primary_key=True)
    pair_id: Mapped[int] = mapped_column(ForeignKey("pairs.id"), index=True)
    kind: Mapped[str] = mapped_column(String(8), comment="screen, card")
    device: Mapped[str] = mapped_column(
        String(10),
        default="",
        comment="whose instructions come first: of the phone on which the code was made",
    )
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant, comment="of the code")
    started_at: Mapped[datetime | None] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)

    __table_args__ = (CheckConstraint("kind IN ('screen', 'card')", name="kind"),)


class AssistGuess(Model):
    """That a code for working together was typed, counted before it was judged; the right one clears the count."""

    __tablename__ = "assist_guesses"

    id: Mapped[int] = mapped_column(primary_key=True)
    pair_id: Mapped[int] = mapped_column(ForeignKey("pairs.id"), index=True)
    at: Mapped[datetime] = mapped_column(Instant)
