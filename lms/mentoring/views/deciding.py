"""Confirming what was done, returning it with a reason, taking a confirmation back."""

from collections.abc import Mapping

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms import clock
from lms.accounts.queries import get_user
from lms.core.errors import DomainError, NotFoundError
from lms.core.practice import Row, RowState, Trust, report_from_json
from lms.core.practice.states import TaskState, TransitionRefusedError
from lms.courses.queries import get_head, get_published
from lms.db import unit_of_work
from lms.mentoring.forms import ReasonForm
from lms.mentoring.views import replies
from lms.mentoring.views.blueprint import bp
from lms.mentoring.views.opening import filled, followed, party, shown, ticks
from lms.mentoring.views.wording import waits
from lms.pairing.models import Pair
from lms.pairing.queries.goals import find_sight
from lms.pairing.queries.pairs import Learner, get_learner
from lms.pairing.queries.rules import find_thresholds
from lms.pairing.views.looking import looked
from lms.practice import services
from lms.practice.models import Submission
from lms.practice.policy import (
    SHARED,
    can_read_hand_in,
    can_review,
    can_revoke_confirmation,
    can_see_confirmation,
)
from lms.practice.queries import (
    PublishedTask,
    get_submission,
    get_task,
    list_photos,
    lock_submission,
    task_of,
    was_sent_before,
    was_sent_by_another,
)
from lms.practice.queries.seeing import is_within_goals
from lms.practice.services import Party
from lms.web.access import actor, signed_in
from lms.web.translations import gettext, sentence


@bp.route("/nguoi-toi-giup/<int:pair_id>/xac-nhan/<slug>/<lesson>/<item>", methods=["GET", "POST"])
@signed_in
def observe(pair_id: int, slug: str, lesson: str, item: str) -> ResponseReturnValue:
    """Confirm an observed task that was just done before the mentor's eyes, handed in or not."""
    pair, task = _to_observe(pair_id, slug, lesson, item)
    if request.method == "GET":
        return _observe_page(pair, task, {})
    ticked = ticks()
    try:
        with unit_of_work():
            pair, task = _to_observe(pair_id, slug, lesson, item)
            services.confirm_in_person(pair.mentee_id, task, Party(actor().id, "mentor"), ticked, clock.now())
    except TransitionRefusedError:
        flash(gettext("Nhiệm vụ này đã được xác nhận rồi."))
        return redirect(url_for("mentoring.mentee", pair_id=pair_id), 303)
    except DomainError as refused:
        return _observe_page(pair, task, ticked, sentence(refused))
    flash(gettext("Đã xác nhận: %(task)s.", task=task.item.title))
    return redirect(url_for("mentoring.mentee", pair_id=pair_id), 303)


def _to_observe(pair_id: int, slug: str, lesson: str, item: str) -> tuple[Pair, PublishedTask]:
    """Return the pair and an observed task within its goals; the mentor finds no other."""
    pair = followed(pair_id)
    published = get_published(get_head(slug).revision_id)
    task = get_task(published, lesson, item)
    seen = find_sight(pair.mentor_id, pair.mentee_id)
    if task.kind.key != "observed" or not seen.takes_in(published.course, task.item.key):
        raise NotFoundError
    return pair, task


def _observe_page(
    pair: Pair, task: PublishedTask, ticked: Mapping[str, object], problem: str = ""
) -> ResponseReturnValue:
    user = get_user(pair.mentee_id)
    page = render_template(
        "mentoring/observe.html", pair=pair, user=user, problem=problem, **shown(task, user.id, ticked)
    )
    return filled(page, task, get_learner(user.id)), 422 if problem else 200


def _reviewed(submission_id: int) -> tuple[Submission, Learner]:
    submission = get_submission(submission_id)
    learner = get_learner(submission.user_id)
    if not can_review(actor(), submission, learner, clock.now()):
        raise NotFoundError
    return submission, learner


def _seen(submission_id: int) -> tuple[Submission, Learner]:
    """Return what the reader may review, or confirmed from outside the pair a short while ago."""
    submission = get_submission(submission_id)
    learner = get_learner(submission.user_id)
    if not can_see_confirmation(actor(), submission, learner, clock.now()):
        raise NotFoundError
    return submission, learner


def _readable(submission_id: int) -> tuple[Submission, Learner]:
    """Return what the reader may read; one that its learner took back has nothing to read."""
    submission, learner = _seen(submission_id)
    within = is_within_goals(actor().id, submission)
    if submission.state in SHARED and not can_read_hand_in(
        actor(), submission, learner, clock.now(), is_within_goals=within
    ):
        raise NotFoundError
    return submission, learner


@bp.get("/duyet/<int:submission_id>")
@signed_in
def review(submission_id: int) -> ResponseReturnValue:
    """Show a hand-in beside what it is judged by, and the two ways to decide."""
    submission, learner = _readable(submission_id)
    if submission.state not in SHARED:
        flash(gettext("Người học vừa rút bài này lại để sửa. Bài nộp lại sẽ hiện ở đây."))
        return redirect(url_for("mentoring.dashboard"), 303)
    looked(submission.user_id, "work")
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
    ticked, rows = ticks() if request.method == "POST" else {}, _rows(task, submission)
    page = render_template(
        "mentoring/review.html",
        submission=submission,
        learner=learner,
        form=form,
        problem=problem,
        photos=[(photo, was_sent_by_another(photo), was_sent_before(photo, task)) for photo in photos],
        rows=rows,
        replies=replies.of_rows(rows, task.kind.key),
        decider=decider,
        can_revoke=can_revoke_confirmation(actor(), submission, learner, clock.now()),
        version=services.version_of(submission),
        age=waits(submission.handed_in_at, find_thresholds(learner.unit_path).review_within)
        if submission.handed_in_at
        else "",
        **shown(task, submission.user_id, ticked or submission.payload),
    )
    return filled(page, task, learner), status


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
    if is_return:
        submission, learner = _readable(submission_id)
        task = task_of(submission.revision_id, submission.item_key)
        replies.put_before(form.reason, replies.of_rows(_rows(task, submission), task.kind.key))
        if not form.validate_on_submit():
            return _review_page(submission, learner, form, status=422)
    try:
        with unit_of_work():
            learner = _reviewed(submission_id)[1]
            submission = lock_submission(submission_id)
            services.refuse_other_version(submission, form.version.data or "")
            who, now = party(learner), clock.now()
            if is_return:
                services.return_to_learner(submission, who, form.reason.data, now)
            else:
                services.confirm(submission, who, ticks(), now)
    except TransitionRefusedError:
        return redirect(url_for("mentoring.review", submission_id=submission_id), 303)
    except NotFoundError:
        raise
    except DomainError as refused:
        submission, learner = _reviewed(submission_id)
        if submission.state not in SHARED:  # taken back at this moment; the review page says so
            return redirect(url_for("mentoring.review", submission_id=submission_id), 303)
        return _review_page(submission, learner, form, sentence(refused), refused.status)
    name = learner.call_name
    if is_return:
        flash(gettext("Đã gửi lại bài cho %(name)s kèm lời nhắn của thầy cô.", name=name))
    else:
        flash(gettext("Đã xác nhận cho %(name)s. Cảm ơn thầy cô.", name=name))
    return redirect(url_for("mentoring.dashboard"), 303)


@bp.post("/duyet/<int:submission_id>/rut-lai")
@signed_in
def revoke(submission_id: int) -> ResponseReturnValue:
    """Take one's own confirmation back within 72 hours, with a reason."""
    submission, learner = _seen(submission_id)
    form = ReasonForm()
    if not can_revoke_confirmation(actor(), submission, learner, clock.now()):
        raise NotFoundError
    if not form.validate_on_submit():
        return _review_page(submission, learner, form, status=422)
    with unit_of_work():
        submission = lock_submission(submission_id)
        if not can_revoke_confirmation(actor(), submission, get_learner(submission.user_id), clock.now()):
            raise NotFoundError
        services.revoke(submission, party(learner), form.reason.data, clock.now())
    flash(gettext("Đã rút lời xác nhận. Người học thấy lý do và làm lại được."))
    return redirect(url_for("mentoring.review", submission_id=submission_id), 303)
