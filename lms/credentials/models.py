"""Table of certificates."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Instant, Json, Model, where


class Certificate(Model):
    """That a person finished a course, as it stood on the day; anyone with the code can verify it."""

    __tablename__ = "certificates"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(14), unique=True, comment="XXXX-XXXX-XXXX, random")
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"))
    revision_id: Mapped[int] = mapped_column(ForeignKey("course_revisions.id"))
    full_name: Mapped[str] = mapped_column(String(120), comment="as it was on the day")
    course_title: Mapped[str] = mapped_column(String(200))
    unit_name: Mapped[str] = mapped_column(String(160), default="")
    mentor_name: Mapped[str] = mapped_column(String(150), default="", comment="with honorific; may be empty")
    skills: Mapped[list[str]] = mapped_column(Json, comment="titles of the skills that the course trains")
    evidence: Mapped[dict[str, Any]] = mapped_column(
        Json, comment="how it is known: trust -> kind of item -> how many"
    )
    completed_at: Mapped[datetime] = mapped_column(Instant)
    issued_at: Mapped[datetime] = mapped_column(Instant)
    revoked_at: Mapped[datetime | None] = mapped_column(Instant)
    revoked_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    revoke_reason: Mapped[str] = mapped_column(String(200), default="")

    __table_args__ = (
        Index("uq_certificates_valid", "user_id", "course_id", unique=True, **where("revoked_at IS NULL")),
    )

    @property
    def is_valid(self) -> bool:
        return self.revoked_at is None
