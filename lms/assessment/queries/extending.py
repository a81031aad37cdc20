"""More time, more attempts or a later close, as they were granted to single people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import aliased

from lms.accounts.models import User
from lms.assessment.queries.quizzes import Quiz
from lms.assessment.queries.reach import in_reach
from lms.core.errors import NotFoundError
from lms.core.people import call_name
from lms.db import db
from lms.quizzes.models import Extension
from lms.units.models import Membership, Unit

MOST_EXTENSIONS = 500


@dataclass(frozen=True)
class ExtensionRow:
    """An extension, whose it is, and who granted it."""

    extension: Extension
    full_name: str
    unit_name: str
    unit_path: str
    granted_by: str
    revoked_at: datetime | None


def list_extensions(
    quiz: Quiz, paths: Sequence[str], user_id: int | None = None, *, only_live: bool = False
) -> list[ExtensionRow]:
    """Return what was granted to people below ``paths``, or to one of them, newest first."""
    granter = aliased(User)
    found = (
        select(
            Extension, User.full_name, Unit.name, Unit.path, granter.honorific, granter.full_name.label("by")
        )
        .join(User, User.id == Extension.user_id)
        .join(Membership, Membership.user_id == User.id)
        .join(Unit, Unit.id == Membership.unit_id)
        .join(granter, granter.id == Extension.granted_by_id)
        .where(
            Membership.to_on.is_(None),
            Extension.course_id == quiz.course_id,
            Extension.item_key.in_(quiz.keys),
            in_reach(paths),
        )
        .order_by(Extension.id.desc())
        .limit(MOST_EXTENSIONS)
    )
    if user_id is not None:
        found = found.where(Extension.user_id == user_id)
    if only_live:
        found = found.where(Extension.revoked_at.is_(None))
    return [
        ExtensionRow(row, name, unit_name, unit_path, call_name(honorific, by), row.revoked_at)
        for row, name, unit_name, unit_path, honorific, by in db.session.execute(found)
    ]


def find_live_extension(user_id: int, course_id: int, keys: Sequence[str]) -> Extension | None:
    """Return the extension that counts for a person at a quiz."""
    found = select(Extension).where(
        Extension.user_id == user_id,
        Extension.course_id == course_id,
        Extension.item_key.in_(keys),
        Extension.revoked_at.is_(None),
    )
    return db.session.scalars(found.order_by(Extension.id.desc()).limit(1)).first()


def get_extension(extension_id: int) -> Extension:
    """Return an extension, also one that was taken back.

    Raises:
        NotFoundError: there is none.
    """
    extension = db.session.get(Extension, extension_id)
    if extension is None:
        raise NotFoundError
    return extension
