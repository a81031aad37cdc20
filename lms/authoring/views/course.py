"""One course as its trainer sees it: what is published, its state, and its history, from which to download and return."""

from dataclasses import replace
from datetime import date

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms import clock
from lms.authoring.queries import (
    PublicationRow,
    count_publications,
    count_running_enrolments,
    export_course,
    get_course,
    get_revision,
    list_note_rows,
    list_publication_rows,
    list_revisions,
    report_on_revision,
)
from lms.authoring.services import republish
from lms.authoring.views import changes
from lms.authoring.views.blueprint import bp, storage
from lms.core.archives import CONTENT_TYPE, write_archive
from lms.core.errors import DomainError
from lms.core.whole_numbers import whole_number
from lms.courses.models import Course
from lms.courses.queries import get_published, list_items
from lms.db import unit_of_work
from lms.web import dates
from lms.web.access import actor, trainers_only
from lms.web.paging import Paged, page_number
from lms.web.translations import gettext, sentence

COURSE = "/soan-bai/khoa/<slug>"
REVISIONS_A_PAGE = 20
MOST_TO_CHOOSE = 100


@bp.get(COURSE)
@trainers_only
def course(slug: str) -> ResponseReturnValue:
    """Show what is published of a course, what in it is past its date, what learners said, and its history."""
    found = get_course(slug)
    compiled = get_published(_current(found)).course
    number, total = page_number(), count_publications(found.id)
    rows = list_publication_rows(found, REVISIONS_A_PAGE, (number - 1) * REVISIONS_A_PAGE)
    lessons = [
        (each, date.fromisoformat(each.review_by) if each.review_by else None) for each in compiled.lessons
    ]
    kinds = {item.key: item.kind for item in list_items(found.id)}
    return render_template(
        "authoring/course.html",
        row=found,
        course=compiled,
        lessons=lessons,
        stale=sum(1 for _lesson, day in lessons if day and day < dates.today()),
        today=dates.today(),
        learners=count_running_enrolments(found.id),
        notes=list_note_rows(found.id),
        history=Paged([(row, _said(row, kinds)) for row in rows], number, total, REVISIONS_A_PAGE),
        revisions=list_revisions(found.id, MOST_TO_CHOOSE),
        current=_current(found),
        labels={label.name: label.label for label in compiled.local_labels},
    )


def _current(found: Course) -> int:
    return found.current_revision_id or 0


def _said(row: PublicationRow, kinds: dict[str, str]) -> str:
    """Return what a publication changed, in words."""
    if not row.former:
        return gettext("Bản đầu tiên.")
    said = ", ".join(changes.counted(row.changes, kinds))
    return (
        f"{said[:1].upper()}{said[1:]}."
        if said
        else gettext("Sửa tiêu đề, lời giới thiệu hoặc thông tin chung.")
    )


@bp.get(f"{COURSE}/tai-ve")
@trainers_only
def download(slug: str) -> ResponseReturnValue:
    """Send the course as it is published now, as an archive."""
    found = get_course(slug)
    return _archive(found, _current(found), dates.today().isoformat())


@bp.get(f"{COURSE}/ban/<name>/tai-ve")
@trainers_only
def download_revision(slug: str, name: str) -> ResponseReturnValue:
    """Send one revision as an archive."""
    found = get_course(slug)
    revision = get_revision(found.id, name)
    return _archive(found, revision.id, revision.name)


def _archive(found: Course, revision_id: int, mark: str) -> Response:
    answer = Response(
        write_archive(export_course(found.id, revision_id, storage())), content_type=CONTENT_TYPE
    )
    answer.headers.set("Content-Disposition", "attachment", filename=f"{found.slug}-{mark}.zip")
    return answer


@bp.get(f"{COURSE}/ban/<name>/dang-lai")
@trainers_only
def confirm_republishing(slug: str, name: str) -> ResponseReturnValue:
    """Say what returning to an older revision would change and whom it would affect."""
    return _confirm_page(slug, name)


def _confirm_page(slug: str, name: str, refused: str = "") -> str:
    found = get_course(slug)
    revision = get_revision(found.id, name)
    report = report_on_revision(revision)
    courses = {found.slug: get_published(revision.id).course}
    return render_template(
        "authoring/republish.html",
        row=found,
        revision=revision,
        refused=refused,
        current=_current(found),
        now=next(each for each in list_publication_rows(found, 1, 0)),
        has_changes=report.has_changes,
        summary=changes.summed_up(report, courses),
        # What was written long ago cannot be given another alias by a button.
        sections=[replace(each, suggestions=(), replaced="") for each in changes.sections(report, courses)],
    )


@bp.post(f"{COURSE}/ban/<name>/dang-lai")
@trainers_only
def publish_again(slug: str, name: str) -> ResponseReturnValue:
    """Make an older revision current again; a second tap finds it done."""
    found = get_course(slug)
    revision = get_revision(found.id, name)
    here = url_for("authoring.course", slug=slug)
    if found.current_revision_id == revision.id:
        return redirect(here, 303)
    expected = whole_number(request.form.get("dang-dung", "")) or 0
    try:
        with unit_of_work():
            republish(found.id, revision.id, actor().id, clock.now(), expected)
    except DomainError as refused:
        return _confirm_page(slug, name, sentence(refused)), refused.status
    flash(gettext("Đã đăng lại bản ngày %(day)s.", day=dates.day(revision.created_at)))
    return redirect(here, 303)
