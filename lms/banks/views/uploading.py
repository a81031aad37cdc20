"""From a file or a pasted text to a draft: sending it in, naming a table's columns, or beginning with nothing."""

from contextlib import ExitStack
from pathlib import PurePosixPath
from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from lms import clock
from lms.banks.models import BankDraft
from lms.banks.policy import can_make_banks
from lms.banks.queries.drafts import get_current_source
from lms.banks.queries.reading import headings, read_bank, read_upload
from lms.banks.services.keeping import (
    COLUMNS_UNKNOWN,
    UNNAMED,
    begin_draft,
    draft_of_bank,
    fill_draft,
    keep_draft,
)
from lms.banks.views.blueprint import bp
from lms.banks.views.drafts import DRAFT, DRAFTS, own_draft, said
from lms.banks.views.uploads import MAPPED, forget_file, has_waiting_file, keeping_file, waiting_file
from lms.core.archives import MEGABYTE
from lms.core.errors import N_, DomainError, NotFoundError
from lms.core.questions.manuscript import LARGEST_FILE, MOST_IMPORTED, Reading
from lms.core.vietnamese import nfc, squeeze
from lms.core.whole_numbers import whole_number
from lms.db import unit_of_work
from lms.web.access import actor, trainers_only, wants_json
from lms.web.errors import show
from lms.web.translations import gettext, in_language, sentence
from lms.web.turns import one_at_a_time

UPLOAD = "/soan-bai/cau-hoi/tai-len"
LARGEST_REQUEST = LARGEST_FILE + MEGABYTE
LONGEST_PASTE = 1_000_000
FORMATS = {
    "": N_("Máy tự nhận ra"),
    "word": "Word (.docx)",
    "excel": "Excel (.xlsx)",
    "csv": "CSV",
    "gift": "GIFT",
    "aiken": "Aiken",
    "moodle": "Moodle XML",
    "text": N_("Chữ “Câu 1: … A. … B. …”"),
    "native": N_("Định dạng của trang này (.md)"),
}

MOST_COLUMNS = 60
_ZIP = b"PK"  # a workbook is a zip; what is not one is a text
OFFERED = (
    "question",
    *(f"option-{n}" for n in range(1, 9)),
    "options",
    "key",
    "type",
    "points",
    "explanation",
    "hint",
    "pool",
    "level",
    "code",
    "number",
)
"""The columns that can be named by hand; any other is left out."""


class NoFileError(DomainError):
    message = N_("Thầy cô chưa chọn tệp, cũng chưa dán chữ. Chọn một trong hai rồi gửi.")


class UnreadableError(DomainError):
    """No question came of it; ``message`` is what the reader said, and how to mend it."""


@bp.url_value_preprocessor
def allow_file(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Let a request be as large as a file may be; it comes before anything reads the form."""
    if endpoint == "banks.receive":
        request.max_content_length = LARGEST_REQUEST
        request.max_form_memory_size = LARGEST_REQUEST


@bp.get(UPLOAD)
@trainers_only
def upload() -> ResponseReturnValue:
    """Ask for a file or a text."""
    return _upload_page()


def _upload_page(error: str = "") -> str:
    return render_template("banks/upload.html", error=error, typed=request.form, **_offered())


@bp.errorhandler(RequestEntityTooLarge)
def too_large(_error: RequestEntityTooLarge) -> ResponseReturnValue:
    """Say in the words of this page that the file is too large."""
    said_so = gettext(
        "Tệp nặng quá %(megabytes)s MB. Thầy cô bỏ bớt hình, hoặc chia thành hai tệp rồi gửi.",
        megabytes=LARGEST_FILE // MEGABYTE,
    )
    if wants_json() or not can_make_banks(actor()):
        return show(413, said_so)
    return render_template("banks/upload.html", error=said_so, typed={}, **_offered()), 413


def _offered() -> dict[str, object]:
    return {
        "megabytes": LARGEST_FILE // MEGABYTE,
        "most": MOST_IMPORTED,
        "formats": [(name, gettext(label)) for name, label in FORMATS.items()],
    }


@bp.post(UPLOAD)
@trainers_only
def receive() -> ResponseReturnValue:
    """Read a file or a pasted text into a draft; what cannot be read leaves nothing behind."""
    try:
        draft = _received()
    except DomainError as refused:
        if wants_json():
            return jsonify(error=sentence(refused)), refused.status
        return _upload_page(sentence(refused)), refused.status
    target = url_for("banks.draft", draft=draft.token)
    return jsonify(next=target) if wants_json() else redirect(target, 303)


def _received() -> BankDraft:
    data, name = _sent()
    wanted = request.form.get("dang", "")
    wanted = wanted if wanted in FORMATS else ""
    with one_at_a_time():
        reading = read_upload(data, name, wanted or None, {"first_is_right": "dau-dung" in request.form})
        is_table = any(each.code == COLUMNS_UNKNOWN for each in reading.troubles) and headings(data, name)
    if is_table and not reading.manuscript.questions:
        return _kept_unmapped(reading, name, "xlsx" if data.startswith(_ZIP) else "csv", data)
    if not reading.manuscript.questions:
        raise UnreadableError(_first_sentence(reading))
    with unit_of_work():
        return keep_draft(actor().id, reading, "", "", name, wanted or _suffix(name), clock.now())


def _kept_unmapped(reading: Reading, name: str, format_name: str, data: bytes) -> BankDraft:
    """Keep a table whose columns are not known yet, until somebody names them."""
    with ExitStack() as undoing:
        with unit_of_work():
            draft = keep_draft(actor().id, reading, "", "", name, format_name, clock.now())
            undoing.enter_context(keeping_file(draft, data))
        return draft


def _sent() -> tuple[bytes, str]:
    """Return what was sent and what it is called; a pasted text counts where no file was chosen."""
    file = request.files.get("tep")
    if file is not None and file.filename:
        return file.read(), squeeze(file.filename)
    text = nfc(request.form.get("chu", ""))[:LONGEST_PASTE].strip()
    if not text:
        raise NoFileError
    return text.encode(), ""


def _suffix(name: str) -> str:
    return PurePosixPath(name.casefold()).suffix.removeprefix(".")[:12]


def _first_sentence(reading: Reading) -> str:
    found = said(reading.troubles[:1])
    if not found:
        return gettext("Không thấy câu hỏi nào trong tệp này. Thầy cô xem lại tệp rồi gửi lại.")
    place = f"{found[0].where}: " if found[0].where else ""
    return f"{place}{found[0].message} {found[0].mend}".strip()


@bp.get(f"{DRAFT}/cot")
@trainers_only
def columns(draft: str) -> ResponseReturnValue:
    """Ask what each column of a table holds."""
    kept = own_draft(draft)
    if not has_waiting_file(kept):
        return redirect(url_for("banks.draft", draft=kept.token), 303)
    return _columns_page(kept)


def _columns_page(kept: BankDraft, error: str = "") -> str:
    from lms.core.questions.importing.columns import ROLES

    with one_at_a_time():
        sheets = headings(_file_of(kept), kept.file_name)
    if not sheets:
        raise NotFoundError
    sheet = max(sheets, key=lambda each: len(each.rows))
    return render_template(
        "banks/draft_columns.html",
        draft=kept,
        error=error,
        sheet=sheet,
        others=len(sheets) - 1,
        roles=[(role, in_language(*ROLES[role])) for role in OFFERED],
        chosen=[request.form.get(f"cot-{place}", role) for place, role in enumerate(sheet.roles)],
    )


def _chosen_columns() -> dict[str, int]:
    """Return the column of each role that was chosen, and the row of the headings; the first of two alike counts."""
    from lms.core.questions.importing.columns import HEADING_ROW

    chosen: dict[str, int] = {}
    for place in range(MOST_COLUMNS):
        role = request.form.get(f"cot-{place}", "")
        if role in OFFERED:
            chosen.setdefault(role, place)
    chosen[HEADING_ROW] = whole_number(request.form.get("hang", "")) or 0
    return chosen


def _file_of(kept: BankDraft) -> bytes:
    try:
        return waiting_file(kept)
    except FileNotFoundError as missing:
        raise NotFoundError from missing


@bp.post(f"{DRAFT}/cot")
@trainers_only
def map_columns(draft: str) -> ResponseReturnValue:
    """Read the table again, with its columns named."""
    kept = own_draft(draft)
    if not has_waiting_file(kept):
        return redirect(url_for("banks.draft", draft=kept.token), 303)
    chosen = _chosen_columns()
    if "question" not in chosen:
        return _columns_page(kept, gettext("Thầy cô chọn giúp cột nào là câu hỏi.")), 422
    with one_at_a_time():
        reading = read_upload(_file_of(kept), kept.file_name, MAPPED[kept.format], {"columns": chosen})
    if not reading.manuscript.questions:
        return _columns_page(kept, _first_sentence(reading)), 422
    with unit_of_work():
        kept = own_draft(draft, is_locked=True)
        if has_waiting_file(kept):
            fill_draft(kept, reading)
            kept.updated_at = clock.now()
    forget_file(kept)
    return redirect(url_for("banks.draft", draft=kept.token), 303)


@bp.post(DRAFTS)
@trainers_only
def begin() -> ResponseReturnValue:
    """Begin an empty draft, to be written here."""
    with unit_of_work():
        draft = begin_draft(actor().id, request.form.get("ten", "")[:200] or gettext(UNNAMED), clock.now())
    return redirect(url_for("banks.new_question", draft=draft.token), 303)


@bp.post("/soan-bai/cau-hoi/<bank>/sua")
@trainers_only
def edit_bank(bank: str) -> ResponseReturnValue:
    """Begin a draft from what is published, to be changed and published again."""
    revision_id, source = get_current_source(bank)
    with one_at_a_time():
        reading = read_bank(source)
    with unit_of_work():
        draft = draft_of_bank(actor().id, bank, revision_id, reading, clock.now())
    flash(gettext("Đây là bản nháp. Người học vẫn thấy bản đang dùng cho tới khi thầy cô đăng."))
    return redirect(url_for("banks.draft", draft=draft.token), 303)
