"""Letting a learner try PINs again after five wrong ones: the mentor does it in one tap, or without one the officer."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from lms import clock
from lms.core.errors import NotFoundError
from lms.db import unit_of_work
from lms.mentoring.views.blueprint import bp
from lms.pairing.queries.pairs import Learner, get_learner
from lms.practice.policy import can_review_learner
from lms.practice.services.certificates import unlock
from lms.web.access import actor, signed_in
from lms.web.translations import gettext


@bp.post("/nguoi-toi-giup/mo-khoa-ky/<int:user_id>")
@signed_in
def unlock_key(user_id: int) -> ResponseReturnValue:
    """Unlock a learner's practice key; it shows nobody the PIN, which stays the same."""
    with unit_of_work():
        learner = get_learner(user_id)
        if not can_review_learner(actor(), learner):
            raise NotFoundError
        is_unlocked = unlock(user_id, actor().id, clock.now())
    if is_unlocked:
        text = gettext("Đã mở khóa ký cho %(name)s. Giờ %(name)s nhập lại PIN được.", name=learner.call_name)
    else:
        text = gettext("Khóa ký của %(name)s đang mở sẵn, không cần làm gì.", name=learner.call_name)
    flash(text)
    return redirect(_back(learner), 303)


def _back(learner: Learner) -> str:
    if learner.mentor_id == actor().id and learner.pair_id is not None:
        return url_for("mentoring.mentee", pair_id=learner.pair_id)
    return url_for("mentoring.dashboard")
