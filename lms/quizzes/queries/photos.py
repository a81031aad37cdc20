"""Photos of answers: those of an attempt, those whose time is over, those whose file outlived them."""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import and_, or_, select

from lms.core.errors import NotFoundError
from lms.core.practice.evidence import KEPT_AFTER_DECISION
from lms.db import db
from lms.photos import LONGEST_KEPT
from lms.quizzes.models import AnswerPhoto, Attempt


def list_photos(
    attempt_id: int, question_ids: Collection[str] | None = None, *, is_late: bool | None = None
) -> list[AnswerPhoto]:
    """Return the photos that are kept for an attempt, first to last; of some questions only, in time or late only."""
    found = select(AnswerPhoto).where(AnswerPhoto.attempt_id == attempt_id, AnswerPhoto.deleted_at.is_(None))
    if question_ids is not None:
        found = found.where(AnswerPhoto.question_id.in_(question_ids))
    if is_late is not None:
        found = found.where(AnswerPhoto.is_late.is_(is_late))
    return list(db.session.scalars(found.order_by(AnswerPhoto.created_at, AnswerPhoto.id)))


def photos_by_question(photos: Iterable[AnswerPhoto]) -> dict[str, list[AnswerPhoto]]:
    """Return photos by the question that they answer, in their order."""
    found: dict[str, list[AnswerPhoto]] = {}
    for photo in photos:
        found.setdefault(photo.question_id, []).append(photo)
    return found


def get_photo(attempt_id: int, photo_id: str) -> AnswerPhoto:
    """Return a photo of an attempt.

    Raises:
        NotFoundError: the attempt has none of this name, or it was deleted.
    """
    found = db.session.get(AnswerPhoto, photo_id)
    if found is None or found.attempt_id != attempt_id or found.deleted_at is not None:
        raise NotFoundError
    return found


def list_due_photos(now: datetime, limit: int) -> list[AnswerPhoto]:
    """Return photos whose time is over: 30 days after nothing more is to be decided, and after a year in any case."""
    decided = now - KEPT_AFTER_DECISION
    is_over = or_(
        and_(Attempt.state == "graded", Attempt.graded_at <= decided),
        and_(Attempt.state == "void", Attempt.voided_at <= decided),
        and_(Attempt.state == "abandoned", Attempt.deadline_at <= decided),
        AnswerPhoto.created_at <= now - LONGEST_KEPT,
    )
    found = (
        select(AnswerPhoto)
        .join(Attempt, Attempt.id == AnswerPhoto.attempt_id)
        .where(AnswerPhoto.deleted_at.is_(None), is_over)
    )
    return list(db.session.scalars(found.order_by(AnswerPhoto.created_at).limit(limit)))


def find_kept(names: Collection[str]) -> set[str]:
    """Return which of these files belong to a photo that is kept."""
    found = select(AnswerPhoto.storage_name).where(
        AnswerPhoto.storage_name.in_(names), AnswerPhoto.deleted_at.is_(None)
    )
    return set(db.session.scalars(found))
