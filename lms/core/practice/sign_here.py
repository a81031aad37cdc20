"""Sign here: the learner's sheet is signed in the site with a practice key that only the learner's PIN opens.

The PIN never comes here. The view opens the key, asks ``sign`` for the signed file and puts it into the submission.
"""

from datetime import datetime
from decimal import Decimal
from typing import Final

from lms.core.errors import N_
from lms.core.practice.contract import Attempt, Row, RowState, Task, ViewModel
from lms.core.practice.sign_paper import PaperSpec, SignsPaper, draw_paper
from lms.core.signing.identity import Identity
from lms.core.signing.kit import SigningKit


class SignHere(SignsPaper):
    """The kind ``sign-here``. Nothing is uploaded: what is checked was signed by the site itself a moment before."""

    key: Final = "sign-here"
    version: Final = 1

    def view(self, spec: PaperSpec, task: Task, attempt: Attempt) -> ViewModel:
        kit = task.kit
        context = {
            "title": spec.title,
            "statement": spec.statement,
            "reason": spec.reason,
            "key_state": kit.key_state if isinstance(kit, SigningKit) else "",
            "tries_left": kit.tries_left if isinstance(kit, SigningKit) else 0,
            "name": kit.name if isinstance(kit, SigningKit) else "",
            "report": attempt.report,
        }
        return ViewModel("practice/_sign_here.html", context)

    def sign(self, spec: PaperSpec, task: Task, identity: Identity, at: datetime) -> bytes:
        """Return the learner's sheet signed by ``identity``."""
        from lms.core.signing.documents import Place
        from lms.core.signing.sealing import seal

        root = task.kit.roots[0]
        return seal(draw_paper(spec, task), identity, root, at, Place(spec.place), spec.reason)

    def nothing_signed(self) -> Row:
        return Row(
            "signed",
            RowState.OPEN,
            Decimal(1),
            N_("Tờ giấy chưa được ký."),
            N_("Chữ ký"),
            N_("Nhập mã PIN rồi bấm nút Ký."),
        )
