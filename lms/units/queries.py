"""Reading units, who belongs to them, and roles."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    and_,
    cast,
    column,
    func,
    literal,
    or_,
    select,
    table,
)

from lms.accounts.models import AuditEntry, User
from lms.accounts.queries import has_way_in, name_matches
from lms.core.errors import NotFoundError
from lms.core.people import Actor, Role
from lms.core.unit_paths import paths_down_to
from lms.core.vietnamese import fold, name_sort_key, sort_key
from lms.db import db
from lms.units.models import Membership, RoleGrant, Unit

MOST_LISTED = 2_000


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
    """Return the people who belong to the unit at ``path`` or below it today, in roster order.

    ``search`` is part of a name. At most MOST_LISTED people: who leads more looks into a unit below, or searches.
    """
    found = _MEMBER.where(Unit.path.startswith(path, autoescape=True))
    if search:
        found = found.where(name_matches(search))
    found = found.order_by(User.search_name, User.id).limit(MOST_LISTED)
    members = [Member(*row) for row in db.session.execute(found)]
    return sorted(members, key=lambda member: name_sort_key(member.full_name))


def find_member(user_id: int) -> Member | None:
    """Return a person with the unit that the person belongs to today."""
    row = db.session.execute(_MEMBER.where(User.id == user_id)).first()
    return Member(*row) if row else None


def list_members_by_id(user_ids: Iterable[int]) -> list[Member]:
    """Return those of these people who belong to a unit today, in roster order."""
    members = [Member(*row) for row in db.session.execute(_MEMBER.where(User.id.in_(list(user_ids))))]
    return sorted(members, key=lambda member: name_sort_key(member.full_name))


def list_namesakes(full_name: str, unit_id: int) -> list[Member]:
    """Return the people of a unit who have this very name, whatever its case and diacritics."""
    found = _MEMBER.where(User.search_name == fold(full_name), Membership.unit_id == unit_id)
    return [Member(*row) for row in db.session.execute(found)]


def find_membership(user_id: int) -> Membership | None:
    """Return a person's membership of today."""
    return db.session.scalars(
        select(Membership).where(Membership.user_id == user_id, Membership.to_on.is_(None))
    ).first()


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
    return sum(count_members_by_unit([path]).values())


def count_without_way_in(path: str, now: datetime) -> int:
    """Return how many people at or below ``path`` could not sign in today: no password, no card, no open browser."""
    counted = (
        select(func.count())
        .select_from(Membership)
        .join(Unit, Unit.id == Membership.unit_id)
        .join(User, User.id == Membership.user_id)
        .where(Membership.to_on.is_(None), User.closed_at.is_(None), _below([path]), ~has_way_in(now))
    )
    return db.session.scalar(counted) or 0


def count_members_by_unit(paths: Sequence[str]) -> dict[str, int]:
    """Return how many people belong today to each unit at and below these paths, by the unit's path."""
    if not paths:
        return {}
    counted = (
        select(Unit.path, func.count())
        .select_from(Membership)
        .join(Unit, Unit.id == Membership.unit_id)
        .join(User, User.id == Membership.user_id)
        .where(Membership.to_on.is_(None), User.closed_at.is_(None), _below(paths))
        .group_by(Unit.path)
    )
    return {row[0]: row[1] for row in db.session.execute(counted)}


def get_grant(grant_id: int) -> RoleGrant:
    """Return a role that somebody was given.

    Raises:
        NotFoundError: there is no such grant.
    """
    grant = db.session.get(RoleGrant, grant_id)
    if grant is None:
        raise NotFoundError
    return grant


def list_grants(user_id: int) -> list[tuple[RoleGrant, Unit]]:
    """Return the roles that a person holds today, each with its unit."""
    found = (
        select(RoleGrant, Unit)
        .join(Unit, Unit.id == RoleGrant.unit_id)
        .where(RoleGrant.user_id == user_id, RoleGrant.revoked_at.is_(None))
        .order_by(RoleGrant.id)
    )
    return [(grant, unit) for grant, unit in db.session.execute(found)]


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


def list_grant_paths(user_ids: Iterable[int]) -> dict[int, list[str]]:
    """Return the paths of the units on which these people hold roles today; who holds none is left out."""
    found = (
        select(RoleGrant.user_id, Unit.path)
        .join(Unit, Unit.id == RoleGrant.unit_id)
        .where(RoleGrant.user_id.in_(list(user_ids)), RoleGrant.revoked_at.is_(None))
    )
    paths: dict[int, list[str]] = {}
    for user_id, path in db.session.execute(found):
        paths.setdefault(user_id, []).append(path)
    return paths


def has_any_role(user_id: int) -> bool:
    """Tell whether a person holds a role anywhere today."""
    held = select(RoleGrant.id).where(RoleGrant.user_id == user_id, RoleGrant.revoked_at.is_(None)).limit(1)
    return db.session.scalar(held) is not None


def find_contact(unit_path: str) -> User | None:
    """Return who answers for a unit: the coordinator nearest above it, the longest in office first."""
    paths = paths_down_to(unit_path)
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


@dataclass(frozen=True)
class AuditLine:
    """One line of the log, with the names of who did it and of whom or what it was about."""

    at: datetime
    actor_name: str
    action: str
    subject: str
    subject_name: str
    unit_name: str
    role: str
    note: str


_ANSWERS = ("pair.agreed", "pair.declined")
"""What one of two who are not a pair yet, or never will be, said to an invitation."""


def list_audit(
    paths: Sequence[str], reader_id: int, limit: int, offset: int = 0, *, reach: Sequence[str]
) -> list[AuditLine]:
    """Return a stretch of the log of the units at and below these paths, newest first, as ``reader_id`` may read it.

    ``reach``: the units for which the reader answers. Whoever of another unit answered an invitation is not named, but
    for that unit, and the reason is that unit's to read.
    """
    found = (
        _audit_of(paths, reader_id, select(AuditEntry))
        .order_by(AuditEntry.id.desc())
        .limit(limit)
        .offset(offset)
    )
    entries = db.session.scalars(found).all()
    subjects = [each.subject.partition(":") for each in entries]
    people = _names(User.full_name, User.id, _ids(subjects, "user") | {each.actor_id for each in entries})
    units = _names(Unit.name, Unit.id, _ids(subjects, "unit") | {each.unit_id for each in entries})
    names = {"user": people, "unit": units}
    answering = {each.actor_id for each in entries if each.action in _ANSWERS and each.actor_id}
    away = {
        each.user_id: each.unit_name
        for each in list_members_by_id(answering)
        if not each.unit_path.startswith(tuple(reach))
    }
    return [
        AuditLine(
            at=each.at,
            actor_name=_named(each, people, away),
            action=each.action,
            subject=each.subject,
            subject_name=names[kind].get(int(key), "") if kind in names and key.isdigit() else key,
            unit_name=units.get(each.unit_id or 0, ""),
            role=str(each.detail.get("role", "")),
            note="" if each.action in _ANSWERS and each.actor_id in away else each.note,
        )
        for each, (kind, _, key) in zip(entries, subjects, strict=True)
    ]


def _named(entry: AuditEntry, people: Mapping[int, str], away: Mapping[int, str]) -> str:
    who = entry.actor_id or 0
    return away[who] if entry.action in _ANSWERS and who in away else people.get(who, "")


def count_audit(paths: Sequence[str], reader_id: int) -> int:
    """Return how many lines the log of these units has for this reader."""
    return db.session.scalar(_audit_of(paths, reader_id, select(func.count()).select_from(AuditEntry))) or 0


# By its names only: the rooms of pairs lie above this one.
_pairs = table("pairs", column("id"), column("mentor_id"), column("mentee_id"))


def _audit_of(paths: Sequence[str], reader_id: int, chosen: Select[Any]) -> Select[Any]:
    """Narrow to what happened in these units; what names no unit belongs to the unit of who did it.

    Whoever is reported may be the admin who reads: reports have their own page, and nobody reads here who moved one's
    own pairs.
    """
    own_pairs = select(literal("pair:").concat(cast(_pairs.c.id, String))).where(
        or_(_pairs.c.mentor_id == reader_id, _pairs.c.mentee_id == reader_id)
    )
    units = select(Unit.id).where(_below(paths))
    people = select(Membership.user_id).where(Membership.unit_id.in_(units), Membership.to_on.is_(None))
    return chosen.where(
        ~AuditEntry.action.startswith("harm."),
        AuditEntry.subject.not_in(own_pairs),
        or_(
            AuditEntry.unit_id.in_(units),
            and_(AuditEntry.unit_id.is_(None), AuditEntry.actor_id.in_(people)),
        ),
    )


def _ids(subjects: Iterable[tuple[str, str, str]], kind: str) -> set[int | None]:
    return {int(key) for found, _, key in subjects if found == kind and key.isdigit()}


def _names(name: Any, key: Any, ids: set[int | None]) -> dict[int, str]:
    rows = db.session.execute(select(key, name).where(key.in_([each for each in ids if each])))
    return {row[0]: row[1] for row in rows}
