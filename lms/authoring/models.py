"""Tables of publishing in the browser: what a trainer uploaded and has not yet published or dropped."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Instant, Json, Model


class Upload(Model):
    """An archive of content between the report and the decision; its bytes lie in the storage until then."""

    __tablename__ = "course_uploads"

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(String(43), unique=True, comment="random; stands in addresses")
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    file_name: Mapped[str] = mapped_column(String(200), comment="as the trainer's computer called it")
    storage_name: Mapped[str] = mapped_column(String(120))
    state: Mapped[str] = mapped_column(String(12), default="waiting")
    base: Mapped[dict[str, Any]] = mapped_column(
        Json,
        comment="kind/slug -> revision that was current at the report; publishing over another is refused",
    )
    created_at: Mapped[datetime] = mapped_column(Instant)
    decided_at: Mapped[datetime | None] = mapped_column(Instant)

    __table_args__ = (CheckConstraint("state IN ('waiting', 'published', 'dropped')", name="state"),)
