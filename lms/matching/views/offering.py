"""Offering to help: only with skills that the ledger proves; when, how many; changing it, taking it back."""

from collections.abc import Mapping
from datetime import datetime

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lms import clock
from lms.core.errors import DomainError
from lms.db import unit_of_work
from lms.matching.forms import OfferForm
from lms.matching.queries.skills import list_subjects
from lms.matching.queries.wishes import find_offer, list_colleagues
from lms.matching.services.wishes import keep_offer, withdraw_offer
from lms.matching.views.blueprint import bp
from lms.matching.views.wishing import fill_choices, fill_from, this_phone, week, wish_of
from lms.skills.queries import list_proven
from lms.web.access import actor, signed_in
from lms.web.translations import gettext, sentence


def _consent() -> str:
    return gettext(
        "Tôi đồng ý để trang này và cán bộ công đoàn dùng những điều tôi vừa chọn để tìm người tôi kèm. Tôi giúp để "
        "đồng nghiệp tự làm được, không làm thay, không hỏi mật khẩu hay mã OTP, không kể chuyện của người học với ai. "
        "Tôi được hỏi lại trước mỗi lần ghép, được từ chối mà không cần nói lý do, và rút lại lúc nào cũng được."
    )


def _proven() -> Mapping[str, datetime]:
    return list_proven([actor().id], clock.now()).get(actor().id, {})


@bp.get("/toi-giup-duoc")
@signed_in
def offer() -> ResponseReturnValue:
    """Show what I offer, or an empty form."""
    kept, form = find_offer(actor().id), OfferForm(formdata=None)
    chosen: list[str] = []
    if kept:
        fill_from(form, kept)
        chosen, form.places.data = kept.skills, str(kept.places)
    else:
        form.device.data = this_phone()
    return _page(form, _proven(), chosen)


def _page(
    form: OfferForm, proven: Mapping[str, datetime], chosen: list[str] | None = None, status: int = 200
) -> ResponseReturnValue:
    subjects = list_subjects()
    fill_choices(form, subjects, list_colleagues(actor().unit_id, actor().id), chosen)
    page = render_template(
        "matching/offer.html",
        form=form,
        subjects=subjects,
        proven=proven,
        unproven=[
            (each, titles)
            for each in subjects
            if (titles := [title for name, title in each.skills if name not in proven])
        ],
        week=week(),
        consent=_consent(),
        kept=find_offer(actor().id),
    )
    return page, status


@bp.post("/toi-giup-duoc")
@signed_in
def save_offer() -> ResponseReturnValue:
    """Keep what is offered, with the words agreed to."""
    subjects, colleagues = list_subjects(), list_colleagues(actor().unit_id, actor().id)
    form, proven = OfferForm(), _proven()
    fill_choices(form, subjects, colleagues, None)
    if not form.validate_on_submit():
        return _page(form, proven, None, 422)
    try:
        with unit_of_work():
            wish = wish_of(form, subjects, colleagues, _consent())
            keep_offer(actor().id, wish, int(form.places.data), proven.keys(), clock.now())
    except DomainError as refused:
        form.skills.errors = [sentence(refused)]
        return _page(form, proven, None, refused.status)
    flash(
        gettext("Cảm ơn thầy cô. Khi có người cần đúng việc này, thầy cô nhận được lời mời và tự quyết định.")
    )
    return redirect(url_for("matching.offer"), 303)


@bp.post("/toi-giup-duoc/rut")
@signed_in
def take_offer_back() -> ResponseReturnValue:
    """Take back what I offer; pairs that there are go on."""
    with unit_of_work():
        withdraw_offer(actor().id, clock.now())
    flash(gettext("Đã rút lại. Thầy cô không được mời thêm người mới. Các cặp đang có vẫn như cũ."))
    return redirect(url_for("matching.offer"), 303)
