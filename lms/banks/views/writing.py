"""The page of one question of a draft: labelled fields, or its Markdown; also for a question that does not exist yet."""

from dataclasses import dataclass, field, replace

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms import clock
from lms.banks.forms import questions as forms
from lms.banks.forms.questions import Fields
from lms.banks.models import BankDraft, DraftQuestion
from lms.banks.queries.drafts import get_question, list_pools, troubles_of, written_of
from lms.banks.queries.reading import read_typed
from lms.banks.services import mending
from lms.banks.services.mending import StaleQuestionError
from lms.banks.views.blueprint import bp
from lms.banks.views.drafts import DRAFT, after_change, own_draft, said
from lms.banks.views.mending import QUESTION, stale, version
from lms.banks.views.rules import type_name
from lms.core.questions.drafting import errors_of
from lms.core.questions.manuscript import WrittenQuestion
from lms.core.questions.model import QuestionType
from lms.core.questions.native import write_question
from lms.core.vietnamese import nfc
from lms.db import unit_of_work
from lms.web.access import trainers_only
from lms.web.translations import gettext, in_language

LONGEST_TEXT = 60_000


@dataclass(frozen=True)
class Typed:
    """What was typed, on whichever of the two forms: the question that came of it, or what is wrong."""

    fields: Fields
    text: str
    pool: str
    question: WrittenQuestion | None = None
    is_unsure: bool = False
    faults: dict[str, str] = field(default_factory=dict)
    problems: tuple[tuple[int, str], ...] = ()


def is_markdown() -> bool:
    """Tell whether the Markdown is asked for rather than the fields."""
    return request.values.get("cach") == "markdown"


@bp.get(QUESTION)
@trainers_only
def question(draft: str, question_id: int) -> ResponseReturnValue:
    """Show one question to be mended."""
    kept = own_draft(draft)
    row = get_question(kept.id, question_id)
    words = written_of(row)
    typed = Typed(forms.shown(words, row.pool["title"]), write_question(words), row.pool["title"])
    return _page(kept, row, words, typed)


@bp.post(QUESTION)
@trainers_only
def save_question(draft: str, question_id: int) -> ResponseReturnValue:
    """Store what was typed, unless it could not be published or somebody changed the question meanwhile."""
    kept = own_draft(draft)
    row = get_question(kept.id, question_id)
    words = written_of(row)
    typed = _typed(words, row.pool["title"])
    if typed.question is None:
        return _page(kept, row, words, typed), 422
    try:
        with unit_of_work():
            kept = own_draft(draft, is_locked=True)
            row = mending.save_question(
                kept,
                question_id,
                version(),
                typed.question,
                typed.pool,
                clock.now(),
                is_unsure=typed.is_unsure,
            )
    except StaleQuestionError as refused:
        resend = {"cach": "markdown", "text": refused.mine or "", "pool": typed.pool}
        if typed.is_unsure:
            resend["unsure"] = "1"
        label = gettext("Dùng bản tôi vừa viết")
        return stale(own_draft(draft), refused, question_id, resend, label)
    flash(gettext("Đã lưu câu %(n)s.", n=row.position))
    return redirect(after_change(kept, row), 303)


@bp.get(f"{DRAFT}/them")
@trainers_only
def new_question(draft: str) -> ResponseReturnValue:
    """Show the form of a question that does not exist yet; its type comes first."""
    kept = own_draft(draft)
    kind = _wanted_type()
    if kind is None:
        return render_template("banks/draft_types.html", draft=kept, types=_types())
    words = WrittenQuestion(kind, "")
    return _page(kept, None, words, Typed(forms.shown(words, ""), "## ", ""))


@bp.post(f"{DRAFT}/them")
@trainers_only
def add_question(draft: str) -> ResponseReturnValue:
    """Put a new question at the end of a draft."""
    kept = own_draft(draft)
    words = WrittenQuestion(_wanted_type() or QuestionType.SINGLE, "")
    typed = _typed(words, "")
    if typed.question is None:
        return _page(kept, None, words, typed), 422
    with unit_of_work():
        kept = own_draft(draft, is_locked=True)
        row = mending.add_question(kept, typed.question, typed.pool, clock.now(), is_unsure=typed.is_unsure)
    flash(gettext("Đã thêm câu %(n)s.", n=row.position))
    return redirect(url_for("banks.draft", draft=kept.token), 303)


def _wanted_type() -> QuestionType | None:
    wanted = request.values.get("loai", "") or request.form.get("type", "")
    return QuestionType(wanted) if wanted in list(QuestionType) else None


def _types() -> list[tuple[str, str]]:
    return [(kind.value, type_name(kind)) for kind in QuestionType]


def _typed(before: WrittenQuestion, pool: str) -> Typed:
    """Return what was typed, checked by the same reader that publishing uses."""
    if is_markdown():
        return _typed_markdown(before, pool)
    fields = forms.typed(request.form, before.type)
    made = Typed(fields, "", fields.pool, is_unsure=fields.is_unsure)
    faults = forms.faults(fields)
    if faults:
        return replace(made, faults=faults)
    question = forms.question_of(fields, before)
    wrong = errors_of(question)
    if wrong:
        return replace(made, problems=tuple((0, in_language(each.vi, each.en)) for each in wrong))
    return replace(made, question=question)


def _typed_markdown(before: WrittenQuestion, pool: str) -> Typed:
    text = nfc(request.form.get("text", "")).replace("\r\n", "\n").replace("\r", "\n")[:LONGEST_TEXT]
    pool = forms.line(request.form.get("pool", pool))[:200]
    made = Typed(forms.shown(before, pool), text, pool, is_unsure="unsure" in request.form)
    read = read_typed(text)
    if read.question is None or read.problems:
        return replace(made, problems=tuple((line, in_language(vi, en)) for line, vi, en in read.problems))
    return replace(made, question=read.question)


def _page(kept: BankDraft, row: DraftQuestion | None, words: WrittenQuestion, typed: Typed) -> str:
    by_fields = not is_markdown() and forms.fits(words)
    return render_template(
        "banks/draft_question.html",
        draft=kept,
        row=row,
        words=words,
        typed=typed,
        fields=typed.fields,
        by_fields=by_fields,
        can_use_fields=forms.fits(words),
        said=said(troubles_of(row)) if row else [],
        types=_types(),
        pools=[pool["title"] for pool in list_pools(kept.id) if pool["title"]],
        shown_version=version() if request.method == "POST" else row.version if row else 0,
    )
