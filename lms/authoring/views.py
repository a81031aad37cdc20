"""The trainer's pages: courses and their revisions, where learners' screens differ, the sheet of local fields."""

from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms import clock
from lms.authoring.policy import can_edit_sheet
from lms.authoring.queries import count_running_enrolments
from lms.core.errors import DomainError, NotFoundError
from lms.core.people import Role
from lms.core.vietnamese import squeeze
from lms.courses.queries import (
    find_course,
    get_published,
    list_courses,
    list_local_values,
    list_publications,
    list_screen_notes,
)
from lms.courses.services import resolve_screen_note, set_local_values
from lms.db import unit_of_work
from lms.units.models import Unit
from lms.units.queries import get_unit, list_ancestors, units_reached
from lms.web import dates
from lms.web.access import actor, trainers_only
from lms.web.translations import gettext, sentence

bp = Blueprint("authoring", __name__)


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


@bp.route("/soan-bai/phieu/<int:unit_id>", methods=["GET", "POST"])
@trainers_only
def sheet(unit_id: int) -> ResponseReturnValue:
    """Edit a unit's sheet of local fields: what {{name}} means there and below."""
    unit = get_unit(unit_id)
    if not can_edit_sheet(actor(), unit.path):
        raise NotFoundError
    names = _field_names()
    typed = {name: squeeze(request.form.get(name, "")) for name in names}
    if request.method == "GET":
        return _sheet_page(unit, {name: row.value for name, row in list_local_values(unit.id).items()})
    try:
        with unit_of_work():
            changed = set_local_values(unit.id, typed, actor().id, clock.now())
    except DomainError as refused:
        return _sheet_page(unit, typed, sentence(refused)), refused.status
    flash(gettext("Đã lưu %(n)s ô.", n=changed) if changed else gettext("Không có ô nào thay đổi."))
    return redirect(url_for("authoring.sheet", unit_id=unit.id), 303)


def _sheet_page(unit: Unit, values: dict[str, str], error: str = "") -> str:
    inherited: dict[str, str] = {}
    for above in list_ancestors(unit):
        inherited |= {name: row.value for name, row in list_local_values(above.id).items() if row.value}
    return render_template(
        "authoring/sheet.html",
        unit=unit,
        fields=[
            (name, values.get(name, ""), inherited.get(name, ""), uses)
            for name, uses in _field_names().items()
        ],
        error=error,
    )


def _field_names() -> dict[str, list[str]]:
    """Return every local field of the published courses, with the courses that use it."""
    names: dict[str, list[str]] = {}
    for course in list_courses():
        if course.current_revision_id:
            for name in get_published(course.current_revision_id).course.local_fields:
                names.setdefault(name, []).append(course.title)
    return names
