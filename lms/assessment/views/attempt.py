"""One attempt before its trainer's eyes: every answer with its mark, what came late, what people changed; voiding it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from lms import clock
from lms.accounts.queries import get_user
from lms.assessment import services
from lms.assessment.forms import VoidForm
from lms.assessment.policy import can_judge
from lms.assessment.queries import Change, list_changes, list_scores
from lms.assessment.views.blueprint import bp
from lms.assessment.views.finding import Found, find_judged, settled_attempt
from lms.assessment.views.wording import answer_words, marked_words, state_words
from lms.core.people import Role
from lms.core.questions import Question, State, key_text
from lms.courses.queries import get_published
from lms.db import unit_of_work
from lms.pairing.views.looking import looked
from lms.quizzes.models import AnswerPhoto
from lms.quizzes.queries import (
    GivenMark,
    KeptAnswer,
    list_kept,
    list_person_marks,
    list_photos,
    photos_by_question,
)
from lms.quizzes.views.pages import compiled
from lms.web.access import actor, trainers_only
from lms.web.translations import gettext


@dataclass(frozen=True)
class PointsLine:
    """A line of the rubric with what a person gave it."""

    html: Markup
    points: Decimal
    most: Decimal


@dataclass(frozen=True)
class Shown:
    """One question of the attempt with all that is known about its answer."""

    id: str
    number: int
    heading: Markup
    body: Markup
    stem: str
    answer: str
    key: str
    points: Decimal
    score: Decimal | None
    state: str
    verdict: str
    hints_used: int
    saved_at: datetime | None
    photos: Sequence[AnswerPhoto]
    photos_gone: int  # deleted when their time was over
    late: str | None
    late_photos: Sequence[AnswerPhoto]
    late_at: datetime | None
    lines: tuple[PointsLine, ...]
    remark: str
    marked_by: str
    marked_at: datetime | None
    can_mark: bool
    changes: tuple[Change, ...]


@bp.get("/soan-bai/ket-qua/bai-lam/<token>")
@trainers_only
def attempt(token: str) -> ResponseReturnValue:
    """Show one attempt question by question, with what may be done about it."""
    found = settled_attempt(token, clock.now())
    changes = list_changes(found.sitting.id)
    member = found.row.member
    looked(member.user_id, "quiz")
    return render_template(
        "assessment/attempt.html",
        row=found.row,
        attempt=found.row.attempt,
        sitting=found.sitting,
        member=member,
        quiz=found.quiz,
        state_words=state_words(found.sitting.state),
        questions=_questions(found, changes),
        whole=[each for each in changes if not each.question_id],
        can_judge=can_judge(actor(), member.user_id, member.unit_path),
    )


@dataclass(frozen=True)
class _Kept:
    """What is stored about all answers of an attempt, by question; ``late`` is what came after the end."""

    late: Mapping[str, KeptAnswer]
    marks: Mapping[str, GivenMark]
    photos: Mapping[str, Sequence[AnswerPhoto]]
    late_photos: Mapping[str, Sequence[AnswerPhoto]]
    scores: Mapping[str, tuple[Decimal | None, str]]
    markers: Mapping[int, str]
    changes: Sequence[Change]


def _questions(found: Found, changes: Sequence[Change]) -> list[Shown]:
    attempt_id = found.sitting.id
    marks = list_person_marks(attempt_id)
    kept = _Kept(
        late=list_kept(attempt_id, is_late=True),
        marks=marks,
        photos=photos_by_question(list_photos(attempt_id, is_late=False)),
        late_photos=photos_by_question(list_photos(attempt_id, is_late=True)),
        scores=list_scores(attempt_id),
        markers={mark.by_id: get_user(mark.by_id).call_name for mark in marks.values()},
        changes=changes,
    )
    return [_shown(found, kept, number) for number in range(1, len(found.sitting.drawn.questions) + 1)]


def _shown(found: Found, kept: _Kept, number: int) -> Shown:
    drawn = found.sitting.drawn.questions[number - 1]
    question, answer = found.published.questions[drawn.id], found.sitting.answer(drawn.id)
    unmarked = (None, "" if found.sitting.is_running else State.BLANK.value)
    score, state = kept.scores.get(drawn.id, unmarked)
    mark, missed, photos = kept.marks.get(drawn.id), kept.late.get(drawn.id), kept.photos.get(drawn.id, ())
    return Shown(
        id=drawn.id,
        number=number,
        heading=compiled(question.heading_html),
        body=compiled(question.body_html),
        stem=question.stem_text,
        answer=answer_words(question, answer.response),
        key=key_text(question, gettext),
        points=drawn.points,
        score=score,
        state=state,
        verdict=marked_words(state),
        hints_used=answer.hints_used,
        saved_at=answer.saved_at,
        photos=photos,
        photos_gone=len(answer.response.get("files", ())) - len(photos),
        late=answer_words(question, missed.response) if missed else None,
        late_photos=kept.late_photos.get(drawn.id, ()),
        late_at=missed.saved_at if missed else None,
        lines=_points_lines(question, drawn.points, mark),
        remark=mark.remark if mark else "",
        marked_by=kept.markers[mark.by_id] if mark else "",
        marked_at=mark.at if mark else None,
        can_mark=_can_mark(found, question.needs_person, answer),
        changes=tuple(each for each in kept.changes if each.question_id == drawn.id),
    )


def _points_lines(question: Question, most: Decimal, mark: GivenMark | None) -> tuple[PointsLine, ...]:
    """Return what a person gave by line of the rubric; without a rubric the whole is one line."""
    rubric = [(compiled(line.html), line.points) for line in question.rubric] or [(Markup(), most)]
    given = mark.points if mark else ()
    return tuple(
        PointsLine(html, points, worth) for (html, worth), points in zip(rubric, given, strict=False)
    )


def _can_mark(found: Found, needs_person: bool, kept: KeptAnswer) -> bool:
    member = found.row.member
    return (
        needs_person
        and found.sitting.state in ("submitted", "graded")
        and kept.marked_state != State.BLANK
        and bool(kept.response)
        and can_judge(actor(), member.user_id, member.unit_path)
    )


@bp.route("/soan-bai/ket-qua/bai-lam/<token>/huy", methods=["GET", "POST"])
@trainers_only
def void(token: str) -> ResponseReturnValue:
    """Ask why an attempt is to count no more, and void it; two who press at once void it once."""
    form, found = VoidForm(), find_judged(token)
    if found.sitting.state == "void" and request.method == "GET":
        return redirect(url_for("assessment.attempt", token=token), 303)
    if not form.validate_on_submit():
        return _void_page(form, found), 200 if request.method == "GET" else 422
    with unit_of_work():
        found = find_judged(token)
        is_new = services.void_attempt(
            found.sitting, found.published, found.quiz.keys, form.reason.data, actor().id, clock.now()
        )
    if is_new:
        flash(gettext("Đã hủy lần làm này. Người học đọc được lý do và có thể làm lại."))
    else:
        flash(gettext("Lần làm này đã được hủy từ trước."))
    return redirect(url_for("assessment.attempt", token=token), 303)


def _void_page(form: VoidForm, found: Found) -> str:
    member = found.row.member
    course = get_published(found.sitting.course_revision_id).course
    return render_template(
        "assessment/void.html",
        form=form,
        sitting=found.sitting,
        member=member,
        quiz=found.quiz,
        has_certificate=bool(course.certificate),
        may_revoke=actor().reaches(Role.COORDINATOR, member.unit_path),
    )
