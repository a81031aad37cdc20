"""Asking for somebody to learn with: which skills, when, on which phone; changing it, taking it back."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms import clock
from lms.db import unit_of_work
from lms.matching.forms import NeedForm
from lms.matching.queries.skills import list_subjects
from lms.matching.queries.wishes import find_need, list_colleagues
from lms.matching.services.wishes import keep_need, withdraw_need
from lms.matching.views.blueprint import bp
from lms.matching.views.wishing import fill_choices, fill_from, this_phone, week, wish_of
from lms.skills.queries import list_proven
from lms.web.access import actor, signed_in
from lms.web.translations import gettext

FIRST_SKILLS = 2
"""How many skills of a course are ticked for whoever cannot choose: a first goal, not a programme."""


def _consent() -> str:
    return gettext(
        "Tôi đồng ý để trang này và cán bộ công đoàn dùng những điều tôi vừa chọn để tìm một đồng nghiệp kèm tôi. "
        "Người ấy chỉ biết tôi cần giúp việc gì khi cả hai đã được mời. Tôi được hỏi lại trước khi ghép, được từ chối "
        "mà không cần nói lý do, và rút lại lúc nào cũng được."
    )


@bp.app_template_global("asked_for_mentor")
def asked_for_mentor() -> bool:
    """Say whether the reader waits for a mentor: pages of lower features, which know no needs, lead here accordingly."""
    return find_need(actor().id) is not None


@bp.get("/can-giup")
@signed_in
def need() -> ResponseReturnValue:
    """Show what I asked for, or an empty form; ``khoa`` ticks the first skills of a course."""
    kept, form = find_need(actor().id), NeedForm(formdata=None)
    chosen: list[str] = []
    if kept:
        fill_from(form, kept)
        chosen, form.words.data = kept.skills, kept.words
    else:
        form.device.data = this_phone()
    if course := request.args.get("khoa", ""):
        chosen = _first_skills(course)
    return _page(form, chosen)


def _first_skills(slug: str) -> list[str]:
    """Return the first skills of a course that this person has not shown yet; all of them shown: the first ones."""
    names = [name for each in list_subjects() if each.slug == slug for name, _title in each.skills]
    proven = list_proven([actor().id], clock.now()).get(actor().id, {})
    return ([name for name in names if name not in proven] or names)[:FIRST_SKILLS]


def _page(form: NeedForm, chosen: list[str] | None = None, status: int = 200) -> ResponseReturnValue:
    subjects = list_subjects()
    fill_choices(form, subjects, list_colleagues(actor().unit_id, actor().id), chosen)
    page = render_template(
        "matching/need.html",
        form=form,
        subjects=subjects,
        week=week(),
        consent=_consent(),
        kept=find_need(actor().id),
    )
    return page, status


@bp.post("/can-giup")
@signed_in
def save_need() -> ResponseReturnValue:
    """Keep what was asked for, with the words agreed to."""
    subjects, colleagues = list_subjects(), list_colleagues(actor().unit_id, actor().id)
    form = NeedForm()
    fill_choices(form, subjects, colleagues, None)
    if not form.validate_on_submit():
        return _page(form, None, 422)
    with unit_of_work():
        keep_need(
            actor().id, wish_of(form, subjects, colleagues, _consent()), form.words.data or "", clock.now()
        )
    if actor().pair_id:
        flash(gettext("Đã ghi lại. Điều này được dùng khi cặp hiện nay khép lại hoặc đổi người."))
    else:
        flash(
            gettext(
                "Đã ghi lại. Khi có người phù hợp, thầy cô nhận được lời mời và tự quyết định. Trong lúc chờ, mời học tiếp."
            )
        )
    return redirect(url_for("matching.need"), 303)


@bp.get("/can-giup/chon")
@signed_in
def choose_need() -> ResponseReturnValue:
    """Help somebody choose: one question, and the first skills of the answer are ticked."""
    return render_template("matching/choose.html", subjects=list_subjects())


@bp.post("/can-giup/rut")
@signed_in
def take_need_back() -> ResponseReturnValue:
    """Take back what I asked for."""
    with unit_of_work():
        withdraw_need(actor().id, clock.now())
    flash(
        gettext("Đã rút lại. Không ai tìm người kèm cho thầy cô nữa. Khi nào cần, thầy cô mở lại trang này.")
    )
    return redirect(url_for("matching.need"), 303)
