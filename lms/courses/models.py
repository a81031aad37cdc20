"""Tables of courses and what belongs to them."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Instant, Json, Model, where


class Course(Model):
    """A course by its stable id; what people read is the current revision."""

    __tablename__ = "courses"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True, comment="the course's id in its front matter")
    title: Mapped[str] = mapped_column(String(200))
    summary: Mapped[str] = mapped_column(Text, default="")
    status: Mapped[str] = mapped_column(String(12), comment="draft, published, retired")
    search_text: Mapped[str] = mapped_column(Text, default="", comment="titles and text, folded")
    current_revision_id: Mapped[int | None] = mapped_column(
        comment="what people read; no foreign key, because the two tables would then need each other"
    )
    created_at: Mapped[datetime] = mapped_column(Instant)


class CourseRevision(Model):
    """One immutable state of a course: normalised source and compiled result."""

    __tablename__ = "course_revisions"

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"), index=True)
    sha256: Mapped[str] = mapped_column(String(64))
    sources: Mapped[dict[str, str]] = mapped_column(Json, comment="path -> normalised Markdown")
    media: Mapped[dict[str, str]] = mapped_column(Json, comment="path -> storage name")
    compiled: Mapped[dict[str, Any]] = mapped_column(Json, comment="lms.core.markup.course_to_json")
    created_at: Mapped[datetime] = mapped_column(Instant)

    __table_args__ = (Index(None, "course_id", "sha256", unique=True),)


class CoursePublication(Model):
    """That a revision became the current one; the history that a trainer reads."""

    __tablename__ = "course_publications"

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"), index=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("course_revisions.id"))
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    published_at: Mapped[datetime] = mapped_column(Instant)
    changes: Mapped[dict[str, Any]] = mapped_column(
        Json, default=dict, comment="lms.core.markup.Comparison as JSON: what it changed, for the history"
    )


class CourseItem(Model):
    """A lesson, step, task or quiz by its stable key; retired when it vanishes, never deleted."""

    __tablename__ = "course_items"

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"))
    key: Mapped[str] = mapped_column(String(180))
    kind: Mapped[str] = mapped_column(String(10))
    title: Mapped[str] = mapped_column(String(250))
    digest: Mapped[str] = mapped_column(
        String(64), default="", comment="sha256 of what it says, lms.core.markup.item_digest"
    )
    changed_at: Mapped[datetime | None] = mapped_column(
        Instant, comment="when a publication last changed what it says; none since it first appeared"
    )
    retired_at: Mapped[datetime | None] = mapped_column(Instant)

    __table_args__ = (Index(None, "course_id", "key", unique=True),)


class GlossaryTerm(Model):
    """One entry of the glossary, shared by all courses."""

    __tablename__ = "glossary_terms"

    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    term: Mapped[str] = mapped_column(String(120))
    english: Mapped[str] = mapped_column(String(120), default="")
    html: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text, default="", comment="its section of glossary.md, for exporting")
    search_text: Mapped[str] = mapped_column(Text)


class LocalValue(Model):
    """A value of the local sheet: what {{name}} means in a unit and below it."""

    __tablename__ = "local_values"

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    name: Mapped[str] = mapped_column(String(60))
    value: Mapped[str] = mapped_column(String(200))
    updated_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    updated_at: Mapped[datetime] = mapped_column(Instant)

    __table_args__ = (Index(None, "unit_id", "name", unique=True),)


class ScreenNote(Model):
    """A learner's word that a step no longer matches the screen; the trainer's queue of stale steps."""

    __tablename__ = "screen_notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"), index=True)
    item_key: Mapped[str] = mapped_column(String(180))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    device: Mapped[str] = mapped_column(String(20), default="")
    message: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(Instant)
    resolved_at: Mapped[datetime | None] = mapped_column(Instant)

    __table_args__ = (
        # One open word a person and step: pressing twice says it once.
        Index(
            "uq_screen_notes_open",
            "course_id",
            "item_key",
            "user_id",
            unique=True,
            **where("resolved_at IS NULL"),
        ),
    )
