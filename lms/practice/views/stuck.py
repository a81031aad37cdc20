"""Telling the mentor at which item of a self-check one is stuck: one tap, and the ticks stay where they are."""

from flask import redirect, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup, escape

from lms import clock
from lms.core.errors import NotFoundError
from lms.core.practice.self_check import item_of
from lms.core.practice.self_check_lines import SelfCheckSpec
from lms.courses.queries import local_values
from lms.db import unit_of_work
from lms.pairing.services.help import ask_for_help
from lms.practice.views.blueprint import TASK, bp
from lms.practice.views.handing_in import sent_fields
from lms.practice.views.opening import Page, open_task
from lms.practice.views.showing import place_title, show
from lms.web import reading
from lms.web.access import actor, signed_in
from lms.web.translations import gettext


@bp.post(f"{TASK}/bi-ket")
@signed_in
def report_stuck(slug: str, lesson: str, item: str) -> ResponseReturnValue:
    """Ask for help at one item; a second tap, and a page loaded again, are the first."""
    page, name = open_task(slug, lesson, item), request.form.get("ket", "")
    message = _message(page, name)
    if not page.is_open:
        return redirect(page.path, 303)
    with unit_of_work():
        ask_for_help(actor(), page.place, place_title(page), page.path, message, clock.now())
    return show(page, sent_fields(page), stuck_at=name)


def _message(page: Page, name: str) -> str:
    """Return what the mentor reads: the item as the learner sees it, and on which device.

    Raises:
        NotFoundError: the task has no such item.
    """
    spec, declared = page.task.spec, page.task.item
    found = item_of(spec, name) if isinstance(spec, SelfCheckSpec) else None
    if found is None:
        raise NotFoundError
    text, device = found
    values = local_values(declared.local_fields, actor().unit_path)
    filled = Markup(reading.filled_page(str(escape(text)), declared.local_fields, values)).unescape()  # noqa: S704
    if device:
        return gettext("Bị kẹt ở việc “%(item)s” (máy: %(device)s).", item=filled, device=device)
    return gettext("Bị kẹt ở việc “%(item)s”.", item=filled)
