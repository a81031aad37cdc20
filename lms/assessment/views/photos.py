"""A photo of somebody's answer, before the trainer who may see the attempt."""

from flask.typing import ResponseReturnValue

from lms.assessment.views.blueprint import bp
from lms.assessment.views.finding import find_attempt
from lms.quizzes.queries import get_photo
from lms.web.access import trainers_only
from lms.web.photos import send_photo


@bp.get("/soan-bai/ket-qua/bai-lam/<token>/anh/<photo_id>")
@trainers_only
def photo(token: str, photo_id: str) -> ResponseReturnValue:
    """Send a photo of an attempt, in time or late."""
    found = get_photo(find_attempt(token).sitting.id, photo_id)
    return send_photo(found.storage_name, found.content_type)
