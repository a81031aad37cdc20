"""From when on signals are given in a unit and below: the coordinator's few numbers."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms import clock
from lms.core.errors import DomainError, NotFoundError
from lms.core.people import Role
from lms.core.signals import BOUNDS, Thresholds, in_units
from lms.db import unit_of_work
from lms.mentoring.forms import ThresholdsForm
from lms.mentoring.views.blueprint import bp
from lms.pairing.queries.rules import find_own_rules, find_thresholds
from lms.pairing.services.rules import restore_thresholds, set_thresholds
from lms.units.models import Unit
from lms.units.queries import get_unit
from lms.web.access import actor, coordinators_only
from lms.web.translations import gettext, sentence


def unit_to_look_after(unit_id: int) -> Unit:
    """Return a unit where the reader is coordinator; to others there is none."""
    unit = get_unit(unit_id)
    if not actor().reaches(Role.COORDINATOR, unit.path):
        raise NotFoundError
    return unit


@bp.get("/ghep-cap/<int:unit_id>/nguong")
@coordinators_only
def thresholds(unit_id: int) -> ResponseReturnValue:
    """Show which numbers hold in a unit."""
    unit, form = unit_to_look_after(unit_id), ThresholdsForm(formdata=None)
    for name, value in in_units(find_thresholds(unit.path)).items():
        form[name].data = str(value)
    return _page(unit, form)


def _page(unit: Unit, form: ThresholdsForm, status: int = 200) -> ResponseReturnValue:
    rules = find_own_rules(unit.id)
    page = render_template(
        "mentoring/thresholds.html",
        unit=unit,
        form=form,
        usual=in_units(Thresholds()),
        bounds=BOUNDS,
        is_own=bool(rules and rules.thresholds),
    )
    return page, status


@bp.post("/ghep-cap/<int:unit_id>/nguong")
@coordinators_only
def save_thresholds(unit_id: int) -> ResponseReturnValue:
    """Keep the numbers, or go back to the usual ones."""
    unit, form = unit_to_look_after(unit_id), ThresholdsForm()
    is_back = request.form.get("gui") == "nhu-cu"
    typed = {} if is_back else form.numbers()
    if typed is None:
        return _page(unit, form, 422)
    try:
        with unit_of_work():
            unit = unit_to_look_after(unit_id)
            if is_back:
                restore_thresholds(unit.id, actor().id, clock.now())
            else:
                set_thresholds(unit.id, actor().id, typed, clock.now())
    except DomainError as refused:
        form.form_errors.append(sentence(refused))
        return _page(unit_to_look_after(unit_id), form, refused.status)
    flash(gettext("Đã lưu. Từ nay trang báo theo các mốc này."))
    return redirect(url_for("mentoring.thresholds", unit_id=unit_id), 303)
