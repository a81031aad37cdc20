"""Asking for help, and saying that it works now."""

import re

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms import clock
from lms.core.errors import NotFoundError
from lms.core.vietnamese import seen, squeeze
from lms.db import unit_of_work
from lms.pairing.forms import AskForm
from lms.pairing.policy import can_close_help
from lms.pairing.queries.help import HelpState, find_open_help, get_help
from lms.pairing.queries.owners import find_officer
from lms.pairing.services.help import (
    LONGEST_PATH,
    LONGEST_TITLE,
    ManyOpenError,
    SaidEnoughError,
    ask_for_help,
    close_help,
)
from lms.pairing.views.blueprint import bp
from lms.web.access import actor, safe_path, signed_in
from lms.web.translations import gettext, sentence

_PLACE = re.compile(r"[a-z0-9][a-z0-9._/-]{0,199}")


@bp.get("/nho-giup")
@signed_in
def ask() -> ResponseReturnValue:
    """Show the one page between the help button and the request: an optional message and "Gửi"."""
    form = AskForm(request.args)
    place, _title, path = _where(form)
    state = find_open_help(actor().id, place)
    if state and state.state == "open":
        return redirect(f"{path}#nho-giup", 303)
    return _ask_page(form, path, state)


def _where(form: AskForm) -> tuple[str, str, str]:
    """Return place, title and path of the page that asks; what was tampered with is not found."""
    place, title = form.place.data or "", squeeze(seen(form.title.data or ""))
    path = safe_path(form.path.data)
    if not _PLACE.fullmatch(place) or not title or len(path) > LONGEST_PATH or not path:
        raise NotFoundError
    return place, title[:LONGEST_TITLE], path


def _ask_page(form: AskForm, path: str, state: HelpState | None, status: int = 200) -> ResponseReturnValue:
    who = actor()
    officer = None if who.mentor_id else find_officer(who.unit_path, but=(who.id,))
    page = render_template(
        "pairing/ask.html",
        form=form,
        path=path,
        state=state,
        helper=who.mentor_name or (officer.call_name if officer else ""),
    )
    return page, status


@bp.post("/nho-giup")
@signed_in
def send() -> ResponseReturnValue:
    """Ask for help at a place; a second tap is the first."""
    form = AskForm()
    place, title, path = _where(form)
    if not form.validate_on_submit():
        return _ask_page(form, path, find_open_help(actor().id, place), 422)
    try:
        with unit_of_work():
            ask_for_help(actor(), place, title, path, form.message.data, clock.now())
    except (ManyOpenError, SaidEnoughError) as refused:
        form.form_errors.append(sentence(refused))
        return _ask_page(form, path, find_open_help(actor().id, place), refused.status)
    return redirect(f"{path}#nho-giup", 303)


@bp.post("/nho-giup/<int:help_id>/xong")
@signed_in
def close(help_id: int) -> ResponseReturnValue:
    """Take the learner's word that it works now; pressing twice is pressing once."""
    who = actor()
    with unit_of_work():
        found = get_help(help_id)
        if who.id != found.user_id:
            raise NotFoundError
        if can_close_help(who, found):
            close_help(found, who.id, clock.now())
    flash(gettext("Hay quá, thầy cô tự làm được rồi. Đã báo lại cho người giúp."))
    return redirect(safe_path(found.place_path) or url_for("progress.home"), 303)
