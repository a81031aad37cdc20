"""A task's page, handing in and taking back, and the photos. Who decides about a hand-in does so in ``mentoring``."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import (
    Blueprint,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue

from lms import clock
from lms.core.errors import DomainError, NotFoundError
from lms.core.practice import Attempt, Row, Trust
from lms.core.practice.evidence import MOST_PHOTOS, EvidenceSpec
from lms.core.practice.sort import SortSpec
from lms.core.practice.states import TaskState, TransitionRefusedError
from lms.courses.queries import Head, get_published, local_values
from lms.db import unit_of_work
from lms.pairing.queries import find_open_help, get_learner
from lms.photos import storing
from lms.practice import services
from lms.practice.forms import HandInForm
from lms.practice.models import EvidenceFile
from lms.practice.policy import can_delete_photo, can_see_photo
from lms.practice.queries import (
    PublishedTask,
    Try,
    find_try,
    get_photo,
    get_task,
    list_photos,
    lock_submission,
    state_after,
)
from lms.progress.queries import Missing, Prerequisites, Standing, find_standing
from lms.web import photos, reading
from lms.web.access import actor, signed_in
from lms.web.pages import item_path
from lms.web.translations import gettext, sentence

bp = Blueprint("practice", __name__)

TASK = "/hoc/<slug>/<lesson>/nhiem-vu/<item>"
_FIELD = re.compile(r"[cs]-[0-9a-z]{1,16}")
# In these states the form is shown again; what was sent last still stands in it.
OPEN = frozenset(TaskState) - {TaskState.WAITING, TaskState.PASSED, TaskState.HANDED_IN}


@dataclass(frozen=True)
class Problem:
    """Something to mend before the task can be handed in, and the field where; or an item that is left out."""

    field: str
    text: str
    is_left_out: bool = False


@dataclass(frozen=True)
class Page:
    """A task as one learner has it open."""

    head: Head
    standing: Standing
    task: PublishedTask
    last: Try | None
    photos: list[EvidenceFile] = field(default_factory=list)
    missing: Missing | None = None

    @property
    def state(self) -> TaskState:
        is_done = self.standing.state(self.task.item.key) == "done"
        if self.last is not None:
            return state_after(self.last.state, is_done=is_done)
        return TaskState.PASSED if is_done else TaskState.NEW

    @property
    def is_open(self) -> bool:
        return self.state in OPEN and self.missing is None

    @property
    def path(self) -> str:
        return item_path(self.head.slug, self.task.item.key, "task")


@bp.url_value_preprocessor
def allow_photos(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Let a hand-in be as large as its photos may be together; it comes before anything reads the form."""
    if endpoint == "practice.hand_in":
        request.max_content_length = photos.LARGEST_FORM


def _open(slug: str, lesson_id: str, item_id: str) -> Page:
    found = find_standing(actor().id, slug)
    if found is None:
        raise NotFoundError
    head, standing = found
    published = get_published(head.revision_id)
    task = get_task(published, lesson_id, item_id)
    missing = Prerequisites(actor().id, standing, published).missing_for(task.lesson)
    last = find_try(actor().id, head.id, task.keys)
    shut = (TaskState.RETURNED, TaskState.REVOKED)
    has_photos = task.kind.key == "evidence" and last and last.state not in shut
    return Page(head, standing, task, last, list_photos(last.id) if last and has_photos else [], missing)


@bp.get(TASK)
@signed_in
def task(slug: str, lesson: str, item: str) -> ResponseReturnValue:
    """Show a task: what to do, where it stands and since when, and the form of its kind."""
    page = _open(slug, lesson, item)
    if page.missing and page.last is None and page.state is TaskState.NEW:
        return render_template(
            "progress/closed.html", head=page.head, lesson=page.task.lesson, missing=page.missing
        )
    return _show(page)


def _show(
    page: Page,
    sent: Mapping[str, object] | None = None,
    note: str | None = None,
    problems: tuple[Problem, ...] = (),
) -> ResponseReturnValue:
    task, last, who = page.task, page.last, actor()
    shown = task.kind.view(task.spec, task.variant_for(who.id), _attempt(page, sent))
    values = local_values(task.item.local_fields, who.unit_path)
    html = render_template(
        "practice/task.html",
        page=page,
        head=page.head,
        lesson=task.lesson,
        item=task.item,
        number=task.lesson.items.index(task.item) + 1,
        segments=reading.show(task.item.body, values),
        device=reading.device(),
        devices=reading.devices_in(task.item.body),
        record=page.standing.record(task.item.key),
        state=page.state,
        last=last,
        is_open=page.is_open,
        missing=page.missing if page.state in OPEN else None,
        form=_form(last, note),
        problems=problems,
        unfinished=sum(problem.is_left_out for problem in problems),
        kind=task.kind.key,
        part=shown.template,
        shown=shown.context,
        example=_worked_example(page),
        next=_following(page),
        help=find_open_help(who.id, place := f"{page.head.slug}/{task.item.key}"),
        place=place,
        place_title=gettext("%(lesson)s · %(step)s", lesson=task.lesson.title, step=task.item.title),
    )
    html = reading.filled_page(html, task.item.local_fields, values)
    return reading.remember_device(make_response(html, 422 if problems else 200))


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
    failures = last.failures if last else 0
    if page.task.kind.key == "evidence":
        return Attempt({"photos": [photo.id for photo in page.photos]}, None, failures)
    if sent is not None or last is None or page.state is TaskState.NEW:
        return Attempt(sent or {}, None, failures)
    has_report = last.state in (TaskState.NOT_PASSED, TaskState.RETURNED, TaskState.WAITING, TaskState.PASSED)
    return Attempt(last.payload, last.report if has_report else None, failures)


def _worked_example(page: Page) -> dict[str, str] | None:
    """Return one of the misplaced items with its place and why, to be shown after the fourth failure."""
    spec, last = page.task.spec, page.last
    if not isinstance(spec, SortSpec) or last is None or last.report is None or not last.report.failing:
        return None
    solved = spec.item(last.report.failing[0].id)
    title = next(each.title for each in spec.classes if each.id == solved.class_id)
    return {"text": solved.text, "title": title, "why": solved.why}


@bp.post(TASK)
@signed_in
def hand_in(slug: str, lesson: str, item: str) -> ResponseReturnValue:
    """Take what the learner hands in; two taps make one record."""
    page, form = _open(slug, lesson, item), HandInForm()
    if page.missing:
        return redirect(page.path, 303)
    form.validate()
    if page.task.kind.key == "evidence":
        return _hand_in_photos(page, form)
    sent = {
        name: value for name, value in request.form.items() if _FIELD.fullmatch(name) and len(value) < 100
    }
    rows = services.unfinished_rows(page.task, actor().id, sent)
    problems = [*_note_problems(form), *(_row_problem(page, sent, row) for row in rows)]
    if problems:
        return _show(page, sent, form.note.data, tuple(problems))
    try:
        with unit_of_work():
            services.submit(actor().id, page.task, sent, form.note.data, form.last_seen, clock.now())
    except TransitionRefusedError:
        return redirect(page.path, 303)  # the other tap was first; the page says where the task stands
    return redirect(f"{page.path}#ket-qua", 303)


def _note_problems(form: HandInForm) -> list[Problem]:
    return [Problem("note", text) for text in form.note.errors]


def _row_problem(page: Page, sent: Mapping[str, object], row: Row) -> Problem:
    """Return the item that is left out, with the field to go to."""
    shown = page.task.kind.view(page.task.spec, page.task.variant_for(actor().id), Attempt(sent)).context
    for each in (*shown.get("boxes", ()), *shown.get("cards", ())):
        if each.text == row.where:
            return Problem(each.field, row.where, is_left_out=True)
    return Problem("", gettext(row.message))


def _hand_in_photos(page: Page, form: HandInForm) -> ResponseReturnValue:
    spec = page.task.spec
    most = spec.most_photos if isinstance(spec, EvidenceSpec) else 0
    if page.state not in OPEN:
        return redirect(page.path, 303)
    files = photos.chosen_files()
    pictures, wrong = photos.read_photos(files, {each.pixels_sha256 for each in page.photos})
    room = most - len(page.photos)
    if len(pictures) > room or len(files) > MOST_PHOTOS:
        wrong.append(photos.too_many(most))
    problems = [Problem(photos.FIELD, text) for text in wrong]
    if not (pictures or page.photos or problems):
        problems.append(
            Problem("photos", gettext("Chưa có ảnh nào. Chụp hoặc chọn ít nhất một ảnh rồi nộp lại."))
        )
    problems += _note_problems(form)
    kept = pictures[: max(0, room)]
    if kept or not problems:
        try:
            with storing(photos.storage(), kept, services.FOLDER) as stored, unit_of_work():
                services.submit_photos(
                    actor().id, page.task, stored, form.note.data, not problems, clock.now()
                )
        except TransitionRefusedError:
            return redirect(page.path, 303)
        except DomainError as refused:
            problems.append(Problem("photos", sentence(refused)))
    if problems:
        again = _open(page.head.slug, *page.task.item.key.split("/", 1))
        return _show(again, None, form.note.data, tuple(problems))
    return redirect(f"{page.path}#ket-qua", 303)


@bp.post(f"{TASK}/rut-lai")
@signed_in
def take_back(slug: str, lesson: str, item: str) -> ResponseReturnValue:
    """Give a hand-in back that nobody has decided yet."""
    page = _open(slug, lesson, item)
    with unit_of_work():
        services.take_back(actor().id, page.task, clock.now())
    flash(gettext("Đã rút bài lại. Sửa xong, thầy cô bấm nộp lần nữa."))
    return redirect(page.path, 303)


@bp.post(f"{TASK}/nho-xem")
@signed_in
def ask_person(slug: str, lesson: str, item: str) -> ResponseReturnValue:
    """Let a person look at what the machine did not pass; every machine check has this way out."""
    page, form = _open(slug, lesson, item), HandInForm()
    if page.task.kind.trust is not Trust.MACHINE:
        raise NotFoundError
    if page.missing:
        return redirect(page.path, 303)
    form.validate()
    if form.note.errors:
        return _show(page, None, form.note.data, tuple(_note_problems(form)))
    with unit_of_work():
        services.ask_person(actor().id, page.task, form.note.data, clock.now())
    return redirect(f"{page.path}#ket-qua", 303)


@bp.get("/anh/<photo_id>")
@signed_in
def photo(photo_id: str) -> ResponseReturnValue:
    """Send a photo to its owner and to whoever has to decide about it; to others there is none."""
    found, submission = get_photo(photo_id)
    if not can_see_photo(actor(), found, submission, get_learner(found.user_id)):
        raise NotFoundError
    return photos.send_photo(found.storage_name)


@bp.post("/anh/<photo_id>/xoa")
@signed_in
def delete_photo(photo_id: str) -> ResponseReturnValue:
    """Delete one's own photo, as long as nobody has decided about it."""
    with unit_of_work():
        found, submission = get_photo(photo_id)
        submission = lock_submission(submission.id)
        if not can_delete_photo(actor(), found, submission):
            raise NotFoundError
        services.delete_photo(found, submission, photos.storage(), clock.now())
    flash(gettext("Đã xóa ảnh."))
    return redirect(_task_path(submission.revision_id, submission.item_key), 303)


def _task_path(revision_id: int, item_key: str) -> str:
    published = get_published(revision_id)
    return item_path(published.course.id, item_key, "task")
