"""Reading units, who belongs to them, and roles."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_, select

from lms.accounts.models import User
from lms.accounts.queries import name_matches
from lms.core.errors import NotFoundError
from lms.core.people import Actor, Role
from lms.core.vietnamese import name_sort_key, sort_key
from lms.db import db
from lms.units.models import Membership, RoleGrant, Unit


@dataclass(frozen=True)
class Member:
    """A person in a unit, as lists show them."""

    user_id: int
    full_name: str
    honorific: str
    phone: str | None
    teacher_code: str | None
    has_password: bool
    unit_id: int
    unit_name: str
    unit_path: str
    position: str
    exempt_reason: str | None


def get_unit(unit_id: int) -> Unit:
    """Return the unit.

    Raises:
        NotFoundError: there is no such unit.
    """
    unit = db.session.get(Unit, unit_id)
    if unit is None:
        raise NotFoundError
    return unit


def list_units_under(paths: Sequence[str]) -> list[Unit]:
    """Return the units at and below these paths, parents before children, siblings by the alphabet."""
    if not paths:
        return []
    found = db.session.scalars(select(Unit).where(_below(paths))).all()
    names = {unit.id: sort_key(unit.name) for unit in found}

    def place(unit: Unit) -> list[object]:
        return [names.get(int(part), ()) for part in unit.path.strip("/").split("/") if int(part) in names]

    return sorted(found, key=place)


def _below(paths: Sequence[str]) -> ColumnElement[bool]:
    return or_(*(Unit.path.startswith(path, autoescape=True) for path in paths))


def list_children(unit_id: int) -> list[Unit]:
    """Return the units right below a unit, by the alphabet."""
    found = db.session.scalars(select(Unit).where(Unit.parent_id == unit_id))
    return sorted(found, key=lambda unit: sort_key(unit.name))


def list_ancestors(unit: Unit) -> list[Unit]:
    """Return the units above a unit, the root first."""
    ids = [int(part) for part in unit.path.strip("/").split("/")][:-1]
    found = {each.id: each for each in db.session.scalars(select(Unit).where(Unit.id.in_(ids)))}
    return [found[each] for each in ids if each in found]


_MEMBER = (
    select(
        User.id,
        User.full_name,
        User.honorific,
        User.phone,
        User.teacher_code,
        User.password_hash.is_not(None),
        Unit.id,
        Unit.name,
        Unit.path,
        Membership.position,
        Membership.exempt_reason,
    )
    .join(Membership, Membership.user_id == User.id)
    .join(Unit, Unit.id == Membership.unit_id)
    .where(Membership.to_on.is_(None), User.closed_at.is_(None))
)


def list_members(path: str, search: str = "") -> list[Member]:
    """Return the people who belong to the unit at ``path`` or below it today, in roster order."""
    found = _MEMBER.where(Unit.path.startswith(path, autoescape=True))
    if search:
        found = found.where(name_matches(search))
    members = [Member(*row) for row in db.session.execute(found)]
    return sorted(members, key=lambda member: name_sort_key(member.full_name))


def find_member(user_id: int) -> Member | None:
    """Return a person with the unit that the person belongs to today."""
    row = db.session.execute(_MEMBER.where(User.id == user_id)).first()
    return Member(*row) if row else None


def get_member(user_id: int) -> Member:
    """Return a person with today's unit.

    Raises:
        NotFoundError: nobody has this id, or the person belongs nowhere.
    """
    member = find_member(user_id)
    if member is None:
        raise NotFoundError
    return member


def count_members(path: str) -> int:
    """Return how many people belong to the unit at ``path`` or below it today."""
    counted = (
        select(func.count())
        .select_from(Membership)
        .join(Unit, Unit.id == Membership.unit_id)
        .join(User, User.id == Membership.user_id)
        .where(
            Membership.to_on.is_(None), User.closed_at.is_(None), Unit.path.startswith(path, autoescape=True)
        )
    )
    return db.session.scalar(counted) or 0


def list_grants(user_id: int) -> list[RoleGrant]:
    """Return the roles that a person holds today."""
    found = select(RoleGrant).where(RoleGrant.user_id == user_id, RoleGrant.revoked_at.is_(None))
    return list(db.session.scalars(found.order_by(RoleGrant.id)))


def list_grants_under(path: str) -> list[tuple[RoleGrant, User, Unit]]:
    """Return the roles held today on the unit at ``path`` and below it, with person and unit."""
    found = (
        select(RoleGrant, User, Unit)
        .join(User, User.id == RoleGrant.user_id)
        .join(Unit, Unit.id == RoleGrant.unit_id)
        .where(RoleGrant.revoked_at.is_(None), Unit.path.startswith(path, autoescape=True))
        .order_by(Unit.path, RoleGrant.role, RoleGrant.id)
    )
    return [(grant, user, unit) for grant, user, unit in db.session.execute(found)]


def has_any_role(user_id: int) -> bool:
    """Tell whether a person holds a role anywhere today."""
    held = select(RoleGrant.id).where(RoleGrant.user_id == user_id, RoleGrant.revoked_at.is_(None)).limit(1)
    return db.session.scalar(held) is not None


def find_contact(unit_path: str) -> User | None:
    """Return who answers for a unit: the coordinator nearest above it, the longest in office first."""
    paths = [unit_path[: end + 1] for end, c in enumerate(unit_path) if c == "/" and end]
    found = (
        select(User)
        .join(RoleGrant, RoleGrant.user_id == User.id)
        .join(Unit, Unit.id == RoleGrant.unit_id)
        .where(
            RoleGrant.role == Role.COORDINATOR,
            RoleGrant.revoked_at.is_(None),
            User.closed_at.is_(None),
            Unit.path.in_(paths),
        )
        .order_by(func.length(Unit.path).desc(), RoleGrant.id)
        .limit(1)
    )
    return db.session.scalars(found).first()


def units_reached(actor: Actor, role: Role) -> list[Unit]:
    """Return every unit on which the actor holds ``role``."""
    return list_units_under(actor.paths(role))
