"""Marking essays several in a row: one answer a page, without names unless they are asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from lms import clock
from lms.accounts.queries import get_user
from lms.assessment import services
from lms.assessment.forms import MarkSheet, read_sheet, sheet_of
from lms.assessment.queries import Essay, Quiz, count_changes, get_quiz, list_changes, list_essays
from lms.assessment.services import MarkedMeanwhileError, NotToMarkError
from lms.assessment.views.blueprint import bp
from lms.assessment.views.finding import Found, find_judged, reach
from lms.core.errors import NotFoundError
from lms.db import unit_of_work
from lms.quizzes.queries import GivenMark, list_person_marks, list_photos
from lms.quizzes.views.pages import compiled
from lms.web.access import actor, trainers_only
from lms.web.translations import gettext


@dataclass(frozen=True)
class Pile:
    """The essays of a quiz in the order in which they are read, and how the reader wants them."""

    quiz: Quiz
    essays: Sequence[Essay]
    by_person: bool
    with_names: bool

    @property
    def waiting(self) -> int:
        return sum(each.is_waiting for each in self.essays)

    def place_of(self, token: str, question_id: str) -> int:
        """Return where an essay lies.

        Raises:
            NotFoundError: it is not in the pile.
        """
        for place, each in enumerate(self.essays):
            if each.name == (token, question_id):
                return place
        raise NotFoundError

    def next_after(self, place: int) -> int | None:
        """Return the next essay that waits, from the beginning again after the last; None if no other one does."""
        around = [*range(place + 1, len(self.essays)), *range(place)]
        return next((each for each in around if self.essays[each].is_waiting), None)

    def path(self, place: int | None = None, **changes: str) -> str:
        """Return the address of one essay, or of the first that waits."""
        params = {
            "theo": "nguoi" if self.by_person else "",
            "ten": "1" if self.with_names else "",
            **({} if place is None else dict(zip(("bai", "cau"), self.essays[place].name, strict=True))),
            **changes,
        }
        kept: dict[str, Any] = {name: value for name, value in params.items() if value}
        return url_for("assessment.marking", **self.quiz.place, **kept)


@dataclass(frozen=True)
class Conflict:
    """A mark that somebody else gave since the page was opened."""

    points: tuple[Decimal, ...]
    remark: str
    at: datetime
    by_name: str


def _pile(slug: str, lesson: str, item: str) -> Pile:
    quiz = get_quiz(slug, lesson, item)
    by_person = request.args.get("theo") == "nguoi"
    essays = list_essays(quiz, reach(), actor().id, by_person=by_person)
    return Pile(quiz, essays, by_person, request.args.get("ten") == "1")


@bp.get("/soan-bai/ket-qua/<slug>/<lesson>/<item>/cham")
@trainers_only
def marking(slug: str, lesson: str, item: str) -> ResponseReturnValue:
    """Show the essay that the address names, or the first that waits; or that none does."""
    pile = _pile(slug, lesson, item)
    if request.args.get("bai"):
        place = pile.place_of(request.args["bai"], request.args.get("cau", ""))
    else:
        place = next((at for at, each in enumerate(pile.essays) if each.is_waiting), -1)
    if place < 0:
        return render_template("assessment/marked.html", pile=pile, quiz=pile.quiz)
    found, question_id = find_judged(pile.essays[place].token), pile.essays[place].question_id
    kept = list_person_marks(found.sitting.id).get(question_id)
    seen = count_changes(list_changes(found.sitting.id), question_id)
    points, remark = (kept.points, kept.remark) if kept else ((), "")
    return _page(pile, place, found, sheet_of(_mosts(found, question_id), points, remark, seen), kept)


def _mosts(found: Found, question_id: str) -> list[Decimal]:
    """Return what each line of the rubric is worth; without a rubric the whole is one line."""
    rubric = found.published.questions[question_id].rubric
    return [line.points for line in rubric] or [found.sitting.drawn.question(question_id).points]


def _page(
    pile: Pile,
    place: int,
    found: Found,
    sheet: MarkSheet,
    kept: GivenMark | None,
    conflict: Conflict | None = None,
) -> str:
    essay = pile.essays[place]
    question = found.published.questions[essay.question_id]
    answer = found.sitting.answer(essay.question_id)
    htmls = [compiled(line.html) for line in question.rubric] or [Markup()]
    cost = sum((hint.penalty for hint in question.hints[: answer.hints_used]), Decimal(0))
    following = pile.next_after(place)
    is_sent = request.method == "POST"
    return render_template(
        "assessment/marking.html",
        pile=pile,
        quiz=pile.quiz,
        essay=essay,
        number=place + 1,
        heading=compiled(question.heading_html),
        body=compiled(question.body_html),
        text=answer.response.get("t", ""),
        photos_of=(photos := list_photos(found.sitting.id, [question.id], is_late=False)),
        photos_gone=len(answer.response.get("files", ())) - len(photos),
        hints_used=answer.hints_used,
        hint_cost=int(cost * 100),
        lines=list(zip(htmls, sheet.lines, strict=True)),
        sheet=sheet,
        errors=_errors(sheet) if is_sent and not conflict else [],
        kept=kept,
        kept_by=get_user(kept.by_id).call_name if kept else "",
        conflict=conflict,
        back=pile.path(place - 1) if place else "",
        skip=pile.path(following) if following is not None else "",
    )


def _errors(sheet: MarkSheet) -> list[tuple[str, str]]:
    """Return what is missing, each with the id of its field."""
    errors = [(f"diem-{line.number}", line.error) for line in sheet.lines if line.error]
    return errors + ([("remark", sheet.remark_error)] if sheet.remark_error else [])


@bp.post("/soan-bai/ket-qua/<slug>/<lesson>/<item>/cham")
@trainers_only
def mark(slug: str, lesson: str, item: str) -> ResponseReturnValue:
    """Keep the mark and go on to the next essay; a mark that somebody made meanwhile is shown beside this one."""
    pile = _pile(slug, lesson, item)
    place = _sent_place(pile)
    essay = pile.essays[place]
    found = find_judged(essay.token)
    sheet = read_sheet(request.form, _mosts(found, essay.question_id))
    if sheet.given is None:
        kept = list_person_marks(found.sitting.id).get(essay.question_id)
        return _page(pile, place, found, sheet, kept), 422
    try:
        with unit_of_work():
            found = find_judged(essay.token)
            services.mark_essay(
                found.sitting,
                found.published,
                found.quiz.keys,
                essay.question_id,
                sheet.given,
                actor().id,
                clock.now(),
            )
    except MarkedMeanwhileError as refused:
        return _refused(pile, place, sheet, refused)
    following = pile.next_after(place)
    if following is None:
        return redirect(pile.path(), 303)
    flash(gettext("Đã lưu. Còn %(n)s bài viết chờ chấm.", n=pile.waiting - pile.essays[place].is_waiting))
    return redirect(pile.path(following), 303)


def _sent_place(pile: Pile) -> int:
    """Return which essay was sent.

    Raises:
        NotToMarkError: it has left the pile, because its attempt was voided meanwhile.
        NotFoundError: it was never in the trainer's reach.
    """
    token, question_id = request.form.get("bai", ""), request.form.get("cau", "")
    try:
        return pile.place_of(token, question_id)
    except NotFoundError:
        if find_judged(token).sitting.state != "void":
            raise
        raise NotToMarkError from None


def _refused(pile: Pile, place: int, sheet: MarkSheet, refused: MarkedMeanwhileError) -> ResponseReturnValue:
    kept = refused.kept
    conflict = Conflict(kept.points, kept.remark, kept.at, get_user(kept.by_id).call_name)
    again = MarkSheet(sheet.lines, sheet.remark, refused.seen)
    return _page(pile, place, find_judged(pile.essays[place].token), again, kept, conflict), 409
