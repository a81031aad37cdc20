"""Table of notices."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Instant, Json, Model, where


class Notice(Model):
    """Something that concerns one person. ``key`` says what it is about, so that it is told once."""

    __tablename__ = "notices"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    kind: Mapped[str] = mapped_column(String(32), comment="which sentence; see lms.core.notices")
    values: Mapped[dict[str, Any]] = mapped_column(Json, default=dict, comment="what fills the sentence")
    path: Mapped[str] = mapped_column(String(300), default="", comment="the page to open")
    key: Mapped[str] = mapped_column(
        String(160), unique=True, comment="such as stuck:12:ky-so/bai-1/nv:2026-11-21"
    )
    at: Mapped[datetime] = mapped_column(Instant)
    read_at: Mapped[datetime | None] = mapped_column(Instant)
    mailed_at: Mapped[datetime | None] = mapped_column(Instant)
    tries: Mapped[int] = mapped_column(default=0, comment="of sending it by mail")
    next_try_at: Mapped[datetime | None] = mapped_column(
        Instant, comment="claimed until then by whoever sends it; afterwards it is due again"
    )

    __table_args__ = (
        Index(None, "user_id", "id"),
        Index("ix_notices_unread", "user_id", **where("read_at IS NULL")),
    )
