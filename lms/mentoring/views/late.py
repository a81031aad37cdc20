"""What waits for long in a unit: for whom, with whom, how long; never what is in it. The coordinator reminds."""

from datetime import datetime, timedelta

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lms import clock
from lms.core.errors import NotFoundError
from lms.core.signals import BOUNDS
from lms.db import unit_of_work
from lms.mentoring.services.signals import remind_reviewer
from lms.mentoring.views.blueprint import bp
from lms.mentoring.views.thresholds import unit_to_look_after
from lms.pairing.queries.rules import list_thresholds
from lms.practice.queries import Late, list_late
from lms.web.access import actor, coordinators_only
from lms.web.translations import gettext

LEAST_WAIT = timedelta(hours=BOUNDS["review_within"].least)


@bp.get("/ghep-cap/<int:unit_id>/bai-cho")
@coordinators_only
def late(unit_id: int) -> ResponseReturnValue:
    """Show what has waited longer than the unit wants it to."""
    unit, now = unit_to_look_after(unit_id), clock.now()
    return render_template("mentoring/late.html", unit=unit, late=_list_late(unit.path, now), now=now)


def _list_late(path: str, now: datetime) -> list[tuple[Late, bool]]:
    """Return what waits too long, each with whether any mentor may look at it by now."""
    found = list_late(now - LEAST_WAIT, path)
    limits = list_thresholds({each.unit_path for each in found})
    return [
        (each, now - each.since >= limits[each.unit_path].anybody_after)
        for each in found
        if now - each.since >= limits[each.unit_path].review_within and each.user_id != actor().id
    ]


@bp.post("/ghep-cap/<int:unit_id>/bai-cho/<int:submission_id>/nhac")
@coordinators_only
def remind(unit_id: int, submission_id: int) -> ResponseReturnValue:
    """Remind the mentor of one that waits; once a day is enough, and what was decided meanwhile needs no reminder."""
    with unit_of_work():
        unit, now = unit_to_look_after(unit_id), clock.now()
        waiting = {each.submission_id: each for each, _ in _list_late(unit.path, now)}
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
