"""One question a page: asking it, keeping its answer, saying how it went; and the script's way to save several."""

from dataclasses import replace
from typing import Any

from flask import abort, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms import clock
from lms.core.errors import NotFoundError
from lms.core.practice.evidence import MOST_PHOTOS
from lms.core.questions import clean_response, grade, is_answered
from lms.db import unit_of_work
from lms.pairing.queries.help import find_open_help
from lms.quizzes import services
from lms.quizzes.forms import LARGEST_SAVE, Sent, read_answer, read_answers, read_number
from lms.quizzes.policy import can_review_question
from lms.quizzes.queries import KeptAnswer, PublishedBank, Sitting, list_photos
from lms.quizzes.services import Given, HandedInError
from lms.quizzes.views.blueprint import bp
from lms.quizzes.views.pages import Asked, ask, judge
from lms.quizzes.views.photos import keep_with_photos, sent_photos
from lms.quizzes.views.sitting import is_held_elsewhere, open_sitting, place_of, seconds_left
from lms.web import dates
from lms.web.access import actor, signed_in
from lms.web.translations import gettext, sentence


@bp.get("/bai-lam/<token>/cau/<int:number>")
@signed_in
def question(token: str, number: int) -> ResponseReturnValue:
    """Ask one question, or say how its answer went where the bank tells that at once."""
    now = clock.now()
    sitting, published = open_sitting(token, now)
    if not sitting.is_running:
        return redirect(url_for("quizzes.result", token=token), 303)
    if is_held_elsewhere(sitting, now):
        return redirect(url_for("quizzes.other_device", token=token), 303)
    question_id = _question_id(sitting, number)
    if can_review_question(published.bank, sitting.answer(question_id)):
        return _page(sitting, published, number, judged=judge(sitting, published, number))
    return _page(sitting, published, number, asked=ask(sitting, published, number))


def _question_id(sitting: Sitting, number: int) -> str:
    if not 0 < number <= len(sitting.drawn.questions):
        raise NotFoundError
    return sitting.drawn.questions[number - 1].id


def _page(
    sitting: Sitting, published: PublishedBank, number: int, asked: Asked | None = None, **parts: object
) -> str:
    photos = list_photos(sitting.id, [asked.id], is_late=False) if asked and asked.type == "evidence" else []
    quiz = place_of(sitting, published.bank.title)
    here = f"{sitting.course_slug}/{sitting.item_key}/{_question_id(sitting, number)}"
    return render_template(
        "quizzes/question.html",
        sitting=sitting,
        bank=published.bank,
        quiz=quiz,
        number=number,
        total=len(sitting.drawn.questions),
        seconds_left=seconds_left(sitting, clock.now()),
        next_path=_path_after(sitting, number),
        help=find_open_help(actor().id, here),
        place=here,
        place_title=gettext("%(quiz)s · câu %(n)s", quiz=quiz.title, n=number),
        asked=asked,
        kept_photos=photos,
        most_photos=MOST_PHOTOS,
        **{"judged": None, "error": "", "photo_errors": (), "other_at": None, **parts},
    )


def _path_after(sitting: Sitting, number: int) -> str:
    if number < len(sitting.drawn.questions):
        return url_for("quizzes.question", token=sitting.token, number=number + 1)
    return url_for("quizzes.check", token=sitting.token)


@bp.post("/bai-lam/<token>/cau/<int:number>")
@signed_in
def answer(token: str, number: int) -> ResponseReturnValue:
    """Keep the answer to one question, and go on; or stay for the feedback, a hint, or what is missing."""
    now = clock.now()
    sitting, published = open_sitting(token, now)
    question_id = _question_id(sitting, number)
    given = _given(sitting, published, read_answer(request.form, question_id))
    photos = sent_photos(published.questions[question_id])
    hint = read_number(request.form, "hint")
    if hint:
        most = min(sitting.answer(question_id).hints_used + 1, len(published.questions[question_id].hints))
        given = replace(given, hints_used=min(hint, most))
    elif not (
        given.response or photos.is_any or sitting.answer(question_id).response or not sitting.is_running
    ):
        return _incomplete(sitting, published, number)
    else:
        given = _checked(sitting, published, given)
    try:
        saved, photo_errors = keep_with_photos(sitting, published, given, photos, now)
    except HandedInError as refused:
        flash(sentence(refused), "warn")
        return redirect(url_for("quizzes.result", token=token), 303)
    if saved.is_late:
        flash(
            gettext("Đã hết giờ. Câu vừa rồi được giữ lại cho người soạn bài xem, không tính điểm."), "warn"
        )
        return redirect(url_for("quizzes.resume", token=token), 303)
    kept = saved.answers[question_id]
    now_sitting = replace(sitting, answers={**sitting.answers, question_id: kept})
    if photo_errors and kept.response == given.response:
        asked = ask(now_sitting, published, number)
        return _page(now_sitting, published, number, asked=asked, photo_errors=photo_errors), 422
    if photos.stays and kept.response == given.response:
        return redirect(url_for("quizzes.question", token=token, number=number, _anchor="anh"), 303)
    return _go_on(now_sitting, published, number, given, kept, is_hint=bool(hint))


def _given(sitting: Sitting, published: PublishedBank, sent: Sent) -> Given:
    """Return what was sent, cleaned by the revision that the attempt froze."""
    response = clean_response(published.questions[sent.question_id], sent.fields)
    return Given(sent.question_id, sent.seq, response)


def _checked(sitting: Sitting, published: PublishedBank, given: Given) -> Given:
    """Add the mark where the bank tells at once how an answer went, and the answer is whole."""
    asked = published.questions[given.question_id]
    if published.bank.review != "each" or asked.needs_person or not is_answered(asked, given.response):
        return given
    points = sitting.drawn.question(given.question_id).points
    hints_used = sitting.answer(given.question_id).hints_used
    return replace(given, mark=grade(asked, given.response, points, hints_used))


def _go_on(
    sitting: Sitting, published: PublishedBank, number: int, given: Given, kept: KeptAnswer, *, is_hint: bool
) -> ResponseReturnValue:
    same_path = url_for("quizzes.question", token=sitting.token, number=number)
    if kept.is_final:
        return redirect(f"{same_path}#nhan-xet", 303)
    if kept.response != given.response:
        asked = ask(sitting, published, number, given.response)
        return _page(sitting, published, number, asked=asked, other_at=kept.saved_at), 409
    if is_hint:
        return redirect(f"{same_path}#goi-y", 303)
    needs_all = published.bank.review == "each" and not published.questions[given.question_id].needs_person
    if needs_all:
        return _incomplete(sitting, published, number)
    return redirect(_path_after(sitting, number), 303)


def _incomplete(sitting: Sitting, published: PublishedBank, number: int) -> ResponseReturnValue:
    """Ask again for what is missing; what was answered already is kept."""
    asked = ask(sitting, published, number)
    if sitting.answer(asked.id).response:
        error = gettext("Câu này còn chỗ chưa trả lời. Phần đã làm vẫn được giữ.")
    else:
        error = gettext("Thầy cô chưa trả lời câu này. Trả lời rồi bấm nút lần nữa, hoặc bấm “Để sau”.")
    return _page(sitting, published, number, asked=asked, error=error), 422


@bp.post("/bai-lam/<token>/luu")
@signed_in
def save(token: str) -> ResponseReturnValue:
    """Keep several answers at once, such as those that waited on the device for the network."""
    if (request.content_length or 0) > LARGEST_SAVE:
        abort(413)
    request.max_content_length = LARGEST_SAVE
    now = clock.now()
    sitting, published = open_sitting(token, now)
    drawn = set(sitting.drawn.question_ids)
    given = [_given(sitting, published, sent) for sent in _sent() if sent.question_id in drawn]
    with unit_of_work():
        saved = services.keep_answers(sitting, published, given, now)
    sequence = {question_id: kept.seq for question_id, kept in saved.answers.items()}
    # Answered otherwise on another page or device: what was sent now is not what is kept.
    sent = {each.question_id: each.response for each in sorted(given, key=lambda each: each.seq)}
    other = [key for key, response in sent.items() if saved.answers[key].response != response]
    return jsonify(saved=sequence, at=dates.clock_time(now), late=saved.is_late, other=other)


def _sent() -> list[Sent]:
    if not request.is_json:
        return [read_answer(request.form, request.form.get("question", ""))]
    return read_answers(_payload())


def _payload() -> Any:
    try:
        return request.get_json(silent=True)
    except RecursionError:  # brackets within brackets
        return None
