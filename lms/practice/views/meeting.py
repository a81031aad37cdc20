"""A learner's side of confirming in person: the QR code that a person's phone reads, and the place for a printed code."""

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms import clock
from lms.core.confirmation_codes import read_code
from lms.core.errors import DomainError, NotFoundError
from lms.core.practice import Attempt
from lms.core.practice.states import TaskState, TransitionRefusedError
from lms.core.square import draw_square
from lms.core.whole_numbers import whole_number
from lms.courses.queries import local_values
from lms.db import unit_of_work
from lms.practice import services
from lms.practice.forms import ConfirmationForm
from lms.practice.models import MeetingPass
from lms.practice.queries import find_pass
from lms.practice.views.blueprint import TASK, bp
from lms.practice.views.opening import Page, open_task
from lms.web import reading
from lms.web.access import actor, signed_in
from lms.web.translations import gettext, sentence

ONCE_MORE = "lai"
"""The part of an address by which a task that is confirmed is shown once more, to somebody outside the pair."""


def _observed(slug: str, lesson: str, item: str) -> Page:
    """Return a task that a person confirms by watching; for others there is no such page."""
    page = open_task(slug, lesson, item)
    if page.task.kind.key != "observed":
        raise NotFoundError
    return page


def _is_confirmable(page: Page, found: MeetingPass | None = None) -> bool:
    """Tell whether there is something to confirm: a task not passed yet, or one that is to be shown once more.

    For that a pass was made after the last confirmation, or the address says so.
    """
    if page.missing is not None or page.state is not TaskState.PASSED:
        return page.missing is None
    if found is not None:
        decided_at = page.last.decided_at if page.last else None
        return found.used_at is None and (decided_at is None or found.created_at > decided_at)
    return bool(request.args.get(ONCE_MORE))


@bp.post(f"{TASK}/gap")
@signed_in
def meet(slug: str, lesson: str, item: str) -> ResponseReturnValue:
    """Make a pass for whoever watches here and now; the one before is void."""
    page = _observed(slug, lesson, item)
    if not _is_confirmable(page):
        return redirect(page.path, 303)
    with unit_of_work():
        token = services.issue_pass(actor().id, page.task, clock.now())
    return redirect(url_for("practice.show_pass", slug=slug, lesson=lesson, item=item, token=token), 303)


@bp.get(f"{TASK}/gap/<token>")
@signed_in
def show_pass(slug: str, lesson: str, item: str, token: str) -> ResponseReturnValue:
    """Show the pass as a QR code to be read by the other phone; once it was used, the task as it stands now."""
    page, found = _observed(slug, lesson, item), find_pass(token)
    if found is not None and found.user_id != actor().id:
        raise NotFoundError
    if not _is_confirmable(page, found):
        return redirect(f"{page.path}#ket-qua", 303)
    link = current_app.extensions["settings"].site_url + url_for("mentoring.meet", token=token)
    is_live = found is not None and services.is_live(found, clock.now())
    return render_template(
        "practice/meet.html",
        page=page,
        lesson=page.task.lesson,
        item=page.task.item,
        is_once_more=page.state is TaskState.PASSED,
        meeting=found if is_live else None,
        link=link,
        square=draw_square(link) if is_live else None,
    )


@bp.route(f"{TASK}/nhap-ma", methods=["GET", "POST"])
@signed_in
def type_code(slug: str, lesson: str, item: str) -> ResponseReturnValue:
    """Let a person confirm on the learner's phone, by a printed code and without signing in there."""
    page = _observed(slug, lesson, item)
    if not _is_confirmable(page):
        return redirect(page.path, 303)
    if request.method == "GET":
        return _code_page(page, ConfirmationForm(formdata=None))
    form = ConfirmationForm()
    number, code = whole_number(form.number.data), read_code(form.confirmation_code.data)
    if number is None or not 1 <= number <= services.ON_A_SHEET:
        form.number.errors = [gettext("Gõ số đứng trước mã trên thẻ, từ 1 đến 10.")]
    if code is None:
        form.confirmation_code.errors = [gettext("Mã có 9 chữ và số, như in trên thẻ. Xem lại rồi gõ lại.")]
    if number is None or code is None or form.errors:
        return _code_page(page, form, status=422)
    return _use_code(page, form, number, code)


def _use_code(page: Page, form: ConfirmationForm, number: int, code: str) -> ResponseReturnValue:
    key: str = current_app.extensions["settings"].secret_key
    try:
        with unit_of_work():
            used = services.confirm_by_code(
                actor().id, page.task, number, code, _ticks(page), key, clock.now()
            )
    except TransitionRefusedError:
        return redirect(page.path, 303)
    except DomainError as refused:
        return _code_page(page, form, sentence(refused), refused.status)
    if used is None:
        wrong = gettext(
            "Số và mã này không dùng được: gõ nhầm, đã dùng rồi, hoặc đã có thẻ mới. Xem lại thẻ."
        )
        return _code_page(page, form, wrong, 422)
    flash(gettext("Đã xác nhận. Thầy cô nhận lại máy nhé."))
    return redirect(f"{page.path}#ket-qua", 303)


def _ticks(page: Page) -> dict[str, object]:
    names = {"how", *(f"o-{place}" for place in range(1, 100))}
    return {name: value for name, value in request.form.items() if name in names}


def _code_page(
    page: Page, form: ConfirmationForm, problem: str = "", status: int = 200
) -> ResponseReturnValue:
    task = page.task
    form.confirmation_code.data = ""  # a code is never written into a page
    view = task.kind.view(task.spec, page.variant, Attempt(_ticks(page)))
    html = render_template(
        "practice/code.html",
        page=page,
        lesson=task.lesson,
        item=task.item,
        form=form,
        is_once_more=page.state is TaskState.PASSED,
        shown=view.context,
        problem=problem,
    )
    names = task.item.local_fields
    return reading.filled_page(html, names, local_values(names, actor().unit_path)), status
