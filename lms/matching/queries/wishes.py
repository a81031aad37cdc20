"""Reading what one person asked for and offers, whom the person does not want to be paired with, and colleagues."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, case, or_, select

from lms.accounts.models import User
from lms.accounts.queries import name_matches
from lms.core.vietnamese import fold, name_sort_key
from lms.db import db
from lms.matching.models import Need, Offer
from lms.pairing.models import Veto
from lms.units.models import Membership, Unit

MOST_FOUND = 20


@dataclass(frozen=True)
class Colleague:
    """Somebody who may be named: a name, and what tells two of the same name apart."""

    user_id: int
    full_name: str
    position: str
    unit_name: str


def find_need(user_id: int) -> Need | None:
    """Return what a person wants help with now."""
    return db.session.scalars(
        select(Need).where(Need.user_id == user_id, Need.withdrawn_at.is_(None))
    ).first()


def find_offer(user_id: int) -> Offer | None:
    """Return what a person offers now."""
    return db.session.scalars(
        select(Offer).where(Offer.user_id == user_id, Offer.withdrawn_at.is_(None))
    ).first()


_COLLEAGUE = (
    select(User.id, User.full_name, Membership.position, Unit.name)
    .join(Membership, Membership.user_id == User.id)
    .join(Unit, Unit.id == Membership.unit_id)
    .where(Membership.to_on.is_(None), User.closed_at.is_(None))
)


def list_colleagues(unit_id: int | None, user_id: int) -> list[Colleague]:
    """Return the others of a unit, by name."""
    if unit_id is None:
        return []
    rows = db.session.execute(_COLLEAGUE.where(Membership.unit_id == unit_id, User.id != user_id))
    return sorted((Colleague(*row) for row in rows), key=lambda each: name_sort_key(each.full_name))


def search_colleagues(unit_id: int | None, user_id: int, words: str) -> list[Colleague]:
    """Return people whom ``words`` may mean: part of a name in the own unit, the whole name in a sibling unit.

    Nobody can leaf through the lists of other units here.
    """
    if unit_id is None or not words:
        return []
    found = _COLLEAGUE.where(
        User.id != user_id,
        or_(
            (Membership.unit_id == unit_id) & name_matches(words),
            _is_sibling(unit_id) & (User.search_name == fold(words)),
        ),
    ).limit(MOST_FOUND)
    rows = db.session.execute(found)
    return sorted((Colleague(*row) for row in rows), key=lambda each: name_sort_key(each.full_name))


def _is_sibling(unit_id: int | None) -> ColumnElement[bool]:
    """Return the condition that a unit has the same one above it; units at the top have none in common."""
    above = select(Unit.parent_id).where(Unit.id == unit_id).scalar_subquery()
    return Unit.parent_id == above


def list_vetoes(user_id: int, unit_id: int | None) -> list[Colleague]:
    """Return whom a person does not want to be paired with; only this person is ever shown it.

    Where somebody is today is told only of the own unit and its siblings: a list does not follow anybody elsewhere.
    """
    is_near = or_(Membership.unit_id == unit_id, _is_sibling(unit_id))
    found = (
        select(
            User.id,
            User.full_name,
            case((is_near, Membership.position), else_=""),
            case((is_near, Unit.name), else_=""),
        )
        .join(Veto, Veto.about_id == User.id)
        .join(Membership, (Membership.user_id == User.id) & Membership.to_on.is_(None), isouter=True)
        .join(Unit, Unit.id == Membership.unit_id, isouter=True)
        .where(Veto.by_id == user_id)
    )
    rows = (Colleague(*row) for row in db.session.execute(found))
    return sorted(rows, key=lambda each: name_sort_key(each.full_name))
