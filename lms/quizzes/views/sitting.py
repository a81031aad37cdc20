"""Finding the attempt that an address names, brought up to the present moment, and where it belongs."""

import re
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from flask import current_app, url_for

from lms.accounts.queries import is_session_open
from lms.core.errors import NotFoundError
from lms.core.questions import is_answered
from lms.courses.queries import get_published
from lms.db import unit_of_work
from lms.quizzes import services
from lms.quizzes.policy import can_sit
from lms.quizzes.queries import PublishedBank, Sitting, get_graded_bank, get_sitting
from lms.web.access import actor
from lms.web.pages import item_path

_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


@dataclass(frozen=True)
class Place:
    """Where a quiz stands in its course. The item may be gone from the course's present revision."""

    title: str
    lesson_title: str
    intro_path: str
    after_path: str
    is_there: bool


def zone() -> ZoneInfo:
    """Return the site's time zone, in which banks state their opening and closing."""
    kept: ZoneInfo = current_app.extensions["settings"].timezone
    return kept


def open_sitting(token: str, now: datetime) -> tuple[Sitting, PublishedBank]:
    """Return one's own attempt and its bank. Time that is up is acted on here, whoever looks first.

    Raises:
        NotFoundError: there is no such attempt, or it is somebody else's.
    """
    if not _TOKEN.fullmatch(token):
        raise NotFoundError
    sitting = get_sitting(token)
    if not can_sit(actor(), sitting):
        raise NotFoundError
    published = get_graded_bank(sitting)
    if services.must_settle(sitting, published.bank, now):
        marks = services.mark_answers(sitting, published, sitting.answers)
        with unit_of_work():
            services.settle(sitting, published, marks, now)
        sitting = get_sitting(token)
    return sitting, published


def is_held_elsewhere(sitting: Sitting, now: datetime) -> bool:
    """Tell whether another browser, which is still signed in, works on this attempt."""
    holder = sitting.held_by_id
    return holder is not None and holder != actor().session_id and is_session_open(holder, now)


def seconds_left(sitting: Sitting, now: datetime) -> int | None:
    """Return how much time is left, 0 once it is up, None where there is no limit."""
    if sitting.deadline_at is None:
        return None
    return max(int((sitting.deadline_at - now).total_seconds()), 0)


def place_of(sitting: Sitting, bank_title: str) -> Place:
    """Return where the attempt belongs, and what comes after it in the course."""
    course = get_published(sitting.course_revision_id)
    course_path = url_for("progress.course", slug=sitting.course_slug)
    found = course.items.get(course.today(sitting.item_key))
    if found is None:
        return Place(bank_title, sitting.course_title, course_path, course_path, is_there=False)
    lesson, item = found
    _before, after = course.neighbours(item.key)
    after_path = item_path(sitting.course_slug, after, course.items[after][1].kind) if after else course_path
    intro_path = item_path(sitting.course_slug, item.key, item.kind)
    return Place(item.title, lesson.title, intro_path, after_path, is_there=True)


def is_settled_question(sitting: Sitting, published: PublishedBank, question_id: str) -> bool:
    """Tell whether a question needs nothing more: answered in full, and checked where the bank checks each."""
    answer, question = sitting.answer(question_id), published.questions[question_id]
    if published.bank.review == "each" and not question.needs_person:
        return answer.is_final
    return is_answered(question, answer.response)


def first_open_path(sitting: Sitting, published: PublishedBank) -> str:
    """Return the path of the first question that still needs an answer, or of the check page."""
    for number, question_id in enumerate(sitting.drawn.question_ids, 1):
        if not is_settled_question(sitting, published, question_id):
            return url_for("quizzes.question", token=sitting.token, number=number)
    return url_for("quizzes.check", token=sitting.token)
