"""Publishing a draft through the same door as every other content; the draft stays and can be published again."""

from collections.abc import Mapping
from datetime import datetime

from lms.accounts.services import write_audit
from lms.authoring.services import StaleReportError, publish
from lms.banks.models import BankDraft
from lms.banks.queries.drafts import current_revision_id
from lms.banks.queries.publishing import DraftReport
from lms.core.errors import N_, DomainError
from lms.db import db


class NothingReadyError(DomainError):
    message = N_("Bản nháp chưa có câu nào dùng được. Thầy cô chọn đáp án cho ít nhất một câu rồi đăng.")


class ReplacingError(DomainError):
    message = N_("Thầy cô đánh dấu vào ô “Tôi đã xem và muốn thay” rồi bấm Đăng.")


def publish_draft(
    draft: BankDraft,
    report: DraftReport,
    seen: Mapping[str, int | None],
    seen_at: str,
    by_id: int,
    now: datetime,
    *,
    may_replace: bool,
) -> int:
    """Make a draft's ready questions the bank that people read, and return how many banks changed.

    ``seen`` is what was current when the person read the report, and ``seen_at`` when the draft had been changed last.

    Raises:
        NothingReadyError: there is no ready question.
        ReplacingError: it would replace what the draft did not begin from, and the person has not agreed.
        StaleReportError: the draft, or what people read, has changed since the report.
        ContentRefusedError: it has errors.
    """
    if not report.tally.ready:
        raise NothingReadyError
    if draft.updated_at.isoformat() != seen_at:
        raise StaleReportError
    if report.is_new_over and not may_replace:
        raise ReplacingError
    changed = publish(report.content, report.compiled, by_id, now, base=seen)
    draft.published_at = draft.updated_at = now
    draft.base_revision_id = current_revision_id(draft.slug)
    detail = {"bank": draft.slug, "questions": report.tally.ready}
    write_audit(by_id, "bank_draft.published", f"bank_draft:{draft.id}", now, detail=detail)
    db.session.flush()
    return changed
