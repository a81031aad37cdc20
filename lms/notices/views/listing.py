"""What concerns me, newest first. Reading the list marks nothing: opening a notice does, or the button for all of them."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms import clock
from lms.core.notices import Sentence, say_notice
from lms.core.whole_numbers import whole_number
from lms.db import unit_of_work
from lms.notices.models import Notice
from lms.notices.queries.own import get_notice, list_notices
from lms.notices.services.telling import mark_read, open_notice
from lms.notices.views.blueprint import bp
from lms.web import dates
from lms.web.access import actor, safe_path, signed_in
from lms.web.paging import Paged, page_number
from lms.web.translations import gettext

PER_PAGE = 30


@dataclass(frozen=True)
class Told:
    """A notice with its sentence in the reader's language."""

    notice: Notice
    sentence: Sentence

    @classmethod
    def of(cls, notice: Notice) -> "Told":
        return cls(notice, say_notice(notice.kind, notice.values, gettext))


@bp.get("/thong-bao")
@signed_in
def mine() -> ResponseReturnValue:
    """List one's own notices by day."""
    number = page_number()
    rows, total = list_notices(actor().id, number, PER_PAGE)
    days = [
        (_day_words(day), [Told.of(notice) for notice in of_day])
        for day, of_day in groupby(rows, lambda notice: dates.local(notice.at).date())
    ]
    return render_template(
        "notices/mine.html",
        days=days,
        paged=Paged(rows, number, total, PER_PAGE),
        newest=rows[0].id if rows else 0,
    )


def _day_words(day: date) -> str:
    today = dates.today()
    if day == today:
        return gettext("Hôm nay")
    return gettext("Hôm qua") if day == today - timedelta(days=1) else dates.day(day)


@bp.get("/thong-bao/<int:notice_id>")
@signed_in
def show(notice_id: int) -> ResponseReturnValue:
    """Show one notice, which a mail links to; looking writes nothing, so its button opens what it is about."""
    return render_template("notices/one.html", told=Told.of(get_notice(notice_id, actor().id)))


@bp.post("/thong-bao/<int:notice_id>")
@signed_in
def follow(notice_id: int) -> ResponseReturnValue:
    """Mark a notice as read and go to the page that it is about."""
    with unit_of_work():
        notice = get_notice(notice_id, actor().id)
        open_notice(notice, clock.now())
    return redirect(safe_path(notice.path) or url_for("notices.mine"), 303)


@bp.post("/thong-bao/da-doc")
@signed_in
def read_all() -> ResponseReturnValue:
    """Mark as read what the page showed, and what is older; what came meanwhile stays new."""
    up_to = whole_number(request.form.get("den", "")) or 0
    with unit_of_work():
        mark_read(actor().id, clock.now(), up_to)
    flash(gettext("Đã đánh dấu đã đọc hết."))
    return redirect(url_for("notices.mine"), 303)
