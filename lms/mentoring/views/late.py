"""What waits for long in a unit: for whom, with whom, how long; never what is in it. The coordinator reminds."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms import clock
from lms.core.errors import NotFoundError
from lms.core.practice.states import TransitionRefusedError
from lms.core.whole_numbers import whole_number
from lms.db import unit_of_work
from lms.mentoring.queries.late import list_handings, list_too_late
from lms.mentoring.services.lending import lend_review
from lms.mentoring.services.signals import remind_reviewer
from lms.mentoring.views.blueprint import bp
from lms.mentoring.views.thresholds import unit_to_look_after
from lms.web.access import actor, coordinators_only
from lms.web.paging import PER_PAGE, Paged, page_number
from lms.web.translations import gettext


@bp.get("/ghep-cap/<int:unit_id>/bai-cho")
@coordinators_only
def late(unit_id: int) -> ResponseReturnValue:
    """Show what has waited longer than the unit wants it to."""
    unit, now, number = unit_to_look_after(unit_id), clock.now(), page_number()
    found = list_too_late(unit.path, actor().id, now)
    shown = found[(number - 1) * PER_PAGE : number * PER_PAGE]
    return render_template(
        "mentoring/late.html",
        unit=unit,
        late=Paged(shown, number, len(found)),
        handings=list_handings([each for each, _ in shown]),
    )


@bp.post("/ghep-cap/<int:unit_id>/bai-cho/<int:submission_id>/nhac")
@coordinators_only
def remind(unit_id: int, submission_id: int) -> ResponseReturnValue:
    """Remind the mentor of one that waits; once a day is enough, and what was decided meanwhile needs no reminder."""
    with unit_of_work():
        unit, now = unit_to_look_after(unit_id), clock.now()
        waiting = {each.submission_id: each for each, _ in list_too_late(unit.path, actor().id, now)}
        found = waiting.get(submission_id)
        if found is None or found.mentor_id is None:
            raise NotFoundError
        is_told = remind_reviewer(found, now)
    if is_told:
        flash(gettext("Đã nhắc %(name)s.", name=found.mentor_call_name))
    else:
        flash(
            gettext(
                "Hôm nay %(name)s đã được nhắc rồi. Gọi một cuộc thì nhanh hơn.", name=found.mentor_call_name
            )
        )
    return redirect(url_for("mentoring.late", unit_id=unit_id), 303)


@bp.post("/ghep-cap/<int:unit_id>/bai-cho/<int:submission_id>/nho")
@coordinators_only
def lend(unit_id: int, submission_id: int) -> ResponseReturnValue:
    """Hand one that waits to a mentor of the unit, who then sees this one alone."""
    asked, helper = whole_number(request.form.get("nguoi", "")), None
    try:
        with unit_of_work():
            unit, now = unit_to_look_after(unit_id), clock.now()
            waiting = {each.submission_id: each for each, _ in list_too_late(unit.path, actor().id, now)}
            if submission_id in waiting:
                mentors = list_handings([waiting[submission_id]])[submission_id].mentors
                helper = next((each for each in mentors if each.user_id == asked), None)
                if helper:
                    lend_review(waiting[submission_id], helper, actor().id, now)
    except TransitionRefusedError:
        helper = None
    if helper:
        flash(gettext("Đã nhờ %(name)s xem bài này. Người học cũng được báo.", name=helper.call_name))
    elif submission_id in waiting:
        flash(gettext("Chưa nhờ được ai. Chọn một người trong danh sách rồi bấm lại."), "warn")
    else:
        flash(gettext("Bài này không còn chờ nữa."))
    return redirect(url_for("mentoring.late", unit_id=unit_id), 303)
