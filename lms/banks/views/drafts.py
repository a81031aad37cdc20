"""A draft in the browser: every question as learners will see it, its key marked, beside what stood in the file."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms import clock
from lms.banks.models import BankDraft, DraftQuestion
from lms.banks.policy import can_work_on_draft
from lms.banks.queries.drafts import (
    Tally,
    find_questions,
    get_draft,
    get_question,
    tally_of,
    troubles_of,
    written_of,
)
from lms.banks.queries.publishing import owner_name
from lms.banks.queries.reading import Preview, is_undecided, previews
from lms.banks.services.keeping import drop_draft as drop
from lms.banks.services.keeping import take_back_draft as take_back
from lms.banks.views.blueprint import bp
from lms.banks.views.rules import type_name
from lms.banks.views.uploads import forget_file, has_waiting_file
from lms.banks.views.written import Written, written
from lms.core.errors import NotFoundError
from lms.core.questions.drafting import CHOICES
from lms.core.questions.manuscript import Trouble, WrittenQuestion
from lms.core.questions.model import QuestionType
from lms.core.whole_numbers import whole_number
from lms.db import unit_of_work
from lms.web.access import actor, trainers_only
from lms.web.paging import Paged, page_number
from lms.web.translations import gettext, in_language

DRAFTS = "/soan-bai/cau-hoi/nhap"
DRAFT = f"{DRAFTS}/<draft>"
A_PAGE = 20
LONGEST_SEARCH = 80
SHOWN = {"can-xem": "unsure", "tat-ca": "all", "da-bo": "dropped"}


@dataclass(frozen=True)
class Said:
    """What a person has to look at, and how to mend it."""

    message: str
    mend: str
    where: str = ""


@dataclass(frozen=True)
class Card:
    """One question on the page. ``shown`` is None where it cannot be shown yet; then its words stand there."""

    row: DraftQuestion
    words: WrittenQuestion
    shown: Written | None
    has_key: bool
    said: Sequence[Said]
    type: str
    asks_for: str  # "one" or "many" marks, "" where the key is not for ticking

    @property
    def is_ready(self) -> bool:
        return self.row.status == "ready"


def own_draft(token: str, *, is_locked: bool = False, is_dropped: bool = False) -> BankDraft:
    """Return a draft that this person may work on.

    Raises:
        NotFoundError: there is none, it is somebody else's, or it was dropped.
    """
    found = get_draft(token, is_locked=is_locked)
    if not can_work_on_draft(actor(), found.user_id) or (found.state == "dropped" and not is_dropped):
        raise NotFoundError
    return found


def said(troubles: Sequence[Trouble]) -> list[Said]:
    """Return troubles in this answer's language."""
    return [
        Said(in_language(each.vi, each.en), in_language(each.mend_vi, each.mend_en), each.where)
        for each in troubles
    ]


@bp.get(DRAFT)
@trainers_only
def draft(draft: str) -> ResponseReturnValue:
    """Show a draft twenty questions a page; those that need a person come first."""
    kept = own_draft(draft, is_dropped=True)
    if kept.state == "dropped":
        return render_template("banks/draft_dropped.html", draft=kept)
    if has_waiting_file(kept):
        return redirect(url_for("banks.columns", draft=kept.token), 303)
    tally = tally_of(kept.id)
    return render_template("banks/draft.html", **_page(kept, tally))


def _page(kept: BankDraft, tally: Tally) -> dict[str, object]:
    search = " ".join(request.args.get("tim", "")[:LONGEST_SEARCH].split())
    show = request.args.get("xem", "")
    if show not in SHOWN:
        show = "can-xem" if tally.unsure and not search else "tat-ca"
    paged = _paged(kept, show, search)
    just = _just_changed(kept)
    return {
        "draft": kept,
        "tally": tally,
        "show": show,
        "search": search,
        "owner": "" if kept.user_id == actor().id else owner_name(kept),
        "file_troubles": said(troubles_of(kept)),
        "paged": paged,
        "just": just,
        "said_before": None if just is None else _next_after(just, paged.rows),
        "page_link": url_for("banks.draft", draft=kept.token, xem=show, tim=search or None, trang=""),
        "here": url_for("banks.draft", draft=kept.token, xem=show, tim=search or None, trang=paged.number),
    }


def _paged(kept: BankDraft, show: str, search: str) -> Paged[Card]:
    """Return the page asked for; the last one where mending has emptied it."""
    number = page_number()
    found = find_questions(kept.id, SHOWN[show], search, (number - 1) * A_PAGE, A_PAGE)
    if found.total and not found.rows:
        number = -(-found.total // A_PAGE)
        found = find_questions(kept.id, SHOWN[show], search, (number - 1) * A_PAGE, A_PAGE)
    return Paged(cards(found.rows), number, found.total, A_PAGE)


def _just_changed(kept: BankDraft) -> DraftQuestion | None:
    """Return the question that the person comes from, so that what happened to it is said where they are."""
    question_id = whole_number(request.args.get("vua", ""))
    if question_id is None:
        return None
    try:
        return get_question(kept.id, question_id)
    except NotFoundError:
        return None


def _next_after(just: DraftQuestion, shown: Sequence[Card]) -> int | None:
    """Return the id of the card to go on at: the same question, the one after it, or else the first."""
    later = [card.row.id for card in shown if card.row.position >= just.position]
    return next(iter(later or [card.row.id for card in shown]), None)


def cards(rows: Sequence[DraftQuestion]) -> list[Card]:
    """Return questions ready for their page."""
    words = [written_of(row) for row in rows]
    return [_card(*each) for each in zip(rows, words, previews(words), strict=True)]


def _card(row: DraftQuestion, words: WrittenQuestion, preview: Preview) -> Card:
    has_key = preview.has_key and (row.status == "ready" or not is_undecided(words))
    return Card(
        row=row,
        words=words,
        shown=None if preview.question is None else written(preview.question, row.position),
        has_key=has_key,
        said=_reasons(row, preview),
        type=type_name(words.type),
        asks_for=_asks_for(row, words, preview),
    )


def _reasons(row: DraftQuestion, preview: Preview) -> list[Said]:
    """Return what the importer was unsure of; where it said nothing, what the checker says now."""
    kept = said(troubles_of(row))
    if kept or row.status == "ready":
        return kept
    return [Said(in_language(each.vi, each.en), "") for each in preview.problems]


def _asks_for(row: DraftQuestion, words: WrittenQuestion, preview: Preview) -> str:
    if row.status == "ready" or row.is_dropped or preview.question is None or not words.options:
        return ""
    if words.type is QuestionType.CLUSTER or (
        words.type is QuestionType.MULTIPLE and not is_undecided(words)
    ):
        return "many"
    return "one" if words.type in CHOICES else ""


def after_change(kept: BankDraft, row: DraftQuestion) -> str:
    """Return the address to go on at: the list that the person came from, where it says what has happened."""
    wanted = request.form.get("xem", "")
    page = request.form.get("trang", "")
    return url_for(
        "banks.draft",
        draft=kept.token,
        xem=wanted if wanted in SHOWN else None,
        tim=request.form.get("tim", "")[:LONGEST_SEARCH] or None,
        trang=page if page.isdigit() and page != "1" else None,
        vua=row.id,
        _anchor="vua-xong",
    )


@bp.post(f"{DRAFT}/bo")
@trainers_only
def drop_draft(draft: str) -> ResponseReturnValue:
    """Take a draft off the shelf; what was published from it stays."""
    with unit_of_work():
        kept = own_draft(draft, is_locked=True, is_dropped=True)
        crowded = drop(kept, actor().id, clock.now())
    for former in crowded:
        forget_file(former)
    return redirect(url_for("banks.draft", draft=kept.token), 303)


@bp.post(f"{DRAFT}/lay-lai")
@trainers_only
def take_back_draft(draft: str) -> ResponseReturnValue:
    """Put a dropped draft back."""
    with unit_of_work():
        kept = own_draft(draft, is_locked=True, is_dropped=True)
        take_back(kept, clock.now())
    flash(gettext("Đã lấy lại bản nháp."))
    return redirect(url_for("banks.draft", draft=kept.token), 303)
