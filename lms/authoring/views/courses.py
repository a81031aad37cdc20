"""The trainer's first page: what learners reported, every course with its state, and the ways to the rest."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms import clock
from lms.authoring.queries import list_course_rows, list_note_rows, list_waiting_uploads
from lms.authoring.views.blueprint import bp
from lms.core.people import Role
from lms.courses.services import resolve_screen_note
from lms.db import unit_of_work
from lms.quizzes.queries import count_waiting
from lms.units.queries import units_reached
from lms.web import dates
from lms.web.access import actor, safe_path, trainers_only
from lms.web.translations import gettext


@bp.get("/soan-bai")
@trainers_only
def courses() -> ResponseReturnValue:
    """List the courses, what in them is past its date, and what learners reported."""
    return render_template(
        "authoring/courses.html",
        rows=list_course_rows(),
        today=dates.today().isoformat(),
        notes=list_note_rows(),
        waiting=list_waiting_uploads(actor().id, clock.now()),
        units=units_reached(actor(), Role.TRAINER),
        to_mark=count_waiting(actor().paths(Role.TRAINER), actor().id),
    )


@bp.post("/soan-bai/man-hinh/<int:note_id>/da-sua")
@trainers_only
def resolve_note(note_id: int) -> ResponseReturnValue:
    """Close a learner's word that the screen differs."""
    with unit_of_work():
        resolve_screen_note(note_id, clock.now())
    flash(gettext("Đã đánh dấu là đã xem."))
    return redirect(safe_path(request.form.get("ve")) or url_for("authoring.courses"), 303)
