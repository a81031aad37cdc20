"""What a learner studies on: home, course, lesson, step."""

from dataclasses import dataclass

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from lms import clock
from lms.core.completion import ItemState
from lms.core.errors import NotFoundError
from lms.core.markup import Item, Lesson
from lms.courses.queries import (
    Head,
    Published,
    get_published,
    list_heads,
    local_field_names,
    local_values,
)
from lms.courses.services import note_other_screen
from lms.db import unit_of_work
from lms.pairing.queries import HelpState, list_open_help_of
from lms.progress import services
from lms.progress.forms import ScreenForm
from lms.progress.queries import Standing, find_standing, find_standing_and_help, list_standings
from lms.web import dates, keeping, reading
from lms.web.access import actor, public, signed_in
from lms.web.pages import item_path
from lms.web.translations import gettext

bp = Blueprint("progress", __name__)

MINUTES = {"task": 4, "quiz": 2}


@dataclass(frozen=True)
class Line:
    """A lesson or an item in a list: where it leads, its state, and why it is closed if it is."""

    title: str
    path: str
    state: str
    note: str = ""
    number: int = 0


@bp.get("/")
@public
def home() -> ResponseReturnValue:
    """Show a learner the one next thing to do; tell a stranger what this site is."""
    who = actor()
    if not who.is_authenticated:
        heads = [(head, get_published(head.revision_id).course) for head in list_heads()]
        return render_template("progress/welcome.html", courses=heads)
    standings = list_standings(who.id)
    begun = sorted(
        (each for each in standings if each[1].has_begun and not each[1].completed_at),
        key=lambda each: str(each[1].last_at),
        reverse=True,
    )
    main = begun[0] if begun else None
    return render_template(
        "progress/home.html",
        main=_card(*main) if main else None,
        standing=main[1] if main else None,
        others=[_other(*each) for each in standings if each is not main and not each[1].completed_at],
        finished=[each for each in standings if each[1].completed_at],
        help_requests=list_open_help_of(who.id),
    )


def _card(head: Head, standing: Standing) -> dict[str, object]:
    """Return what the card "Học tiếp" says: the exact next item, or that everything waits for a person."""
    published = get_published(head.revision_id)
    card: dict[str, object] = {"head": head, "item": None, "minutes_left": _minutes_left(published, standing)}
    if standing.next_key in published.items:
        lesson, item = published.items[standing.next_key]
        number = lesson.items.index(item) + 1
        card |= {
            "lesson": lesson,
            "item": item,
            "number": number,
            "minutes": _minutes(item),
            "path": item_path(head.slug, item.key, item.kind),
        }
    return card


def _minutes(item: Item) -> int:
    return item.minutes or MINUTES.get(item.kind, 1)


def _minutes_left(published: Published, standing: Standing) -> int:
    open_items = (
        item for _lesson, item in published.items.values() if standing.state(item.key) != ItemState.DONE
    )
    return sum(_minutes(item) for item in open_items)


def _other(head: Head, standing: Standing) -> dict[str, object]:
    course = get_published(head.revision_id).course
    if standing.completed_at:
        state, note = "done", gettext("Xong ngày %(day)s", day=dates.day(standing.completed_at))
    elif standing.has_begun:
        state, note = "now", _done_of(standing)
    else:
        lessons, minutes = len(course.lessons), course.minutes // max(1, len(course.lessons))
        state, note = "new", gettext("%(n)s bài, mỗi bài khoảng %(m)s phút", n=lessons, m=minutes)
    return {"head": head, "state": state, "note": note}


def _done_of(standing: Standing) -> str:
    return gettext("đã xong %(done)s trên %(all)s bước", done=standing.done_items, all=standing.total_items)


def _find(slug: str) -> tuple[Head, Standing, Published]:
    """Return a published course with this person's standing, or say that there is no such page."""
    found = find_standing(actor().id, slug)
    if found is None:
        raise NotFoundError
    head, standing = found
    return head, standing, get_published(head.revision_id)


@bp.get("/hoc/<slug>")
@signed_in
def course(slug: str) -> ResponseReturnValue:
    """Show a course as a list of lessons, each with its state."""
    head, standing, published = _find(slug)
    lines = [_lesson_line(head, standing, published, lesson) for lesson in published.course.lessons]
    return render_template(
        "progress/course.html",
        head=head,
        course=published.course,
        standing=standing,
        total=standing.total_items or len(published.plan.items),
        lines=lines,
        card=_card(head, standing) if standing.has_begun else None,
        first=lines[0].path if lines else "",
    )


def _lesson_line(head: Head, standing: Standing, published: Published, lesson: Lesson) -> Line:
    path = url_for("progress.lesson", slug=head.slug, lesson=lesson.id)
    missing = _missing(standing, published, lesson)
    if missing:
        note = gettext("Cần xong “%(title)s” trước", title=missing.title)
        return Line(lesson.title, path, "closed", note)
    return Line(lesson.title, path, _lesson_state(standing, lesson), lesson.outcome)


def _lesson_state(standing: Standing, lesson: Lesson) -> str:
    states = [standing.state(item.key) for item in lesson.items]
    if all(state == ItemState.DONE for state in states):
        return "done"
    open_states = {state for state in states if state != ItemState.DONE}
    if open_states == {ItemState.WAITING}:
        return "waiting"
    return "now" if len(open_states) < len(set(states)) or open_states != {ItemState.NEW} else "new"


def _missing(standing: Standing, published: Published, lesson: Lesson) -> Lesson | None:
    """Return the first lesson that must be finished before this one and is not."""
    for required in lesson.requires:
        for other in published.course.lessons:
            if other.id == required and _lesson_state(standing, other) not in ("done", "waiting"):
                return other
    return None


@bp.post("/hoc/<slug>/bat-dau")
@signed_in
def start(slug: str) -> ResponseReturnValue:
    """Begin a course and open its first step."""
    head, standing, published = _find(slug)
    with unit_of_work():
        services.enrol(actor().id, head.id, clock.now())
    key = standing.next_key or published.keys[0]
    return redirect(item_path(head.slug, key, published.items[key][1].kind), 303)


@bp.get("/hoc/<slug>/<lesson>")
@signed_in
def lesson(slug: str, lesson: str) -> ResponseReturnValue:
    """Show a lesson: what one will be able to do, and its steps with their states."""
    head, standing, published = _find(slug)
    found = published.lesson(lesson)
    missing = _missing(standing, published, found)
    lines = [
        Line(item.title, item_path(slug, item.key, item.kind), standing.state(item.key).value, number=number)
        for number, item in enumerate(found.items, 1)
    ]
    following = _following_lesson(published, found)
    return render_template(
        "progress/lesson.html",
        head=head,
        lesson=found,
        lines=lines,
        missing=missing,
        segments=reading.show(found.body, local_values(local_field_names(found.body), actor().unit_path)),
        done=sum(1 for line in lines if line.state == "done"),
        next=next((line for line in lines if line.state not in ("done", "waiting")), None),
        following=following,
        is_stale=bool(found.review_by and found.review_by < dates.today().isoformat()),
        checked_on=found.checked_on and "/".join(reversed(found.checked_on.split("-"))),
    )


def _following_lesson(published: Published, lesson: Lesson) -> Lesson | None:
    lessons = published.course.lessons
    at = lessons.index(lesson) + 1
    return lessons[at] if at < len(lessons) else None


@bp.get("/hoc/<slug>/<lesson>/<item>")
@signed_in
def step(slug: str, lesson: str, item: str) -> ResponseReturnValue:
    """Show one step: what to do, in the words for this device, and how to get help."""
    place = f"{slug}/{lesson}/{item}"
    known = find_standing_and_help(actor().id, slug, place)
    if known is None:
        raise NotFoundError
    head, standing, asked = known
    published = get_published(head.revision_id)
    found, here = _step(published, lesson, item)
    missing = _missing(standing, published, found)
    if missing:
        return render_template("progress/closed.html", head=head, lesson=found, missing=missing)
    record, values = standing.record(here.key), local_values(here.local_fields, actor().unit_path)
    done_at = dates.moment(record.at) if record and record.state is ItemState.DONE else ""
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
            "has_asked": asked is not None,
            "before": before if before.startswith(f"{found.id}/") else "",
            "published": published,
        }

    key = (place, device, tuple(sorted(values.items())), bool(done_at), asked is not None)
    slots = {"done_at": done_at, "asked": _asked(asked, help_place)}
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
    head, standing, published = _find(slug)
    found, here = _step(published, lesson, item)
    if _missing(standing, published, found):
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
    head, _standing, published = _find(slug)
    _found, here = _step(published, lesson, item)
    with unit_of_work():
        services.reopen_step(actor().id, head.id, here.key, clock.now())
    flash(gettext("Đã bỏ dấu “đã xong” ở bước này."))
    return redirect(url_for("progress.step", slug=slug, lesson=lesson, item=item), 303)


@bp.route("/hoc/<slug>/<lesson>/<item>/man-hinh-khac", methods=["GET", "POST"])
@signed_in
def other_screen(slug: str, lesson: str, item: str) -> ResponseReturnValue:
    """Take a learner's word that the step no longer matches the screen, for whoever writes the course."""
    head, _standing, published = _find(slug)
    _found, here = _step(published, lesson, item)
    form = ScreenForm()
    if request.method == "GET" or not form.validate_on_submit():
        page = render_template("progress/other_screen.html", form=form, head=head, lesson=_found, item=here)
        return page, 200 if request.method == "GET" else 422
    with unit_of_work():
        note_other_screen(head.id, here.key, actor().id, reading.device(), form.message.data, clock.now())
    flash(gettext("Cảm ơn thầy cô. Người soạn bài sẽ xem và sửa bước này."))
    return redirect(url_for("progress.step", slug=slug, lesson=lesson, item=item), 303)
