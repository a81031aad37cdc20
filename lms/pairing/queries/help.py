"""Reading requests for help."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    bindparam,
    case,
    exists,
    func,
    literal_column,
    or_,
    select,
)
from sqlalchemy.orm import aliased

from lms.accounts.models import User
from lms.core.errors import NotFoundError
from lms.core.people import call_name
from lms.db import db
from lms.pairing.models import HelpRequest, Pair
from lms.pairing.queries.outsiders import were_paired
from lms.pairing.queries.owners import ANY_MENTOR
from lms.units.models import Membership, RoleGrant, Unit

# In prepared statements states stand as literals; see actor.py.
_CLOSED: ColumnElement[str] = literal_column("'closed'")
_OPEN: ColumnElement[str] = literal_column("'open'")
_ACTIVE: ColumnElement[str] = literal_column("'active'")
_ADMIN: ColumnElement[str] = literal_column("'admin'")
_COORDINATOR: ColumnElement[str] = literal_column("'coordinator'")
_users = User.__table__
_helps, _owners = HelpRequest.__table__, _users.alias("owners")
_following = _users.alias("following")
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
    _helps.c.due_at,
    _helps.c.handed_on,
    _following.c.honorific,
    _following.c.full_name,
)
_IS_OPEN_HELP = (
    (_helps.c.user_id == bindparam("user_id"))
    & (_helps.c.place == bindparam("place"))
    & (_helps.c.state != _CLOSED)
)
_OPEN_HELP = (
    select(*_HELP_COLUMNS)
    .select_from(
        _helps.outerjoin(_owners, _owners.c.id == _helps.c.owner_id).outerjoin(
            _following, _following.c.id == _helps.c.next_owner_id
        )
    )
    .where(_IS_OPEN_HELP)
    .limit(1)
)


@dataclass(frozen=True)
class HelpState:
    """Where a learner's request stands, who has to answer it (nobody: ``owner_name`` is empty), and what comes next."""

    id: int
    state: str
    asked_at: datetime
    seen_at: datetime | None
    answered_at: datetime | None
    reply: str
    owner_id: int | None = None
    owner_name: str = ""
    due_at: datetime | None = None
    handed_on: int = 0
    next_name: str = ""


def _help_state(row: Any) -> HelpState:
    owner_name = call_name(row[7], row[8]) if row[6] else ""
    next_name = call_name(row[11], row[12]) if row[12] else ""
    return HelpState(
        row[0], row[1], row[2], row[3], row[4], row[5], row[6], owner_name, row[9], row[10], next_name
    )


def find_open_help(user_id: int, place: str) -> HelpState | None:
    """Return the learner's request at ``place`` that is not closed."""
    row = db.session.execute(_OPEN_HELP, {"user_id": user_id, "place": place}).first()
    return _help_state(row) if row else None


def add_open_help(statement: Select[Any]) -> Select[Any]:
    """Let a statement, which binds ``user_id``, also bring the person's open request at ``place``, if there is one."""
    with_help = statement.add_columns(*_HELP_COLUMNS).outerjoin(_helps, _IS_OPEN_HELP)
    with_owner = with_help.outerjoin(_owners, _owners.c.id == _helps.c.owner_id)
    return with_owner.outerjoin(_following, _following.c.id == _helps.c.next_owner_id).limit(1)


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


def count_open_help_of(user_id: int) -> int:
    """Return how many requests of a person wait for an answer."""
    found = select(func.count()).where(HelpRequest.user_id == user_id, HelpRequest.state == _OPEN)
    return db.session.scalar(found) or 0


def list_open_help_of(user_id: int) -> list[HelpRequest]:
    """Return a learner's requests that are not closed, newest first."""
    found = select(HelpRequest).where(HelpRequest.user_id == user_id, HelpRequest.state != "closed")
    return list(db.session.scalars(found.order_by(HelpRequest.id.desc())))


def list_help_states(user_id: int) -> list[tuple[str, str, HelpState]]:
    """Return a learner's requests that are not closed, newest first: title and path of the place, and the state."""
    found = (
        select(_helps.c.place_title, _helps.c.place_path, *_HELP_COLUMNS)
        .select_from(
            _helps.outerjoin(_owners, _owners.c.id == _helps.c.owner_id).outerjoin(
                _following, _following.c.id == _helps.c.next_owner_id
            )
        )
        .where(_helps.c.user_id == user_id, _helps.c.state != _CLOSED)
        .order_by(_helps.c.id.desc())
    )
    return [(row[0], row[1], _help_state(row[2:])) for row in db.session.execute(found)]


_owner_id: BindParameter[int] = bindparam("owner_id")
_leads = exists().where(Pair.mentor_id == _owner_id, Pair.state == _ACTIVE)
_askers, _homes, _offices = aliased(Membership), aliased(Unit), aliased(Unit)
_belongs = exists().where(
    Membership.user_id == _owner_id,
    Membership.to_on.is_(None),
    _askers.user_id == HelpRequest.user_id,
    _askers.to_on.is_(None),
    _askers.unit_id == Membership.unit_id,
)
_holds_office = exists().where(
    RoleGrant.user_id == _owner_id,
    RoleGrant.revoked_at.is_(None),
    or_(
        RoleGrant.role == _ADMIN,
        (RoleGrant.role == _COORDINATOR)
        & exists()
        .where(
            _offices.id == RoleGrant.unit_id,
            _askers.user_id == HelpRequest.user_id,
            _askers.to_on.is_(None),
            _homes.id == _askers.unit_id,
            _homes.path.like(_offices.path.concat("%")),
        )
        .correlate(RoleGrant, HelpRequest),
    ),
)
_own_pair = exists().where(Pair.id == HelpRequest.pair_id, Pair.mentor_id == _owner_id, Pair.state == _ACTIVE)
_partners = were_paired(_owner_id, HelpRequest.user_id)
_HELP_OWNED = (
    select(
        HelpRequest.id,
        HelpRequest.user_id,
        HelpRequest.place_title,
        HelpRequest.place_path,
        HelpRequest.message,
        HelpRequest.asked_at,
        HelpRequest.seen_at,
        User.honorific,
        User.full_name,
        case((User.shares_phone & _own_pair, User.phone), else_=None),
    )
    .join(User, User.id == HelpRequest.user_id)
    .where(HelpRequest.state == _OPEN, HelpRequest.user_id != _owner_id, User.closed_at.is_(None))
    .where(
        or_(
            (HelpRequest.owner_id == _owner_id) & (_holds_office | _leads & _belongs),
            _own_pair,
            (HelpRequest.handed_on == ANY_MENTOR) & _leads & _belongs & ~_partners,
        )
    )
    .order_by(HelpRequest.asked_at, HelpRequest.id)
)


@dataclass(frozen=True)
class Asked:
    """A request that waits for an answer, and who asked. ``phone`` only where it is shared, and for her mentor alone."""

    id: int
    user_id: int
    place_title: str
    place_path: str
    message: str
    asked_at: datetime
    seen_at: datetime | None
    honorific: str
    full_name: str
    phone: str | None

    @property
    def call_name(self) -> str:
        return call_name(self.honorific, self.full_name)


def list_help_owned(owner_id: int) -> list[Asked]:
    """Return what waits for this person's answer, longest waiting first.

    Besides one's own: what a mentee of one's active pair asked and was handed on meanwhile, and what every mentor of
    one's unit may answer by now.
    """
    return [Asked(*row) for row in db.session.execute(_HELP_OWNED, {"owner_id": owner_id})]
