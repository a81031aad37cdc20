"""Closing a pair: what was achieved, a word of thanks, why; and the page on which the two part."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms import clock
from lms.accounts.queries import get_user
from lms.core.errors import NotFoundError
from lms.core.pair_life import Side
from lms.core.proficiency import Level
from lms.db import unit_of_work
from lms.mentoring.forms import CloseForm, ThanksForm
from lms.mentoring.policy import can_report_harm
from lms.mentoring.queries.closing import Together, summarise
from lms.mentoring.queries.harm import find_last_report
from lms.mentoring.views.blueprint import bp
from lms.mentoring.views.goals import REACHED_WORDS
from lms.pairing.models import Pair
from lms.pairing.policy import can_move_pair, is_apart, side_of
from lms.pairing.queries.pairs import get_learner, get_pair
from lms.pairing.services.life import end as end_pair
from lms.pairing.services.life import thank
from lms.web.access import actor, signed_in
from lms.web.translations import gettext


@bp.route("/cap/<int:pair_id>/ket-thuc", methods=["GET", "POST"])
@signed_in
def end(pair_id: int) -> ResponseReturnValue:
    """End a pair, from either side or from the board, resting or not; a report of harm goes on all the same."""
    pair, who = get_pair(pair_id), actor()
    is_one_of_two = side_of(pair, who.id) is not Side.COORDINATOR
    if pair.state == "ended" and is_one_of_two:
        return redirect(url_for("mentoring.farewell", pair_id=pair_id), 303)
    if not can_move_pair(who, pair, get_learner(pair.mentee_id).unit_path):
        raise NotFoundError
    form, together = CloseForm(), summarise(pair, clock.now())
    if request.method == "GET" or not form.validate_on_submit():
        page = render_template(
            "mentoring/closing.html",
            form=form,
            pair=pair,
            achieved=said(together),
            side=side_of(pair, who.id),
            mentor=get_user(pair.mentor_id),
            mentee=get_user(pair.mentee_id),
            back=_back(pair),
        )
        return page, 200 if request.method == "GET" else 422
    with unit_of_work():
        kept = together.to_text()
        end_pair(get_pair(pair_id), who.id, form.whole_reason, kept, form.thanks.data, clock.now())
    if is_one_of_two:
        return redirect(url_for("mentoring.farewell", pair_id=pair_id), 303)
    flash(gettext("Cặp đã khép lại. Hai người được báo và có trang để cảm ơn nhau."))
    return redirect(_back(pair), 303)


def said(together: Together) -> list[str]:
    """Return what two people achieved, a sentence each, in the language of this answer."""
    lines = [gettext("Đồng hành %(n)s ngày.", n=together.days)]
    if together.meetings:
        lines.append(gettext("Gặp nhau %(n)s lần.", n=together.meetings))
    if together.steps:
        lines.append(gettext("Học xong %(n)s bước của mục tiêu chung.", n=together.steps))
    if together.steps_together:
        lines.append(gettext("Làm cùng nhau %(n)s bước.", n=together.steps_together))
    if together.answers:
        lines.append(gettext("%(n)s lời nhờ giúp đã có câu trả lời.", n=together.answers))
    return lines + [
        gettext("Đạt mục tiêu: %(goal)s (%(how)s).", goal=goal, how=gettext(REACHED_WORDS[Level(level)]))
        for goal, level in together.reached
    ]


def _back(pair: Pair) -> str:
    """Return the page to go back to: each of the three who may end a pair came from another one."""
    side = side_of(pair, actor().id)
    if side is Side.MENTEE:
        return url_for("mentoring.companion")
    if side is Side.MENTOR:
        return url_for("mentoring.dashboard")
    return url_for("matching.board", unit_id=pair.unit_id)


def _parted(pair_id: int) -> Pair:
    """Return a pair that is over, for one of the two."""
    pair = get_pair(pair_id)
    if pair.state != "ended" or side_of(pair, actor().id) is Side.COORDINATOR:
        raise NotFoundError
    return pair


@bp.get("/cap/<int:pair_id>/chia-tay")
@signed_in
def farewell(pair_id: int) -> ResponseReturnValue:
    """Show the two what they achieved, and what each says to the other."""
    return _farewell_page(_parted(pair_id), ThanksForm(formdata=None))


def _farewell_page(pair: Pair, form: ThanksForm, status: int = 200) -> ResponseReturnValue:
    is_mentor = side_of(pair, actor().id) is Side.MENTOR
    own, heard = (
        (pair.mentor_thanks, pair.mentee_thanks) if is_mentor else (pair.mentee_thanks, pair.mentor_thanks)
    )
    has_reported = find_last_report(pair.id, actor().id) is not None
    if not form.is_submitted():
        form.thanks.data = own
    page = render_template(
        "mentoring/farewell.html",
        form=form,
        pair=pair,
        achieved=said(Together.from_text(pair.achieved)) if pair.achieved else [],
        is_mentor=is_mentor,
        other=get_user(pair.mentee_id if is_mentor else pair.mentor_id),
        own=own,
        heard="" if is_apart(pair) and has_reported else heard,
        is_apart=is_apart(pair) and has_reported,
        may_report=can_report_harm(actor(), pair, clock.now()),
    )
    return page, status


@bp.post("/cap/<int:pair_id>/cam-on")
@signed_in
def say_thanks(pair_id: int) -> ResponseReturnValue:
    """Leave a word of thanks for the other. Whoever reported harm is not asked for one and is spared the other's."""
    pair, form = _parted(pair_id), ThanksForm()
    if is_apart(pair) and find_last_report(pair.id, actor().id):
        raise NotFoundError
    if not form.validate_on_submit():
        return _farewell_page(pair, form, 422)
    with unit_of_work():
        thank(_parted(pair_id), actor().id, form.thanks.data, clock.now())
    flash(gettext("Đã giữ lời cảm ơn của thầy cô."))
    return redirect(url_for("mentoring.farewell", pair_id=pair_id), 303)
