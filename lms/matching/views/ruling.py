"""A unit's points for suggestions, and who leads whom."""

from dataclasses import asdict

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms import clock
from lms.core.errors import DomainError, NotFoundError
from lms.core.matching import Weights
from lms.core.whole_numbers import whole_number
from lms.db import unit_of_work
from lms.matching.forms import PointsForm
from lms.matching.queries.rules import find_rules, find_weights, list_managers
from lms.matching.services.rules import forget_manager, set_manager, set_points
from lms.matching.views.blueprint import bp
from lms.matching.views.boards import unit_to_arrange
from lms.units.models import Unit
from lms.units.queries import list_children, list_members
from lms.web.access import actor, coordinators_only
from lms.web.translations import gettext, sentence


@bp.get("/ghep-cap/<int:unit_id>/tinh-diem")
@coordinators_only
def points(unit_id: int) -> ResponseReturnValue:
    """Show which points hold in a unit."""
    unit, form = unit_to_arrange(unit_id), PointsForm(formdata=None)
    for name, value in asdict(find_weights(unit.path)).items():
        form[name].data = str(value)
    return _points_page(unit, form)


def _points_page(unit: Unit, form: PointsForm, status: int = 200) -> ResponseReturnValue:
    rules = find_rules(unit.id)
    page = render_template(
        "matching/points.html",
        unit=unit,
        form=form,
        usual=asdict(Weights()),
        is_own=bool(rules and rules.weights),
    )
    return page, status


@bp.post("/ghep-cap/<int:unit_id>/tinh-diem")
@coordinators_only
def save_points(unit_id: int) -> ResponseReturnValue:
    """Keep the points, or go back to the usual ones."""
    unit, form = unit_to_arrange(unit_id), PointsForm()
    typed = {} if request.form.get("gui") == "nhu-cu" else form.points()
    if typed is None:
        return _points_page(unit, form, 422)
    with unit_of_work():
        set_points(unit_to_arrange(unit_id), typed, actor().id, clock.now())
    flash(gettext("Đã lưu. Lần gợi ý tới sẽ tính theo các điểm này."))
    return redirect(url_for("matching.points", unit_id=unit_id), 303)


@bp.get("/ghep-cap/<int:unit_id>/quan-ly")
@coordinators_only
def managers(unit_id: int) -> ResponseReturnValue:
    """Show who leads whom in a unit."""
    return _managers_page(unit_to_arrange(unit_id))


def _managers_page(unit: Unit, error: str = "", status: int = 200) -> ResponseReturnValue:
    page = render_template(
        "matching/managers.html",
        unit=unit,
        listed=list_managers(unit.path),
        members=[each for each in list_members(unit.path) if each.unit_id == unit.id],
        children=list_children(unit.id),
        error=error,
    )
    return page, status


@bp.post("/ghep-cap/<int:unit_id>/quan-ly")
@coordinators_only
def save_manager(unit_id: int) -> ResponseReturnValue:
    """Note that somebody leads somebody, or no longer does."""
    unit = unit_to_arrange(unit_id)
    known = {each.user_id for each in list_members(unit.path)}
    ids = [whole_number(request.form.get(name, "")) for name in ("quan-ly", "nguoi")]
    manager_id, user_id = (each or 0 for each in ids)
    if None in ids:
        return _managers_page(unit, gettext("Chọn đủ hai người: người quản lý và người được quản lý."), 422)
    if not {manager_id, user_id} <= known:
        raise NotFoundError
    try:
        with unit_of_work():
            if request.form.get("gui") == "bo":
                forget_manager(manager_id, user_id)
            else:
                set_manager(manager_id, user_id)
    except DomainError as refused:
        return _managers_page(unit, sentence(refused), refused.status)
    flash(gettext("Đã lưu danh sách quản lý trực tiếp."))
    return redirect(url_for("matching.managers", unit_id=unit_id), 303)
