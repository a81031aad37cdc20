"""Letting a pair rest and go on; asking for another mentor."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms import clock
from lms.accounts.queries import get_user
from lms.core.errors import NotFoundError
from lms.core.pair_life import Move, Side, may
from lms.core.people import Role
from lms.db import unit_of_work
from lms.pairing.forms import OtherForm, PauseForm
from lms.pairing.models import Pair
from lms.pairing.policy import can_move_pair, can_want_other, side_of, sides, standing
from lms.pairing.queries.pairs import find_coordinator_of, get_learner, get_pair
from lms.pairing.services.life import keep_mentor
from lms.pairing.services.life import pause as pause_pair
from lms.pairing.services.life import resume as resume_pair
from lms.pairing.services.life import want_other as want_other_mentor
from lms.pairing.views.blueprint import bp
from lms.pairing.views.parting import lead_to_farewell
from lms.units.queries import list_grants
from lms.web.access import actor, signed_in
from lms.web.translations import gettext


def _movable(pair_id: int) -> Pair:
    pair = get_pair(pair_id)
    lead_to_farewell(pair)
    if not can_move_pair(actor(), pair, get_learner(pair.mentee_id).unit_path):
        raise NotFoundError
    return pair


def _back(pair: Pair) -> str:
    """Return the page of the pair from which this person came."""
    side = side_of(pair, actor().id)
    if side is Side.MENTEE:
        return url_for("mentoring.companion")
    if side is Side.MENTOR:
        return url_for("mentoring.dashboard")
    return url_for("matching.board", unit_id=pair.unit_id)


@bp.route("/cap/<int:pair_id>/tam-nghi", methods=["GET", "POST"])
@signed_in
def pause(pair_id: int) -> ResponseReturnValue:
    """Let a pair rest, or show that it rests; whoever let it rest finds the way to go on."""
    pair, form = _movable(pair_id), PauseForm()
    if request.method == "GET" or _rests_for(pair) or not form.validate_on_submit():
        return _pause_page(pair, form), 422 if form.errors else 200
    with unit_of_work():
        pause_pair(_movable(pair_id), actor().id, form.reason.data, clock.now())
    flash(gettext("Cặp tạm nghỉ từ bây giờ. Sẵn sàng thì thầy cô bấm “Đi tiếp”."))
    return redirect(url_for("pairing.pause", pair_id=pair_id), 303)


def _rests_for(pair: Pair) -> bool:
    """Tell whether the pair rests for the reader already: the second tap, or the page left open, is the first."""
    return not may(standing(pair), Move.PAUSE, side_of(pair, actor().id))


def _pause_page(pair: Pair, form: PauseForm) -> str:
    side = side_of(pair, actor().id)
    return render_template(
        "pairing/pause.html",
        pair=pair,
        form=form,
        mentor=get_user(pair.mentor_id),
        mentee=get_user(pair.mentee_id),
        is_one_of_two=side is not Side.COORDINATOR,
        may_resume=may(standing(pair), Move.RESUME, side),
        may_rest=pair.state == "paused" and not _rests_for(pair),
        is_own=side in sides(pair.paused_by),
        back=_back(pair),
    )


@bp.post("/cap/<int:pair_id>/di-tiep")
@signed_in
def resume(pair_id: int) -> ResponseReturnValue:
    """Let a resting pair go on; a second tap is the first."""
    with unit_of_work():
        pair = _movable(pair_id)
        if pair.state == "paused":
            resume_pair(pair, actor().id, clock.now())
    if get_pair(pair_id).state == "paused":
        flash(gettext("Thầy cô đã sẵn sàng. Cặp đi tiếp khi phía bên kia cũng nghỉ xong."))
        return redirect(url_for("pairing.pause", pair_id=pair_id), 303)
    flash(gettext("Hai người lại đi tiếp. Một lời chào lúc này là đủ để bắt đầu."))
    return redirect(_back(get_pair(pair_id)), 303)


def _own(pair_id: int) -> Pair:
    pair = get_pair(pair_id)
    lead_to_farewell(pair)
    if not can_want_other(actor(), pair):
        raise NotFoundError
    return pair


@bp.route("/cap/<int:pair_id>/xin-doi", methods=["GET", "POST"])
@signed_in
def want_other(pair_id: int) -> ResponseReturnValue:
    """Ask the coordinator for another mentor, in two taps; or show that this was asked."""
    pair, form = _own(pair_id), OtherForm()
    if request.method == "GET" or pair.other_wanted_at or not form.validate_on_submit():
        page = render_template(
            "pairing/want_other.html",
            pair=pair,
            form=form,
            mentor=get_user(pair.mentor_id),
            contact=find_coordinator_of(pair),
            mentor_may_read=_reads_the_board(pair.mentor_id, actor().unit_path),
            back=_back(pair),
        )
        return page, 422 if form.errors else 200
    with unit_of_work():
        want_other_mentor(_own(pair_id), actor().id, form.words.data, clock.now())
    return redirect(url_for("pairing.want_other", pair_id=pair_id), 303)


def _reads_the_board(user_id: int, unit_path: str) -> bool:
    """Tell whether somebody arranges pairs of this unit: then nothing on its board is hidden from that person."""
    return any(
        grant.role in (Role.COORDINATOR, Role.ADMIN) and unit_path.startswith(unit.path)
        for grant, unit in list_grants(user_id)
    )


@bp.post("/cap/<int:pair_id>/xin-doi/thoi")
@signed_in
def keep(pair_id: int) -> ResponseReturnValue:
    """Take the wish for another mentor back."""
    with unit_of_work():
        pair = _own(pair_id)
        keep_mentor(pair, actor().id, clock.now())
    flash(gettext("Vậy là thầy cô đi tiếp với người hướng dẫn hiện nay."))
    return redirect(_back(pair), 303)
