"""My mentor: who helps me and why, what waits for an answer, what the mentor can see."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.accounts.queries import get_user
from lms.db import unit_of_work
from lms.pairing.queries.help import find_open_help, list_open_help_of
from lms.pairing.queries.pairs import find_mentor, get_pair
from lms.pairing.services.pairs import share_phone as save_sharing
from lms.pairing.views.asking import ANYWHERE
from lms.pairing.views.blueprint import bp
from lms.units.queries import find_contact, find_member
from lms.web.access import actor, signed_in
from lms.web.translations import gettext


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
        save_sharing(actor().id, is_shared)
    if is_shared:
        flash(gettext("Người trong cặp với thầy cô nay thấy số điện thoại của thầy cô."))
    else:
        flash(gettext("Số điện thoại của thầy cô không hiện với ai nữa."))
    return redirect(url_for("pairing.mentor"), 303)
