"""What a learner's QR code opens on the phone of whoever watches: who, what, the list to tick, and the confirmation."""

from collections.abc import Mapping

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms import clock
from lms.core.errors import DomainError, NotFoundError
from lms.core.practice.states import TransitionRefusedError
from lms.courses.queries import get_head_by_id, get_published
from lms.db import unit_of_work
from lms.mentoring.views.blueprint import bp
from lms.mentoring.views.opening import filled, party, shown, ticks
from lms.pairing.queries.pairs import Learner, get_learner
from lms.practice import services
from lms.practice.models import MeetingPass
from lms.practice.policy import can_confirm_in_person
from lms.practice.queries import PublishedTask, find_pass, get_task
from lms.web.access import actor, signed_in
from lms.web.translations import gettext, sentence


@bp.route("/gap/<token>", methods=["GET", "POST"])
@signed_in
def meet(token: str) -> ResponseReturnValue:
    """Show what a pass is for, and confirm it; looking uses nothing up."""
    found = find_pass(token)
    if found is None:
        return _ended(sentence(services.PassEndedError()))
    if found.user_id == actor().id:
        own = gettext("Đây là mã của chính thầy cô. Đưa máy để người hướng dẫn quét bằng máy của họ.")
        return _ended(own, 403)
    learner = _reviewed(found)
    if not services.is_live(found, clock.now()):
        return _ended(sentence(services.PassEndedError()))
    task = _task_of(found)
    if request.method == "GET":
        return _page(learner, task, {})
    return _confirm(token, found, task)


def _reviewed(found: MeetingPass) -> Learner:
    learner = get_learner(found.user_id)
    if not can_confirm_in_person(actor(), learner):
        raise NotFoundError
    return learner


def _is_outsider(learner: Learner) -> bool:
    """Tell whether the reader is from outside a pair: what such a person sees done alone shows that it works alone."""
    return learner.mentor_id is not None and learner.mentor_id != actor().id


def _task_of(found: MeetingPass) -> PublishedTask:
    published = get_published(get_head_by_id(found.course_id).revision_id)
    return get_task(published, *published.today(found.item_key).split("/", 1))


def _confirm(token: str, found: MeetingPass, task: PublishedTask) -> ResponseReturnValue:
    ticked = ticks()
    try:
        with unit_of_work():
            learner = _reviewed(found)
            submission = services.confirm_by_pass(token, task, party(learner), ticked, clock.now())
    except services.PassEndedError as ended:
        return _ended(sentence(ended))
    except TransitionRefusedError:
        flash(gettext("Nhiệm vụ này đã được xác nhận rồi."))
        return redirect(url_for("mentoring.dashboard"), 303)
    except NotFoundError:
        raise
    except DomainError as refused:
        return _page(get_learner(found.user_id), task, ticked, sentence(refused))
    flash(gettext("Đã xác nhận: %(task)s.", task=task.item.title))
    return redirect(url_for("mentoring.review", submission_id=submission.id), 303)


def _page(
    learner: Learner, task: PublishedTask, ticked: Mapping[str, object], problem: str = ""
) -> ResponseReturnValue:
    page = render_template(
        "mentoring/meet.html",
        learner=learner,
        problem=problem,
        is_outsider=_is_outsider(learner),
        **shown(task, learner.id, ticked),
    )
    return filled(page, task, learner), 422 if problem else 200


def _ended(text: str, status: int = 410) -> ResponseReturnValue:
    return render_template("mentoring/pass_ended.html", text=text), status
