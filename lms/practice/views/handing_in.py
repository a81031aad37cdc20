"""A task's page, handing in, taking back, asking a person. Who decides about a hand-in does so in ``mentoring``."""

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from lms import clock
from lms.core.errors import N_, DomainError, NotFoundError
from lms.core.markup.source import without_hidden
from lms.core.practice import UPLOAD, Report, Row, Task, Trust, Upload
from lms.core.practice.evidence import MOST_PHOTOS, EvidenceSpec
from lms.core.practice.states import TaskState, TransitionRefusedError
from lms.core.vietnamese import squeeze
from lms.db import stop_reading, unit_of_work
from lms.photos import storing
from lms.practice import services
from lms.practice.forms import HandInForm
from lms.practice.queries import check, left_out
from lms.practice.queries.certificates import USES
from lms.practice.views.blueprint import TASK, bp
from lms.practice.views.opening import OPEN, Page, Problem, open_task
from lms.practice.views.showing import show
from lms.web import photos
from lms.web.access import actor, signed_in
from lms.web.translations import gettext, sentence
from lms.web.turns import CheckingCrowdedError, in_line

SIGNED = "da-ky.pdf"
UNNAMED = "?"
_TOO_LARGE = N_("Tệp nặng quá %(megabytes)s MB. Lưu lại ở cỡ nhỏ hơn rồi nộp.")


@bp.get(TASK)
@signed_in
def task(slug: str, lesson: str, item: str) -> ResponseReturnValue:
    """Show a task: what to do, where it stands and since when, and the form of its kind."""
    page = open_task(slug, lesson, item)
    if page.missing and page.last is None and page.state is TaskState.NEW:
        return render_template(
            "progress/closed.html", head=page.head, lesson=page.task.lesson, missing=page.missing
        )
    return show(page)


@bp.post(TASK)
@signed_in
def hand_in(slug: str, lesson: str, item: str) -> ResponseReturnValue:
    """Take what the learner hands in; two taps make one record."""
    page, form = open_task(slug, lesson, item), HandInForm()
    if page.missing or page.trouble:
        return redirect(page.path, 303)
    form.validate()
    if page.task.kind.key == "evidence":
        return _hand_in_photos(page, form)
    if page.state not in OPEN:
        # The other tap was first; the page says where the task stands.
        return redirect(f"{page.path}#ket-qua", 303)
    sent = sent_fields(page)
    problems = [*_note_problems(form), *_file_problems(page, sent)]
    variant = page.variant
    stop_reading()
    try:
        report = None if problems else _checked(page, variant, sent)
    except CheckingCrowdedError as crowded:
        return show(page, sent, form.note.data, (Problem(UPLOAD, sentence(crowded)),))
    if report is not None:
        problems += [_row_problem(row) for row in left_out(report)]
    if report is None or problems:
        return show(page, sent, form.note.data, tuple(problems))
    try:
        with unit_of_work():
            services.submit(actor().id, page.task, sent, report, form.note.data, form.last_seen, clock.now())
    except TransitionRefusedError:
        return redirect(page.path, 303)
    return redirect(f"{page.path}#ket-qua", 303)


def _checked(page: Page, variant: Task, sent: dict[str, object]) -> Report:
    """Return how a hand-in stands; what is heavy to check waits for its turn."""
    if not page.task.kind.heavy:
        return check(page.task, variant, sent)
    with in_line(actor().id):
        return check(page.task, variant, sent)


def sent_fields(page: Page) -> dict[str, object]:
    """Return what the form brought in the fields that the kind names, each within its bounds; and the file."""
    kind, spec = page.task.kind, page.task.spec
    sent: dict[str, object] = {}
    for name, field in kind.fields(spec, page.variant).items():
        values = [each for each in request.form.getlist(name) if len(each) <= field.most]
        if field.is_many:
            sent[name] = values[: field.most_values]
        elif values:
            sent[name] = values[0]
    file = request.files.get(UPLOAD)
    if kind.upload(spec) is not None and file is not None and file.filename:
        # What somebody calls a signed file may name a person or a number, and nothing of it is to stay.
        name = SIGNED if kind.key in USES else squeeze(without_hidden(file.filename)) or UNNAMED
        sent[UPLOAD] = Upload(name, file.read())
    return sent


def _file_problems(page: Page, sent: dict[str, object]) -> list[Problem]:
    rule, file = page.task.kind.upload(page.task.spec), sent.get(UPLOAD)
    if rule is None or not isinstance(file, Upload) or len(file.data) <= rule.most_bytes:
        return []
    return [Problem(UPLOAD, gettext(_TOO_LARGE, megabytes=rule.most_bytes // 1024**2))]


def _note_problems(form: HandInForm) -> list[Problem]:
    return [Problem("note", text) for text in form.note.errors]


def _row_problem(row: Row) -> Problem:
    """Return the item that is left out, with the field to go to."""
    if row.form_field:
        return Problem(row.form_field, gettext(row.where, **row.where_values), is_left_out=True)
    return Problem("", gettext(row.message, **row.values))


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
        again = open_task(page.head.slug, *page.task.item.key.split("/", 1))
        return show(again, None, form.note.data, tuple(problems))
    return redirect(f"{page.path}#ket-qua", 303)


@bp.post(f"{TASK}/rut-lai")
@signed_in
def take_back(slug: str, lesson: str, item: str) -> ResponseReturnValue:
    """Give a hand-in back that nobody has decided yet."""
    page = open_task(slug, lesson, item)
    with unit_of_work():
        services.take_back(actor().id, page.task, clock.now())
    flash(gettext("Đã rút bài lại. Sửa xong, thầy cô bấm nộp lần nữa."))
    return redirect(page.path, 303)


@bp.post(f"{TASK}/nho-xem")
@signed_in
def ask_person(slug: str, lesson: str, item: str) -> ResponseReturnValue:
    """Let a person look at what the machine did not pass; every machine check has this way out."""
    page, form = open_task(slug, lesson, item), HandInForm()
    if page.task.kind.trust is not Trust.MACHINE:
        raise NotFoundError
    if page.missing:
        return redirect(page.path, 303)
    form.validate()
    if form.note.errors:
        return show(page, None, form.note.data, tuple(_note_problems(form)))
    with unit_of_work():
        services.ask_person(actor().id, page.task, form.note.data, clock.now())
    return redirect(f"{page.path}#ket-qua", 303)
