"""Photos that people hand in: kept before their rows are written, counted against a share, forgotten after them.

Which row a photo hangs on, who may see it and when its time is over is decided by the features.
"""

import logging
import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ForeignKey, String, func, select
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.errors import N_, DomainError
from lms.core.images import Picture
from lms.db import Instant, db
from lms.storage import Storage

LARGEST_SHARE = 200 * 1024 * 1024
LONGEST_KEPT = timedelta(days=365)


class NoRoomError(DomainError):
    message = N_(
        "Thầy cô đã gửi 200 MB ảnh, hết chỗ rồi. Xóa bớt ảnh chưa được duyệt, hoặc đợi ảnh cũ tự xóa sau 30 ngày."
    )


class KeptPhoto:
    """Columns of every table of photos: re-encoded, without metadata, private, deleted in due time."""

    id: Mapped[str] = mapped_column(String(32), primary_key=True, comment="random; names the file")
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    storage_name: Mapped[str] = mapped_column(String(120))
    pixels_sha256: Mapped[str] = mapped_column(String(64))
    width: Mapped[int]
    height: Mapped[int]
    size: Mapped[int] = mapped_column(comment="bytes")
    created_at: Mapped[datetime] = mapped_column(Instant)
    deleted_at: Mapped[datetime | None] = mapped_column(Instant)


@dataclass(frozen=True)
class Stored:
    """A picture that lies in the storage and belongs to nothing yet."""

    id: str
    name: str
    picture: Picture

    def columns(self, user_id: int, now: datetime) -> dict[str, Any]:
        """Return what every table of photos says of it."""
        return {
            "id": self.id,
            "user_id": user_id,
            "storage_name": self.name,
            "pixels_sha256": self.picture.pixels_sha256,
            "width": self.picture.width,
            "height": self.picture.height,
            "size": len(self.picture.data),
            "created_at": now,
        }


@contextmanager
def storing(storage: Storage, pictures: Sequence[Picture], folder: str) -> Iterator[list[Stored]]:
    """Keep the pictures' files for good if the block ends well; otherwise remove them again."""
    stored: list[Stored] = []
    try:
        for picture in pictures:
            photo_id = secrets.token_hex(16)
            stored.append(Stored(photo_id, f"{folder}/{photo_id}.jpg", picture))
            storage.put(stored[-1].name, picture.data, picture.content_type)
        yield stored
    except BaseException:
        for each in stored:
            storage.delete(each.name)
        raise


def forget(storage: Storage, names: Iterable[str]) -> None:
    """Delete the files of photos whose rows are gone for good; what the storage refuses now, a sweep finds later."""
    for name in names:
        try:
            storage.delete(name)
        except Exception:
            logging.getLogger(__name__).warning("could not delete %s", name, exc_info=True)


def claim_room(user_id: int, pictures: Iterable[Picture]) -> None:
    """Make sure that a person may keep these as well. Call it with the person's row locked.

    Raises:
        NoRoomError: the person's share of the storage is full.
    """
    if bytes_kept(user_id) + sum(len(each.data) for each in pictures) > LARGEST_SHARE:
        raise NoRoomError


def bytes_kept(user_id: int) -> int:
    """Return how many bytes of photos are kept for a person, whatever they were handed in for."""
    total = 0
    for table in KeptPhoto.__subclasses__():
        kept = select(func.coalesce(func.sum(table.size), 0)).where(
            table.user_id == user_id, table.deleted_at.is_(None)
        )
        total += db.session.scalar(kept) or 0
    return total


def kept_names() -> set[str]:
    """Return the names of all files that some row says are there."""
    return {
        name
        for table in KeptPhoto.__subclasses__()
        for name in db.session.scalars(select(table.storage_name).where(table.deleted_at.is_(None)))
    }
