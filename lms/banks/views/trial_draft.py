"""Trying a draft before it is published; the pages are those of a published bank."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from lms.banks.models import BankDraft
from lms.banks.queries.drafted import draft_bank
from lms.banks.views.blueprint import bp
from lms.banks.views.drafts import DRAFT, own_draft
from lms.banks.views.trial import Place, answer_try, start
from lms.core.questions import Bank
from lms.web import dates
from lms.web.access import trainers_only
from lms.web.turns import one_at_a_time

TRIAL = f"{DRAFT}/thu"


@bp.get(TRIAL)
@trainers_only
def draft_trial(draft: str) -> ResponseReturnValue:
    """Offer a try at a draft's ready questions; where they make no bank yet, the report says why."""
    kept = own_draft(draft)
    bank = _bank(kept)
    return _report(kept) if bank is None else start(bank, _place(kept))


@bp.post(TRIAL)
@trainers_only
def go_on_trying_draft(draft: str) -> ResponseReturnValue:
    """Take an answer, and show the next page of the try."""
    kept = own_draft(draft)
    bank = _bank(kept)
    return _report(kept) if bank is None else answer_try(bank, _place(kept))


def _bank(kept: BankDraft) -> Bank | None:
    with one_at_a_time():
        return draft_bank(kept, dates.today())


def _report(kept: BankDraft) -> ResponseReturnValue:
    return redirect(url_for("banks.report", draft=kept.token), 303)


def _place(kept: BankDraft) -> Place:
    return Place(
        url_for("banks.draft_trial", draft=kept.token),
        url_for("banks.draft", draft=kept.token),
        kept.title,
        kept.slug,
    )
