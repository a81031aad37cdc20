"""Saying with whom one does not want to be paired. No reason is asked, and nobody else ever sees it."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms import clock
from lms.core.errors import NotFoundError
from lms.core.vietnamese import squeeze
from lms.core.whole_numbers import whole_number
from lms.db import unit_of_work
from lms.matching.queries.wishes import list_vetoes, search_colleagues
from lms.matching.services.wishes import lift_veto, veto
from lms.matching.views.blueprint import bp
from lms.units.queries import find_member
from lms.web.access import actor, signed_in
from lms.web.translations import gettext

LONGEST_NAME = 120


@bp.get("/khong-ghep-voi")
@signed_in
def vetoes() -> ResponseReturnValue:
    """Show my own list, and a search for a name."""
    words = squeeze(request.args.get("tim", ""))[:LONGEST_NAME]
    listed = list_vetoes(actor().id, actor().unit_id)
    known = {each.user_id for each in listed}
    found = [
        each for each in search_colleagues(actor().unit_id, actor().id, words) if each.user_id not in known
    ]
    return render_template("matching/vetoes.html", listed=listed, found=found, words=words)


@bp.post("/khong-ghep-voi")
@signed_in
def add_veto() -> ResponseReturnValue:
    """Keep that I am not to be paired with a person of my unit, or with whom the search found in a sibling unit.

    The words of the search come along: numbers alone would let anybody leaf through the names of other units.
    """
    about_id = whole_number(request.form.get("nguoi", ""))
    other = find_member(about_id) if about_id else None
    if other is None or other.user_id == actor().id:
        raise NotFoundError
    words = squeeze(request.form.get("tim", ""))[:LONGEST_NAME]
    found = search_colleagues(actor().unit_id, actor().id, words)
    if other.unit_id != actor().unit_id and other.user_id not in {each.user_id for each in found}:
        raise NotFoundError
    with unit_of_work():
        veto(actor().id, other.user_id, clock.now())
    flash(
        gettext("Đã ghi lại. Hai người sẽ không bao giờ được ghép với nhau, và không ai khác biết điều này.")
    )
    return redirect(url_for("matching.vetoes"), 303)


@bp.post("/khong-ghep-voi/bo")
@signed_in
def drop_veto() -> ResponseReturnValue:
    """Take one name off my own list."""
    about_id = whole_number(request.form.get("nguoi", ""))
    with unit_of_work():
        lift_veto(actor().id, about_id or 0)
    flash(gettext("Đã bỏ tên ấy khỏi danh sách của thầy cô."))
    return redirect(url_for("matching.vetoes"), 303)
