"""A bank as a file for other programs: what each format is for, what it cannot say, and the download."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from lms.banks.queries.shelf import get_source
from lms.banks.views.bank import BANK
from lms.banks.views.blueprint import bp
from lms.banks.views.files import send
from lms.core.errors import N_, NotFoundError
from lms.core.questions.exporting import Exported, write_file
from lms.core.questions.manuscript import Manuscript
from lms.core.questions.native import read_native
from lms.quizzes.queries import PublishedBank, get_current_bank
from lms.web.access import trainers_only
from lms.web.translations import gettext, language

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


@dataclass(frozen=True)
class Offer:
    """A format to download in, and what it cannot say: question and sentence."""

    format: str
    name: str
    purpose: str
    misfits: Sequence[tuple[str, str]]
    more: int


@bp.get(f"{BANK}/tai-ve")
@trainers_only
def exports(bank: str) -> ResponseReturnValue:
    """Say which formats there are, whom each is for, and what will not fit."""
    published = get_current_bank(bank)
    manuscript = _manuscript(published)
    stems = {question.id: question.stem_text for question in published.bank.questions}
    return render_template(
        "banks/exports.html",
        slug=bank,
        bank=published.bank,
        offers=[_offer(name, write_file(manuscript, name), stems) for name in _FORMATS],
    )


@bp.get(f"{BANK}/tai-ve/<name>")
@trainers_only
def export(bank: str, name: str) -> Response:
    """Send the bank as a file."""
    if name not in _FORMATS:
        raise NotFoundError
    published = get_current_bank(bank)
    exported = write_file(_manuscript(published), name)
    return send(exported.data, exported.content_type, published.bank.title, exported.file_name_suffix)


def _manuscript(published: PublishedBank) -> Manuscript:
    """Return what was published as texts: the source stays what its author wrote."""
    source = get_source(published.id)
    return read_native(source.encode(), f"{published.bank.id}.md").manuscript


def _offer(name: str, exported: Exported, stems: dict[str, str]) -> Offer:
    misfits = [
        (stems.get(each.question, each.question), each.vi if language() == "vi" else each.en)
        for each in exported.misfits
    ]
    title, purpose = _FORMATS[name]
    more = max(0, len(misfits) - MOST_SHOWN)
    return Offer(name, gettext(title), gettext(purpose), misfits[:MOST_SHOWN], more)
