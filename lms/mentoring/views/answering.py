"""Requests for help, for whoever has to answer them: seen, answered in writing, solved by word of mouth."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms import clock
from lms.accounts.queries import get_user
from lms.core.errors import NotFoundError
from lms.core.replies import ANSWERS
from lms.db import unit_of_work
from lms.mentoring.forms import ReplyForm
from lms.mentoring.views import replies
from lms.mentoring.views.blueprint import bp
from lms.mentoring.views.opening import locked_since
from lms.pairing.models import HelpRequest
from lms.pairing.policy import can_answer_help, can_close_help
from lms.pairing.queries.help import get_help
from lms.pairing.queries.owners import find_pair_mentor
from lms.pairing.services.help import answer_help, close_help, mark_help_seen
from lms.web.access import actor, safe_path, signed_in
from lms.web.translations import gettext


@bp.post("/nguoi-toi-giup/da-xem")
@signed_in
def seen() -> ResponseReturnValue:
    """Tell those who asked that their requests were read."""
    with unit_of_work():
        mark_help_seen(actor().id, clock.now())
    return redirect(url_for("mentoring.dashboard"), 303)


def _help(help_id: int) -> HelpRequest:
    found = get_help(help_id)
    if not can_answer_help(actor(), found):
        raise NotFoundError
    return found


@bp.route("/nguoi-toi-giup/nho-giup/<int:help_id>", methods=["GET", "POST"])
@signed_in
def answer(help_id: int) -> ResponseReturnValue:
    """Show a request and take the answer, typed or put together from ready sentences."""
    found, form, offered = _help(help_id), ReplyForm(), replies.said(ANSWERS)
    if request.method == "POST":
        replies.put_before(form.reply, offered)
    if not form.validate_on_submit():
        user = get_user(found.user_id)
        page = render_template(
            "mentoring/answer.html",
            form=form,
            replies=offered,
            asked=found,
            user=user,
            phone=user.phone if user.shares_phone and find_pair_mentor(found.pair_id) == actor().id else "",
            path="" if found.place_path.startswith("/bai-lam/") else safe_path(found.place_path),
            locked_since=locked_since(found.user_id),
        )
        return page, 200 if request.method == "GET" else 422
    with unit_of_work():
        answer_help(_help(help_id), actor().id, form.reply.data, clock.now())
    flash(gettext("Đã gửi câu trả lời."))
    return redirect(url_for("mentoring.dashboard"), 303)


@bp.post("/nguoi-toi-giup/nho-giup/<int:help_id>/xong")
@signed_in
def solved(help_id: int) -> ResponseReturnValue:
    """Close a request that was answered by word of mouth; pressing twice is pressing once."""
    who = actor()
    with unit_of_work():
        found = get_help(help_id)
        if who.id != found.owner_id and not can_answer_help(who, found):
            raise NotFoundError
        if can_close_help(who, found):
            close_help(found, who.id, clock.now())
    flash(gettext("Đã ghi là giúp xong. Cảm ơn thầy cô."))
    return redirect(url_for("mentoring.dashboard"), 303)
