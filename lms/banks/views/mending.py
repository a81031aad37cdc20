"""Mending questions where they are shown: the key by one tap, what is fine after all, what is taken out and back."""

from collections.abc import Mapping

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms import clock
from lms.banks.models import BankDraft
from lms.banks.queries.drafts import written_of
from lms.banks.queries.reading import previews
from lms.banks.services import mending
from lms.banks.services.mending import StaleQuestionError
from lms.banks.views.blueprint import bp
from lms.banks.views.drafts import DRAFT, after_change, own_draft
from lms.banks.views.written import Written, written
from lms.core.errors import DomainError
from lms.core.questions.manuscript import WrittenQuestion
from lms.core.whole_numbers import whole_number
from lms.db import unit_of_work
from lms.web.access import trainers_only
from lms.web.translations import gettext, sentence

QUESTION = f"{DRAFT}/cau/<int:question_id>"
MOST_TICKED = 100


def version() -> int:
    """Return the version that the form was made from; anything odd is none that there ever was."""
    return whole_number(request.form.get("version", "")) or 0


def stale(
    draft: BankDraft, refused: StaleQuestionError, question_id: int, resend: Mapping[str, str], label: str
) -> ResponseReturnValue:
    """Show both texts and let the person choose; ``resend`` is what the second button sends, ``label`` says it."""
    row = refused.row
    return render_template(
        "banks/draft_stale.html",
        draft=draft,
        row=row,
        refused=sentence(refused),
        theirs_shown=_shown(written_of(row), row.position),
        mine_shown=_shown(refused.written, row.position) if refused.mine and refused.written else None,
        theirs=refused.theirs,
        mine=refused.mine,
        label=label,
        action=resend.get(
            "action", url_for("banks.save_question", draft=draft.token, question_id=question_id)
        ),
        fields={name: value for name, value in resend.items() if name != "action"},
    ), 409


def _shown(question: WrittenQuestion, number: int) -> Written | None:
    """Return a question as the list shows it, so that nobody has to read Markdown to compare; None where it cannot."""
    (preview,) = previews([question])
    return None if preview.question is None else written(preview.question, number)


def _refused(draft: BankDraft, question_id: int, error: DomainError) -> ResponseReturnValue:
    """Say what is missing on the page of the question, where it can be mended."""
    flash(sentence(error), "bad")
    return redirect(url_for("banks.question", draft=draft.token, question_id=question_id), 303)


@bp.post(f"{QUESTION}/dap-an")
@trainers_only
def choose(draft: str, question_id: int) -> ResponseReturnValue:
    """Make the tapped options the right ones."""
    ticked = map(whole_number, request.form.getlist("dung")[:MOST_TICKED])
    chosen = [place for place in ticked if place is not None]
    try:
        with unit_of_work():
            kept = own_draft(draft, is_locked=True)
            row = mending.choose_key(kept, question_id, version(), chosen, clock.now())
    except StaleQuestionError as refused:
        kept = own_draft(draft)
        resend = {"cach": "markdown", "text": refused.mine or ""}
        return stale(kept, refused, question_id, resend, gettext("Dùng đáp án tôi vừa chọn"))
    except mending.KeyNeededError as refused:
        return _refused(own_draft(draft), question_id, refused)
    if row.status == "ready":
        flash(gettext("Đã ghi đáp án câu %(n)s.", n=row.position))
    else:
        flash(gettext("Đã ghi đáp án câu %(n)s. Câu này còn chỗ cần xem.", n=row.position), "warn")
    return redirect(after_change(kept, row), 303)


@bp.post(f"{QUESTION}/dung-duoc")
@trainers_only
def accept(draft: str, question_id: int) -> ResponseReturnValue:
    """Take a question as it stands: the person has looked at it."""
    try:
        with unit_of_work():
            kept = own_draft(draft, is_locked=True)
            row = mending.accept_question(kept, question_id, version(), clock.now())
    except StaleQuestionError as refused:
        action = url_for("banks.accept", draft=draft, question_id=question_id)
        label = gettext("Bản đang có dùng được")
        return stale(own_draft(draft), _without_mine(refused), question_id, {"action": action}, label)
    except mending.StillWrongError as refused:
        return _refused(own_draft(draft), question_id, refused)
    flash(gettext("Câu %(n)s dùng được.", n=row.position))
    return redirect(after_change(kept, row), 303)


def _without_mine(refused: StaleQuestionError) -> StaleQuestionError:
    """Return the refusal of a decision that wrote no words of its own."""
    refused.mine = None
    return refused


@bp.post(f"{QUESTION}/bo")
@trainers_only
def drop_question(draft: str, question_id: int) -> ResponseReturnValue:
    """Take a question out; it can be taken back."""
    return _set_dropped(draft, question_id, is_dropped=True)


@bp.post(f"{QUESTION}/lay-lai")
@trainers_only
def take_back_question(draft: str, question_id: int) -> ResponseReturnValue:
    """Take a question back."""
    return _set_dropped(draft, question_id, is_dropped=False)


def _set_dropped(draft: str, question_id: int, *, is_dropped: bool) -> ResponseReturnValue:
    try:
        with unit_of_work():
            kept = own_draft(draft, is_locked=True)
            row = mending.set_dropped(kept, question_id, version(), clock.now(), is_dropped=is_dropped)
    except StaleQuestionError as refused:
        endpoint = "banks.drop_question" if is_dropped else "banks.take_back_question"
        action = url_for(endpoint, draft=draft, question_id=question_id)
        label = gettext("Vẫn bỏ câu này") if is_dropped else gettext("Vẫn lấy lại câu này")
        return stale(own_draft(draft), refused, question_id, {"action": action}, label)
    if is_dropped:
        flash(gettext("Đã bỏ câu %(n)s. Muốn lấy lại, mở mục “Đã bỏ”.", n=row.position))
    else:
        flash(gettext("Đã lấy lại câu %(n)s.", n=row.position))
    return redirect(after_change(kept, row), 303)
