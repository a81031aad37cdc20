"""Sign with one's own tool: the sheet and a .p12 certificate are downloaded, signed in any program, and uploaded."""

from decimal import Decimal
from typing import Final

from lms.core.errors import N_
from lms.core.practice.contract import UPLOAD, Attempt, Row, RowState, Task, UploadRule, ViewModel
from lms.core.practice.sign_paper import PaperSpec, SignsPaper
from lms.core.signing.kit import SigningKit

MOST_BYTES: Final = 5 * 1024 * 1024


class SignOwn(SignsPaper):
    """The kind ``sign-own``. What comes in may be any file at all, so it is checked in the confined child."""

    key: Final = "sign-own"
    version: Final = 1
    heavy = True

    def upload(self, spec: PaperSpec) -> UploadRule:
        return UploadRule((".pdf",), MOST_BYTES)

    def get_ready(self) -> None:
        import fpdf  # noqa: F401

        import lms.core.signing.inspecting  # noqa: F401 - both are loaded here and used in the child

    def view(self, spec: PaperSpec, task: Task, attempt: Attempt) -> ViewModel:
        kit = task.kit
        context = {
            "title": spec.title,
            "has_lab": isinstance(kit, SigningKit),
            "has_certificate": isinstance(kit, SigningKit) and bool(kit.certificates),
            "name": kit.name if isinstance(kit, SigningKit) else "",
            "report": attempt.report,
        }
        return ViewModel("practice/_sign_own.html", context)

    def nothing_signed(self) -> Row:
        return Row(
            "signed",
            RowState.OPEN,
            Decimal(1),
            N_("Chưa chọn tệp nào."),
            N_("Tệp đã ký"),
            N_("Chọn tệp PDF mà phần mềm ký vừa lưu."),
            form_field=UPLOAD,
        )
