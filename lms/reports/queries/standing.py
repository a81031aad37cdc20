"""Where the people of a unit stand in a course: counted by unit, and one by one.

Denominators are today's members; who is exempt is counted apart. The number of statements never depends on how many
people there are.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, select
from sqlalchemy.orm import aliased

from lms.accounts.models import User
from lms.accounts.queries import has_way_in, name_matches
from lms.core.people import call_name
from lms.core.vietnamese import name_sort_key, sort_key
from lms.courses.queries import Published
from lms.credentials.models import Certificate
from lms.db import db
from lms.pairing.models import Pair
from lms.pairing.queries.pairs import LIVE
from lms.progress.models import Enrolment
from lms.units.models import Membership, Unit

NEVER = datetime.min.replace(tzinfo=UTC)
_IS_EXEMPT = Membership.exempt_reason.is_not(None)
_IS_DONE = and_(~_IS_EXEMPT, Enrolment.completed_at.is_not(None))
_IS_LEARNING = and_(~_IS_EXEMPT, Enrolment.id.is_not(None), Enrolment.completed_at.is_(None))
_IS_NEW = and_(~_IS_EXEMPT, Enrolment.id.is_(None))


@dataclass(frozen=True)
class Tally:
    """How many people stand where. ``exempt`` people are in none of the other figures."""

    counted: int = 0
    done: int = 0
    learning: int = 0
    without_way_in: int = 0
    exempt: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(self)))

    @property
    def new(self) -> int:
        return self.counted - self.done - self.learning

    @property
    def percent(self) -> int:
        return round(100 * self.done / self.counted) if self.counted else 0


def tally_units(path: str, course_id: int, now: datetime) -> dict[str, Tally]:
    """Return the tally of the unit at ``path`` and of each below it, by the unit's path, in one statement."""
    figures = (
        case((_IS_EXEMPT, 0), else_=1),
        case((_IS_DONE, 1), else_=0),
        case((_IS_LEARNING, 1), else_=0),
        case((and_(~_IS_EXEMPT, ~has_way_in(now)), 1), else_=0),
        case((_IS_EXEMPT, 1), else_=0),
    )
    found = _members([Unit.path, *(func.sum(each) for each in figures)], path, course_id)
    return {row[0]: Tally(*row[1:]) for row in db.session.execute(found.group_by(Unit.path))}


def tally_below(tallies: dict[str, Tally], path: str) -> Tally:
    """Return the sum over the unit at ``path`` and those below it."""
    return sum((each for below, each in tallies.items() if below.startswith(path)), Tally())


def _members(columns: Sequence[Any], path: str, course_id: int) -> Select[Any]:
    """Choose ``columns`` of today's members at and below ``path``, with what they have in the course."""
    return (
        select(*columns)
        .select_from(Membership)
        .join(Unit, Unit.id == Membership.unit_id)
        .join(User, User.id == Membership.user_id)
        .outerjoin(Enrolment, and_(Enrolment.user_id == User.id, Enrolment.course_id == course_id))
        .where(
            Membership.to_on.is_(None), User.closed_at.is_(None), Unit.path.startswith(path, autoescape=True)
        )
    )


@dataclass(frozen=True)
class Line:
    """Where one person stands in a course."""

    user_id: int
    full_name: str
    unit_id: int
    unit_name: str
    position: str
    exempt_reason: str | None
    has_way_in: bool
    started_at: datetime | None
    last_at: datetime | None
    completed_at: datetime | None
    done_items: int
    assisted_items: int
    total_items: int
    waiting_items: int
    next_key: str
    mentor_name: str
    certificate_code: str | None

    @property
    def state(self) -> str:
        if self.completed_at:
            return "done"
        return "now" if self.started_at else "new"


FILTERS = ("xong", "dang", "chua", "mien", "chua-vao")


def _condition(state: str, now: datetime) -> ColumnElement[bool]:
    return {
        "xong": _IS_DONE,
        "dang": _IS_LEARNING,
        "chua": _IS_NEW,
        "mien": _IS_EXEMPT,
        "chua-vao": and_(~_IS_EXEMPT, ~has_way_in(now)),
    }[state]


def list_lines(
    path: str, course_id: int, now: datetime, *, search: str = "", state: str = "", most: int
) -> list[Line]:
    """Return where each person at or below ``path`` stands, at most ``most`` people, in one statement.

    ``search`` is part of a name; ``state`` is one of FILTERS, or empty for everybody.
    """
    mentor = aliased(User)
    columns = (
        User.id,
        User.full_name,
        Unit.id,
        Unit.name,
        Membership.position,
        Membership.exempt_reason,
        has_way_in(now),
        Enrolment.started_at,
        Enrolment.last_at,
        Enrolment.completed_at,
        func.coalesce(Enrolment.done_items, 0),
        func.coalesce(Enrolment.assisted_items, 0),
        func.coalesce(Enrolment.total_items, 0),
        func.coalesce(Enrolment.waiting_items, 0),
        func.coalesce(Enrolment.next_key, ""),
        mentor.honorific,
        mentor.full_name,
        Certificate.code,
    )
    found = (
        _members(columns, path, course_id)
        .outerjoin(Pair, and_(Pair.mentee_id == User.id, Pair.state.in_(LIVE)))
        .outerjoin(mentor, mentor.id == Pair.mentor_id)
        .outerjoin(
            Certificate,
            and_(
                Certificate.user_id == User.id,
                Certificate.course_id == course_id,
                Certificate.revoked_at.is_(None),
            ),
        )
        .order_by(User.search_name, User.id)
        .limit(most)
    )
    if search:
        found = found.where(name_matches(search))
    if state in FILTERS:
        found = found.where(_condition(state, now))
    return [_line(row) for row in db.session.execute(found)]


def _line(row: Any) -> Line:
    *figures, honorific, mentor_name, code = tuple(row)
    values = (*figures, call_name(honorific, mentor_name) if mentor_name else "", code)
    return Line(*values)


ORDERS = ("ten", "don-vi", "tien-do", "cho", "hoat-dong")


def sort_lines(lines: list[Line], order: str) -> list[Line]:
    """Return the lines in one of ORDERS, or backwards where a hyphen stands before it; people by name within it."""
    by_name = sorted(lines, key=lambda line: name_sort_key(line.full_name))
    keys: dict[str, Any] = {
        "ten": lambda line: name_sort_key(line.full_name),
        "don-vi": lambda line: sort_key(line.unit_name),
        "tien-do": lambda line: (line.completed_at is not None, line.done_items, line.started_at is not None),
        "cho": lambda line: line.waiting_items,
        "hoat-dong": lambda line: line.last_at or NEVER,
    }
    if order == "ten":
        return by_name
    wanted = order.removeprefix("-")
    return sorted(by_name, key=keys.get(wanted, keys["ten"]), reverse=order.startswith("-"))


@dataclass(frozen=True)
class Place:
    """An item as people say where it is: lesson 3, step 2."""

    lesson: int
    kind: str
    number: int


def find_place(published: Published, key: str) -> Place | None:
    """Return where an item stands in its course; steps are counted within their lesson, tasks and quizzes likewise."""
    if key not in published.items:
        return None
    lesson, item = published.items[key]
    of_kind = [each for each in lesson.items if each.kind == item.kind]
    return Place(published.course.lessons.index(lesson) + 1, item.kind, of_kind.index(item) + 1)
