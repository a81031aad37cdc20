"""The mentor's screen: who asks for help, what waits for a decision, how each mentee is getting on.

Officers who own requests or hand-ins of people without a mentor work on the same pages.
"""

import re
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms import clock
from lms.accounts.queries import get_user
from lms.core.errors import DomainError, NotFoundError
from lms.core.people import Role
from lms.core.practice import Attempt, Row, RowState, Trust, report_from_json
from lms.core.practice.states import TaskState, TransitionRefusedError
from lms.courses.queries import get_head, get_published, local_values
from lms.db import unit_of_work
from lms.mentoring.forms import ReasonForm, ReplyForm
from lms.mentoring.queries import list_mentees, list_timelines
from lms.pairing import services as pairing
from lms.pairing.models import HelpRequest, Pair
from lms.pairing.policy import can_answer_help, can_close_help, can_follow
from lms.pairing.queries import Learner, get_help, get_learner, get_pair, list_help_owned
from lms.practice import services
from lms.practice.models import Submission
from lms.practice.policy import SHARED, can_review_learner, can_revoke_confirmation
from lms.practice.queries import (
    PublishedTask,
    get_submission,
    get_task,
    list_photos,
    list_waiting_for_mentor,
    list_waiting_for_officer,
    lock_submission,
    task_of,
    was_sent_by_another,
)
from lms.practice.services import Party
from lms.web import reading
from lms.web.access import actor, safe_path, signed_in
from lms.web.translations import gettext, sentence

bp = Blueprint("mentoring", __name__)

_TICK = re.compile(r"o-[0-9]{1,2}|how")


@bp.get("/nguoi-toi-giup")
@signed_in
def dashboard() -> ResponseReturnValue:
    """Show what waits for this person: requests for help, then hand-ins, then mentees long without progress."""
    who, now = actor(), clock.now()
    asked = list_help_owned(who.id)
    waiting = list_waiting_for_mentor(who.id) if who.is_mentor else []
    waiting += list_waiting_for_officer(who)
    mentees = list_mentees(who.id) if who.is_mentor else []
    asking, handed_in = {user.id for _request, user in asked}, {each.user_id for each in waiting}
    return render_template(
        "mentoring/dashboard.html",
        asked=asked,
        unseen=[each for each, _user in asked if each.seen_at is None],
        waiting=sorted(waiting, key=lambda each: each.handed_in_at),
        mentees=mentees,
        asking=asking,
        handed_in=handed_in,
        people=len(asking | handed_in),
        quiet=[each for each in mentees if each.is_quiet(now)],
        is_officer=who.has_role(Role.COORDINATOR),
    )


@bp.post("/nguoi-toi-giup/da-xem")
@signed_in
def seen() -> ResponseReturnValue:
    """Tell those who asked that their requests were read."""
    with unit_of_work():
        pairing.mark_help_seen(actor().id, clock.now())
    return redirect(url_for("mentoring.dashboard"), 303)


def _help(help_id: int) -> HelpRequest:
    found = get_help(help_id)
    if not can_answer_help(actor(), found):
        raise NotFoundError
    return found


@bp.route("/nguoi-toi-giup/nho-giup/<int:help_id>", methods=["GET", "POST"])
@signed_in
def answer(help_id: int) -> ResponseReturnValue:
    """Show a request and take the answer."""
    found, form = _help(help_id), ReplyForm()
    if request.method == "GET" or not form.validate_on_submit():
        page = render_template(
            "mentoring/answer.html",
            form=form,
            asked=found,
            user=get_user(found.user_id),
            path="" if found.place_path.startswith("/bai-lam/") else safe_path(found.place_path),
        )
        return page, 200 if request.method == "GET" else 422
    with unit_of_work():
        pairing.answer_help(_help(help_id), form.reply.data, clock.now())
    flash(gettext("Đã gửi câu trả lời."))
    return redirect(url_for("mentoring.dashboard"), 303)


@bp.post("/nguoi-toi-giup/nho-giup/<int:help_id>/xong")
@signed_in
def solved(help_id: int) -> ResponseReturnValue:
    """Close a request that was answered by word of mouth; pressing twice is pressing once."""
    who = actor()
    with unit_of_work():
        found = get_help(help_id)
        if who.id != found.owner_id:
            raise NotFoundError
        if can_close_help(who, found):
            pairing.close_help(found, who.id, clock.now())
    flash(gettext("Đã ghi là giúp xong. Cảm ơn thầy cô."))
    return redirect(url_for("mentoring.dashboard"), 303)


def _followed(pair_id: int) -> Pair:
    pair = get_pair(pair_id)
    if not can_follow(actor(), pair):
        raise NotFoundError
    return pair


@bp.get("/nguoi-toi-giup/<int:pair_id>")
@signed_in
def mentee(pair_id: int) -> ResponseReturnValue:
    """Show how a mentee is getting on: what is done, when, and on whose word."""
    pair = _followed(pair_id)
    return render_template(
        "mentoring/mentee.html",
        pair=pair,
        user=get_user(pair.mentee_id),
        timelines=list_timelines(pair.mentee_id),
        asked=[each for each, user in list_help_owned(actor().id) if user.id == pair.mentee_id],
        waiting=[each for each in list_waiting_for_mentor(actor().id) if each.user_id == pair.mentee_id],
    )


@bp.route("/nguoi-toi-giup/<int:pair_id>/xac-nhan/<slug>/<lesson>/<item>", methods=["GET", "POST"])
@signed_in
def observe(pair_id: int, slug: str, lesson: str, item: str) -> ResponseReturnValue:
    """Confirm an observed task that was just done before the mentor's eyes, handed in or not."""
    pair = _followed(pair_id)
    task = get_task(get_published(get_head(slug).revision_id), lesson, item)
    if task.kind.key != "observed":
        raise NotFoundError
    if request.method == "GET":
        return _observe_page(pair, task, {})
    ticks = _ticks()
    try:
        with unit_of_work():
            _followed(pair_id)
            services.confirm_in_person(pair.mentee_id, task, Party(actor().id, "mentor"), ticks, clock.now())
    except TransitionRefusedError:
        flash(gettext("Nhiệm vụ này đã được xác nhận rồi."))
        return redirect(url_for("mentoring.mentee", pair_id=pair_id), 303)
    except DomainError as refused:
        return _observe_page(pair, task, ticks, sentence(refused))
    flash(gettext("Đã xác nhận: %(task)s.", task=task.item.title))
    return redirect(url_for("mentoring.mentee", pair_id=pair_id), 303)


def _ticks() -> dict[str, object]:
    return {name: value for name, value in request.form.items() if _TICK.fullmatch(name)}


def _observe_page(
    pair: Pair, task: PublishedTask, ticks: Mapping[str, object], problem: str = ""
) -> ResponseReturnValue:
    user = get_user(pair.mentee_id)
    page = render_template(
        "mentoring/observe.html", pair=pair, user=user, problem=problem, **_shown(task, user.id, ticks)
    )
    return _filled(page, task, get_learner(user.id)), 422 if problem else 200


def _filled(page: str, task: PublishedTask, learner: Learner) -> str:
    """Return the page with the local values that the learner reads: those of the learner's unit."""
    names = task.item.local_fields
    return reading.filled_page(page, names, local_values(names, learner.unit_path))


def _shown(task: PublishedTask, user_id: int, sent: Mapping[str, object]) -> dict[str, Any]:
    """Return a task as its reviewer sees it, with what was ticked so far."""
    view = task.kind.view(task.spec, task.variant_for(user_id), Attempt(sent))
    return {"lesson": task.lesson, "item": task.item, "kind": task.kind.key, "shown": view.context}


def _reviewed(submission_id: int) -> tuple[Submission, Learner]:
    submission = get_submission(submission_id)
    learner = get_learner(submission.user_id)
    if not can_review_learner(actor(), learner):
        raise NotFoundError
    return submission, learner


@bp.get("/duyet/<int:submission_id>")
@signed_in
def review(submission_id: int) -> ResponseReturnValue:
    """Show a hand-in beside what it is judged by, and the two ways to decide."""
    submission, learner = _reviewed(submission_id)
    if submission.state not in SHARED:
        flash(gettext("Người học vừa rút bài này lại để sửa. Bài nộp lại sẽ hiện ở đây."))
        return redirect(url_for("mentoring.dashboard"), 303)
    return _review_page(submission, learner, ReasonForm(formdata=None))


def _review_page(
    submission: Submission,
    learner: Learner,
    form: ReasonForm,
    problem: str = "",
    status: int = 200,
) -> ResponseReturnValue:
    task = task_of(submission.revision_id, submission.item_key)
    may_see_photos = submission.state == TaskState.WAITING or learner.mentor_id is not None
    photos = list_photos(submission.id) if may_see_photos else []
    decider = get_user(submission.decided_by_id) if submission.decided_by_id else None
    ticks = _ticks() if request.method == "POST" else {}
    page = render_template(
        "mentoring/review.html",
        submission=submission,
        learner=learner,
        form=form,
        problem=problem,
        photos=[(photo, was_sent_by_another(photo)) for photo in photos],
        rows=_rows(task, submission),
        decider=decider,
        can_revoke=can_revoke_confirmation(actor(), submission, learner, clock.now()),
        version=services.version_of(submission),
        **_shown(task, submission.user_id, ticks or submission.payload),
    )
    return _filled(page, task, learner), status


def _rows(task: PublishedTask, submission: Submission) -> list[Row]:
    """Return what the machine found where it was asked first, what did not pass on top."""
    if task.kind.trust is not Trust.MACHINE or not submission.report:
        return []
    return sorted(report_from_json(submission.report).rows, key=lambda row: row.state is RowState.MET)


@bp.post("/duyet/<int:submission_id>")
@signed_in
def decide(submission_id: int) -> ResponseReturnValue:
    """Confirm a hand-in, or return it with a reason; pressing twice decides once."""
    form = ReasonForm()
    is_return = request.form.get("decision") == "return"
    if is_return and not form.validate_on_submit():
        return _review_page(*_reviewed(submission_id), form, status=422)
    try:
        with unit_of_work():
            learner = _reviewed(submission_id)[1]
            submission = lock_submission(submission_id)
            services.refuse_other_version(submission, form.version.data or "")
            who, now = _party(learner), clock.now()
            if is_return:
                services.return_to_learner(submission, who, form.reason.data, now)
            else:
                services.confirm(submission, who, _ticks(), now)
    except TransitionRefusedError:
        return redirect(url_for("mentoring.review", submission_id=submission_id), 303)
    except NotFoundError:
        raise
    except DomainError as refused:
        submission, learner = _reviewed(submission_id)
        return _review_page(submission, learner, form, sentence(refused), refused.status)
    name = learner.call_name
    if is_return:
        flash(gettext("Đã gửi lại bài cho %(name)s kèm lời nhắn của thầy cô.", name=name))
    else:
        flash(gettext("Đã xác nhận cho %(name)s. Cảm ơn thầy cô.", name=name))
    return redirect(url_for("mentoring.dashboard"), 303)


def _party(learner: Learner) -> Party:
    return Party(actor().id, "mentor" if actor().id == learner.mentor_id else "assessor")


@bp.post("/duyet/<int:submission_id>/rut-lai")
@signed_in
def revoke(submission_id: int) -> ResponseReturnValue:
    """Take one's own confirmation back within 72 hours, with a reason."""
    submission, learner = _reviewed(submission_id)
    form = ReasonForm()
    if not can_revoke_confirmation(actor(), submission, learner, clock.now()):
        raise NotFoundError
    if not form.validate_on_submit():
        return _review_page(submission, learner, form, status=422)
    with unit_of_work():
        submission = lock_submission(submission_id)
        if not can_revoke_confirmation(actor(), submission, get_learner(submission.user_id), clock.now()):
            raise NotFoundError
        services.revoke(submission, _party(learner), form.reason.data, clock.now())
    flash(gettext("Đã rút lời xác nhận. Người học thấy lý do và làm lại được."))
    return redirect(url_for("mentoring.review", submission_id=submission_id), 303)
