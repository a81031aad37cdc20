"""Reporting harm in one's pair, and seeing that somebody looks into it. The other of the two learns nothing of it."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms import clock
from lms.accounts.models import User
from lms.accounts.queries import get_user
from lms.core.errors import NotFoundError
from lms.core.unit_paths import ids_down_to
from lms.db import unit_of_work
from lms.mentoring.forms import HARM_KINDS, HarmForm
from lms.mentoring.policy import can_report_harm
from lms.mentoring.queries.harm import find_desk, find_last_report, other_of
from lms.mentoring.services.harm import SaidEnoughError, report_harm
from lms.mentoring.views.blueprint import bp
from lms.pairing.models import Pair
from lms.pairing.queries.pairs import get_pair
from lms.units.models import Unit
from lms.units.queries import get_unit
from lms.web.access import actor, signed_in
from lms.web.translations import sentence


def _reportable(pair_id: int) -> Pair:
    pair = get_pair(pair_id)
    if not can_report_harm(actor(), pair, clock.now()):
        raise NotFoundError
    return pair


@bp.route("/cap/<int:pair_id>/khong-on", methods=["GET", "POST"])
@signed_in
def harm(pair_id: int) -> ResponseReturnValue:
    """Take a report, or show how far the last one has come."""
    pair, form = _reportable(pair_id), HarmForm()
    if request.method == "GET" or not form.validate_on_submit():
        return _page(pair, form, 200 if request.method == "GET" else 422)
    try:
        with unit_of_work():
            chosen = form.kind.data if form.kind.data in HARM_KINDS else ""
            report_harm(_reportable(pair_id), actor().id, chosen, form.words.data, clock.now())
    except SaidEnoughError as refused:
        form.form_errors.append(sentence(refused))
        return _page(_reportable(pair_id), form, refused.status)
    return redirect(url_for("mentoring.harm", pair_id=pair_id), 303)


def _page(pair: Pair, form: HarmForm, status: int) -> ResponseReturnValue:
    who = actor()
    last = find_last_report(pair.id, who.id)
    is_open = last is not None and last.state != "closed"
    has_handler = is_open and last is not None and last.handled_by_id is not None
    readers, place = ([], None) if has_handler else _readers(pair)
    page = render_template(
        "mentoring/harm.html",
        form=form,
        pair=pair,
        other=get_user(other_of(pair, who.id)),
        last=last,
        is_open=is_open,
        handler=get_user(last.handled_by_id) if last and last.handled_by_id else None,
        readers=readers,
        place=place,
        is_mentor=who.id == pair.mentor_id,
    )
    return page, status


def _readers(pair: Pair) -> tuple[list[User], Unit]:
    """Return who would be told of a report, and whose safeguarding they are."""
    desk = find_desk(pair, actor().id)
    unit_id = ids_down_to(desk.unit_path)[-1]
    return [get_user(each) for each in desk.reader_ids[:3]], get_unit(unit_id)
