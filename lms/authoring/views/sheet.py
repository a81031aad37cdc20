"""The sheet of local fields: what {{name}} means in a unit."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms import clock
from lms.authoring.policy import can_edit_sheet
from lms.authoring.views.blueprint import bp
from lms.core.errors import DomainError, NotFoundError
from lms.core.vietnamese import squeeze
from lms.courses.queries import get_published, list_courses, list_local_values
from lms.courses.services import set_local_values
from lms.db import unit_of_work
from lms.units.models import Unit
from lms.units.queries import get_unit, list_ancestors
from lms.web.access import actor, trainers_only
from lms.web.translations import gettext, sentence


@bp.route("/soan-bai/phieu/<int:unit_id>", methods=["GET", "POST"])
@trainers_only
def sheet(unit_id: int) -> ResponseReturnValue:
    """Edit a unit's sheet of local fields: what {{name}} means there and below."""
    unit = get_unit(unit_id)
    if not can_edit_sheet(actor(), unit.path):
        raise NotFoundError
    names = _field_names()
    typed = {name: squeeze(request.form.get(name, "")) for name in names}
    if request.method == "GET":
        return _sheet_page(unit, {name: row.value for name, row in list_local_values(unit.id).items()})
    try:
        with unit_of_work():
            changed = set_local_values(unit.id, typed, actor().id, clock.now())
    except DomainError as refused:
        return _sheet_page(unit, typed, sentence(refused)), refused.status
    flash(gettext("Đã lưu %(n)s ô.", n=changed) if changed else gettext("Không có ô nào thay đổi."))
    return redirect(url_for("authoring.sheet", unit_id=unit.id), 303)


def _sheet_page(unit: Unit, values: dict[str, str], error: str = "") -> str:
    inherited: dict[str, str] = {}
    for above in list_ancestors(unit):
        inherited |= {name: row.value for name, row in list_local_values(above.id).items() if row.value}
    return render_template(
        "authoring/sheet.html",
        unit=unit,
        fields=[
            (name, values.get(name, ""), inherited.get(name, ""), uses)
            for name, uses in _field_names().items()
        ],
        error=error,
    )


def _field_names() -> dict[str, list[str]]:
    """Return every local field of the published courses, with the courses that use it."""
    names: dict[str, list[str]] = {}
    for course in list_courses():
        if course.current_revision_id:
            for name in get_published(course.current_revision_id).course.local_fields:
                names.setdefault(name, []).append(course.title)
    return names
