"""Photos beside an answer: what a form sends of them, keeping them with the text, and showing one to its learner."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from lms.core.errors import NotFoundError
from lms.core.images import Picture
from lms.core.practice.evidence import MOST_PHOTOS
from lms.core.questions import Question, QuestionType
from lms.db import unit_of_work
from lms.photos import forget, storing
from lms.quizzes import services
from lms.quizzes.policy import can_sit
from lms.quizzes.queries import PublishedBank, Sitting, get_photo, get_sitting
from lms.quizzes.services import Given, Saved
from lms.quizzes.views.blueprint import bp
from lms.web import photos
from lms.web.access import actor, signed_in
from lms.web.translations import gettext, sentence


@bp.url_value_preprocessor
def allow_photos(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Let an answer be as large as its photos may be together; it comes before anything reads the form."""
    if endpoint == "quizzes.answer" and request.method == "POST":
        request.max_content_length = photos.LARGEST_FORM


@dataclass(frozen=True)
class SentPhotos:
    """What a form says about photos: new ones, drawn anew; those to take away; what is wrong with the others."""

    pictures: tuple[Picture, ...] = ()
    dropped: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    stays: bool = False  # the learner goes on with this question

    @property
    def is_any(self) -> bool:
        return bool(self.pictures or self.dropped or self.problems)


def sent_photos(question: Question) -> SentPhotos:
    """Read the photos of the form; only an evidence question has any."""
    if question.type is not QuestionType.EVIDENCE:
        return SentPhotos()
    files, dropped = photos.chosen_files(), request.form.getlist("bo")[:MOST_PHOTOS]
    pictures, problems = photos.read_photos(files, set())
    if len(files) > MOST_PHOTOS:
        problems.append(photos.too_many(MOST_PHOTOS))
    asks_for_more = "them" in request.form
    if asks_for_more and not files:
        problems.append(gettext("Chưa chọn ảnh nào. Thầy cô chụp hoặc chọn ảnh rồi bấm lại."))
    return SentPhotos(tuple(pictures), tuple(dropped), tuple(problems), bool(dropped) or asks_for_more)


def keep_with_photos(
    sitting: Sitting, published: PublishedBank, given: Given, sent: SentPhotos, now: datetime
) -> tuple[Saved, list[str]]:
    """Keep an answer and its photos in one go; return what is kept, and what is wrong with photos that are not."""
    changed = None
    with storing(photos.storage(), sent.pictures, services.FOLDER) as stored, unit_of_work():
        if stored or sent.dropped:
            changed = services.change_photos(sitting, published, given.question_id, stored, sent.dropped, now)
        saved = services.keep_answers(sitting, published, [given], now)
    problems = list(sent.problems)
    if changed:
        forget(photos.storage(), changed.spare)
        problems += [sentence(changed.trouble)] if changed.trouble else []
    return saved, list(dict.fromkeys(problems))


@bp.get("/bai-lam/<token>/anh/<photo_id>")
@signed_in
def photo(token: str, photo_id: str) -> ResponseReturnValue:
    """Send a photo to the learner whose attempt it belongs to; trainers have an address of their own."""
    sitting = get_sitting(token)
    if not can_sit(actor(), sitting):
        raise NotFoundError
    found = get_photo(sitting.id, photo_id)
    return photos.send_photo(found.storage_name, found.content_type)
