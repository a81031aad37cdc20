"""The tree of units as admins tend it: what lies where, adding below, renaming."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms import clock
from lms.core.errors import NotFoundError
from lms.core.people import ROLE_LABELS, Role
from lms.db import unit_of_work
from lms.units import services
from lms.units.forms import NameForm, UnitForm
from lms.units.models import KINDS, Unit
from lms.units.policy import can_manage_unit
from lms.units.queries import (
    count_members_by_unit,
    get_unit,
    list_children,
    list_grants_under,
    units_reached,
)
from lms.units.views.blueprint import bp
from lms.units.views.roster import read_roster
from lms.web.access import actor, admins_only
from lms.web.translations import gettext

WHOLE_TREE = 300
"""Up to so many units the page shows all of them; beyond that the first two levels, the rest unit by unit."""


@dataclass(frozen=True)
class Branch:
    """A unit in the tree: how deep it stands below the top, and how many people it and all below it hold."""

    unit: Unit
    depth: int
    people: int


@bp.get("/quan-tri")
@admins_only
def tree() -> ResponseReturnValue:
    """Show the units that the admin looks after, with how many people each holds."""
    units, paths = units_reached(actor(), Role.ADMIN), actor().paths(Role.ADMIN)
    branches = _branches(paths, units)
    if len(units) > WHOLE_TREE:
        branches = [each for each in branches if each.depth < 2]
    tops = [each for each in branches if each.depth == 0]
    return render_template(
        "units/tree.html",
        branches=branches,
        kinds=KINDS,
        people=sum(each.people for each in tops),
        total=len(units),
    )


def _branches(tops: Sequence[str], units: Iterable[Unit]) -> list[Branch]:
    """Return ``units`` with their depth below the paths ``tops``, and their people summed up from below."""
    people: dict[str, int] = {}
    for path, count in count_members_by_unit(tops).items():
        for end, letter in enumerate(path):
            if letter == "/" and end:
                people[path[: end + 1]] = people.get(path[: end + 1], 0) + count
    return [Branch(unit, _depth(unit.path, tops), people.get(unit.path, 0)) for unit in units]


def _depth(path: str, tops: Sequence[str]) -> int:
    return min(path.count("/") - top.count("/") for top in tops if path.startswith(top))


def get_managed_unit(unit_id: int) -> Unit:
    """Return the unit if the admin looks after it.

    Raises:
        NotFoundError: there is no such unit, or not for this person.
    """
    unit = get_unit(unit_id)
    if not can_manage_unit(actor(), unit.path):
        raise NotFoundError
    return unit


@bp.get("/quan-tri/don-vi/<int:unit_id>")
@admins_only
def unit(unit_id: int) -> ResponseReturnValue:
    """Show one unit: what lies right below it, who holds a role there, and its people."""
    found = get_managed_unit(unit_id)
    return render_template(
        "units/unit.html",
        unit=found,
        kinds=KINDS,
        children=_branches([found.path], list_children(found.id)),
        role_labels=ROLE_LABELS,
        grants=list_grants_under(found.path),
        roster=read_roster(found),
        ticks_missing=request.args.get("chon") == "chua",
    )


@bp.route("/quan-tri/don-vi/<int:unit_id>/them", methods=["GET", "POST"])
@admins_only
def add_unit(unit_id: int) -> ResponseReturnValue:
    """Add a unit below another one."""
    parent, form = get_managed_unit(unit_id), UnitForm()
    if request.method == "GET" or not form.validate_on_submit():
        page = render_template("units/add_unit.html", form=form, parent=parent)
        return page, 200 if request.method == "GET" else 422
    with unit_of_work():
        parent = get_managed_unit(unit_id)
        added = services.add_unit(form.name.data, form.kind.data, parent, clock.now(), added_by_id=actor().id)
    flash(gettext("Đã thêm %(name)s. Giờ thêm người vào danh sách.", name=added.name))
    return redirect(url_for("units.unit", unit_id=added.id), 303)


@bp.route("/quan-tri/don-vi/<int:unit_id>/doi-ten", methods=["GET", "POST"])
@admins_only
def rename_unit(unit_id: int) -> ResponseReturnValue:
    """Give a unit another name."""
    found = get_managed_unit(unit_id)
    form = NameForm(obj=found)
    if request.method == "GET" or not form.validate_on_submit():
        page = render_template("units/rename_unit.html", form=form, unit=found)
        return page, 200 if request.method == "GET" else 422
    with unit_of_work():
        services.rename_unit(get_managed_unit(unit_id), form.name.data, actor().id, clock.now())
    flash(gettext("Đã đổi tên đơn vị."))
    return redirect(url_for("units.unit", unit_id=unit_id), 303)
