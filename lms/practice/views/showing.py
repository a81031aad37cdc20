"""Drawing a task's page: what to do, where it stands and since when, what helps, and the form of its kind."""

from collections.abc import Mapping

from flask import current_app, make_response, render_template, url_for
from flask.typing import ResponseReturnValue

from lms.assistant import Assistant
from lms.core.markup import picture_attributes
from lms.core.practice import Attempt, Trust, Upload, ViewModel
from lms.core.practice.states import Help, TaskState, help_after
from lms.courses.queries import local_values
from lms.pairing.queries.help import find_open_help
from lms.practice.forms import HandInForm
from lms.practice.queries import Try
from lms.practice.views.opening import OPEN, Page, Problem
from lms.web import reading
from lms.web.access import actor
from lms.web.pages import item_path
from lms.web.translations import gettext

_WITH_REPORT = frozenset(
    {
        TaskState.NOT_PASSED,
        TaskState.RETURNED,
        TaskState.WAITING,
        TaskState.PASSED,
        TaskState.COULD_NOT_CHECK,
    }
)


def show(
    page: Page,
    sent: Mapping[str, object] | None = None,
    note: str | None = None,
    problems: tuple[Problem, ...] = (),
    **more: object,
) -> ResponseReturnValue:
    """Answer with the page; ``sent`` and ``note`` are what a form just brought, ``more`` what a kind's part needs."""
    task, last, who = page.task, page.last, actor()
    attempt = _attempt(page, sent)
    shown = task.kind.view(task.spec, page.variant, attempt)
    values = local_values(task.item.local_fields, who.unit_path)
    help_level = help_after(page.failures)
    needs_example = help_level is Help.WORKED_EXAMPLE and page.is_open
    html = render_template(
        "practice/task.html",
        page=page,
        head=page.head,
        lesson=task.lesson,
        item=task.item,
        number=task.lesson.items.index(task.item) + 1,
        segments=reading.show(task.item.body, values),
        device=(shown.context.get("device") if sent else "") or reading.device(),
        devices=_devices(page, shown),
        record=page.standing.record(task.item.key),
        state=page.state,
        last=last,
        is_open=page.is_open,
        trouble=page.trouble,
        missing=page.missing if page.state in OPEN else None,
        form=_form(last, note),
        problems=problems,
        unfinished=sum(problem.is_left_out for problem in problems),
        kind=task.kind.key,
        is_machine_checked=task.kind.trust is Trust.MACHINE,
        upload=task.kind.upload(task.spec),
        handouts=task.kind.handouts(task.spec, page.variant),
        part=shown.template,
        has_own_forms=shown.has_own_forms,
        shown=shown.context,
        report=attempt.report,
        asks_ai=_ai_host(),
        help_level=help_level,
        hint=task.kind.hint(task.spec),
        example=task.kind.example(task.spec, page.variant, last.report if last else None)
        if needs_example
        else (),
        pictures=_pictures(page),
        next=_following(page),
        help=find_open_help(who.id, page.place),
        place=page.place,
        place_title=place_title(page),
        **more,
    )
    html = reading.filled_page(html, task.item.local_fields, values)
    return reading.remember_device(make_response(html, 422 if problems else 200))


def _ai_host() -> str:
    """Return the host of the AI that prompts may be tried on, or nothing where the site has none."""
    assistant: Assistant | None = current_app.extensions["assistant"]
    return assistant.host if assistant else ""


def place_title(page: Page) -> str:
    """Return how a request for help names the task."""
    return gettext("%(lesson)s · %(step)s", lesson=page.task.lesson.title, step=page.task.item.title)


def _devices(page: Page, shown: ViewModel) -> list[tuple[str, str]]:
    """Return the devices that the text or the kind's part tells apart."""
    in_part = dict(shown.context.get("devices", ()))
    return list((in_part | dict(reading.devices_in(page.task.item.body))).items())


def _pictures(page: Page) -> dict[str, dict[str, str]]:
    """Return the attributes of each picture that the task shows, by its path in the course."""
    course, wanted = page.task.published.course, page.task.kind.media(page.task.spec)
    return {each.path: picture_attributes(course.id, each) for each in course.media if each.path in wanted}


def _form(last: Try | None, note: str | None) -> HandInForm:
    if note is None and last is not None:
        note = last.note
    return HandInForm(formdata=None, note=note, seen=last.number if last else 0)


def _following(page: Page) -> str:
    """Return the path of what comes next in the lesson, or of the lesson itself at its end."""
    published, lesson = page.task.published, page.task.lesson
    _before, after = published.neighbours(page.task.item.key)
    if after.startswith(f"{lesson.id}/"):
        return item_path(page.head.slug, after, published.items[after][1].kind)
    return url_for("progress.lesson", slug=page.head.slug, lesson=lesson.id)


def _attempt(page: Page, sent: Mapping[str, object] | None) -> Attempt:
    """Return what the kind's part of the page shows: what was just sent, or what the latest try holds."""
    last = page.last
    if page.task.kind.key == "evidence":
        return Attempt({"photos": [photo.id for photo in page.photos]}, None, page.failures)
    if sent is not None or last is None or page.state is TaskState.NEW:
        answers = {name: value for name, value in (sent or {}).items() if not isinstance(value, Upload)}
        return Attempt(answers, None, page.failures)
    return Attempt(last.payload, last.report if last.state in _WITH_REPORT else None, page.failures)
