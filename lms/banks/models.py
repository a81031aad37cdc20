"""Tables of banks in the making: what was imported or written here, question by question, until it is published."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Instant, Json, Model


class BankDraft(Model):
    """A bank that one trainer works on. Publishing leaves it in place: more questions may become ready later."""

    __tablename__ = "bank_drafts"

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(String(43), unique=True, comment="random; stands in addresses")
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    slug: Mapped[str] = mapped_column(String(80), comment="the id under which it will be published")
    title: Mapped[str] = mapped_column(String(200))
    front: Mapped[dict[str, str]] = mapped_column(
        Json, comment="front-matter settings as text, but id and title"
    )
    file_name: Mapped[str] = mapped_column(
        String(200), default="", comment="as the trainer's computer called it"
    )
    format: Mapped[str] = mapped_column(
        String(12), default="", comment="what it was read as; empty: written here"
    )
    troubles: Mapped[list[dict[str, Any]]] = mapped_column(Json, comment="what concerns the file as a whole")
    state: Mapped[str] = mapped_column(String(12), default="open")
    base_revision_id: Mapped[int | None] = mapped_column(
        comment="the bank's revision that this began from or was last published as; publishing over another is refused"
    )
    version: Mapped[int] = mapped_column(
        default=1, comment="of settings and order; a stale form is answered 409"
    )
    created_at: Mapped[datetime] = mapped_column(Instant)
    updated_at: Mapped[datetime] = mapped_column(Instant)
    published_at: Mapped[datetime | None] = mapped_column(Instant)

    __table_args__ = (CheckConstraint("state IN ('open', 'dropped')", name="state"),)


class DraftQuestion(Model):
    """One question of a draft: the manuscript, what stood in the file, and what is unsure."""

    __tablename__ = "draft_questions"

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("bank_drafts.id"))
    position: Mapped[int] = mapped_column(comment="1, 2, 3 …; gaps are allowed")
    pool: Mapped[dict[str, Any]] = mapped_column(Json, comment="title, id, draw and points of its pool")
    written: Mapped[dict[str, Any]] = mapped_column(
        Json, comment="lms.core.questions.manuscript.WrittenQuestion"
    )
    stem_text: Mapped[str] = mapped_column(Text, comment="plain, for lists")
    status: Mapped[str] = mapped_column(String(8))
    troubles: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    version: Mapped[int] = mapped_column(default=1, comment="a stale form is answered 409 with both texts")
    is_dropped: Mapped[bool] = mapped_column(default=False, comment="taken out, and can be taken back")

    __table_args__ = (
        Index(None, "draft_id", "position"),
        CheckConstraint("status IN ('ready', 'draft')", name="status"),
    )
