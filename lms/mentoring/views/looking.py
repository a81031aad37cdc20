"""The mentor's screen: what to do next for each person, what waits for a decision, how each mentee is getting on.

Officers who own requests or hand-ins of people without a mentor work on the same pages.
"""

from datetime import datetime

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lms import clock
from lms.accounts.queries import get_user
from lms.core.next_step import NextStep
from lms.core.people import Role
from lms.courses.queries import get_published
from lms.mentoring.queries.assisting import find_running
from lms.mentoring.queries.cards import CARD, Card, by_urgency, list_cards
from lms.mentoring.queries.goals import list_aims, main_goal
from lms.mentoring.queries.mentees import agreed, find_own_course
from lms.mentoring.queries.timelines import Timeline, list_timelines
from lms.mentoring.views.assisting import said_running
from lms.mentoring.views.blueprint import bp
from lms.mentoring.views.opening import followed, locked_since
from lms.mentoring.views.wording import advise, waits
from lms.pairing.queries.goals import list_goals
from lms.pairing.queries.help import list_help_owned
from lms.pairing.queries.invitations import list_invitations_of
from lms.pairing.queries.pairs import get_learner, get_pair
from lms.pairing.views.looking import looked, looked_over
from lms.pairing.views.parting import lead_to_farewell
from lms.practice.policy import (
    REVOCABLE,
    can_make_codes,
    can_revoke_confirmation,
)
from lms.practice.queries import (
    UsedCode,
    Waiting,
    list_confirmed,
    list_used_codes,
    list_waiting_for_all,
    list_waiting_for_mentor,
    list_waiting_for_officer,
)
from lms.web.access import actor, signed_in
from lms.web.paging import Paged, page_number

CARDS_A_PAGE = 10
ASK_HOW = (NextStep.MEET, NextStep.ABSENT)


@bp.get("/nguoi-toi-giup")
@signed_in
def dashboard() -> ResponseReturnValue:
    """Show what to do next for each person, then what waits, then a card for each person."""
    who, now, number = actor(), clock.now(), page_number()
    asked = list_help_owned(who.id)
    waiting = list_waiting_for_mentor(who.id) if who.is_mentor else []
    cards = list_cards(who.id, asked, waiting, now) if who.is_mentor else []
    lines = [(card, advise(card)) for card in by_urgency(cards)]
    waiting = _oldest_first(waiting + list_waiting_for_officer(who) + list_waiting_for_all(who, now))
    first = (number - 1) * CARDS_A_PAGE
    if seen := [each.mentee.user_id for each in cards if each.mentee.timelines]:
        looked_over(seen, CARD)
    return render_template(
        "mentoring/dashboard.html",
        asked=asked,
        unseen=[each for each in asked if each.seen_at is None],
        waiting=waiting,
        waits=waits,
        lines=lines,
        people=len(_in_need(cards) | {each.user_id for each in asked} | {each.user_id for each in waiting}),
        quiet=next((card.mentee for card in by_urgency(cards) if card.step in ASK_HOW), None),
        locked=[card for card in cards if card.locked_since and not card.is_shut],
        invitations=[each for each in list_invitations_of(who.id, now) if each.is_mentor],
        cards=Paged(cards[first : first + CARDS_A_PAGE], number, len(cards), CARDS_A_PAGE),
        aims=list_aims() if cards else {},
        is_officer=who.has_role(Role.COORDINATOR),
        may_make_codes=can_make_codes(who),
        by_code=_by_code(now) if can_make_codes(who) else [],
        own_course=find_own_course(who.id) if who.is_mentor else None,
    )


def _oldest_first(waiting: list[Waiting]) -> list[Waiting]:
    """Return hand-ins once each: an officer who is a mentor too may come to one in two ways."""
    return sorted({each.submission_id: each for each in waiting}.values(), key=lambda each: each.handed_in_at)


def _in_need(cards: list[Card]) -> set[int]:
    """Return who does not get on without the mentor."""
    return {card.mentee.user_id for card in cards if card.step in (NextStep.STUCK, NextStep.LOCKED)}


def _by_code(now: datetime) -> list[UsedCode]:
    """Return what this person's codes confirmed on others' phones and can still be taken back."""
    return [
        each
        for each in list_used_codes(actor().id, now - REVOCABLE)
        if can_revoke_confirmation(actor(), each.submission, get_learner(each.submission.user_id), now)
    ]


@bp.get("/nguoi-toi-giup/<int:pair_id>")
@signed_in
def mentee(pair_id: int) -> ResponseReturnValue:
    """Show how a mentee is getting on within the agreed goals: what is done, when, and on whose word."""
    found = get_pair(pair_id)
    if found.mentor_id == actor().id:
        lead_to_farewell(found)
        if found.state == "paused":
            return redirect(url_for("pairing.pause", pair_id=pair_id), 303)
    pair = followed(pair_id)
    looked(pair.mentee_id, "progress")
    goals = list_goals([pair.id]).get(pair.id, [])
    timelines = list_timelines(pair.mentee_id, agreed(goals))
    return render_template(
        "mentoring/mentee.html",
        pair=pair,
        user=get_user(pair.mentee_id),
        locked_since=locked_since(pair.mentee_id),
        goal=main_goal(goals),
        has_agreed=bool(agreed(goals)),
        proposed=any(not each.agreed_at and each.set_by_id == pair.mentee_id for each in goals),
        aims=list_aims(),
        timelines=timelines,
        revocable=_revocable(pair.mentee_id, timelines, clock.now()),
        asked=[each for each in list_help_owned(actor().id) if each.user_id == pair.mentee_id],
        waiting=[each for each in list_waiting_for_mentor(actor().id) if each.user_id == pair.mentee_id],
        waits=waits,
        **said_running(find_running(pair, clock.now())),
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
