"""The board on which an officer pairs two people."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms import clock
from lms.core.errors import DomainError, NotFoundError
from lms.core.people import Role, call_name
from lms.db import unit_of_work
from lms.pairing.forms import PairForm
from lms.pairing.models import MOST_MENTEES
from lms.pairing.policy import can_pair_people
from lms.pairing.queries.board import Board, get_board
from lms.pairing.services.pairs import pair_people
from lms.pairing.views.blueprint import bp
from lms.units.queries import Member, get_unit
from lms.web.access import actor, coordinators_only
from lms.web.translations import gettext, sentence


def _board(unit_id: int) -> Board:
    unit = get_unit(unit_id)
    if not can_pair_people(actor(), unit.path):
        raise NotFoundError
    return get_board(unit)


@bp.get("/ghep-cap")
@coordinators_only
def boards() -> ResponseReturnValue:
    """Open the board of the officer's own unit."""
    grant = next(each for each in actor().grants if each.role in (Role.COORDINATOR, Role.ADMIN))
    return redirect(url_for("pairing.board", unit_id=grant.unit_id), 303)


@bp.get("/ghep-cap/<int:unit_id>")
@coordinators_only
def board(unit_id: int) -> ResponseReturnValue:
    """Show who has a mentor in a unit and who has not, with a form to pair two people."""
    found = _board(unit_id)
    form = PairForm(formdata=None)
    form.mentee.data = request.args.get("nguoi-hoc", "")
    return _board_page(found, form)


def _board_page(found: Board, form: PairForm, status: int = 200) -> ResponseReturnValue:
    form.mentee.choices = [
        ("", gettext("Chọn người học")),
        *((str(each.user_id), _label(each, found.unit.id)) for each in found.unpaired),
    ]
    form.mentor.choices = [("", gettext("Chọn người hướng dẫn"))]
    for each, held in found.free_mentors:
        room = gettext("đang kèm %(n)s, còn %(left)s chỗ", n=held, left=MOST_MENTEES - held)
        form.mentor.choices.append((str(each.user_id), f"{_label(each, found.unit.id)} ({room})"))
    page = render_template("pairing/board.html", board=found, form=form, most=MOST_MENTEES)
    return page, status


def _label(member: Member, unit_id: int) -> str:
    """Return a person as lists show them: name, and what tells two of the same name apart."""
    apart = member.position if member.unit_id == unit_id else member.unit_name
    return f"{member.full_name} · {apart}" if apart else member.full_name


@bp.post("/ghep-cap/<int:unit_id>")
@coordinators_only
def pair(unit_id: int) -> ResponseReturnValue:
    """Pair the two people who were chosen."""
    found, form = _board(unit_id), PairForm()
    if not form.validate_on_submit():
        return _board_page(found, form, 422)
    people = {str(each.user_id): each for each in found.members}
    chosen = people.get(form.mentor.data), people.get(form.mentee.data)
    one, other = chosen
    if (
        one is None
        or other is None
        or not all(can_pair_people(actor(), each.unit_path) for each in (one, other))
    ):
        raise NotFoundError
    try:
        with unit_of_work():
            pair_people(one.user_id, other.user_id, actor().id, clock.now())
    except DomainError as refused:
        form.form_errors.append(sentence(refused))
        return _board_page(_board(unit_id), form, refused.status)
    flash(
        gettext(
            "Đã ghép: %(mentor)s hướng dẫn %(mentee)s. Hai người thấy nhau ngay khi mở trang.",
            mentor=call_name(one.honorific, one.full_name),
            mentee=call_name(other.honorific, other.full_name),
        )
    )
    return redirect(url_for("pairing.board", unit_id=unit_id), 303)
