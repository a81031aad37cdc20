"""Building the tree of units, enrolling people in it, granting and revoking roles."""

from datetime import date, datetime

from lms.accounts.services import write_audit
from lms.core.errors import N_, DomainError, NotFoundError
from lms.core.people import Role
from lms.core.vietnamese import fold, squeeze
from lms.db import db
from lms.units.models import Membership, RoleGrant, Unit


class LastAdminError(DomainError):
    message = N_("Đây là người quản trị cuối cùng của trang. Hãy cấp quyền cho một người khác trước.")


def add_unit(name: str, kind: str, parent: Unit | None, now: datetime, code: str | None = None) -> Unit:
    """Add a unit below ``parent``, or a root."""
    clean = squeeze(name)
    unit = Unit(
        name=clean,
        search_name=fold(clean),
        kind=kind,
        parent_id=parent.id if parent else None,
        path="",
        code=code,
        created_at=now,
    )
    db.session.add(unit)
    db.session.flush()
    unit.path = f"{parent.path if parent else '/'}{unit.id}/"
    db.session.flush()
    return unit


def rename_unit(unit: Unit, name: str, actor_id: int, now: datetime) -> None:
    """Give a unit another name; its people and records stay."""
    write_audit(actor_id, "unit.renamed", f"unit:{unit.id}", now, unit_id=unit.id, note=unit.name)
    unit.name = squeeze(name)
    unit.search_name = fold(name)


def join_unit(user_id: int, unit_id: int, from_on: date, position: str = "") -> Membership:
    """Make a person a member of a unit from a day on."""
    membership = Membership(user_id=user_id, unit_id=unit_id, from_on=from_on, position=squeeze(position))
    db.session.add(membership)
    db.session.flush()
    return membership


def grant_role(user_id: int, role: Role, unit: Unit, granted_by_id: int | None, now: datetime) -> RoleGrant:
    """Give a person a role on a unit; giving it twice changes nothing."""
    held = (
        db.session.query(RoleGrant)
        .filter_by(user_id=user_id, role=role.value, unit_id=unit.id, revoked_at=None)
        .first()
    )
    if held:
        return held
    grant = RoleGrant(
        user_id=user_id, role=role.value, unit_id=unit.id, granted_by_id=granted_by_id, granted_at=now
    )
    db.session.add(grant)
    write_audit(
        granted_by_id, "role.granted", f"user:{user_id}", now, unit_id=unit.id, detail={"role": role.value}
    )
    db.session.flush()
    return grant


def revoke_role(grant_id: int, revoked_by_id: int, now: datetime) -> RoleGrant:
    """Take a role back; it ends with the person's next request.

    Raises:
        NotFoundError: there is no such role in force.
        LastAdminError: the site would be left without an admin.
    """
    grant = db.session.get(RoleGrant, grant_id, with_for_update=True)
    if grant is None or grant.revoked_at is not None:
        raise NotFoundError
    if grant.role == Role.ADMIN:
        others = db.session.query(RoleGrant).filter(
            RoleGrant.role == Role.ADMIN.value, RoleGrant.revoked_at.is_(None), RoleGrant.id != grant_id
        )
        if others.count() == 0:
            raise LastAdminError
    grant.revoked_at = now
    write_audit(
        revoked_by_id,
        "role.revoked",
        f"user:{grant.user_id}",
        now,
        unit_id=grant.unit_id,
        detail={"role": grant.role},
    )
    return grant
