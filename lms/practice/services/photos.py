"""Photos of evidence: stored before the unit of work, counted inside it, deleted when their time is over."""

import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from lms.core.errors import N_, DomainError
from lms.core.images import Picture
from lms.db import db
from lms.practice.models import EvidenceFile, Submission
from lms.practice.queries import bytes_kept, list_due_photos
from lms.storage import Storage

LARGEST_FILE = 10 * 1024 * 1024
LARGEST_SHARE = 200 * 1024 * 1024
SWEPT_AT_ONCE = 100


class FileTooLargeError(DomainError):
    message = N_("Ảnh nặng quá 10 MB. Chụp lại ở cỡ nhỏ hơn, hoặc cắt bớt ảnh.")


class NoRoomError(DomainError):
    message = N_(
        "Thầy cô đã gửi 200 MB ảnh, hết chỗ rồi. Xóa bớt ảnh chưa được duyệt, hoặc đợi ảnh cũ tự xóa sau 30 ngày."
    )


class TooManyPhotosError(DomainError):
    message = N_("Chỉ gửi được %(most)s ảnh. Xóa bớt ảnh rồi gửi lại.")


@dataclass(frozen=True)
class Stored:
    """A picture that lies in the storage and belongs to no try yet."""

    id: str
    name: str
    picture: Picture


@contextmanager
def storing(storage: Storage, pictures: Sequence[Picture]) -> Iterator[list[Stored]]:
    """Keep the pictures' files for good if the block ends well; otherwise remove them again."""
    stored: list[Stored] = []
    try:
        for picture in pictures:
            photo_id = secrets.token_hex(16)
            stored.append(Stored(photo_id, f"evidence/{photo_id}.jpg", picture))
            storage.put(stored[-1].name, picture.data, picture.content_type)
        yield stored
    except BaseException:
        for each in stored:
            storage.delete(each.name)
        raise


def add_photos(submission: Submission, stored: Sequence[Stored], now: datetime) -> None:
    """Attach pictures to an open try.

    Raises:
        NoRoomError: the person's share of the storage is full.
    """
    incoming = sum(len(each.picture.data) for each in stored)
    if bytes_kept(submission.user_id) + incoming > LARGEST_SHARE:
        raise NoRoomError
    for each in stored:
        db.session.add(_photo_row(submission, each, now))
    db.session.flush()


def _photo_row(submission: Submission, stored: Stored, now: datetime) -> EvidenceFile:
    return EvidenceFile(
        id=stored.id,
        submission_id=submission.id,
        user_id=submission.user_id,
        storage_name=stored.name,
        pixels_sha256=stored.picture.pixels_sha256,
        width=stored.picture.width,
        height=stored.picture.height,
        size=len(stored.picture.data),
        created_at=now,
    )


def sweep(storage: Storage, now: datetime) -> int:
    """Delete a batch of photos whose time is over and return how many they were."""
    due = list_due_photos(now, SWEPT_AT_ONCE)
    for photo in due:
        storage.delete(photo.storage_name)
        photo.deleted_at = now
    db.session.flush()
    return len(due)
