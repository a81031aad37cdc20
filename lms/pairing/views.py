"""My mentor, asking for help, ending a pair, and the board on which an officer pairs people."""

import re

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms import clock
from lms.accounts.queries import get_user
from lms.core.errors import DomainError, NotFoundError
from lms.core.people import Role, call_name
from lms.db import unit_of_work
from lms.pairing import services
from lms.pairing.forms import AskForm, EndForm, PairForm
from lms.pairing.models import MOST_MENTEES
from lms.pairing.policy import can_close_help, can_end_pair, can_pair_people
from lms.pairing.queries import (
    Board,
    HelpState,
    find_mentor,
    find_open_help,
    get_board,
    get_help,
    get_learner,
    get_pair,
    list_open_help_of,
)
from lms.units.queries import Member, find_contact, find_member, get_unit
from lms.web.access import actor, coordinators_only, safe_path, signed_in
from lms.web.translations import gettext, sentence

bp = Blueprint("pairing", __name__)

ANYWHERE = "chung"
LONGEST_BOARD = 300
_PLACE = re.compile(r"[a-z0-9][a-z0-9._/-]{0,199}")


@bp.get("/nguoi-huong-dan")
@signed_in
def mentor() -> ResponseReturnValue:
    """Show who helps me and why, what waits for an answer, and what the mentor can see."""
    who = actor()
    companion = find_mentor(who.id)
    pair = get_pair(companion.pair_id) if companion else None
    return render_template(
        "pairing/mentor.html",
        mentor=companion,
        member=find_member(companion.user_id) if companion else None,
        paired_by=get_user(pair.created_by_id) if pair and pair.created_by_id else None,
        contact=find_contact(who.unit_path) if companion is None else None,
        me=get_user(who.id),
        help_requests=[each for each in list_open_help_of(who.id) if each.place != ANYWHERE],
        help=find_open_help(who.id, ANYWHERE),
        place=ANYWHERE,
        place_title=gettext("Câu hỏi chung"),
    )


@bp.post("/nguoi-huong-dan/so-dien-thoai")
@signed_in
def share_phone() -> ResponseReturnValue:
    """Let the people of one's pairs see the phone number, or no longer."""
    is_shared = request.form.get("shares_phone") == "on"
    with unit_of_work():
        services.share_phone(actor().id, is_shared)
    if is_shared:
        flash(gettext("Người trong cặp với thầy cô nay thấy số điện thoại của thầy cô."))
    else:
        flash(gettext("Số điện thoại của thầy cô không hiện với ai nữa."))
    return redirect(url_for("pairing.mentor"), 303)


@bp.get("/nho-giup")
@signed_in
def ask() -> ResponseReturnValue:
    """Show the one page between the help button and the request: an optional message and "Gửi"."""
    form = AskForm(request.args)
    place, _title, path = _where(form)
    state = find_open_help(actor().id, place)
    if state and state.state == "open":
        return redirect(f"{path}#nho-giup", 303)
    return _ask_page(form, path, state)


def _where(form: AskForm) -> tuple[str, str, str]:
    """Return place, title and path of the page that asks; what was tampered with is not found."""
    place, title = form.place.data or "", (form.title.data or "").strip()
    path = safe_path(form.path.data)
    if not _PLACE.fullmatch(place) or not title or len(path) > 300 or not path:
        raise NotFoundError
    return place, title[:250], path


def _ask_page(form: AskForm, path: str, state: HelpState | None, status: int = 200) -> ResponseReturnValue:
    who = actor()
    contact = None if who.mentor_id else find_contact(who.unit_path)
    page = render_template(
        "pairing/ask.html",
        form=form,
        path=path,
        state=state,
        helper=who.mentor_name or (contact.call_name if contact else ""),
    )
    return page, status


@bp.post("/nho-giup")
@signed_in
def send() -> ResponseReturnValue:
    """Ask for help at a place; a second tap is the first."""
    form = AskForm()
    place, title, path = _where(form)
    if not form.validate_on_submit():
        return _ask_page(form, path, find_open_help(actor().id, place), 422)
    with unit_of_work():
        services.ask_for_help(actor(), place, title, path, form.message.data, clock.now())
    return redirect(f"{path}#nho-giup", 303)


@bp.post("/nho-giup/<int:help_id>/xong")
@signed_in
def close(help_id: int) -> ResponseReturnValue:
    """Take the learner's word that it works now; pressing twice is pressing once."""
    who = actor()
    with unit_of_work():
        found = get_help(help_id)
        if who.id != found.user_id:
            raise NotFoundError
        if can_close_help(who, found):
            services.close_help(found, who.id, clock.now())
    flash(gettext("Hay quá, thầy cô tự làm được rồi. Đã báo lại cho người giúp."))
    return redirect(safe_path(found.place_path) or url_for("progress.home"), 303)


@bp.route("/cap/<int:pair_id>/ket-thuc", methods=["GET", "POST"])
@signed_in
def end(pair_id: int) -> ResponseReturnValue:
    """End a pair, from either side or from the board, with a reason."""
    who = actor()
    pair = get_pair(pair_id)
    learner = get_learner(pair.mentee_id)
    if not can_end_pair(who, pair, learner.unit_path):
        raise NotFoundError
    mentor_user = get_user(pair.mentor_id)
    form = EndForm()
    if request.method == "GET" or not form.validate_on_submit():
        page = render_template(
            "pairing/end.html",
            form=form,
            pair=pair,
            mentor=mentor_user,
            learner=learner,
            back=_after_end(pair_id),
        )
        return page, 200 if request.method == "GET" else 422
    back = _after_end(pair_id)
    with unit_of_work():
        services.end_pair(get_pair(pair_id), form.reason.data, who.id, clock.now())
    flash(
        gettext(
            "Cặp đã kết thúc. Cảm ơn %(mentor)s và %(mentee)s đã đi cùng nhau.",
            mentor=mentor_user.call_name,
            mentee=learner.call_name,
        )
    )
    return redirect(back, 303)


def _after_end(pair_id: int) -> str:
    """Return the page to go back to: each of the three who may end a pair came from another one."""
    pair, who = get_pair(pair_id), actor()
    if who.id == pair.mentee_id:
        return url_for("pairing.mentor")
    if who.id == pair.mentor_id:
        return url_for("mentoring.dashboard")
    return url_for("pairing.board", unit_id=pair.unit_id)


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
            services.pair_people(one.user_id, other.user_id, actor().id, clock.now())
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
