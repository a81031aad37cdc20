"""Playing a simulated app: one tap a request. The trail so far travels in the page; nothing is written before a goal.

After each tap the browser is sent on to an address that carries the trail, so that the way back and reloading do what
people expect. The trail is replayed from the first screen each time.
"""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug import Response

from lms import clock
from lms.core.errors import N_, NotFoundError
from lms.core.practice.simulation import (
    TRAIL,
    BrokenTrailError,
    LongTrailError,
    Play,
    SimulationSpec,
    replay,
    step,
)
from lms.core.practice.states import TransitionRefusedError
from lms.db import unit_of_work
from lms.practice import services
from lms.practice.forms import HandInForm
from lms.practice.queries import check
from lms.practice.views.blueprint import TASK, bp
from lms.practice.views.opening import Page, Problem, open_task
from lms.practice.views.showing import show
from lms.web.access import actor, signed_in
from lms.web.translations import gettext

_BROKEN = N_("Máy không đọc được các bước đã đi, có thể nhiệm vụ vừa được sửa. Thầy cô làm lại từ đầu nhé.")
_LONG = N_("Thầy cô đã bấm rất nhiều lần. Ta làm lại từ đầu cho gọn nhé.")
_MISSED = N_("Chữ vừa gõ chưa đúng. %(hint)s")
_TYPE_AGAIN = N_("Xem lại tên cần gõ rồi gõ lần nữa.")


@bp.get(f"{TASK}/choi")
@signed_in
def play(slug: str, lesson: str, item: str) -> ResponseReturnValue:
    """Show the screen that the trail in the address leads to."""
    page = open_task(slug, lesson, item)
    spec = _simulation(page)
    if not page.is_open:
        return redirect(f"{page.path}#ket-qua", 303)
    trail = request.args.get("di", "")
    try:
        at = replay(spec, trail)
    except BrokenTrailError:
        return _from_the_start(page, gettext(_BROKEN))
    if at.is_at_goal:  # only tapping hands in
        return _from_the_start(page)
    return show(page, {TRAIL: at.trail})


@bp.post(f"{TASK}/choi")
@signed_in
def tap(slug: str, lesson: str, item: str) -> ResponseReturnValue:
    """Take one tap; the one that reaches a goal hands the play in."""
    page, form = open_task(slug, lesson, item), HandInForm()
    spec = _simulation(page)
    if not page.is_open:  # the other tap was first; the page says where the task stands
        return redirect(f"{page.path}#ket-qua", 303)
    button, typed = request.form.get("nut", ""), request.form.get("go", "")
    try:
        at = step(spec, replay(spec, request.form.get(TRAIL, "")), button, typed)
    except BrokenTrailError:
        return _from_the_start(page, gettext(_BROKEN))
    except LongTrailError:
        return _from_the_start(page, gettext(_LONG))
    if at.missed is not None:
        said = gettext(_MISSED, hint=at.missed.why or gettext(_TYPE_AGAIN))
        return show(page, {TRAIL: at.trail}, problems=(Problem(f"go-{button}", said),), typed=typed[:200])
    if at.is_at_goal:
        return _hand_in(page, at, form)
    return redirect(f"{_address(page)}?di={at.trail}#man-hinh", 303)


def _hand_in(page: Page, at: Play, form: HandInForm) -> ResponseReturnValue:
    form.validate()
    sent = {TRAIL: at.trail}
    report = check(page.task, page.variant, sent)
    try:
        with unit_of_work():
            services.submit(actor().id, page.task, sent, report, "", form.last_seen, clock.now())
    except TransitionRefusedError:
        return redirect(page.path, 303)
    return redirect(f"{page.path}#ket-qua", 303)


def _simulation(page: Page) -> SimulationSpec:
    spec = page.task.spec
    if not isinstance(spec, SimulationSpec):
        raise NotFoundError
    return spec


def _from_the_start(page: Page, said: str = "") -> Response:
    if said:
        flash(said)
    return redirect(f"{_address(page)}#man-hinh", 303)


def _address(page: Page) -> str:
    lesson, item = page.task.item.key.split("/", 1)
    return url_for("practice.play", slug=page.head.slug, lesson=lesson, item=item)
