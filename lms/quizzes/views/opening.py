"""A quiz's introduction, beginning it, and coming back to it."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lms import clock
from lms.core.errors import NotFoundError
from lms.core.markup import Item, Lesson
from lms.courses.queries import Head, get_published
from lms.db import unit_of_work
from lms.progress.queries import Missing, Prerequisites, find_standing
from lms.quizzes import services
from lms.quizzes.queries import (
    Go,
    Granted,
    PublishedBank,
    find_extension,
    get_bank_revision,
    get_current_bank,
    get_sitting,
    list_goes,
)
from lms.quizzes.views.blueprint import bp
from lms.quizzes.views.sitting import first_open_path, is_held_elsewhere, open_sitting, place_of, zone
from lms.web.access import actor, signed_in
from lms.web.pages import item_path


@dataclass(frozen=True)
class Quiz:
    """A quiz as it stands in its course, and one's attempts at it so far."""

    head: Head
    lesson: Lesson
    item: Item
    published: PublishedBank
    goes: tuple[Go, ...]
    keys: tuple[str, ...]
    missing: Missing | None
    granted: Granted

    @property
    def running(self) -> Go | None:
        return next((go for go in self.goes if go.is_running), None)

    @property
    def used(self) -> int:
        return sum(go.state != "void" for go in self.goes)

    @property
    def left(self) -> int | None:
        """Return how many attempts are left, None without a limit."""
        return max(self.allowed - self.used, 0) if self.allowed else None

    @property
    def allowed(self) -> int:
        """Return how many attempts this person may make, 0 without a limit."""
        limit = self.published.bank.attempts
        return limit + self.granted.extra_attempts if limit else 0

    @property
    def minutes(self) -> int | None:
        """Return how long this person's attempt may take, None without a limit."""
        limit = self.published.bank.time_minutes
        return None if limit is None else limit + self.granted.extra_minutes

    @property
    def questions(self) -> int:
        return self.published.count_drawn(self.item.quiz.pool if self.item.quiz else None)


def _find(slug: str, lesson_id: str, item_id: str) -> Quiz:
    found = find_standing(actor().id, slug)
    if found is None:
        raise NotFoundError
    head, standing = found
    published = get_published(head.revision_id)
    lesson, item = published.item(lesson_id, item_id)
    if item.quiz is None:
        raise NotFoundError
    keys = tuple(published.keys_of(item.key))
    goes = tuple(list_goes(actor().id, head.id, keys))
    missing = Prerequisites(actor().id, standing, published).missing_for(lesson)
    granted = find_extension(actor().id, head.id, keys)
    return Quiz(head, lesson, item, get_current_bank(item.quiz.bank), goes, keys, missing, granted)


@bp.get("/hoc/<slug>/<lesson>/kiem-tra/<item>")
@signed_in
def intro(slug: str, lesson: str, item: str) -> ResponseReturnValue:
    """Say what the quiz asks for and how one stands, with one button to begin or go on."""
    quiz, now = _find(slug, lesson, item), clock.now()
    if quiz.running is not None:
        open_sitting(quiz.running.token, now)
        quiz = _find(slug, lesson, item)
    if quiz.missing and not quiz.goes:
        return render_template(
            "progress/closed.html", head=quiz.head, lesson=quiz.lesson, missing=quiz.missing
        )
    bank = quiz.published.bank
    scores = [
        (go.score, go.max_score) for go in quiz.goes if go.score is not None and go.is_passed is not None
    ]
    result = services.counted(bank.grade, bank.pass_share, scores)
    return render_template(
        "quizzes/intro.html",
        quiz=quiz,
        head=quiz.head,
        missing=quiz.missing,
        bank=bank,
        result=result,
        percent=percent(result.share) if result else None,
        pass_percent=percent(Fraction(bank.pass_share)),
        opens=_ahead(services.open_of(bank, zone()), now),
        closes=(closes := services.close_for(bank, zone(), quiz.granted)),
        is_closed=_is_past(closes, now),
        closes_first=_minutes_before_close(quiz.minutes, closes, now),
        last=next((go for go in reversed(quiz.goes) if not go.is_running), None),
    )


def percent(share: Fraction) -> int:
    """Return a share in whole per cent, never rounded up to a figure that was not reached."""
    return int(share * 100)


def _minutes_before_close(limit: int | None, closes: datetime | None, now: datetime) -> int | None:
    """Return how many whole minutes somebody has who begins now, where the close cuts the time short."""
    if limit is None or closes is None or closes <= now:
        return None
    left = int((closes - now).total_seconds()) // 60
    return left if left < limit else None


def _ahead(moment: datetime | None, now: datetime) -> datetime | None:
    return moment if moment is not None and now < moment else None


def _is_past(moment: datetime | None, now: datetime) -> bool:
    return moment is not None and now >= moment


@bp.post("/hoc/<slug>/<lesson>/kiem-tra/<item>")
@signed_in
def start(slug: str, lesson: str, item: str) -> ResponseReturnValue:
    """Begin an attempt, or go on with the one that runs."""
    quiz, now = _find(slug, lesson, item), clock.now()
    if quiz.running is not None:
        open_sitting(quiz.running.token, now)  # its time may be up
        quiz = _find(slug, lesson, item)
    if quiz.missing and quiz.running is None:
        return redirect(item_path(slug, quiz.item.key, "quiz"), 303)
    pool = quiz.item.quiz.pool if quiz.item.quiz else None
    with unit_of_work():
        token = services.begin_attempt(
            actor().id, quiz.head.id, quiz.keys, quiz.published, pool, zone(), now, actor().session_id
        )
        sitting = get_sitting(token)
    return redirect(first_open_path(sitting, get_bank_revision(sitting.revision_id)), 303)


@bp.get("/bai-lam/<token>")
@signed_in
def resume(token: str) -> ResponseReturnValue:
    """Go to the first question that still needs an answer, or to the result."""
    sitting, published = open_sitting(token, clock.now())
    if not sitting.is_running:
        return redirect(url_for("quizzes.result", token=token), 303)
    if is_held_elsewhere(sitting, clock.now()):
        return redirect(url_for("quizzes.other_device", token=token), 303)
    return redirect(first_open_path(sitting, published), 303)


@bp.get("/bai-lam/<token>/may-nay")
@signed_in
def other_device(token: str) -> ResponseReturnValue:
    """Say that another device works on this attempt, and offer to go on here."""
    now = clock.now()
    sitting, published = open_sitting(token, now)
    if not sitting.is_running or not is_held_elsewhere(sitting, now):
        return redirect(url_for("quizzes.resume", token=token), 303)
    saved = [answer.saved_at for answer in sitting.answers.values() if answer.saved_at and answer.response]
    return render_template(
        "quizzes/other_device.html",
        sitting=sitting,
        quiz=place_of(sitting, published.bank.title),
        saved=len(saved),
        saved_at=max(saved, default=None),
        total=len(sitting.drawn.questions),
    )


@bp.post("/bai-lam/<token>/may-nay")
@signed_in
def take_over(token: str) -> ResponseReturnValue:
    """Go on with the attempt on this device."""
    sitting, _published = open_sitting(token, clock.now())
    with unit_of_work():
        services.take_over(sitting.id, actor().session_id)
    return redirect(url_for("quizzes.resume", token=token), 303)
