"""Giving roles to people and taking them back; nobody changes one's own."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields import SelectChoice

from lms import clock
from lms.accounts.queries import get_user
from lms.core.errors import NotFoundError
from lms.core.people import ROLE_LABELS, Role
from lms.db import unit_of_work
from lms.units import services
from lms.units.forms import RoleForm
from lms.units.policy import can_grant_role
from lms.units.queries import Member, get_grant, get_member, get_unit, list_grants, units_reached
from lms.units.views.blueprint import bp
from lms.web.access import actor, admins_only
from lms.web.translations import gettext, sentence


@bp.route("/quan-tri/nguoi/<int:user_id>/nhiem-vu", methods=["GET", "POST"])
@admins_only
def grant_role(user_id: int) -> ResponseReturnValue:
    """Give a person a role on a unit that the admin looks after."""
    member, form = _grantable(user_id), RoleForm()
    units = units_reached(actor(), Role.ADMIN)
    form.unit.choices = [SelectChoice(str(each.id), each.name) for each in units]
    if request.method == "GET":
        form.unit.data = str(member.unit_id)
        return _page(member, form)
    if not form.validate_on_submit():
        return _page(member, form, 422)
    try:
        with unit_of_work():
            unit = get_unit(int(form.unit.data))
            if not can_grant_role(actor(), user_id, unit.path):
                raise NotFoundError
            services.appoint(get_user(user_id), Role(form.role.data), unit, actor().id, clock.now())
    except services.NoPasswordError as refused:
        form.form_errors.append(sentence(refused))
        return _page(member, form, refused.status)
    flash(
        gettext(
            "%(name)s giờ là %(role)s ở %(unit)s.",
            name=member.full_name,
            role=gettext(ROLE_LABELS[Role(form.role.data)]).lower(),
            unit=unit.name,
        )
    )
    return redirect(url_for("units.unit", unit_id=unit.id), 303)


def _grantable(user_id: int) -> Member:
    """Return the person if the admin looks after the person's unit, else say that there is no such page."""
    member = get_member(user_id)
    if not can_grant_role(actor(), user_id, member.unit_path):
        raise NotFoundError
    return member


def _page(member: Member, form: RoleForm, status: int = 200) -> ResponseReturnValue:
    held = [
        (gettext(ROLE_LABELS[Role(grant.role)]), unit.name)
        for grant, unit in list_grants(member.user_id)
        if can_grant_role(actor(), member.user_id, unit.path)
    ]
    return render_template("units/grant_role.html", form=form, member=member, held=held), status


@bp.post("/quan-tri/nhiem-vu/<int:grant_id>/thu-hoi")
@admins_only
def revoke_role(grant_id: int) -> ResponseReturnValue:
    """Take a role back; it ends with the person's next request."""
    with unit_of_work():
        grant = get_grant(grant_id)
        unit = get_unit(grant.unit_id)
        if not can_grant_role(actor(), grant.user_id, unit.path):
            raise NotFoundError
        services.revoke_role(grant_id, actor().id, clock.now())
    flash(gettext("Đã thu hồi nhiệm vụ."))
    return redirect(url_for("units.unit", unit_id=unit.id), 303)
