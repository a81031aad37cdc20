"""Photos of evidence: of a try, by their random name, and whose time is over."""

from datetime import datetime

from sqlalchemy import or_, select

from lms.core.errors import NotFoundError
from lms.db import db
from lms.photos import LONGEST_KEPT
from lms.practice.models import EvidenceFile, Submission
from lms.practice.queries.tasks import PublishedTask


def list_photos(submission_id: int) -> list[EvidenceFile]:
    """Return the photos of a try that are still kept, in the order they came."""
    return list(
        db.session.scalars(
            select(EvidenceFile)
            .where(EvidenceFile.submission_id == submission_id, EvidenceFile.deleted_at.is_(None))
            .order_by(EvidenceFile.created_at, EvidenceFile.id)
        )
    )


def get_photo(photo_id: str) -> tuple[EvidenceFile, Submission]:
    """Return a photo that is still kept, with its try.

    Raises:
        NotFoundError: there is no such photo, or it was deleted.
    """
    found = (
        select(EvidenceFile, Submission)
        .join(Submission, Submission.id == EvidenceFile.submission_id)
        .where(EvidenceFile.id == photo_id, EvidenceFile.deleted_at.is_(None))
    )
    row = db.session.execute(found).first()
    if row is None:
        raise NotFoundError
    return row[0], row[1]


def was_sent_by_another(photo: EvidenceFile) -> bool:
    """Tell whether somebody else handed in the very same picture; a reviewer may then ask."""
    same = select(EvidenceFile.id).where(
        EvidenceFile.pixels_sha256 == photo.pixels_sha256, EvidenceFile.user_id != photo.user_id
    )
    return db.session.scalar(same.limit(1)) is not None


def was_sent_before(photo: EvidenceFile, task: PublishedTask) -> bool:
    """Tell whether the same person handed in the very same picture for another task; most often it was a slip."""
    same = (
        select(EvidenceFile.id)
        .join(Submission, Submission.id == EvidenceFile.submission_id)
        .where(
            EvidenceFile.pixels_sha256 == photo.pixels_sha256,
            EvidenceFile.user_id == photo.user_id,
            EvidenceFile.created_at <= photo.created_at,
            Submission.handed_in_at.is_not(None),
            or_(Submission.course_id != task.published.course_id, Submission.item_key.not_in(task.keys)),
        )
    )
    return db.session.scalar(same.limit(1)) is not None


def list_due_photos(now: datetime, limit: int) -> list[EvidenceFile]:
    """Return photos whose time is over: 30 days after the decision or as a draft, and after a year in any case."""
    return list(
        db.session.scalars(
            select(EvidenceFile)
            .where(
                EvidenceFile.deleted_at.is_(None),
                or_(EvidenceFile.delete_after <= now, EvidenceFile.created_at <= now - LONGEST_KEPT),
            )
            .order_by(EvidenceFile.created_at)
            .limit(limit)
        )
    )
