"""A step: reading it, saying that it is done or is not, and that the screen looks different."""

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from lms import clock
from lms.core.completion import ItemState
from lms.core.errors import NotFoundError
from lms.core.markup import Item, Lesson
from lms.courses.queries import Published, get_published, local_values
from lms.courses.services import note_other_screen
from lms.db import unit_of_work
from lms.pairing.queries.help import HelpState
from lms.progress import services
from lms.progress.forms import ScreenForm
from lms.progress.queries import Prerequisites, find_step
from lms.progress.views.blueprint import bp
from lms.progress.views.places import find_course
from lms.progress.views.updating import panel_for
from lms.web import dates, keeping, reading
from lms.web.access import actor, signed_in
from lms.web.pages import item_path
from lms.web.translations import gettext


@bp.get("/hoc/<slug>/<lesson>/<item>")
@signed_in
def step(slug: str, lesson: str, item: str) -> ResponseReturnValue:
    """Show one step: what to do, in the words for this device, and how to get help."""
    place = f"{slug}/{lesson}/{item}"
    known = find_step(actor().id, slug, f"{lesson}/{item}")
    if known is None:
        raise NotFoundError
    head, standing, asked, changed_at = known
    published = get_published(head.revision_id)
    found, here = _step(published, lesson, item)
    record, values = standing.record(here.key), local_values(here.local_fields, actor().unit_path)
    missing = Prerequisites(actor().id, standing, published).missing_for(found)
    if missing and not (record and record.state is ItemState.DONE):
        return render_template("progress/closed.html", head=head, lesson=found, missing=missing)
    done_at = dates.moment(record.at) if record and record.state is ItemState.DONE else ""
    is_assisted = bool(done_at and record and record.is_assisted)
    device = reading.device()
    title = gettext("%(lesson)s · %(step)s", lesson=found.title, step=here.title)
    help_place = {"place": place, "place_title": title}

    def given() -> dict[str, object]:
        before, _after = published.neighbours(here.key)
        return {
            **help_place,
            "head": head,
            "lesson": found,
            "item": here,
            "number": found.items.index(here) + 1,
            "segments": reading.show(here.body, values),
            "device": device,
            "devices": reading.devices_in(here.body),
            "is_done": bool(done_at),
            "is_assisted": is_assisted,
            "has_asked": asked is not None,
            "before": before if before.startswith(f"{found.id}/") else "",
            "published": published,
        }

    key = (place, device, tuple(sorted(values.items())), bool(done_at), is_assisted, asked is not None)
    slots = {
        "done_at": done_at,
        "asked": _asked(asked, help_place),
        "update": panel_for(head, standing, published, here, changed_at),
    }
    page = keeping.page("progress/step.html", here, key, slots, given)
    return reading.remember_device(page)


def _asked(asked: HelpState | None, help_place: dict[str, str]) -> str:
    """Return the panel that says how the learner's request here stands; empty where there is none."""
    if asked is None:
        return ""
    panel = current_app.jinja_env.get_template("pairing/_help.html")
    return Markup(panel.render(help=asked, **help_place))  # noqa: S704 - our own template


def _step(published: Published, lesson_id: str, item_id: str) -> tuple[Lesson, Item]:
    lesson, item = published.item(lesson_id, item_id)
    if item.kind != "step":
        raise NotFoundError
    return lesson, item


@bp.post("/hoc/<slug>/<lesson>/<item>/xong")
@signed_in
def finish(slug: str, lesson: str, item: str) -> ResponseReturnValue:
    """Note that the learner did this step, and open what comes next."""
    head, standing, published = find_course(slug)
    found, here = _step(published, lesson, item)
    if Prerequisites(actor().id, standing, published).missing_for(found):
        return redirect(url_for("progress.step", slug=slug, lesson=lesson, item=item), 303)
    with unit_of_work():
        services.finish_step(actor().id, head.id, here.key, clock.now())
    _before, after = published.neighbours(here.key)
    if after.startswith(f"{found.id}/"):
        return redirect(item_path(slug, after, published.items[after][1].kind), 303)
    return redirect(url_for("progress.lesson", slug=slug, lesson=lesson), 303)


@bp.post("/hoc/<slug>/<lesson>/<item>/lam-lai")
@signed_in
def reopen(slug: str, lesson: str, item: str) -> ResponseReturnValue:
    """Take back "done": the button was pressed by mistake, or the learner wants to do it again."""
    head, _standing, published = find_course(slug)
    _found, here = _step(published, lesson, item)
    with unit_of_work():
        services.reopen_step(actor().id, head.id, here.key, clock.now())
    flash(gettext("Đã bỏ dấu “đã xong” ở bước này."))
    return redirect(url_for("progress.step", slug=slug, lesson=lesson, item=item), 303)


@bp.route("/hoc/<slug>/<lesson>/<item>/man-hinh-khac", methods=["GET", "POST"])
@signed_in
def other_screen(slug: str, lesson: str, item: str) -> ResponseReturnValue:
    """Take a learner's word that the step no longer matches the screen, for whoever writes the course."""
    head, _standing, published = find_course(slug)
    _found, here = _step(published, lesson, item)
    form = ScreenForm()
    if request.method == "GET" or not form.validate_on_submit():
        page = render_template("progress/other_screen.html", form=form, head=head, lesson=_found, item=here)
        return page, 200 if request.method == "GET" else 422
    with unit_of_work():
        note_other_screen(head.id, here.key, actor().id, reading.device(), form.message.data, clock.now())
    flash(gettext("Cảm ơn thầy cô. Người soạn bài sẽ xem và sửa bước này."))
    return redirect(url_for("progress.step", slug=slug, lesson=lesson, item=item), 303)
