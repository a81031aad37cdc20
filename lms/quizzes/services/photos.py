"""Photos of answers: added and taken away while answers count or as late ones, deleted when their time is over."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from lms.accounts.models import User
from lms.core.errors import N_, DomainError
from lms.core.practice.evidence import MOST_PHOTOS
from lms.db import db
from lms.photos import NoRoomError, Stored, claim_room
from lms.quizzes.models import AnswerPhoto
from lms.quizzes.queries import PublishedBank, Sitting, find_kept, list_due_photos, list_photos
from lms.quizzes.services.saving import comes_late
from lms.storage import Storage

FOLDER = "answers"
SWEPT_AT_ONCE = 100
UNKNOWN_FOR = timedelta(days=1)
"""A file that no row knows after this long never gets one: its request has ended long ago."""


class MorePhotosError(DomainError):
    message = N_("Chỉ gửi được %(most)s ảnh. Đã giữ những ảnh đầu, bỏ những ảnh thừa.")


@dataclass(frozen=True)
class Changed:
    """What a change of photos leaves over: files to delete after the commit, and why some were not kept."""

    spare: tuple[str, ...]
    trouble: DomainError | None


def change_photos(
    sitting: Sitting,
    published: PublishedBank,
    question_id: str,
    stored: Sequence[Stored],
    dropped: Collection[str],
    now: datetime,
) -> Changed:
    """Take dropped photos from an answer and add stored ones, each picture once. Keep the answer after it.

    Names in ``dropped`` that are no photos of this answer mean nothing. What does not fit is told, not raised, so
    that the text beside it is kept all the same.

    Raises:
        HandedInError: the person has handed the attempt in.
    """
    if stored:
        _lock_person(sitting.user_id)
    is_late = comes_late(sitting, published, now)
    kept = list_photos(sitting.id, [question_id], is_late=is_late)
    gone = [each for each in kept if each.id in dropped]
    for each in gone:
        each.deleted_at = now
    there = {each.pixels_sha256 for each in kept if each not in gone}
    fresh = [each for each in stored if each.picture.pixels_sha256 not in there]
    added, trouble = _fitting(sitting.user_id, fresh, MOST_PHOTOS - len(there))
    db.session.flush()  # what is gone makes room for the same picture again
    for one in added:
        row = one.columns(sitting.user_id, now)
        row |= {"attempt_id": sitting.id, "question_id": question_id, "is_late": is_late}
        db.session.add(AnswerPhoto(**row, content_type=one.picture.content_type))
    db.session.flush()
    used = {one.name for one in added}
    spare = [photo.storage_name for photo in gone] + [one.name for one in stored if one.name not in used]
    return Changed(tuple(spare), trouble)


def _lock_person(user_id: int) -> None:
    """Let a person's photos be counted one request after the other. SQLite has begun IMMEDIATE, PostgreSQL needs the row."""
    db.session.execute(select(User.id).where(User.id == user_id).with_for_update(key_share=True))


def _fitting(user_id: int, fresh: Sequence[Stored], room: int) -> tuple[Sequence[Stored], DomainError | None]:
    """Return the photos that fit, and why the others do not."""
    fitting = fresh[: max(room, 0)]
    try:
        claim_room(user_id, [each.picture for each in fitting])
    except NoRoomError as full:
        return (), full
    return fitting, MorePhotosError(most=MOST_PHOTOS) if len(fitting) < len(fresh) else None


def let_go_of_due(now: datetime) -> list[str]:
    """Note a batch of photos as deleted whose time is over, and return their files, to be deleted after the commit."""
    due = list_due_photos(now, SWEPT_AT_ONCE)
    for photo in due:
        photo.deleted_at = now
    db.session.flush()
    return [photo.storage_name for photo in due]


def list_unknown_files(storage: Storage, now: datetime) -> list[str]:
    """Return files that no photo stands for any more, or never did because the process died in between."""
    names = list(storage.list_older(FOLDER, now - UNKNOWN_FOR))
    batches = (names[at : at + SWEPT_AT_ONCE] for at in range(0, len(names), SWEPT_AT_ONCE))
    return [name for batch in batches for name in sorted(set(batch) - find_kept(batch))]
