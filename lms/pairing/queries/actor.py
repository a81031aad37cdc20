"""The one statement that tells who makes a request."""

from datetime import datetime

from sqlalchemy import ColumnElement, bindparam, exists, literal_column, select

from lms.accounts.models import LoginSession, User
from lms.accounts.queries import digest
from lms.core.people import Actor, Grant, Role, call_name
from lms.db import db
from lms.notices.queries.own import unread_of
from lms.pairing.models import Pair
from lms.pairing.queries.pairs import LIVE
from lms.units.models import Membership, RoleGrant, Unit

# In prepared statements states stand as literals: a list that is bound is spelled out anew at each use, and a bound
# state in the condition of a partial index makes SQLite plan the statement anew.
_LIVE_STATES: list[ColumnElement[str]] = [literal_column(f"'{state}'") for state in LIVE]
_ACTIVE: ColumnElement[str] = literal_column("'active'")

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
        unread_of(_users).label("unread"),
    )
    .select_from(
        _sessions.join(_users, _users.c.id == _sessions.c.user_id)
        .outerjoin(_memberships, (_memberships.c.user_id == _users.c.id) & _memberships.c.to_on.is_(None))
        .outerjoin(_units, _units.c.id == _memberships.c.unit_id)
        .outerjoin(_grants, (_grants.c.user_id == _users.c.id) & _grants.c.revoked_at.is_(None))
        .outerjoin(_grant_units, _grant_units.c.id == _grants.c.unit_id)
        .outerjoin(_pairs, (_pairs.c.mentee_id == _users.c.id) & _pairs.c.state.in_(_LIVE_STATES))
        .outerjoin(
            _mentors,
            (_mentors.c.id == _pairs.c.mentor_id)
            & _mentors.c.closed_at.is_(None)
            & (_pairs.c.state == _ACTIVE),  # while a pair rests nobody is sent to the mentor
        )
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
        unread=row.unread,
    )
