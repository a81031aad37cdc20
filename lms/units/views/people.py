"""The roster: who belongs to a unit, adding a person, correcting, moving, closing an account."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields import SelectChoice

from lms import clock
from lms.accounts.policy import can_print_card
from lms.accounts.queries import find_user_by_sign_in, get_user
from lms.accounts.services import SignInNameTakenError
from lms.core.errors import NotFoundError
from lms.core.people import Role, at_start, call_name
from lms.db import unit_of_work
from lms.units import services
from lms.units.forms import CloseForm, KnownPersonForm, MoveForm, NewPersonForm, PersonForm
from lms.units.models import Membership
from lms.units.policy import can_report_unit
from lms.units.queries import (
    Member,
    find_member,
    find_membership,
    has_any_role,
    list_namesakes,
    units_reached,
)
from lms.units.views.blueprint import bp
from lms.units.views.roster import get_editable_member, get_reached_unit, is_admin_of, read_roster
from lms.web import dates
from lms.web.access import actor, coordinators_only
from lms.web.translations import gettext


@bp.get("/danh-sach/<int:unit_id>")
@coordinators_only
def roster(unit_id: int) -> ResponseReturnValue:
    """Show who belongs to a unit, who can sign in, and for whom a card may be printed."""
    unit = get_reached_unit(unit_id)
    return render_template(
        "units/roster.html",
        roster=read_roster(unit),
        ticks_missing=request.args.get("chon") == "chua",
        is_admin=is_admin_of(unit),
    )


@bp.route("/danh-sach/<int:unit_id>/them", methods=["GET", "POST"])
@coordinators_only
def add_person(unit_id: int) -> ResponseReturnValue:
    """Put a person on the roster; a way to sign in can come later."""
    unit, form = get_reached_unit(unit_id), NewPersonForm()
    if request.method == "GET" or not form.validate_on_submit():
        return _new_person_page(unit_id, form, [], 200 if request.method == "GET" else 422)
    namesakes = [] if form.confirmed.data else list_namesakes(form.full_name.data, unit.id)
    if namesakes or not _is_free(form, None):
        return _new_person_page(unit_id, form, namesakes, 422)
    try:
        with unit_of_work():
            services.add_member(
                get_reached_unit(unit_id), form.details, actor().id, dates.today(), clock.now()
            )
    except SignInNameTakenError:
        _explain_taken(form, None)
        return _new_person_page(unit_id, form, [], 422)
    name = call_name(form.honorific.data, form.full_name.data)
    flash(gettext("Đã thêm %(name)s vào danh sách. In thẻ để vào học.", name=name))
    return redirect(url_for("units.roster", unit_id=unit_id, tim=form.full_name.data), 303)


def _new_person_page(
    unit_id: int, form: NewPersonForm, namesakes: list[Member], status: int
) -> ResponseReturnValue:
    if namesakes:
        form.confirmed.errors = [
            gettext("Đơn vị đã có người tên này. Nếu là người khác, đánh dấu rồi thêm lại.")
        ]
    unit = get_reached_unit(unit_id)
    return render_template("units/add_person.html", form=form, unit=unit, namesakes=namesakes), status


def _is_free(form: PersonForm, user_id: int | None) -> bool:
    """Tell whether the phone number and the code are nobody else's; if they are, say whose on the field."""
    for field, other in (
        (form.phone, find_user_by_sign_in(form.details.phone, None)),
        (form.teacher_code, find_user_by_sign_in(None, form.details.teacher_code)),
    ):
        if other is not None and other.id != user_id:
            field.errors = [_whose(find_member(other.id))]
    return not form.errors


def _whose(member: Member | None) -> str:
    """Name who has the number, but only to an officer of that person's unit."""
    if member is None or not can_report_unit(actor(), member.unit_path):
        return gettext(
            "Đã có người ở đơn vị khác dùng số này. Xem lại số, hoặc để trống rồi hỏi người quản trị."
        )
    return gettext(
        "%(name)s (%(unit)s) đang dùng số này. Nếu là cùng một người thì không cần thêm nữa.",
        name=member.full_name,
        unit=member.unit_name,
    )


def _explain_taken(form: PersonForm, user_id: int | None) -> None:
    """Somebody took the name between our look and our write: look again, so that the right field says so."""
    if _is_free(form, user_id):
        form.phone.errors = [_whose(None)]


@bp.route("/danh-sach/nguoi/<int:user_id>", methods=["GET", "POST"])
@coordinators_only
def person(user_id: int) -> ResponseReturnValue:
    """Correct what the roster says of a person."""
    member = get_editable_member(user_id)
    form = KnownPersonForm(obj=member)
    if request.method == "GET" or not form.validate_on_submit() or not _is_free(form, user_id):
        return _person_page(member, form, 200 if request.method == "GET" else 422)
    try:
        with unit_of_work():
            get_editable_member(user_id)
            services.edit_member(
                get_user(user_id), _membership(user_id), form.details, actor().id, clock.now()
            )
    except SignInNameTakenError:
        _explain_taken(form, user_id)
        return _person_page(member, form, 422)
    flash(gettext("Đã lưu."))
    return redirect(url_for("units.person", user_id=user_id), 303)


def _person_page(member: Member, form: KnownPersonForm, status: int) -> ResponseReturnValue:
    page = render_template(
        "units/person.html",
        form=form,
        member=member,
        may_print=can_print_card(actor(), member.user_id, member.unit_path, has_any_role(member.user_id)),
        may_grant=actor().reaches(Role.ADMIN, member.unit_path),
    )
    return page, status


def _membership(user_id: int) -> Membership:
    membership = find_membership(user_id)
    if membership is None:
        raise NotFoundError
    return membership


@bp.route("/danh-sach/nguoi/<int:user_id>/chuyen", methods=["GET", "POST"])
@coordinators_only
def move(user_id: int) -> ResponseReturnValue:
    """Move a person to another unit that the officer reaches."""
    member, form = get_editable_member(user_id), MoveForm()
    units = [each for each in units_reached(actor(), Role.COORDINATOR) if each.id != member.unit_id]
    form.unit.choices = [
        SelectChoice("", gettext("Chọn đơn vị")),
        *(SelectChoice(str(each.id), each.name) for each in units),
    ]
    if request.method == "GET" or not form.validate_on_submit():
        page = render_template("units/move.html", form=form, member=member)
        return page, 200 if request.method == "GET" else 422
    with unit_of_work():
        get_editable_member(user_id)
        unit = get_reached_unit(int(form.unit.data))
        services.move_member(_membership(user_id), unit, actor().id, dates.today(), clock.now())
    flash(gettext("Đã chuyển %(name)s sang %(unit)s.", name=member.full_name, unit=unit.name))
    return redirect(url_for("units.roster", unit_id=unit.id), 303)


@bp.route("/danh-sach/nguoi/<int:user_id>/dong", methods=["GET", "POST"])
@coordinators_only
def close(user_id: int) -> ResponseReturnValue:
    """Close the account of somebody who left; the learning record stays."""
    member, form = get_editable_member(user_id), CloseForm()
    if request.method == "GET" or not form.validate_on_submit():
        page = render_template("units/close.html", form=form, member=member)
        return page, 200 if request.method == "GET" else 422
    with unit_of_work():
        get_editable_member(user_id)
        services.close_member(get_user(user_id), actor().id, form.reason.data, dates.today(), clock.now())
    name = at_start(call_name(member.honorific, member.full_name))
    flash(
        gettext("Đã đóng tài khoản. %(name)s không đăng nhập được nữa, việc đã học vẫn được giữ.", name=name)
    )
    return redirect(url_for("units.roster", unit_id=member.unit_id), 303)
