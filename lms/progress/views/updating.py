"""What somebody in mid-course is told where a lesson has changed, and the two answers: keep, or do it again."""

from datetime import datetime

from flask import current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from lms import clock
from lms.core.completion import ItemState
from lms.core.markup import Item
from lms.courses.queries import Head, Published
from lms.db import unit_of_work
from lms.progress import services
from lms.progress.queries import LessonUpdate, Standing, list_updates
from lms.progress.views.blueprint import bp
from lms.progress.views.places import find_course
from lms.web import dates
from lms.web.access import actor, signed_in
from lms.web.pages import item_path
from lms.web.translations import gettext


def said_of(update: LessonUpdate) -> str:
    """Return the sentence that says what the change means for what was done."""
    day = dates.day(update.at)
    if update.kind == "reset":
        return gettext("Bài này đã viết lại ngày %(day)s, nên các bước đổi cần làm lại.", day=day)
    if update.kind == "ask":
        return gettext(
            "Bài này có sửa ngày %(day)s. Thầy cô giữ phần đã xong, hay làm lại phần đã đổi?", day=day
        )
    return gettext("Bài này có sửa ngày %(day)s. Phần thầy cô đã xong vẫn được giữ.", day=day)


def panel_for(
    head: Head, standing: Standing, published: Published, item: Item, changed_at: datetime | None
) -> str:
    """Return the note on a changed step that the person had done; empty on any other, without asking anything."""
    record = standing.record(item.key)
    if record is None or standing.completed_at:
        return ""
    is_newer = changed_at is not None and record.state is ItemState.DONE and record.at < changed_at
    if not is_newer and record.state is not ItemState.NEW:
        return ""
    update = list_updates(head.id, standing, published).get(item.key.partition("/")[0])
    if update is None or item.key not in update.keys:
        return ""
    panel = current_app.jinja_env.get_template("progress/_update.html")
    drawn = panel.render(update=update, said=said_of(update), head=head, place=item.id)
    return Markup(drawn)  # noqa: S704 - our own template


@bp.post("/hoc/<slug>/<lesson>/giu-phan-da-xong")
@signed_in
def keep(slug: str, lesson: str) -> ResponseReturnValue:
    """Note that the learner has seen what changed in a lesson; all that was done stays done."""
    with unit_of_work():
        head, update, published = _open_update(slug, lesson)
        if update:
            services.keep_after_update(actor().id, head.id, update.lesson.id, update.at, clock.now())
    return redirect(_way_back(head, published, lesson), 303)


@bp.post("/hoc/<slug>/<lesson>/lam-lai-phan-da-doi")
@signed_in
def redo(slug: str, lesson: str) -> ResponseReturnValue:
    """Open again what changed in a lesson, where its author leaves that to the learner."""
    with unit_of_work():
        head, update, published = _open_update(slug, lesson)
        if update and update.kind == "ask":
            services.redo_after_update(
                actor().id, head.id, update.lesson.id, update.keys, update.at, clock.now()
            )
            flash(gettext("Phần đã đổi mở lại rồi. Thầy cô làm lại lúc nào cũng được."))
    return redirect(_way_back(head, published, lesson), 303)


def _open_update(slug: str, lesson_id: str) -> tuple[Head, LessonUpdate | None, Published]:
    """Return the change that the form was about; none if it was answered already, or a newer one came since."""
    head, standing, published = find_course(slug)
    update = list_updates(head.id, standing, published).get(published.lesson(lesson_id).id)
    is_this = update is not None and update.at.isoformat() == request.form.get("luc")
    return head, update if is_this else None, published


def _way_back(head: Head, published: Published, lesson_id: str) -> str:
    """Return the path of the step that the form stood on, or of the lesson."""
    key = f"{lesson_id}/{request.form.get('o', '')}"
    if key in published.items:
        return item_path(head.slug, key, published.items[key][1].kind)
    return url_for("progress.lesson", slug=head.slug, lesson=lesson_id)
