"""Photos of evidence: counted inside the unit of work, deleted when their time is over."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from lms.core.errors import N_, DomainError
from lms.db import db
from lms.photos import Stored, claim_room
from lms.practice.models import EvidenceFile, Submission
from lms.practice.queries import list_due_photos, list_photos
from lms.storage import Storage

FOLDER = "evidence"
SWEPT_AT_ONCE = 100
DRAFT_LIFE = timedelta(days=30)


class TooManyPhotosError(DomainError):
    message = N_("Chỉ gửi được %(most)s ảnh. Xóa bớt ảnh rồi gửi lại.")


def add_photos(submission: Submission, stored: Sequence[Stored], now: datetime) -> None:
    """Attach pictures to an open try; as long as it is not handed in, they stay 30 days.

    Raises:
        NoRoomError: the person's share of the storage is full.
    """
    claim_room(submission.user_id, [each.picture for each in stored])
    for each in stored:
        db.session.add(EvidenceFile(submission_id=submission.id, **each.columns(submission.user_id, now)))
    db.session.flush()
    keep_photos(submission, now + DRAFT_LIFE)


def keep_photos(submission: Submission, until: datetime | None) -> None:
    """Say how long the photos of a try are kept; None: until somebody decides."""
    for photo in list_photos(submission.id):
        photo.delete_after = until
    db.session.flush()


def sweep(storage: Storage, now: datetime) -> int:
    """Delete a batch of photos whose time is over and return how many they were."""
    due = list_due_photos(now, SWEPT_AT_ONCE)
    for photo in due:
        storage.delete(photo.storage_name)
        photo.deleted_at = now
    db.session.flush()
    return len(due)
