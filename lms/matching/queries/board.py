"""The coordinator's board of a unit: suggestions, invitations, pairs, and who has to be placed by hand; a page of one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Any, TypeVarTuple

from sqlalchemy import ColumnElement, Select, and_, case, exists, false, func, or_, select, true
from sqlalchemy.orm import aliased

from lms.accounts.models import User
from lms.core.matching import Left
from lms.core.pair_life import EXPIRE_AFTER
from lms.core.vietnamese import fold
from lms.db import db
from lms.matching.models import Need, PairingRun
from lms.pairing.models import Pair
from lms.pairing.queries.pairs import TAKEN
from lms.units.models import Membership, Unit

Columns = TypeVarTuple("Columns")

PER_PAGE = 20


class Section(StrEnum):
    """One list of the board, by its name in addresses."""

    SUGGESTED = "goi-y"
    INVITED = "cho-tra-loi"
    TOGETHER = "dang-di"
    LEFT = "can-sap-xep"


_STATES = {
    Section.SUGGESTED: ("suggested",),
    Section.INVITED: ("invited",),
    Section.TOGETHER: ("active", "paused"),
}


@dataclass(frozen=True)
class PairLine:
    """A pair as the board shows it, in whichever state."""

    pair_id: int
    mentor_name: str
    """Empty where the mentor may not be named yet; ``mentor_away`` then says of which unit she is."""
    mentor_away: str
    mentee_id: int
    mentee_name: str
    unit_name: str
    state: str
    score: int | None
    facts: Sequence[Sequence[str]]
    invited_at: datetime | None
    started_at: datetime | None
    mentor_agreed_at: datetime | None
    mentee_agreed_at: datetime | None
    other_wanted_at: datetime | None
    other_wanted_words: str
    mentor_id: int
    pause_reason: str

    @property
    def expires_at(self) -> datetime | None:
        return self.invited_at + EXPIRE_AFTER if self.invited_at else None

    def days_left(self, now: datetime) -> int:
        """Return how many days are left to answer, begun ones counted."""
        left = (self.expires_at - now) if self.expires_at else timedelta()
        return max(0, -(-left // timedelta(days=1)))


@dataclass(frozen=True)
class LeftLine:
    """Somebody who asks and whom nobody was found for; ``why`` is None where no run has looked yet."""

    user_id: int
    full_name: str
    unit_name: str
    skills: Sequence[str]
    words: str
    asked_at: datetime
    why: Left | None


@dataclass(frozen=True)
class Counts:
    """How many lines each section has, and how many ask for another mentor."""

    by_section: Mapping[Section, int]
    others_wanted: int


def _below(path: str) -> ColumnElement[bool]:
    return and_(Membership.to_on.is_(None), Unit.path.startswith(path, autoescape=True))


def _is_ready() -> ColumnElement[bool]:
    """What a working run has suggested so far is not shown, and what has been overtaken by an invitation neither."""
    other = aliased(Pair)
    working = select(PairingRun.id).where(PairingRun.state == "working")
    return and_(
        or_(Pair.run_id.is_(None), Pair.run_id.not_in(working)),
        ~exists().where(other.mentee_id == Pair.mentee_id, other.state.in_(TAKEN)),
    )


def _left(path: str, chosen: Select[*Columns]) -> Select[*Columns]:
    """Narrow to who asks and has neither mentor nor invitation nor suggestion."""
    return (
        chosen.join(User, User.id == Need.user_id)
        .join(Membership, Membership.user_id == Need.user_id)
        .join(Unit, Unit.id == Membership.unit_id)
        .where(
            _below(path),
            Need.withdrawn_at.is_(None),
            User.closed_at.is_(None),
            func.coalesce(Membership.exempt_reason, "") == "",
            ~exists().where(Pair.mentee_id == Need.user_id, Pair.state.in_((*TAKEN, "suggested"))),
        )
    )


def count_sections(path: str) -> Counts:
    """Return how long each list of the unit at ``path`` and below it is."""
    found = (
        select(Pair.state, func.count(), func.count(Pair.other_wanted_at))
        .join(Membership, Membership.user_id == Pair.mentee_id)
        .join(Unit, Unit.id == Membership.unit_id)
        .where(_below(path), or_(Pair.state.in_(TAKEN), and_(Pair.state == "suggested", _is_ready())))
        .group_by(Pair.state)
    )
    rows = {row[0]: (row[1], row[2]) for row in db.session.execute(found)}
    counts = {
        section: sum(rows.get(state, (0, 0))[0] for state in states) for section, states in _STATES.items()
    }
    left = db.session.scalar(_left(path, select(func.count()).select_from(Need))) or 0
    others = sum(rows.get(state, (0, 0))[1] for state in _STATES[Section.TOGETHER])
    return Counts(MappingProxyType({**counts, Section.LEFT: left}), others)


@dataclass(frozen=True)
class _Cast:
    """Who takes part in a line: mentor, mentee, and the mentor's unit with whether the reader answers for it."""

    by: Any
    on: Any
    home: Any
    is_own: ColumnElement[bool]


def _cast(reach: Sequence[str]) -> _Cast:
    home = aliased(Unit)
    is_own = or_(*(home.path.startswith(each, autoescape=True) for each in reach)) if reach else false()
    return _Cast(aliased(User), aliased(User), home, func.coalesce(is_own, false()))


def _pairs(path: str, section: Section, search: str, chosen: Sequence[Any], cast: _Cast) -> Select[Any]:
    by, on, belonging = cast.by, cast.on, aliased(Membership)
    found = (
        select(*chosen)
        .select_from(Pair)
        .join(by, by.id == Pair.mentor_id)
        .join(on, on.id == Pair.mentee_id)
        .join(Membership, Membership.user_id == Pair.mentee_id)
        .join(Unit, Unit.id == Membership.unit_id)
        .outerjoin(belonging, (belonging.user_id == Pair.mentor_id) & belonging.to_on.is_(None))
        .outerjoin(cast.home, cast.home.id == belonging.unit_id)
        .where(_below(path), Pair.state.in_(_STATES[section]))
    )
    if section is Section.SUGGESTED:
        found = found.where(_is_ready())
    if search:
        mentor, mentee = (each.search_name.contains(fold(search), autoescape=True) for each in (by, on))
        is_named = true() if section is Section.TOGETHER else cast.is_own
        found = found.where(or_(mentee, and_(mentor, is_named)))
    return found


def list_pairs(
    path: str, section: Section, search: str, number: int, reach: Sequence[str]
) -> tuple[list[PairLine], int]:
    """Return a page of a section's pairs, those who ask for another mentor first, and how many there are in all.

    ``reach``: the units for which the reader answers. Mentors of others are named, and found, once a pair has begun.
    """
    cast = _cast(reach)
    is_named = true() if section is Section.TOGETHER else cast.is_own
    columns = (
        Pair.id,
        case((is_named, cast.by.full_name), else_=""),
        case((is_named, ""), else_=func.coalesce(cast.home.name, "")),
        cast.on.id,
        cast.on.full_name,
        Unit.name,
        Pair.state,
        Pair.score,
        Pair.facts,
        Pair.invited_at,
        Pair.started_at,
        Pair.mentor_agreed_at,
        Pair.mentee_agreed_at,
        Pair.other_wanted_at,
        Pair.other_wanted_words,
        Pair.mentor_id,
        Pair.pause_reason,
    )
    found = _pairs(path, section, search, columns, cast)
    order = (Pair.other_wanted_at.is_(None), Pair.invited_at, Unit.path, Pair.mentee_id)
    page = found.order_by(*order).limit(PER_PAGE).offset((number - 1) * PER_PAGE)
    total = db.session.scalar(_pairs(path, section, search, [func.count()], cast)) or 0
    return [PairLine(*row) for row in db.session.execute(page)], total


def list_left(path: str, run: PairingRun | None, search: str, number: int) -> tuple[list[LeftLine], int]:
    """Return a page of who has to be placed by hand, the longest waiting first, and how many there are in all."""
    columns = (User.id, User.full_name, Unit.name, Need.skills, Need.words, Need.consented_at)
    found, counted = (
        _left(path, select(*columns).select_from(Need)),
        _left(path, select(func.count()).select_from(Need)),
    )
    if search:
        matches = User.search_name.contains(fold(search), autoescape=True)
        found, counted = found.where(matches), counted.where(matches)
    page = found.order_by(Need.consented_at, User.id).limit(PER_PAGE).offset((number - 1) * PER_PAGE)
    why = {user_id: Left(reason) for user_id, reason in (run.left if run else [])}
    lines = [
        LeftLine(user_id, name, unit_name, skills, words, asked_at, why.get(user_id))
        for user_id, name, unit_name, skills, words, asked_at in db.session.execute(page)
    ]
    return lines, db.session.scalar(counted) or 0


def list_suggested_ids(path: str) -> list[int]:
    """Return all suggestions of the unit at ``path`` and below it that may be published."""
    found = _pairs(path, Section.SUGGESTED, "", [Pair.id], _cast(()))
    return list(db.session.scalars(found.order_by(Unit.path, Pair.mentee_id)))
