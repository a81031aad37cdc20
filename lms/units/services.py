"""Building the tree of units, enrolling people in it, granting and revoking roles."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from lms.accounts.models import User
from lms.accounts.services import (
    Card,
    add_person,
    close_account,
    edit_person,
    issue_card,
    revoke_cards,
    write_audit,
)
from lms.core.errors import N_, DomainError, NotFoundError
from lms.core.people import Role
from lms.core.vietnamese import fold, squeeze
from lms.db import db
from lms.units.models import Membership, RoleGrant, Unit
from lms.units.queries import Member, find_membership


class LastAdminError(DomainError):
    message = N_("Đây là người quản trị cuối cùng của trang. Hãy cấp quyền cho một người khác trước.")


class NoPasswordError(DomainError):
    message = N_(
        "Người này chưa đặt mật khẩu, mà người có nhiệm vụ không dùng thẻ in được. "
        "In thẻ cho họ vào đặt mật khẩu trước, rồi giao nhiệm vụ sau."
    )


@dataclass(frozen=True)
class Details:
    """What the roster says of a person. Only the name is needed."""

    full_name: str
    honorific: str = ""
    phone: str | None = None
    teacher_code: str | None = None
    position: str = ""
    exempt_reason: str = ""


def add_unit(
    name: str,
    kind: str,
    parent: Unit | None,
    now: datetime,
    code: str | None = None,
    added_by_id: int | None = None,
) -> Unit:
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
    write_audit(added_by_id, "unit.added", f"unit:{unit.id}", now, unit_id=unit.id)
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


def add_member(
    unit: Unit, details: Details, added_by_id: int | None, today: date, now: datetime
) -> Membership:
    """Put a person on the roster of a unit.

    Raises:
        SignInNameTakenError: somebody has this phone number or code.
    """
    user = add_person(
        details.full_name,
        now,
        honorific=details.honorific,
        phone=details.phone,
        teacher_code=details.teacher_code,
    )
    membership = join_unit(user.id, unit.id, today, details.position)
    membership.exempt_reason = details.exempt_reason or None
    write_audit(added_by_id, "person.added", f"user:{user.id}", now, unit_id=unit.id)
    return membership


def edit_member(
    user: User, membership: Membership, details: Details, edited_by_id: int, now: datetime
) -> None:
    """Correct what the roster says of a person; the log names the fields, not what stood in them.

    Raises:
        SignInNameTakenError: somebody else has this phone number or code.
    """
    changed = edit_person(
        user,
        details.full_name,
        honorific=details.honorific,
        phone=details.phone,
        teacher_code=details.teacher_code,
    )
    membership.position = details.position
    membership.exempt_reason = details.exempt_reason or None
    write_audit(
        edited_by_id,
        "person.edited",
        f"user:{user.id}",
        now,
        unit_id=membership.unit_id,
        detail={"fields": list(changed)},
    )


def move_member(membership: Membership, unit: Unit, moved_by_id: int, today: date, now: datetime) -> None:
    """Make a person a member of another unit from today on; what was before stays in the record of the old one."""
    membership.to_on = today
    db.session.flush()  # only one membership may be open
    join_unit(membership.user_id, unit.id, today, membership.position)
    for unit_id in (membership.unit_id, unit.id):
        write_audit(
            moved_by_id, "person.moved", f"user:{membership.user_id}", now, unit_id=unit_id, note=unit.name
        )


def close_member(user: User, closed_by_id: int, reason: str, today: date, now: datetime) -> None:
    """Close a person's account, end the person's membership and take every role back."""
    membership = find_membership(user.id)
    close_account(user, now)
    for grant in db.session.query(RoleGrant).filter_by(user_id=user.id, revoked_at=None):
        revoke_role(grant.id, closed_by_id, now)
    if membership is not None:
        membership.to_on = today
    write_audit(
        closed_by_id,
        "account.closed",
        f"user:{user.id}",
        now,
        unit_id=membership.unit_id if membership else None,
        note=reason,
    )


def print_cards(
    members: Sequence[Member], printed_by_id: int, key: str, now: datetime
) -> list[tuple[Member, Card]]:
    """Make a new card for each of these people; the ones they had and did not use are worthless from now on."""
    return [(each, issue_card(each.user_id, printed_by_id, key, now, each.unit_id)) for each in members]


def appoint(user: User, role: Role, unit: Unit, granted_by_id: int | None, now: datetime) -> RoleGrant:
    """Give a role to somebody who can sign in without a card.

    Raises:
        NoPasswordError: the person could never sign in again, since a card opens no account that holds a role.
    """
    if not user.password_hash:
        raise NoPasswordError
    return grant_role(user.id, role, unit, granted_by_id, now)


def grant_role(user_id: int, role: Role, unit: Unit, granted_by_id: int | None, now: datetime) -> RoleGrant:
    """Give a person a role on a unit; giving it twice changes nothing.

    A card printed before could still be lying about, and must not open an account that holds a role.
    """
    revoke_cards(user_id, now)
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
