"""One suggestion or invitation on the board: another mentor, taking it away, taking the invitation back."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms import clock
from lms.core.errors import DomainError, NotFoundError
from lms.core.unit_paths import ids_down_to
from lms.core.whole_numbers import whole_number
from lms.db import unit_of_work
from lms.matching.policy import can_pair_people, reach_of
from lms.matching.queries.skills import list_subjects, skill_titles
from lms.matching.queries.two import list_candidates
from lms.matching.queries.wishes import find_need
from lms.matching.services.board import swap_mentor
from lms.matching.views.blueprint import bp
from lms.pairing.models import Pair
from lms.pairing.queries.pairs import get_pair
from lms.pairing.services import life
from lms.units.queries import Member, find_member
from lms.web.access import actor, coordinators_only
from lms.web.reasons import say_reasons, say_times
from lms.web.translations import gettext, sentence


def _pair(pair_id: int, state: str) -> tuple[Pair, Member]:
    """Return a pair in this state whose mentee's unit the officer arranges, with the mentee."""
    pair = get_pair(pair_id)
    mentee = find_member(pair.mentee_id)
    if mentee is None or pair.state != state or not can_pair_people(actor(), mentee.unit_path):
        raise NotFoundError
    return pair, mentee


def _board_of(mentee: Member) -> int:
    """Return the unit whose board the officer came from (``tu``), if it is above the mentee's; else the mentee's own."""
    came_from = whole_number(request.values.get("tu", ""))
    return came_from if came_from in ids_down_to(mentee.unit_path) else mentee.unit_id


@bp.get("/ghep-cap/goi-y/<int:pair_id>")
@coordinators_only
def suggestion(pair_id: int) -> ResponseReturnValue:
    """Show a suggestion with everybody who could help instead."""
    return _page(*_pair(pair_id, "suggested"))


def _page(pair: Pair, mentee: Member, error: str = "", status: int = 200) -> ResponseReturnValue:
    mentor = find_member(pair.mentor_id)
    page = render_template(
        "matching/suggestion.html",
        pair=pair,
        mentor=mentor,
        is_named=mentor is not None and can_pair_people(actor(), mentor.unit_path),
        mentee=mentee,
        board_id=_board_of(mentee),
        need=find_need(mentee.user_id),
        candidates=list_candidates(mentee, reach_of(actor(), mentee.unit_path), clock.now(), pair.mentor_id),
        titles=skill_titles(list_subjects()),
        say_reasons=say_reasons,
        say_times=say_times,
        error=error,
    )
    return page, status


@bp.post("/ghep-cap/goi-y/<int:pair_id>/doi")
@coordinators_only
def swap(pair_id: int) -> ResponseReturnValue:
    """Put the chosen mentor into the suggestion."""
    pair, mentee = _pair(pair_id, "suggested")
    mentor = find_member(whole_number(request.form.get("nguoi", "")) or 0)
    if mentor is None or not can_pair_people(actor(), mentor.unit_path):
        return _page(pair, mentee, gettext("Chưa chọn ai. Chọn một người trong danh sách."), 422)
    try:
        with unit_of_work():
            swap_mentor(get_pair(pair_id), mentor.user_id, clock.now())
    except DomainError as refused:
        return _page(*_pair(pair_id, "suggested"), sentence(refused), refused.status)
    flash(
        gettext("Đã đổi người hướng dẫn trong gợi ý này. Chưa ai được mời cho đến khi thầy cô gửi lời mời.")
    )
    return redirect(url_for("matching.board", unit_id=_board_of(mentee), muc="goi-y"), 303)


@bp.post("/ghep-cap/goi-y/<int:pair_id>/bo")
@coordinators_only
def remove(pair_id: int) -> ResponseReturnValue:
    """Take a suggestion away; no machine makes it again."""
    return _drop(pair_id, "suggested", gettext("Đã bỏ gợi ý này. Máy sẽ không gợi ý lại hai người này."))


@bp.post("/ghep-cap/loi-moi/<int:pair_id>/thu-lai")
@coordinators_only
def take_back(pair_id: int) -> ResponseReturnValue:
    """Take an invitation back; both are told that it is closed."""
    return _drop(
        pair_id, "invited", gettext("Đã thu lời mời lại. Hai người đều được báo là không cần trả lời nữa.")
    )


def _drop(pair_id: int, state: str, said: str) -> ResponseReturnValue:
    mentee = _pair(pair_id, state)[1]
    with unit_of_work():
        life.drop(get_pair(pair_id), actor().id, clock.now())
    flash(said)
    return redirect(url_for("matching.board", unit_id=_board_of(mentee)), 303)
