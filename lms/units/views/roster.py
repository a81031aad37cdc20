"""What the roster's pages show of a unit, and the look-ups that say "not found" to the wrong person."""

from dataclasses import dataclass

from flask import request

from lms import clock
from lms.accounts.policy import can_print_card
from lms.accounts.queries import WayIn, list_ways_in
from lms.core.errors import NotFoundError
from lms.core.people import Role
from lms.units.models import Unit
from lms.units.policy import can_edit_member, can_report_unit
from lms.units.queries import (
    MOST_LISTED,
    Member,
    count_members,
    count_without_way_in,
    get_member,
    get_unit,
    list_ancestors,
    list_grant_paths,
    list_members,
)
from lms.web.access import actor
from lms.web.paging import PER_PAGE, Paged, page_number


@dataclass(frozen=True)
class Line:
    """One person of the roster, and what the officer may do for that person."""

    member: Member
    way_in: WayIn
    has_role: bool
    may_edit: bool
    may_print: bool


@dataclass(frozen=True)
class Roster:
    """One page of the people of a unit and of the units below it."""

    unit: Unit
    above: Unit | None
    search: str
    total: int
    without_way_in: int
    is_cut: bool
    lines: Paged[Line]


def get_reached_unit(unit_id: int) -> Unit:
    """Return the unit if the officer reaches it.

    Raises:
        NotFoundError: there is no such unit, or not for this person.
    """
    unit = get_unit(unit_id)
    if not can_report_unit(actor(), unit.path):
        raise NotFoundError
    return unit


def get_editable_member(user_id: int) -> Member:
    """Return a person whom the officer may edit.

    Raises:
        NotFoundError: there is no such person, or not for this officer.
    """
    member = get_member(user_id)
    held = list_grant_paths([user_id]).get(user_id, [])
    if not can_edit_member(actor(), user_id, member.unit_path, held):
        raise NotFoundError
    return member


def read_roster(unit: Unit) -> Roster:
    """Return the page of the roster that the request asks for; the number of statements is fixed."""
    search = request.args.get("tim", "").strip()[:80]
    members, number, now = list_members(unit.path, search), page_number(), clock.now()
    rows = members[(number - 1) * PER_PAGE : number * PER_PAGE]
    ids = [each.user_id for each in rows]
    ways, grants = list_ways_in(ids, now), list_grant_paths(ids)
    lines = [_line(each, ways[each.user_id], grants.get(each.user_id, [])) for each in rows]
    return Roster(
        unit=unit,
        above=next(
            (each for each in reversed(list_ancestors(unit)) if can_report_unit(actor(), each.path)), None
        ),
        search=search,
        total=count_members(unit.path),
        without_way_in=count_without_way_in(unit.path, now),
        is_cut=len(members) == MOST_LISTED,
        lines=Paged(lines, number, len(members)),
    )


def _line(member: Member, way_in: WayIn, grant_paths: list[str]) -> Line:
    who = actor()
    return Line(
        member=member,
        way_in=way_in,
        has_role=bool(grant_paths),
        may_edit=can_edit_member(who, member.user_id, member.unit_path, grant_paths),
        may_print=can_print_card(who, member.user_id, member.unit_path, bool(grant_paths)),
    )


def is_admin_of(unit: Unit) -> bool:
    """Tell whether the tree's own pages are open to this officer here."""
    return actor().reaches(Role.ADMIN, unit.path)
