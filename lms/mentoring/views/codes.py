"""A mentor's printed list of confirmation codes: how many are left, and a new one to print."""

from flask import current_app, render_template
from flask.typing import ResponseReturnValue

from lms import clock
from lms.core.confirmation_codes import show_code
from lms.core.errors import NotFoundError
from lms.db import unit_of_work
from lms.mentoring.views.blueprint import bp
from lms.practice import services
from lms.practice.policy import can_make_codes
from lms.practice.queries import find_sheet
from lms.practice.queries.meeting import SHEET_LIFE
from lms.web.access import actor, signed_in

CODES = "/nguoi-toi-giup/the-ma"


@bp.get(CODES)
@signed_in
def codes() -> ResponseReturnValue:
    """Say what the codes are for, and how many are left."""
    if not can_make_codes(actor()):
        raise NotFoundError
    return render_template("mentoring/codes.html", sheet=find_sheet(actor().id, clock.now()))


@bp.post(CODES)
@signed_in
def make_codes() -> ResponseReturnValue:
    """Make a new list and show it for printing, once: the codes are kept nowhere in clear."""
    who, now = actor(), clock.now()
    if not can_make_codes(who):
        raise NotFoundError
    key: str = current_app.extensions["settings"].secret_key
    with unit_of_work():
        sheet = services.make_codes(who.id, key, now)
    return render_template(
        "mentoring/sheet.html",
        sheet=sheet,
        lines=[(number, show_code(code)) for number, code in enumerate(sheet.codes, start=1)],
        until=now + SHEET_LIFE,
    )
