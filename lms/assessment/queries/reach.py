"""Which people a trainer's lists are about."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, false, or_

from lms.accounts.models import User
from lms.quizzes.models import Attempt
from lms.units.models import Membership, Unit


def in_reach(paths: Sequence[str]) -> ColumnElement[bool]:
    """Return the condition that a unit lies at or below one of ``paths``."""
    return or_(false(), *(Unit.path.startswith(path, autoescape=True) for path in paths))


def of_people_in_reach(found: Any, paths: Sequence[str]) -> Select[*tuple[Any, ...]]:
    """Narrow a choice of attempts to people who belong to these units today."""
    narrowed: Select[*tuple[Any, ...]] = (
        found.join(User, User.id == Attempt.user_id)
        .join(Membership, Membership.user_id == User.id)
        .join(Unit, Unit.id == Membership.unit_id)
        .where(Membership.to_on.is_(None), User.closed_at.is_(None), in_reach(paths))
    )
    return narrowed
