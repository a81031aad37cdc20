"""Grading again by a corrected key: first a list of what would change, then one button."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms import clock
from lms.assessment import services
from lms.assessment.forms import RegradeForm
from lms.assessment.queries import Quiz, get_attempt_row, get_quiz
from lms.assessment.queries.regrading import Regrade, list_outdated, list_regrades
from lms.assessment.views.blueprint import bp
from lms.assessment.views.finding import reach
from lms.core.questions import key_text
from lms.core.whole_numbers import whole_number
from lms.db import unit_of_work
from lms.quizzes.queries import get_graded_bank
from lms.web.access import actor, trainers_only
from lms.web.paging import PER_PAGE, Paged, page_number
from lms.web.translations import gettext

MOST_CHOSEN = 1_000


@dataclass(frozen=True)
class QuestionSummary:
    """One question whose key changed: how many answers gain, lose or keep points by it."""

    id: str
    stem: str
    former_keys: tuple[str, ...]
    key: str
    up: int
    down: int
    same: int
    is_chosen: bool


@dataclass(frozen=True)
class Hindered:
    """A question that some answers cannot be graded again by, and why."""

    stem: str
    why: str
    answers: int


@dataclass(frozen=True)
class ChangedLine:
    """One attempt whose points change."""

    token: str
    full_name: str
    unit_name: str
    number: int
    before: Decimal
    after: Decimal
    most: Decimal
    gains_pass: bool
    loses_pass: bool


@bp.get("/soan-bai/ket-qua/<slug>/<lesson>/<item>/cham-lai")
@trainers_only
def regrading(slug: str, lesson: str, item: str) -> ResponseReturnValue:
    """List what grading again by today's key would change."""
    return _page(get_quiz(slug, lesson, item), RegradeForm(formdata=None), None)


@bp.post("/soan-bai/ket-qua/<slug>/<lesson>/<item>/cham-lai")
@trainers_only
def regrade(slug: str, lesson: str, item: str) -> ResponseReturnValue:
    """Grade again what was ticked on the list, with a reason that the log keeps."""
    quiz, form = get_quiz(slug, lesson, item), RegradeForm()
    chosen = request.form.getlist("cau")[:MOST_CHOSEN]
    if not form.validate():
        return _page(quiz, form, chosen), 422
    if not chosen:
        error = gettext("Thầy cô chưa chọn câu nào. Đánh dấu ít nhất một câu cần chấm lại.")
        return _page(quiz, form, chosen, error=error), 422
    seen_id, now = whole_number(request.form.get("ban", "")) or 0, clock.now()
    try:
        services.refuse_other_key(quiz, seen_id)
    except services.OtherKeyError as other:
        return _page(quiz, form, None, error=gettext(other.message)), 409
    done = _graded_again(quiz, chosen, form.reason.data, now)
    flash(_said(done))
    return redirect(url_for("assessment.results", **quiz.place), 303)


def _graded_again(quiz: Quiz, chosen: list[str], reason: str, now: datetime) -> services.Regraded:
    """Grade again by the key that was seen, a few attempts in a transaction, so that learners can save in between."""
    done, tokens = services.Regraded(), list_outdated(quiz, reach(), actor().id)
    for start in range(0, len(tokens), services.AT_ONCE):
        some = tokens[start : start + services.AT_ONCE]
        with unit_of_work():
            done += services.regrade_attempts(quiz, some, chosen, reason, actor().id, now)
    with unit_of_work():
        services.note_regrade(quiz, done, chosen, reason, actor().id, now)
    return done


def _said(done: services.Regraded) -> str:
    told = gettext("Đã chấm lại %(n)s lượt làm, %(m)s lượt đổi điểm.", n=done.attempts, m=done.changed)
    if done.gained:
        told += " " + gettext("%(n)s lượt nay đạt.", n=done.gained)
    if done.lost:
        told += " " + gettext("%(n)s lượt nay không còn đạt.", n=done.lost)
    return told


def _page(quiz: Quiz, form: RegradeForm, chosen: list[str] | None, error: str = "") -> str:
    regrades = list(list_regrades(quiz, reach(), actor().id))
    changed = [each for each in regrades if each.is_other]
    number = page_number()
    shown = changed[(number - 1) * PER_PAGE : number * PER_PAGE]
    return render_template(
        "assessment/regrading.html",
        quiz=quiz,
        form=form,
        error=error,
        revision_id=quiz.published.id,
        attempts=len(regrades),
        questions=_questions(quiz, regrades, chosen),
        hindered=_hindered(regrades),
        lines=Paged([_line(each) for each in shown], number, len(changed)),
        gained=sum(each.gains_pass for each in changed),
        lost=sum(each.loses_pass for each in changed),
    )


def _questions(quiz: Quiz, regrades: list[Regrade], chosen: list[str] | None) -> list[QuestionSummary]:
    up, down, same = Counter[str](), Counter[str](), Counter[str]()
    former: dict[str, dict[str, None]] = {}
    for each in regrades:
        graded_by = get_graded_bank(each.sitting)
        for change in each.changes:
            counter = up if change.after > change.before else down if change.after < change.before else same
            counter[change.question_id] += 1
            words = key_text(graded_by.questions[change.question_id], gettext)
            former.setdefault(change.question_id, {})[words] = None
    return [
        QuestionSummary(
            question.id,
            question.stem_text,
            tuple(former[question.id]),
            key_text(question, gettext),
            up[question.id],
            down[question.id],
            same[question.id],
            chosen is None or question.id in chosen,
        )
        for question in quiz.published.bank.questions
        if question.id in former
    ]


def _hindered(regrades: list[Regrade]) -> list[Hindered]:
    found: Counter[tuple[str, str]] = Counter()
    for each in regrades:
        graded_by = get_graded_bank(each.sitting)
        for question_id, why in each.hindered:
            found[graded_by.questions[question_id].stem_text, gettext(why.value)] += 1
    return [Hindered(stem, why, count) for (stem, why), count in found.items()]


def _line(each: Regrade) -> ChangedLine:
    member = get_attempt_row(each.sitting.token).member
    return ChangedLine(
        each.sitting.token,
        member.full_name,
        member.unit_name,
        each.sitting.number,
        each.before,
        each.marks.score,
        each.sitting.max_score,
        each.gains_pass,
        each.loses_pass,
    )
