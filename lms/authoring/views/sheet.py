"""The sheet of local fields: what {{name}} means in a unit."""

from collections.abc import Collection
from dataclasses import dataclass, field

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms import clock
from lms.authoring.policy import can_edit_sheet
from lms.authoring.queries import SheetGroup, read_sheet
from lms.authoring.services import SheetConflictError, save_sheet
from lms.authoring.views.blueprint import bp
from lms.core.errors import NotFoundError
from lms.core.local_sheet import Use
from lms.core.vietnamese import squeeze
from lms.courses.services import LONGEST_VALUE
from lms.db import unit_of_work
from lms.units.models import Unit
from lms.units.queries import get_unit
from lms.web.access import actor, trainers_only
from lms.web.pages import item_path
from lms.web.translations import gettext, sentence


@dataclass(frozen=True)
class Sent:
    """What came back: each field's text, and what the form had shown in it."""

    typed: dict[str, str] = field(default_factory=dict)
    shown: dict[str, str] = field(default_factory=dict)

    def too_long(self) -> dict[str, str]:
        """Return a sentence for each field that holds more than it may."""
        said = gettext("Ô này chỉ chứa được %(most)s chữ cái. Viết ngắn lại giúp nhé.", most=LONGEST_VALUE)
        return {name: said for name, text in self.typed.items() if len(text) > LONGEST_VALUE}


@bp.route("/soan-bai/phieu/<int:unit_id>", methods=["GET", "POST"])
@trainers_only
def sheet(unit_id: int) -> ResponseReturnValue:
    """Edit a unit's sheet of local fields: what {{name}} means there and below."""
    unit = _get_unit(unit_id)
    if request.method == "GET":
        return _sheet_page(unit, Sent())
    sent = _read_form(read_sheet(unit))
    if errors := sent.too_long():
        return _sheet_page(unit, sent, errors), 422
    try:
        with unit_of_work():
            changed = save_sheet(unit_id, sent.shown, sent.typed, actor().id, clock.now())
    except SheetConflictError as met:
        page = _sheet_page(_get_unit(unit_id), sent, conflicts=met.names, error=sentence(met))
        return page, met.status
    flash(gettext("Đã lưu %(n)s ô.", n=changed) if changed else gettext("Không có ô nào thay đổi."))
    return redirect(url_for("authoring.sheet", unit_id=unit_id), 303)


def _get_unit(unit_id: int) -> Unit:
    """Return the unit whose sheet this person may edit.

    Raises:
        NotFoundError: there is no such unit, or it is not this trainer's.
    """
    unit = get_unit(unit_id)
    if not can_edit_sheet(actor(), unit.path):
        raise NotFoundError
    return unit


def _read_form(groups: Collection[SheetGroup]) -> Sent:
    """Return what was sent for the fields of the sheet; one that was not sent at all is left as it is."""
    typed, shown = {}, {}
    for group in groups:
        for each in group.fields:
            if each.name in request.form:
                typed[each.name] = squeeze(request.form[each.name])
                shown[each.name] = squeeze(request.form.get(f"shown-{each.name}", each.value))
    return Sent(typed, shown)


def _sheet_page(
    unit: Unit,
    sent: Sent,
    errors: dict[str, str] | None = None,
    conflicts: Collection[str] = (),
    error: str = "",
) -> str:
    """Return the form: with what was typed where that differs from what was shown, else with what is stored."""
    groups = read_sheet(unit)
    kept = {name: text for name, text in sent.typed.items() if text != sent.shown[name]}
    return render_template(
        "authoring/sheet.html",
        unit=unit,
        groups=groups,
        kept=kept,
        shown={name: sent.shown[name] for name in kept if name not in conflicts},
        errors=errors or {},
        conflicts=conflicts,
        error=error,
        missing=sum(1 for group in groups for each in group.fields if each.is_missing),
        use_path=_use_path,
    )


def _use_path(slug: str, use: Use) -> str:
    """Return the page on which learners meet a field."""
    if use.kind == "course":
        return url_for("courses.course", slug=slug)
    if use.kind == "lesson":
        return url_for("progress.lesson", slug=slug, lesson=use.key)
    return item_path(slug, use.key, use.kind)
