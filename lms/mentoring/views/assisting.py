"""Working together on the mentor's phone: the mentee's code, the mentor's page with the next step, and stopping.

The mentee is never signed in there. The mentor sees the agreed goals' steps, one at a time, and nothing else of hers.
"""

from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms import clock
from lms.core.confirmation_codes import read_code, read_figures, show_code, show_figures
from lms.core.errors import DomainError, NotFoundError
from lms.courses.queries import local_values
from lms.db import unit_of_work
from lms.mentoring.forms import TogetherForm
from lms.mentoring.models import AssistedSession
from lms.mentoring.queries.assisting import (
    CARD,
    SESSION_LIFE,
    find_running,
    get_step_together,
    list_codes,
    next_together,
)
from lms.mentoring.services import assisting
from lms.mentoring.views.blueprint import bp
from lms.mentoring.views.within import Within, within
from lms.pairing.queries.goals import find_sight
from lms.pairing.queries.pairs import get_learner
from lms.pairing.views.looking import looked
from lms.pairing.views.parting import lead_to_farewell
from lms.web import reading
from lms.web.access import actor, signed_in
from lms.web.translations import gettext, sentence

TOGETHER = "/cap/<int:pair_id>/cung-lam"
STEP = f"{TOGETHER}/<slug>/<lesson>/<item>"


def _here(pair_id: int) -> Within:
    here = within(pair_id)
    lead_to_farewell(here.pair)
    return here


def _mentors(pair_id: int) -> Within:
    here = _here(pair_id)
    if not here.is_mentor:
        raise NotFoundError
    return here


def _mentees(pair_id: int) -> Within:
    here = _here(pair_id)
    if here.is_mentor:
        raise NotFoundError
    return here


def _key() -> str:
    key: str = current_app.extensions["settings"].secret_key
    return key


@bp.get(TOGETHER)
@signed_in
def together(pair_id: int) -> ResponseReturnValue:
    """Show the mentee how to lend a hand to the mentor's phone; the mentor where to type her code, or the next step."""
    here = _here(pair_id)
    return _mentors_page(here, TogetherForm(formdata=None)) if here.is_mentor else _mentees_page(here)


def said_running(running: AssistedSession | None) -> dict[str, Any]:
    """Return what the line about a session that runs says."""
    until = running.started_at + SESSION_LIFE if running and running.started_at else None
    return {"running": running, "until": until}


def _mentees_page(here: Within) -> ResponseReturnValue:
    now = clock.now()
    codes = list_codes(here.pair.id, now)
    return render_template(
        "mentoring/together_hers.html",
        here=here,
        has_goals=bool(find_sight(here.pair.mentor_id, here.pair.mentee_id)),
        left=sum(each.kind == CARD for each in codes),
        **said_running(find_running(here.pair, now)),
    )


def _mentors_page(here: Within, form: TogetherForm, status: int = 200) -> ResponseReturnValue:
    running = find_running(here.pair, clock.now())
    seen = find_sight(here.pair.mentor_id, here.pair.mentee_id)
    step = None
    if running:
        looked(here.pair.mentee_id, "together")
        step = next_together(here.pair.mentee_id, seen)
    form.code.data = ""  # a code is never written into a page
    page = render_template(
        "mentoring/together.html",
        here=here,
        form=form,
        has_goals=bool(seen),
        step=step,
        **said_running(running),
    )
    return page, status


@bp.post(f"{TOGETHER}/ma")
@signed_in
def make_together_code(pair_id: int) -> ResponseReturnValue:
    """Show the mentee six figures for the mentor's phone, once: they are kept nowhere in clear."""
    here = _mentees(pair_id)
    with unit_of_work():
        made = assisting.make_code(pair_id, reading.device(), _key(), clock.now())
    return render_template(
        "mentoring/together_code.html", here=here, made=made, figures=show_figures(made.code)
    )


@bp.post(f"{TOGETHER}/the")
@signed_in
def make_together_card(pair_id: int) -> ResponseReturnValue:
    """Show the mentee ten codes to print, once."""
    here = _mentees(pair_id)
    with unit_of_work():
        made = assisting.make_card(pair_id, _key(), clock.now())
    return render_template(
        "mentoring/together_card.html",
        here=here,
        codes=[show_code(each.code) for each in made],
        until=made[0].expires_at,
    )


@bp.post(f"{TOGETHER}/mo")
@signed_in
def begin_together(pair_id: int) -> ResponseReturnValue:
    """Begin with the code that the mentee read out; a second tap finds it begun."""
    here, form = _mentors(pair_id), TogetherForm()
    back = redirect(url_for("mentoring.together", pair_id=pair_id), 303)
    if find_running(here.pair, clock.now()):
        return back
    form.validate_on_submit()
    code = read_figures(form.code.data) or read_code(form.code.data)
    if code is None or form.errors:
        words = gettext("Mã có 6 chữ số; mã trên thẻ giấy có 9 chữ và số. Xem lại rồi gõ lại.")
        return _refused(here, form, words, 422)
    try:
        begun = _begin(here, code)
    except DomainError as refused:
        return _refused(here, form, sentence(refused), refused.status)
    if begun or find_running(here.pair, clock.now()):
        return back
    wrong = gettext("Mã này không dùng được: gõ nhầm, đã dùng rồi, hoặc quá 10 phút. Xin một mã mới.")
    return _refused(here, form, wrong, 422)


def _refused(here: Within, form: TogetherForm, words: str, status: int) -> ResponseReturnValue:
    form.code.errors = [words]
    return _mentors_page(here, form, status)


def _begin(here: Within, code: str) -> bool:
    """Count the guess, then judge it, and tell the mentee."""
    now = clock.now()
    with unit_of_work():
        assisting.claim_guess(here.pair.id, now)
    with unit_of_work():
        begun = assisting.begin(here.pair.id, code, _key(), now)
        if begun:
            path = url_for("mentoring.together", pair_id=here.pair.id)
            here.tell("together_begun", f"together:{begun.id}", now, path)
    return begun is not None


@bp.get(f"{TOGETHER}/ma")
@bp.get(f"{TOGETHER}/the")
@bp.get(f"{TOGETHER}/mo")
@signed_in
def again_together(pair_id: int) -> ResponseReturnValue:
    """Lead back whoever reloads a page that was shown once; no code is made or shown by looking."""
    return redirect(url_for("mentoring.together", pair_id=_here(pair_id).pair.id), 303)


@bp.post(f"{TOGETHER}/dung")
@signed_in
def stop_together(pair_id: int) -> ResponseReturnValue:
    """Stop at once; either side may, and twice is once."""
    here = _here(pair_id)
    with unit_of_work():
        assisting.stop(pair_id, actor().id, clock.now())
    flash(gettext("Đã dừng làm cùng. Những bước đã ghi vẫn còn."))
    return redirect(here.back, 303)


@bp.get(STEP)
@signed_in
def step_together(pair_id: int, slug: str, lesson: str, item: str) -> ResponseReturnValue:
    """Show the mentor one step of the mentee's: in the words for her device, with her unit's values."""
    here = _mentors(pair_id)
    running = find_running(here.pair, clock.now())
    if running is None:
        return _over(pair_id)
    seen = find_sight(here.pair.mentor_id, here.pair.mentee_id)
    step = get_step_together(here.pair.mentee_id, seen, slug, lesson, item)
    looked(here.pair.mentee_id, "together")
    values = local_values(step.item.local_fields, get_learner(here.pair.mentee_id).unit_path)
    wanted = request.args.get("may", "")
    device = wanted if wanted in reading.DEVICES else running.device or reading.device()
    return render_template(
        "mentoring/together_step.html",
        here=here,
        step=step,
        segments=reading.show(step.item.body, values, device),
        device=device,
        devices=reading.devices_in(step.item.body),
        **said_running(running),
    )


@bp.post(STEP)
@signed_in
def finish_together(pair_id: int, slug: str, lesson: str, item: str) -> ResponseReturnValue:
    """Note for the mentee that the step was done together, and open the next; a second tap only goes on."""
    here = _mentors(pair_id)
    if find_running(here.pair, clock.now()) is None:
        return _over(pair_id)
    with unit_of_work():
        is_news = assisting.finish_together(pair_id, slug, lesson, item, clock.now())
    if is_news:
        flash(gettext("Đã ghi: làm cùng %(name)s.", name=here.other.call_name))
    seen = find_sight(here.pair.mentor_id, here.pair.mentee_id)
    after = next_together(here.pair.mentee_id, seen)
    if after is None:
        return redirect(url_for("mentoring.together", pair_id=pair_id), 303)
    places: dict[str, Any] = {"slug": after.head.slug, "lesson": after.lesson.id, "item": after.item.id}
    return redirect(url_for("mentoring.step_together", pair_id=pair_id, **places), 303)


def _over(pair_id: int) -> ResponseReturnValue:
    flash(gettext("Buổi làm cùng đã dừng. Muốn làm tiếp thì xin một mã mới."))
    return redirect(url_for("mentoring.together", pair_id=pair_id), 303)
