"""A bank as a file for other programs: what each format is for, what it cannot say, and the download."""

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from lms.banks.queries.exporting import export_bank
from lms.banks.queries.shelf import get_source
from lms.banks.views.bank import BANK
from lms.banks.views.blueprint import bp
from lms.banks.views.files import send
from lms.core.errors import N_, NotFoundError
from lms.core.questions.exporting import FORMATS, Exported
from lms.quizzes.queries import PublishedBank, get_current_bank
from lms.web.access import trainers_only
from lms.web.translations import gettext, in_language
from lms.web.turns import one_at_a_time

MOST_SHOWN = 50
_FORMATS = {
    "native": (
        N_("Văn bản của trang này (.md)"),
        N_("Để giữ lại, sửa bằng trình soạn thảo rồi tải lên lại."),
    ),
    "moodle": (N_("Moodle XML"), N_("Để chuyển sang Moodle hoặc trang học khác mà giữ được nhiều nhất.")),
    "gift": (N_("GIFT"), N_("Văn bản gọn mà Moodle và nhiều công cụ khác đọc được.")),
    "aiken": (N_("Aiken"), N_("Văn bản đơn giản nhất, chỉ có câu chọn một đáp án.")),
    "kahoot": (N_("Bảng tính Kahoot"), N_("Để chơi đố vui trên lớp; mỗi câu bốn phương án, chữ ngắn.")),
}


@bp.get(f"{BANK}/tai-ve")
@trainers_only
def exports(bank: str) -> ResponseReturnValue:
    """Say which formats there are, and whom each is for."""
    return render_template(
        "banks/exports.html",
        slug=bank,
        bank=get_current_bank(bank).bank,
        formats=[(name, *_said(name)) for name in _FORMATS],
    )


@bp.get(f"{BANK}/tai-ve/<name>")
@trainers_only
def export(bank: str, name: str) -> ResponseReturnValue:
    """Say what one format cannot hold, before the download."""
    published = get_current_bank(bank)
    title, purpose = _said(name)
    stems = {question.id: question.stem_text for question in published.bank.questions}
    misfits = [
        (stems.get(each.question, each.question), in_language(each.vi, each.en))
        for each in _exported(published, name).misfits
    ]
    return render_template(
        "banks/export.html",
        slug=bank,
        bank=published.bank,
        name=name,
        title=title,
        purpose=purpose,
        misfits=misfits[:MOST_SHOWN],
        total=len(misfits),
    )


@bp.get(f"{BANK}/tai-ve/<name>/tep")
@trainers_only
def export_file(bank: str, name: str) -> Response:
    """Send the bank as a file."""
    _said(name)
    published = get_current_bank(bank)
    exported = _exported(published, name)
    return send(exported.data, exported.content_type, published.bank.title, exported.file_name_suffix)


def _said(name: str) -> tuple[str, str]:
    """Return a format's name and whom it is for.

    Raises:
        NotFoundError: it is not offered.
    """
    if name not in _FORMATS:
        raise NotFoundError
    title, purpose = _FORMATS[name]
    return gettext(title), gettext(purpose)


def _exported(published: PublishedBank, name: str) -> Exported:
    """Return the file. Our own format is the source as it was published, to the letter."""
    source = get_source(published.id).encode()
    if name == "native":
        return Exported(source, FORMATS[name].content_type, FORMATS[name].suffix)
    with one_at_a_time():
        return export_bank(source, f"{published.bank.id}.md", name)
