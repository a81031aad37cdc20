"""From a zip to a published course in the browser: sending it in, reading the report, publishing or dropping it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup, escape
from werkzeug.exceptions import RequestEntityTooLarge

from lms import clock
from lms.authoring.models import Upload
from lms.authoring.policy import can_publish
from lms.authoring.queries import (
    CompiledContent,
    Content,
    compile_content,
    content_of,
    current_base,
    get_upload,
    list_course_rows,
    list_waiting_uploads,
    report_on,
)
from lms.authoring.queries.sharing import HIGHEST_MARK
from lms.authoring.services import (
    LARGEST_UPLOAD,
    MOST_WAITING,
    decide_upload,
    keep_upload,
    publish,
    store_media,
    storing_archive,
)
from lms.authoring.views import changes
from lms.authoring.views.blueprint import bp, storage
from lms.core.archives import MEGABYTE, read_archive
from lms.core.errors import N_, DomainError, NotFoundError
from lms.core.markup import Budget
from lms.core.problems import ERROR, Problem
from lms.core.whole_numbers import whole_number
from lms.db import unit_of_work
from lms.web import dates
from lms.web.access import actor, trainers_only
from lms.web.errors import show
from lms.web.translations import gettext, in_language, sentence
from lms.web.turns import one_at_a_time

LARGEST_REQUEST = LARGEST_UPLOAD + MEGABYTE
MOST_FINDINGS = 400
PATIENCE_SECONDS = 60.0
"""How long everything that one archive holds may be worked on."""

_TICK = re.compile(r"(?<!`)`(?!`)")


class NoFileError(DomainError):
    message = N_("Thầy cô chưa chọn tệp. Bấm “Chọn tệp” và lấy tệp .zip của khóa học.")


@dataclass(frozen=True)
class FileFindings:
    """What the checker says of one file."""

    path: str
    findings: Sequence[tuple[int, bool, Markup]]
    errors: int


@bp.url_value_preprocessor
def allow_archive(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Let a request be as large as an archive may be; it comes before anything reads the form."""
    if endpoint == "authoring.receive":
        request.max_content_length = LARGEST_REQUEST


@bp.get("/soan-bai/tai-len")
@trainers_only
def upload() -> ResponseReturnValue:
    """Ask for an archive, and list those that wait for a decision."""
    return _upload_page()


def _upload_page(error: str = "") -> str:
    return render_template(
        "authoring/upload.html",
        error=error,
        megabytes=LARGEST_UPLOAD // MEGABYTE,
        most=MOST_WAITING,
        waiting=list_waiting_uploads(actor().id, clock.now()),
        example=next((row for row in list_course_rows() if row.status == "published"), None),
    )


@bp.errorhandler(RequestEntityTooLarge)
def too_large(_error: RequestEntityTooLarge) -> ResponseReturnValue:
    """Say in the words of this page that the archive is too large; other pages here take no files."""
    said = gettext(
        "Tệp nặng quá %(megabytes)s MB. Thầy cô bỏ bớt video và ảnh lớn, nén lại rồi gửi.",
        megabytes=LARGEST_UPLOAD // MEGABYTE,
    )
    # The form is read for its token before anybody asks who sends it.
    return (_upload_page(said), 413) if can_publish(actor()) else show(413, said)


@bp.post("/soan-bai/tai-len")
@trainers_only
def receive() -> ResponseReturnValue:
    """Take an archive in, unless its content is broken; nothing is published yet."""
    file = request.files.get("tep")
    data = file.read() if file else b""
    try:
        if file is None or not file.filename:
            raise NoFileError
        _content, compiled = compiled_archive(data)
    except DomainError as refused:
        return _upload_page(sentence(refused)), refused.status
    if compiled.errors:
        return _report_page(None, compiled), 422
    base = current_base(compiled)
    with storing_archive(storage(), data) as name, unit_of_work():
        kept, crowded = keep_upload(actor().id, file.filename, name, base, clock.now())
    for former in crowded:
        storage().delete(former.storage_name)
        flash(
            gettext(
                "Mỗi người giữ được %(most)s bản chờ, nên bản cũ nhất (%(name)s) đã được bỏ.",
                most=MOST_WAITING,
                name=former.file_name,
            )
        )
    return redirect(url_for("authoring.report", token=kept.token), 303)


def compiled_archive(data: bytes) -> tuple[Content, CompiledContent]:
    """Return what an archive holds, compiled; one archive at a time.

    Raises:
        CrowdedError: others are being worked on.
        ArchiveError, NoContentError, OverBudgetError: it is no course, or too large a one.
    """
    with one_at_a_time():
        content = content_of(read_archive(data))
        return content, compile_content(content, dates.today(), Budget(PATIENCE_SECONDS))


def stored_archive(kept: Upload) -> bytes:
    """Return the bytes of an upload.

    Raises:
        NotFoundError: they are gone.
    """
    try:
        return storage().get(kept.storage_name)
    except FileNotFoundError as missing:
        raise NotFoundError from missing


@bp.get("/soan-bai/tai-len/<token>")
@trainers_only
def report(token: str) -> ResponseReturnValue:
    """Say what publishing an upload would change and whom it would affect."""
    kept = get_upload(token, actor().id, clock.now())
    if kept.state != "waiting":
        return redirect(after_decision(kept), 303)
    return _report_page(kept, compiled_archive(stored_archive(kept))[1])


def _report_page(kept: Upload | None, compiled: CompiledContent, refused: str = "") -> str:
    courses = {each.course.id: each.course for each in compiled.courses.values() if each.course is not None}
    found = report_on(compiled)
    findings, hidden = _grouped(compiled.problems)
    return render_template(
        "authoring/report.html",
        upload=kept,
        refused=refused,
        errors=len(compiled.errors),
        warnings=len(compiled.problems) - len(compiled.errors),
        findings=findings,
        hidden=hidden,
        has_changes=found.has_changes,
        can_publish=kept is not None and not compiled.errors and found.has_changes,
        summary=changes.summed_up(found, courses),
        sections=changes.sections(found, courses),
        unchanged=[change.title for change in found.courses if change.state == "same"],
        banks=[changes.bank_sentence(bank) for bank in found.banks if bank.state != "same"],
        terms=found.terms,
        base=current_base(compiled),
    )


def _grouped(problems: Sequence[Problem]) -> tuple[list[FileFindings], int]:
    """Return the findings by file, files with errors and errors first, and how many a very long list leaves out."""
    files: dict[str, list[Problem]] = {}
    for problem in sorted(problems, key=lambda each: (each.level != ERROR, each.path, each.line))[
        :MOST_FINDINGS
    ]:
        files.setdefault(problem.path, []).append(problem)
    groups = [
        FileFindings(
            path,
            [(each.line, each.level == ERROR, _with_code(each)) for each in found],
            sum(each.level == ERROR for each in found),
        )
        for path, found in files.items()
    ]
    return groups, max(0, len(problems) - MOST_FINDINGS)


def _with_code(problem: Problem) -> Markup:
    """Return a sentence of the checker; what stands between backticks is to be typed, and looks like it.

    Several backticks in a row are those of a block, and stay.
    """
    pieces = _TICK.split(in_language(problem.vi, problem.en))
    if len(pieces) % 2 == 0:  # what somebody wrote has a backtick of its own
        return escape("`".join(pieces))
    shown = (
        Markup("<code>{}</code>").format(each) if n % 2 else escape(each) for n, each in enumerate(pieces)
    )
    return Markup().join(shown)


@bp.post("/soan-bai/tai-len/<token>/dang")
@trainers_only
def publish_upload(token: str) -> ResponseReturnValue:
    """Publish what the report said, in one transaction; a second tap finds it done."""
    kept = get_upload(token, actor().id, clock.now())
    if kept.state != "waiting":
        return redirect(after_decision(kept), 303)
    content, compiled = compiled_archive(stored_archive(kept))
    if compiled.errors:
        return _report_page(kept, compiled), 422
    store_media(compiled, storage())
    seen = {key: whole_number(request.form.get(key, ""), HIGHEST_MARK) for key in current_base(compiled)}
    try:
        with unit_of_work():
            kept = get_upload(token, actor().id, clock.now(), is_locked=True)
            is_ours = kept.state == "waiting"
            if is_ours:
                publish(content, compiled, actor().id, clock.now(), base=seen)
                decide_upload(kept, "published", clock.now())
    except DomainError as refused:
        kept = get_upload(token, actor().id, clock.now())
        return _report_page(kept, compiled, sentence(refused)), refused.status
    storage().delete(kept.storage_name)
    if is_ours:
        flash(gettext("Đã đăng. Người học thấy bản mới từ bây giờ."))
    return redirect(after_decision(kept), 303)


@bp.post("/soan-bai/tai-len/<token>/bo")
@trainers_only
def drop_upload(token: str) -> ResponseReturnValue:
    """Drop an upload; nothing that is published changes."""
    with unit_of_work():
        kept = get_upload(token, actor().id, clock.now(), is_locked=True)
        is_ours = kept.state == "waiting"
        if is_ours:
            decide_upload(kept, "dropped", clock.now())
    storage().delete(kept.storage_name)
    if is_ours:
        flash(gettext("Đã bỏ bản tải lên. Khóa học đang dùng giữ nguyên."))
    return redirect(url_for("authoring.courses") if is_ours else after_decision(kept), 303)


def after_decision(kept: Upload) -> str:
    """Return where somebody belongs whose upload is decided about."""
    if kept.state == "dropped":
        return url_for("authoring.upload")
    return changes.after_publishing(key[7:] for key in kept.base if key.startswith("course/"))
