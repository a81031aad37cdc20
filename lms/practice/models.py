"""Tables of submissions and evidence photos."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Instant, Json, Model, where
from lms.photos import KeptPhoto


class Submission(Model):
    """One try at a task: what was handed in and what was decided. A new try is a new row."""

    __tablename__ = "submissions"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"))
    item_key: Mapped[str] = mapped_column(String(180))
    revision_id: Mapped[int] = mapped_column(ForeignKey("course_revisions.id"))
    number: Mapped[int]
    kind: Mapped[str] = mapped_column(String(20), comment="a key of lms.core.practice.KINDS")
    state: Mapped[str] = mapped_column(String(16), comment="lms.core.practice.states")
    payload: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    report: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    note: Mapped[str] = mapped_column(Text, default="", comment="the learner's words to the reviewer")
    started_at: Mapped[datetime] = mapped_column(Instant)
    handed_in_at: Mapped[datetime | None] = mapped_column(Instant, index=True)
    decided_at: Mapped[datetime | None] = mapped_column(Instant)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    reason: Mapped[str] = mapped_column(Text, default="", comment="why it was returned or revoked")

    __table_args__ = (
        Index(None, "user_id", "course_id", "item_key", "number", unique=True),
        # Two taps, or two tabs, make one open try.
        Index(
            "uq_submissions_open",
            "user_id",
            "course_id",
            "item_key",
            unique=True,
            **where("state IN ('in_progress', 'waiting')"),
        ),
        CheckConstraint("number >= 1", name="number"),
        CheckConstraint("decided_by_id IS NULL OR decided_by_id <> user_id", name="nobody_grades_oneself"),
    )


class EvidenceFile(KeptPhoto, Model):
    """A photo handed in with a submission."""

    __tablename__ = "evidence_files"

    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"), index=True)
    delete_after: Mapped[datetime | None] = mapped_column(Instant)

    __table_args__ = (Index(None, "pixels_sha256"),)
