"""The mentor's screen: who asks for help, what waits for a decision, how each mentee is getting on.

Officers who own requests or hand-ins of people without a mentor work on the same pages.
"""

from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms import clock
from lms.accounts.queries import get_user
from lms.core.errors import NotFoundError
from lms.core.people import Role
from lms.courses.queries import get_published
from lms.db import unit_of_work
from lms.mentoring.forms import ReplyForm
from lms.mentoring.queries.mentees import Timeline, find_own_course, list_mentees, list_timelines
from lms.mentoring.views.blueprint import bp
from lms.mentoring.views.opening import followed
from lms.pairing.models import HelpRequest
from lms.pairing.policy import can_answer_help, can_close_help
from lms.pairing.queries.help import get_help, list_help_owned
from lms.pairing.queries.pairs import get_learner
from lms.pairing.services.help import answer_help, close_help, mark_help_seen
from lms.practice.policy import (
    REVOCABLE,
    can_make_codes,
    can_review_learner,
    can_revoke_confirmation,
)
from lms.practice.queries import (
    UsedCode,
    list_confirmed,
    list_stuck,
    list_used_codes,
    list_waiting_for_mentor,
    list_waiting_for_officer,
)
from lms.practice.queries.certificates import find_locked_since, list_locked
from lms.web.access import actor, safe_path, signed_in
from lms.web.translations import gettext


@bp.get("/nguoi-toi-giup")
@signed_in
def dashboard() -> ResponseReturnValue:
    """Show what waits for this person: requests for help, then hand-ins, then mentees long without progress."""
    who, now = actor(), clock.now()
    asked = list_help_owned(who.id)
    waiting = list_waiting_for_mentor(who.id) if who.is_mentor else []
    waiting += list_waiting_for_officer(who)
    mentees = list_mentees(who.id) if who.is_mentor else []
    theirs = [each.user_id for each in mentees]
    locked, stuck = list_locked(theirs), list_stuck(theirs, now)
    asking, handed_in = {user.id for _request, user in asked}, {each.user_id for each in waiting}
    return render_template(
        "mentoring/dashboard.html",
        asked=asked,
        unseen=[each for each, _user in asked if each.seen_at is None],
        waiting=sorted(waiting, key=lambda each: each.handed_in_at),
        mentees=mentees,
        asking=asking,
        handed_in=handed_in,
        locked=locked,
        stuck=stuck,
        people=len(asking | handed_in | locked.keys() | stuck.keys()),
        quiet=[each for each in mentees if each.is_quiet(now)],
        is_officer=who.has_role(Role.COORDINATOR),
        may_make_codes=can_make_codes(who),
        by_code=_by_code(now) if can_make_codes(who) else [],
        own_course=find_own_course(who.id) if who.is_mentor else None,
    )


def _by_code(now: datetime) -> list[UsedCode]:
    """Return what this person's codes confirmed on others' phones and can still be taken back."""
    return [
        each
        for each in list_used_codes(actor().id, now - REVOCABLE)
        if can_revoke_confirmation(actor(), each.submission, get_learner(each.submission.user_id), now)
    ]


@bp.post("/nguoi-toi-giup/da-xem")
@signed_in
def seen() -> ResponseReturnValue:
    """Tell those who asked that their requests were read."""
    with unit_of_work():
        mark_help_seen(actor().id, clock.now())
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
            locked_since=_locked_since(found.user_id),
        )
        return page, 200 if request.method == "GET" else 422
    with unit_of_work():
        answer_help(_help(help_id), form.reply.data, clock.now())
    flash(gettext("Đã gửi câu trả lời."))
    return redirect(url_for("mentoring.dashboard"), 303)


def _locked_since(user_id: int) -> datetime | None:
    """Return since when a learner's key is locked, where the reader may unlock it."""
    since = find_locked_since(user_id)
    return since if since and can_review_learner(actor(), get_learner(user_id)) else None


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
            close_help(found, who.id, clock.now())
    flash(gettext("Đã ghi là giúp xong. Cảm ơn thầy cô."))
    return redirect(url_for("mentoring.dashboard"), 303)


@bp.get("/nguoi-toi-giup/<int:pair_id>")
@signed_in
def mentee(pair_id: int) -> ResponseReturnValue:
    """Show how a mentee is getting on: what is done, when, and on whose word."""
    pair = followed(pair_id)
    timelines = list_timelines(pair.mentee_id)
    return render_template(
        "mentoring/mentee.html",
        pair=pair,
        user=get_user(pair.mentee_id),
        locked_since=_locked_since(pair.mentee_id),
        timelines=timelines,
        revocable=_revocable(pair.mentee_id, timelines, clock.now()),
        asked=[each for each, user in list_help_owned(actor().id) if user.id == pair.mentee_id],
        waiting=[each for each in list_waiting_for_mentor(actor().id) if each.user_id == pair.mentee_id],
    )


def _revocable(user_id: int, timelines: list[Timeline], now: datetime) -> dict[tuple[int, str], int]:
    """Return by course and item the hand-ins whose confirmation the reader gave and can still take back."""
    learner = get_learner(user_id)
    courses = {each.head.id: get_published(each.head.revision_id) for each in timelines}
    return {
        (each.course_id, courses[each.course_id].today(each.item_key)): each.id
        for each in list_confirmed(user_id, actor().id, now - REVOCABLE)
        if each.course_id in courses and can_revoke_confirmation(actor(), each, learner, now)
    }
