"""A course as a list of lessons, and a lesson as a list of steps, each with its state and why it is closed."""

from dataclasses import dataclass

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lms import clock
from lms.core.markup import Item, Lesson
from lms.courses.queries import Head, Published, local_field_names, local_values
from lms.db import unit_of_work
from lms.progress import services
from lms.progress.queries import LessonUpdate, Missing, Prerequisites, Standing, lesson_state, list_updates
from lms.progress.views.blueprint import bp
from lms.progress.views.places import find_course, next_card
from lms.progress.views.updating import said_of
from lms.web import dates, reading
from lms.web.access import actor, signed_in
from lms.web.pages import item_path
from lms.web.translations import gettext


@dataclass(frozen=True)
class Line:
    """A lesson or an item in a list: where it leads, its state, and why it is closed if it is."""

    title: str
    path: str
    state: str
    note: str = ""
    number: int = 0
    is_assisted: bool = False
    """Done together on the mentor's phone, and not yet by oneself."""


@bp.get("/hoc/<slug>")
@signed_in
def course(slug: str) -> ResponseReturnValue:
    """Show a course as a list of lessons, each with its state."""
    head, standing, published = find_course(slug)
    needs, updates = (
        Prerequisites(actor().id, standing, published),
        list_updates(head.id, standing, published),
    )
    lines = [
        _lesson_line(head, standing, lesson, needs.missing_for(lesson), updates.get(lesson.id))
        for lesson in published.course.lessons
    ]
    return render_template(
        "progress/course.html",
        head=head,
        course=published.course,
        standing=standing,
        total=standing.total_items or len(published.plan.items),
        lines=lines,
        missing=needs.missing_for(),
        card=next_card(head, standing) if standing.has_begun else None,
        first=lines[0].path if lines else "",
    )


def _lesson_line(
    head: Head, standing: Standing, lesson: Lesson, missing: Missing | None, update: LessonUpdate | None
) -> Line:
    path = url_for("progress.lesson", slug=head.slug, lesson=lesson.id)
    if missing:
        note = gettext("Cần xong “%(title)s” trước", title=missing.title)
        return Line(lesson.title, path, "closed", note)
    state = lesson_state(standing, lesson)
    return Line(lesson.title, path, state, said_of(update) if update else lesson.outcome)


@bp.post("/hoc/<slug>/bat-dau")
@signed_in
def start(slug: str) -> ResponseReturnValue:
    """Begin a course and open its first step; one that demands another course says so instead."""
    head, standing, published = find_course(slug)
    if Prerequisites(actor().id, standing, published).missing_for():
        return redirect(url_for("progress.course", slug=slug), 303)
    with unit_of_work():
        services.enrol(actor().id, head.id, clock.now())
    key = standing.next_key or published.keys[0]
    return redirect(item_path(head.slug, key, published.items[key][1].kind), 303)


@bp.get("/hoc/<slug>/<lesson>")
@signed_in
def lesson(slug: str, lesson: str) -> ResponseReturnValue:
    """Show a lesson: what one will be able to do, and its steps with their states."""
    head, standing, published = find_course(slug)
    found = published.lesson(lesson)
    missing = Prerequisites(actor().id, standing, published).missing_for(found)
    lines = [_item_line(slug, standing, item, number) for number, item in enumerate(found.items, 1)]
    following = _following_lesson(published, found)
    update = list_updates(head.id, standing, published).get(found.id)
    return render_template(
        "progress/lesson.html",
        head=head,
        lesson=found,
        lines=lines,
        missing=missing,
        update=update,
        said=said_of(update) if update else "",
        place="",
        segments=reading.show(found.body, local_values(local_field_names(found.body), actor().unit_path)),
        done=sum(1 for line in lines if line.state == "done"),
        next=next((line for line in lines if line.state not in ("done", "waiting")), None),
        following=following,
        is_stale=bool(found.review_by and found.review_by < dates.today().isoformat()),
        checked_on=found.checked_on and "/".join(reversed(found.checked_on.split("-"))),
    )


def _item_line(slug: str, standing: Standing, item: Item, number: int) -> Line:
    record = standing.record(item.key)
    return Line(
        item.title,
        item_path(slug, item.key, item.kind),
        standing.state(item.key).value,
        number=number,
        is_assisted=record is not None and record.is_assisted,
    )


def _following_lesson(published: Published, lesson: Lesson) -> Lesson | None:
    lessons = published.course.lessons
    at = lessons.index(lesson) + 1
    return lessons[at] if at < len(lessons) else None
