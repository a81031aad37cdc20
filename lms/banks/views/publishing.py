"""Publishing a draft: first what it would change and for whom, then one transaction, then how to use the bank."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms import clock
from lms.authoring.services import ContentRefusedError
from lms.banks.models import BankDraft
from lms.banks.queries.publishing import DraftReport, report_on_draft
from lms.banks.services.publishing import publish_draft
from lms.banks.views.blueprint import bp
from lms.banks.views.drafts import DRAFT, own_draft
from lms.core.errors import DomainError, NotFoundError
from lms.core.problems import ERROR
from lms.core.questions.native import escape_text
from lms.core.whole_numbers import whole_number
from lms.db import unit_of_work
from lms.web import dates
from lms.web.access import actor, trainers_only
from lms.web.translations import gettext, language, sentence
from lms.web.turns import one_at_a_time

PUBLISHING = f"{DRAFT}/dang"
MOST_FINDINGS = 50


@bp.get(PUBLISHING)
@trainers_only
def report(draft: str) -> ResponseReturnValue:
    """Say what publishing would do; once it is done, how to use the bank."""
    kept = own_draft(draft)
    return _page(kept, _compiled(kept))


def _compiled(kept: BankDraft) -> DraftReport:
    with one_at_a_time():
        return report_on_draft(kept, dates.today())


def _page(kept: BankDraft, found: DraftReport, refused: str = "") -> str:
    change = found.change
    return render_template(
        "banks/draft_publish.html",
        draft=kept,
        report=found,
        change=change,
        refused=refused,
        findings=_findings(found),
        is_done=change is not None and change.state == "same",
        seen_at=kept.updated_at.isoformat(),
        code=f"[{escape_text(kept.title)}](../../quizzes/{kept.slug}.md)",
    )


def _findings(found: DraftReport) -> Sequence[tuple[bool, str]]:
    english = language() == "en"
    ordered = sorted(found.problems, key=lambda each: each.level != ERROR)
    return [(each.level == ERROR, each.en if english else each.vi) for each in ordered[:MOST_FINDINGS]]


@bp.post(PUBLISHING)
@trainers_only
def publish(draft: str) -> ResponseReturnValue:
    """Publish the ready questions, in one transaction; a second tap finds it done."""
    kept = own_draft(draft)
    found = _compiled(kept)
    if found.change is not None and found.change.state == "same":
        return redirect(url_for("banks.report", draft=kept.token), 303)
    seen = {key: whole_number(request.form.get(key, "")) for key in found.base}
    try:
        with unit_of_work():
            kept = own_draft(draft, is_locked=True)
            publish_draft(
                kept,
                found,
                seen,
                request.form.get("xem-luc", ""),
                actor().id,
                clock.now(),
                may_replace="thay" in request.form,
            )
    except NotFoundError:
        raise
    except ContentRefusedError as refused:
        return _page(own_draft(draft), found, sentence(refused)), 422
    except DomainError as refused:
        kept = own_draft(draft)
        return _page(kept, _compiled(kept), sentence(refused)), refused.status
    flash(
        gettext("Đã đăng. Người học thấy bản mới từ bây giờ.")
        if found.used_in
        else gettext("Đã đăng lên trang.")
    )
    return redirect(url_for("banks.report", draft=kept.token), 303)
