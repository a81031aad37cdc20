"""Ending a pair."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms import clock
from lms.accounts.queries import get_user
from lms.core.errors import NotFoundError
from lms.db import unit_of_work
from lms.pairing.forms import EndForm
from lms.pairing.policy import can_end_pair
from lms.pairing.queries.pairs import get_learner, get_pair
from lms.pairing.services.life import end as end_pair
from lms.pairing.views.blueprint import bp
from lms.web.access import actor, signed_in
from lms.web.translations import gettext


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
        end_pair(get_pair(pair_id), who.id, form.reason.data, "", "", clock.now())
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
