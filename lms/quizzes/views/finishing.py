"""Checking the answers, handing in, and the private result."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from lms import clock
from lms.core.markup import Lesson
from lms.core.questions import State, is_answered
from lms.courses.queries import get_published
from lms.db import unit_of_work
from lms.quizzes import services
from lms.quizzes.policy import can_review_attempt
from lms.quizzes.queries import (
    Go,
    PublishedBank,
    Sitting,
    find_extension,
    find_last_close,
    get_bank_revision,
    list_goes_beside,
    list_kept,
    list_person_marks,
    list_photos,
    photos_by_question,
)
from lms.quizzes.views.blueprint import bp
from lms.quizzes.views.opening import percent
from lms.quizzes.views.pages import Judged, compiled, judge, told
from lms.quizzes.views.sitting import (
    is_held_elsewhere,
    is_settled_question,
    open_sitting,
    place_of,
    seconds_left,
    zone,
)
from lms.web.access import signed_in


@dataclass(frozen=True)
class Line:
    """A question in the list before the hand-in: ``state`` is done, partly or open."""

    number: int
    stem: str
    path: str
    state: str


@bp.get("/bai-lam/<token>/xem-lai")
@signed_in
def check(token: str) -> ResponseReturnValue:
    """List the questions, answered or not yet, before the hand-in."""
    now = clock.now()
    sitting, published = open_sitting(token, now)
    if not sitting.is_running:
        return redirect(url_for("quizzes.result", token=token), 303)
    if is_held_elsewhere(sitting, now):
        return redirect(url_for("quizzes.other_device", token=token), 303)
    lines = [_line(sitting, published, number) for number in range(1, len(sitting.drawn.questions) + 1)]
    return render_template(
        "quizzes/check.html",
        sitting=sitting,
        bank=published.bank,
        quiz=place_of(sitting, published.bank.title),
        lines=lines,
        grace_ends=sitting.deadline_at and services.end_of_grace(sitting.deadline_at, published.bank),
        seconds_left=seconds_left(sitting, now),
        open_lines=[line for line in lines if line.state != "done"],
    )


def _line(sitting: Sitting, published: PublishedBank, number: int) -> Line:
    question_id = sitting.drawn.questions[number - 1].id
    question, answer = published.questions[question_id], sitting.answer(question_id)
    state = "open"
    if is_settled_question(sitting, published, question_id):
        state = "done"
    elif answer.response:
        state = "saved" if is_answered(question, answer.response) else "partly"
    path = url_for("quizzes.question", token=sitting.token, number=number)
    return Line(number, question.stem_text, path, state)


@bp.post("/bai-lam/<token>/nop")
@signed_in
def hand_in(token: str) -> ResponseReturnValue:
    """Grade the attempt and show the result; a second hand-in shows the same."""
    now = clock.now()
    sitting, published = open_sitting(token, now)
    if sitting.is_running:
        marks = services.mark_answers(sitting, published, sitting.answers)
        with unit_of_work():
            services.hand_in(sitting, published, marks, now)
    return redirect(url_for("quizzes.result", token=token), 303)


@dataclass(frozen=True)
class Outcome:
    """How an attempt went, and what may come next.

    ``verdict`` is passed, failed, waiting, uncounted, lost or void.
    """

    verdict: str
    right: int
    total: int
    counted_percent: int | None
    is_kept: bool  # the pass that counts, now or earned before
    was_passed: bool
    can_retry: bool
    by_clock: bool
    late: int  # answers that came after the time was up: kept for the trainer, not counted

    @property
    def should_retry(self) -> bool:
        """Tell whether doing it again is the thing to do next."""
        return self.can_retry and not self.is_kept and self.verdict != "waiting"


def _tells_points(sitting: Sitting, outcome: Outcome) -> bool:
    """Tell whether the points say more than how many questions are right: weights, part credit, or a hint's price."""
    if sitting.score is None or not sitting.max_score or outcome.verdict == "waiting":
        return False
    return sitting.score * outcome.total != sitting.max_score * outcome.right


@bp.get("/bai-lam/<token>/ket-qua")
@signed_in
def result(token: str) -> ResponseReturnValue:
    """Say how it went, what to read again, and where to go on; for nobody but the learner."""
    now = clock.now()
    sitting, published = open_sitting(token, now)
    if sitting.is_running:
        return redirect(url_for("quizzes.resume", token=token), 303)
    bank = published.bank
    return render_template(
        "quizzes/result.html",
        sitting=sitting,
        bank=bank,
        quiz=(quiz := place_of(sitting, bank.title)),
        outcome=(outcome := _outcome(sitting, published, now, is_there=quiz.is_there)),
        points=told(sitting.score) if sitting.score is not None and _tells_points(sitting, outcome) else None,
        percent=percent(Fraction(sitting.score or 0) / Fraction(sitting.max_score or 1)),
        pass_percent=percent(Fraction(bank.pass_share)),
        reread=_lessons_to_reread(sitting, published),
        judged=(judged := _judged(sitting, published, now)),
        given=_given(sitting, published) if judged else {},
        photos_of=photos_by_question(list_photos(sitting.id, is_late=False)) if judged else {},
        opens_after=_closing(sitting, published) if bank.review == "after-close" else None,
    )


def _outcome(sitting: Sitting, published: PublishedBank, now: datetime, *, is_there: bool) -> Outcome:
    bank = published.bank
    goes = list_goes_beside(sitting)
    scores = [
        (go.score, go.max_score)
        for go in goes
        if go.number <= sitting.number and go.score is not None and go.is_passed is not None
    ]
    counted = services.counted(bank.grade, bank.pass_share, scores)
    is_kept = counted is not None and (counted.is_passed or counted.was_passed)
    return Outcome(
        verdict=_verdict(sitting, is_kept=is_kept),
        right=sum(answer.marked_state == State.RIGHT for answer in sitting.answers.values()),
        total=len(sitting.drawn.questions),
        counted_percent=percent(counted.share) if counted and sitting.number > 1 else None,
        is_kept=is_kept,
        was_passed=counted is not None and counted.was_passed,
        can_retry=is_there and _may_begin_again(sitting, goes, now),
        by_clock=services.is_closed_by_clock(sitting.state, sitting.submitted_at, sitting.deadline_at),
        late=len(list_kept(sitting.id, is_late=True)),
    )


def _may_begin_again(sitting: Sitting, goes: Sequence[Go], now: datetime) -> bool:
    """Tell whether another attempt, by today's bank and what was granted, would be allowed at this moment."""
    if any(go.is_running for go in goes):
        return True
    bank = get_bank_revision(sitting.current_revision_id).bank
    keys = get_published(sitting.course_revision_id).keys_of(sitting.item_key)
    granted = find_extension(sitting.user_id, sitting.course_id, keys)
    closes = services.close_for(bank, zone(), granted)
    used = sum(go.state != "void" for go in goes)
    is_open = closes is None or now < closes
    return is_open and (not bank.attempts or used < bank.attempts + granted.extra_attempts)


def _verdict(sitting: Sitting, *, is_kept: bool) -> str:
    if sitting.state == "void":
        return "void"
    if sitting.state not in ("submitted", "graded"):
        return "lost"
    if sitting.is_passed is None:
        return "waiting"
    if not sitting.is_passed:
        return "failed"
    return "passed" if is_kept else "uncounted"


def _judged(sitting: Sitting, published: PublishedBank, now: datetime) -> list[Judged]:
    """Return the review of every question, or nothing where the bank does not allow it (yet)."""
    closes = _closing(sitting, published) if published.bank.review == "after-close" else None
    if not can_review_attempt(sitting, published.bank, closes, now):
        return []
    return [judge(sitting, published, number) for number in range(1, len(sitting.drawn.questions) + 1)]


@dataclass(frozen=True)
class Given:
    """What a person gave an answer: points for each line of the rubric, and a word to the learner."""

    lines: tuple[tuple[Decimal, Decimal, Markup], ...]  # points given, points to be had, what was looked for
    total: Decimal
    remark: str


def _given(sitting: Sitting, published: PublishedBank) -> dict[str, Given]:
    """Return what people gave, by question; only for whom review is allowed."""
    found = {}
    for question_id, mark in list_person_marks(sitting.id).items():
        rubric = published.questions[question_id].rubric
        lines = tuple(
            (points, line.points, compiled(line.html))
            for points, line in zip(mark.points, rubric, strict=False)
        )
        found[question_id] = Given(lines, sum(mark.points, Decimal(0)), mark.remark)
    return found


def _closing(sitting: Sitting, published: PublishedBank) -> datetime | None:
    """Return when nobody's answer can count any more: a later edition of the bank, or an extension, may have put it off."""
    current = get_bank_revision(sitting.current_revision_id)
    closes = [services.close_of(each.bank, zone()) for each in (published, current)]
    keys = get_published(sitting.course_revision_id).keys_of(sitting.item_key)
    closes.append(find_last_close(sitting.course_id, keys))
    last = max((each for each in closes if each is not None), default=None)
    return None if last is None else last + services.LEEWAY


def _lessons_to_reread(sitting: Sitting, published: PublishedBank) -> list[Lesson]:
    """Return the lessons that the questions not answered rightly name, in the course's order."""
    missed = set()
    for drawn in sitting.drawn.questions:
        state = sitting.answer(drawn.id).marked_state
        if state not in (State.RIGHT, State.NEEDS_PERSON):
            missed.add(published.questions[drawn.id].lesson)
    lessons = get_published(sitting.course_revision_id).course.lessons
    return [lesson for lesson in lessons if lesson.id in missed or missed.intersection(lesson.aliases)]
