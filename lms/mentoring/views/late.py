"""What waits for long in a unit: for whom, with whom, how long; never what is in it. The coordinator reminds."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lms import clock
from lms.core.errors import NotFoundError
from lms.db import unit_of_work
from lms.mentoring.queries.late import list_too_late
from lms.mentoring.services.signals import remind_reviewer
from lms.mentoring.views.blueprint import bp
from lms.mentoring.views.thresholds import unit_to_look_after
from lms.web.access import actor, coordinators_only
from lms.web.translations import gettext


@bp.get("/ghep-cap/<int:unit_id>/bai-cho")
@coordinators_only
def late(unit_id: int) -> ResponseReturnValue:
    """Show what has waited longer than the unit wants it to."""
    unit, now = unit_to_look_after(unit_id), clock.now()
    return render_template(
        "mentoring/late.html", unit=unit, late=list_too_late(unit.path, actor().id, now), now=now
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
