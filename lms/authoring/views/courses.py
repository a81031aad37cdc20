"""The trainer's first page: what learners reported, the courses, and the ways to the rest."""

from dataclasses import dataclass
from datetime import datetime

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lms import clock
from lms.authoring.queries import count_running_enrolments
from lms.authoring.views.blueprint import bp
from lms.core.errors import NotFoundError
from lms.core.people import Role
from lms.courses.queries import (
    find_course,
    get_published,
    list_courses,
    list_publications,
    list_screen_notes,
)
from lms.courses.services import resolve_screen_note
from lms.db import unit_of_work
from lms.units.queries import units_reached
from lms.web import dates
from lms.web.access import actor, trainers_only
from lms.web.translations import gettext


@dataclass(frozen=True)
class CourseRow:
    """A course as the trainer's list shows it."""

    slug: str
    title: str
    status: str
    lessons: int
    learners: int
    published_at: datetime | None
    stale: int


@bp.get("/soan-bai")
@trainers_only
def courses() -> ResponseReturnValue:
    """List the courses, what in them is past its date, and what learners reported."""
    rows = [_row(course.slug) for course in list_courses() if course.current_revision_id]
    titles = {course.id: course for course in list_courses()}
    notes = [(note, titles[note.course_id]) for note in list_screen_notes()]
    units = units_reached(actor(), Role.TRAINER)
    return render_template("authoring/courses.html", rows=rows, notes=notes, units=units)


def _row(slug: str) -> CourseRow:
    course = find_course(slug)
    if course is None or course.current_revision_id is None:
        raise NotFoundError
    compiled = get_published(course.current_revision_id).course
    publications = list_publications(course.id)
    today = dates.today().isoformat()
    return CourseRow(
        slug=course.slug,
        title=course.title,
        status=course.status,
        lessons=len(compiled.lessons),
        learners=count_running_enrolments(course.id),
        published_at=publications[0].published_at if publications else None,
        stale=sum(1 for lesson in compiled.lessons if lesson.review_by and lesson.review_by < today),
    )


@bp.post("/soan-bai/man-hinh/<int:note_id>/da-sua")
@trainers_only
def resolve_note(note_id: int) -> ResponseReturnValue:
    """Close a learner's word that the screen differs."""
    with unit_of_work():
        resolve_screen_note(note_id, clock.now())
    flash(gettext("Đã đánh dấu là đã xem."))
    return redirect(url_for("authoring.courses"), 303)
