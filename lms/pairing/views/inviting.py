"""An invitation to be a pair: who, why, what both agree to; agreeing and declining; what became of it."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms import clock
from lms.accounts.queries import get_user
from lms.core.consent import mark_of
from lms.core.errors import NotFoundError
from lms.core.pair_life import EXPIRE_AFTER, Move, MoveRefusedError, Side, due
from lms.db import unit_of_work
from lms.pairing.forms import DeclineForm
from lms.pairing.models import Pair
from lms.pairing.policy import can_read_invitation, side_of, standing
from lms.pairing.queries.goals import list_goals
from lms.pairing.queries.pairs import get_pair
from lms.pairing.services.life import (
    InvitationOverError,
    TakenMeanwhileError,
    WordsChangedError,
    accept,
    compose_consent,
)
from lms.pairing.services.life import decline as decline_pair
from lms.pairing.views.blueprint import bp
from lms.units.queries import find_contact, find_member
from lms.web.access import actor, signed_in
from lms.web.reasons import say_reasons
from lms.web.translations import gettext, sentence


def _invited(pair_id: int) -> Pair:
    pair = get_pair(pair_id)
    if not can_read_invitation(actor(), pair):
        raise NotFoundError
    return pair


def _stands(pair: Pair) -> str:
    """Return how the invitation stands for the reader: open, waiting for the other, a pair, or over."""
    if pair.state == "invited":
        if due(standing(pair), clock.now()) is Move.EXPIRE:
            return "expired"
        is_mentor = side_of(pair, actor().id) is Side.MENTOR
        return "waiting" if (pair.mentor_agreed_at if is_mentor else pair.mentee_agreed_at) else "open"
    return {"active": "pair", "paused": "pair", "expired": "expired"}.get(pair.state, "over")


@bp.get("/cap/<int:pair_id>/loi-moi")
@signed_in
def invitation(pair_id: int) -> ResponseReturnValue:
    """Show an invitation to either side, and afterwards what became of it."""
    pair = _invited(pair_id)
    if pair.state == "ended":
        return redirect(url_for("mentoring.farewell", pair_id=pair_id), 303)
    is_mentor = side_of(pair, actor().id) is Side.MENTOR
    other = get_user(pair.mentee_id if is_mentor else pair.mentor_id)
    titles = {goal.skill: goal.words for goal in list_goals([pair.id]).get(pair.id, [])}
    words = pair.consent or compose_consent(pair)
    return render_template(
        "pairing/invitation.html",
        pair=pair,
        stands=_stands(pair),
        is_mentor=is_mentor,
        other=other,
        member=find_member(other.id),
        contact=find_contact(actor().unit_path),
        reasons=say_reasons(pair.facts, titles),
        consent=words.splitlines(),
        mark=mark_of(words),
        expires_at=pair.invited_at + EXPIRE_AFTER if pair.invited_at else None,
    )


@bp.post("/cap/<int:pair_id>/loi-moi/dong-y")
@signed_in
def agree(pair_id: int) -> ResponseReturnValue:
    """Agree to the invitation in the words that its page showed; a second tap is the first."""
    try:
        with unit_of_work():
            accept(_invited(pair_id), actor().id, clock.now(), request.form.get("loi", ""))
    except (MoveRefusedError, InvitationOverError, TakenMeanwhileError, WordsChangedError) as refused:
        flash(sentence(refused), "warn")
    return redirect(url_for("pairing.invitation", pair_id=pair_id), 303)


@bp.route("/cap/<int:pair_id>/loi-moi/tu-choi", methods=["GET", "POST"])
@signed_in
def decline(pair_id: int) -> ResponseReturnValue:
    """Decline the invitation; no reason is owed. A second tap is the first."""
    pair, form = _invited(pair_id), DeclineForm()
    here = url_for("pairing.invitation", pair_id=pair_id)
    if _stands(pair) not in ("open", "waiting"):
        return redirect(here, 303)
    if request.method == "GET" or not form.validate_on_submit():
        is_mentor = side_of(pair, actor().id) is Side.MENTOR
        other = get_user(pair.mentee_id if is_mentor else pair.mentor_id)
        page = render_template("pairing/decline.html", form=form, other=other, back=here)
        return page, 200 if request.method == "GET" else 422
    try:
        with unit_of_work():
            decline_pair(_invited(pair_id), actor().id, form.reason.data, clock.now())
    except MoveRefusedError as refused:
        flash(sentence(refused), "warn")
    else:
        flash(gettext("Đã ghi nhận. Không ai hỏi lý do, và thầy cô không cần làm gì thêm."))
    return redirect(here, 303)
