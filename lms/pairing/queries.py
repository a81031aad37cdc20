"""Reading pairs and help requests, and the one statement that tells who makes a request."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, case, exists, func, literal_column, select
from sqlalchemy.orm import aliased

from lms.accounts.models import LoginSession, User
from lms.accounts.queries import digest
from lms.core.errors import NotFoundError
from lms.core.people import Actor, Grant, Role, call_name
from lms.db import db
from lms.pairing.models import MOST_MENTEES, HelpRequest, Pair
from lms.units.models import Membership, RoleGrant, Unit
from lms.units.queries import Member, count_members, list_children, list_members

LIVE = ("active", "paused")
# In prepared statements states stand as literals: a list that is bound is spelled out anew at each use, and a bound
# state in the condition of a partial index makes SQLite plan the statement anew.
_LIVE_STATES: list[ColumnElement[str]] = [literal_column(f"'{state}'") for state in LIVE]
_CLOSED: ColumnElement[str] = literal_column("'closed'")


@dataclass(frozen=True)
class Companion:
    """The other person of a pair."""

    pair_id: int
    user_id: int
    full_name: str
    honorific: str
    state: str
    started_at: datetime | None
    phone: str | None
    """Only where that person shares it."""

    @property
    def call_name(self) -> str:
        return call_name(self.honorific, self.full_name)


_users, _sessions, _units = User.__table__, LoginSession.__table__, Unit.__table__
_memberships, _grants, _pairs = Membership.__table__, RoleGrant.__table__, Pair.__table__
_mentors = _users.alias("mentors")
_grant_units = _units.alias("grant_units")
_led = _pairs.alias("led")

# Every signed-in request asks this, so it is one prepared statement: a row for each role, at least one.
_ACTOR = (
    select(
        _users.c.id,
        _users.c.full_name,
        _users.c.honorific,
        _users.c.language,
        _users.c.text_size,
        _users.c.contrast,
        _users.c.motion,
        _users.c.password_hash.is_not(None).label("has_password"),
        _sessions.c.id.label("session_id"),
        _sessions.c.method,
        _units.c.id.label("unit_id"),
        _units.c.path.label("unit_path"),
        _units.c.name.label("unit_name"),
        _grants.c.role,
        _grant_units.c.id.label("grant_unit_id"),
        _grant_units.c.path.label("grant_unit_path"),
        _pairs.c.id.label("pair_id"),
        _mentors.c.id.label("mentor_id"),
        _mentors.c.full_name.label("mentor_full_name"),
        _mentors.c.honorific.label("mentor_honorific"),
        exists().where(_led.c.mentor_id == _users.c.id, _led.c.state.in_(_LIVE_STATES)).label("is_mentor"),
    )
    .select_from(
        _sessions.join(_users, _users.c.id == _sessions.c.user_id)
        .outerjoin(_memberships, (_memberships.c.user_id == _users.c.id) & _memberships.c.to_on.is_(None))
        .outerjoin(_units, _units.c.id == _memberships.c.unit_id)
        .outerjoin(_grants, (_grants.c.user_id == _users.c.id) & _grants.c.revoked_at.is_(None))
        .outerjoin(_grant_units, _grant_units.c.id == _grants.c.unit_id)
        .outerjoin(_pairs, (_pairs.c.mentee_id == _users.c.id) & _pairs.c.state.in_(_LIVE_STATES))
        .outerjoin(_mentors, (_mentors.c.id == _pairs.c.mentor_id) & _mentors.c.closed_at.is_(None))
    )
    .where(
        _sessions.c.token_hash == bindparam("token_hash"),
        _sessions.c.ended_at.is_(None),
        _sessions.c.expires_at > bindparam("now"),
        _users.c.closed_at.is_(None),
    )
)


def find_actor(token: str, now: datetime) -> Actor | None:
    """Return who holds the session ``token``, with roles, unit and mentor, in one statement."""
    rows = db.session.execute(_ACTOR, {"token_hash": digest(token), "now": now}).all()
    if not rows:
        return None
    row = rows[0]
    return Actor(
        id=row.id,
        full_name=row.full_name,
        honorific=row.honorific,
        unit_id=row.unit_id,
        unit_path=row.unit_path or "",
        unit_name=row.unit_name or "",
        grants=tuple(
            Grant(Role(each.role), each.grant_unit_id, each.grant_unit_path) for each in rows if each.role
        ),
        session_key=token,
        session_id=row.session_id,
        language=row.language,
        text_size=row.text_size,
        contrast=row.contrast,
        motion=row.motion,
        is_mentor=bool(row.is_mentor),
        pair_id=row.pair_id,
        mentor_id=row.mentor_id,
        mentor_name=call_name(row.mentor_honorific, row.mentor_full_name) if row.mentor_id else "",
        session_method=row.method,
        has_password=bool(row.has_password),
    )


def get_pair(pair_id: int) -> Pair:
    """Return the pair.

    Raises:
        NotFoundError: there is no such pair.
    """
    pair = db.session.get(Pair, pair_id)
    if pair is None:
        raise NotFoundError
    return pair


def find_pair_of(mentor_id: int, mentee_id: int) -> Pair | None:
    """Return the pair of these two that is not ended."""
    return db.session.scalars(
        select(Pair).where(Pair.mentor_id == mentor_id, Pair.mentee_id == mentee_id, Pair.state.in_(LIVE))
    ).first()


@dataclass(frozen=True)
class Learner:
    """A person, with those who answer for that person's learning now: the mentor of the live pair, else the unit."""

    id: int
    full_name: str
    honorific: str
    unit_path: str
    pair_id: int | None
    mentor_id: int | None

    @property
    def call_name(self) -> str:
        return call_name(self.honorific, self.full_name)


def get_learner(user_id: int) -> Learner:
    """Return a person with mentor and unit.

    Raises:
        NotFoundError: nobody has this id.
    """
    mentor = aliased(User)
    found = (
        select(User.id, User.full_name, User.honorific, func.coalesce(Unit.path, ""), Pair.id, mentor.id)
        .outerjoin(Membership, (Membership.user_id == User.id) & Membership.to_on.is_(None))
        .outerjoin(Unit, Unit.id == Membership.unit_id)
        .outerjoin(Pair, (Pair.mentee_id == User.id) & Pair.state.in_(LIVE))
        .outerjoin(mentor, (mentor.id == Pair.mentor_id) & mentor.closed_at.is_(None))
        .where(User.id == user_id)
    )
    row = db.session.execute(found).first()
    if row is None:
        raise NotFoundError
    return Learner(*row)


_COMPANION = select(
    Pair.id,
    User.id,
    User.full_name,
    User.honorific,
    Pair.state,
    Pair.started_at,
    case((User.shares_phone, User.phone), else_=None),
).select_from(Pair)


def list_mentees(mentor_id: int) -> list[Companion]:
    """Return the people whom a mentor helps now."""
    found = (
        _COMPANION.join(User, User.id == Pair.mentee_id)
        .where(Pair.mentor_id == mentor_id, Pair.state.in_(LIVE), User.closed_at.is_(None))
        .order_by(Pair.id)
    )
    return [Companion(*row) for row in db.session.execute(found)]


def find_mentor(mentee_id: int) -> Companion | None:
    """Return who helps a person now."""
    found = _COMPANION.join(User, User.id == Pair.mentor_id).where(
        Pair.mentee_id == mentee_id, Pair.state.in_(LIVE)
    )
    row = db.session.execute(found).first()
    return Companion(*row) if row else None


def list_live_pairs_under(path: str) -> list[tuple[Pair, User, User]]:
    """Return the pairs not ended whose mentee belongs today to the unit at ``path`` or below: pair, mentor, mentee."""
    mentor, mentee = aliased(User), aliased(User)
    found = (
        select(Pair, mentor, mentee)
        .join(mentor, mentor.id == Pair.mentor_id)
        .join(mentee, mentee.id == Pair.mentee_id)
        .join(Membership, (Membership.user_id == Pair.mentee_id) & Membership.to_on.is_(None))
        .join(Unit, Unit.id == Membership.unit_id)
        .where(Pair.state.in_(LIVE), Unit.path.startswith(path, autoescape=True))
        .order_by(Pair.id)
    )
    return [(pair, one, other) for pair, one, other in db.session.execute(found)]


def count_mentees(mentor_ids: Sequence[int]) -> dict[int, int]:
    """Return how many people each of these mentors helps now."""
    found = (
        select(Pair.mentor_id, func.count())
        .where(Pair.mentor_id.in_(mentor_ids), Pair.state.in_(LIVE))
        .group_by(Pair.mentor_id)
    )
    return {row[0]: row[1] for row in db.session.execute(found)}


LARGEST_BOARD = 300


@dataclass(frozen=True)
class PairLine:
    """A live pair on the board."""

    pair_id: int
    mentor_name: str
    mentee_id: int
    mentee_name: str
    state: str
    started_at: datetime | None


@dataclass(frozen=True)
class Board:
    """Who is paired in a unit and below it, and who waits. Too large a unit shows only the units below it."""

    unit: Unit
    children: list[Unit]
    total: int
    members: list[Member]
    pairs: list[PairLine]
    held: dict[int, int]

    @property
    def is_too_large(self) -> bool:
        return self.total > LARGEST_BOARD

    @property
    def waiting(self) -> list[Member]:
        """Those who have no mentor and are none themselves."""
        return [each for each in self.unpaired if each.user_id not in self.held]

    @property
    def unpaired(self) -> list[Member]:
        """Those who may be given a mentor; people who are mentors themselves come last."""
        paired = {line.mentee_id for line in self.pairs}
        free = [each for each in self.members if each.user_id not in paired and not each.exempt_reason]
        return sorted(free, key=lambda each: each.user_id in self.held)

    @property
    def free_mentors(self) -> list[tuple[Member, int]]:
        """Those who may help one more, with how many they help now."""
        counted = ((each, self.held.get(each.user_id, 0)) for each in self.members)
        return [(each, held) for each, held in counted if held < MOST_MENTEES]


def get_board(unit: Unit) -> Board:
    """Return the pairs and the people without a mentor in a unit and below it."""
    total, children = count_members(unit.path), list_children(unit.id)
    if total > LARGEST_BOARD:
        return Board(unit, children, total, [], [], {})
    members = list_members(unit.path)
    pairs = [
        PairLine(pair.id, mentor.full_name, mentee.id, mentee.full_name, pair.state, pair.started_at)
        for pair, mentor, mentee in list_live_pairs_under(unit.path)
    ]
    held = count_mentees([each.user_id for each in members])
    return Board(unit, children, total, members, pairs, held)


_helps, _owners = HelpRequest.__table__, _users.alias("owners")
_HELP_COLUMNS = (
    _helps.c.id,
    _helps.c.state,
    _helps.c.asked_at,
    _helps.c.seen_at,
    _helps.c.answered_at,
    _helps.c.reply,
    _helps.c.owner_id,
    _owners.c.honorific,
    _owners.c.full_name,
)
_IS_OPEN_HELP = (
    (_helps.c.user_id == bindparam("user_id"))
    & (_helps.c.place == bindparam("place"))
    & (_helps.c.state != _CLOSED)
)
_OPEN_HELP = (
    select(*_HELP_COLUMNS)
    .select_from(_helps.outerjoin(_owners, _owners.c.id == _helps.c.owner_id))
    .where(_IS_OPEN_HELP)
    .limit(1)
)


@dataclass(frozen=True)
class HelpState:
    """Where a learner's request at one place stands, and who has to answer it (nobody: ``owner_name`` is empty)."""

    id: int
    state: str
    asked_at: datetime
    seen_at: datetime | None
    answered_at: datetime | None
    reply: str
    owner_id: int | None = None
    owner_name: str = ""


def _help_state(row: Any) -> HelpState:
    owner_name = call_name(row[7], row[8]) if row[6] else ""
    return HelpState(row[0], row[1], row[2], row[3], row[4], row[5], row[6], owner_name)


def find_open_help(user_id: int, place: str) -> HelpState | None:
    """Return the learner's request at ``place`` that is not closed."""
    row = db.session.execute(_OPEN_HELP, {"user_id": user_id, "place": place}).first()
    return _help_state(row) if row else None


def add_open_help(statement: Select[Any]) -> Select[Any]:
    """Let a statement, which binds ``user_id``, also bring the person's open request at ``place``, if there is one."""
    with_help = statement.add_columns(*_HELP_COLUMNS).outerjoin(_helps, _IS_OPEN_HELP)
    return with_help.outerjoin(_owners, _owners.c.id == _helps.c.owner_id).limit(1)


def split_open_help(row: Any) -> tuple[Any, HelpState | None]:
    """Return a row of such a statement without the request's columns, and the request."""
    own, asked = row[: -len(_HELP_COLUMNS)], row[-len(_HELP_COLUMNS) :]
    return own, _help_state(asked) if asked[0] is not None else None


def get_help(help_id: int) -> HelpRequest:
    """Return the request.

    Raises:
        NotFoundError: there is no such request.
    """
    found = db.session.get(HelpRequest, help_id)
    if found is None:
        raise NotFoundError
    return found


def list_open_help_of(user_id: int) -> list[HelpRequest]:
    """Return a learner's requests that are not closed, newest first."""
    found = select(HelpRequest).where(HelpRequest.user_id == user_id, HelpRequest.state != "closed")
    return list(db.session.scalars(found.order_by(HelpRequest.id.desc())))


def list_help_owned(owner_id: int) -> list[tuple[HelpRequest, User]]:
    """Return what waits for this person's answer, longest waiting first, with who asked."""
    found = (
        select(HelpRequest, User)
        .join(User, User.id == HelpRequest.user_id)
        .where(HelpRequest.owner_id == owner_id, HelpRequest.state == "open")
        .order_by(HelpRequest.asked_at)
    )
    return [(request, user) for request, user in db.session.execute(found)]
