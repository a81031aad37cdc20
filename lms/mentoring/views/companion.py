"""The mentee's page: who helps me and why, one goal with its next step, what waits, and what the mentor can see."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms import clock
from lms.accounts.queries import get_user
from lms.core.sight import EVERYTHING
from lms.db import unit_of_work
from lms.mentoring.queries.assisting import find_running
from lms.mentoring.queries.goals import Aim, main_goal, next_towards
from lms.mentoring.queries.meetings import find_last_meeting, list_unconfirmed
from lms.mentoring.queries.notes import find_last_shared
from lms.mentoring.queries.reaching import list_reached
from lms.mentoring.services.meetings import version_of
from lms.mentoring.views.assisting import said_running
from lms.mentoring.views.blueprint import bp
from lms.mentoring.views.goals import aims_as_said
from lms.mentoring.views.meetings import said
from lms.mentoring.views.within import Within, within
from lms.pairing.queries.goals import list_goals
from lms.pairing.queries.help import find_open_help, list_help_states
from lms.pairing.queries.invitations import list_invitations_of
from lms.pairing.queries.pairs import find_mentor
from lms.pairing.queries.partings import find_last_parting
from lms.pairing.services.pairs import share_phone as save_sharing
from lms.progress.queries import list_standings
from lms.units.queries import find_contact, find_member
from lms.web.access import actor, signed_in
from lms.web.pages import item_path
from lms.web.reasons import say_reasons
from lms.web.translations import gettext

ANYWHERE = "chung"
"""The place of a question about nothing in particular."""


@bp.get("/nguoi-huong-dan")
@signed_in
def companion() -> ResponseReturnValue:
    """Show who helps me, the one thing to do next, and everything else behind one tap."""
    who = actor()
    mentor = find_mentor(who.id)
    general = find_open_help(who.id, ANYWHERE)
    common: dict[str, Any] = {
        "me": get_user(who.id),
        "help_requests": [
            each for each in list_help_states(who.id) if general is None or each[2].id != general.id
        ],
        "help": general,
        "invitations": list_invitations_of(who.id, clock.now()),
        "place": ANYWHERE,
        "place_title": gettext("Câu hỏi chung"),
    }
    if mentor is None or not mentor.is_there:
        return render_template(
            "mentoring/alone.html",
            contact=find_contact(who.unit_path),
            parting=find_last_parting(who.id),
            **common,
        )
    here, aims = within(mentor.pair_id), aims_as_said()
    return render_template(
        "mentoring/companion.html",
        here=here,
        mentor=mentor,
        member=find_member(mentor.user_id),
        reasons=say_reasons(here.pair.facts, {aim.skill: aim.title for aim in aims.values()}),
        said=said,
        **said_running(find_running(here.pair, clock.now())),
        version_of=version_of,
        **_together(here, aims),
        **common,
    )


def _together(here: Within, aims: dict[str, Aim]) -> dict[str, Any]:
    """Return what the two share: the goal and its next step, what waits for the reader's word, the last of each."""
    goals = list_goals([here.pair.id]).get(here.pair.id, [])
    reached = list_reached([(each, here.pair.mentee_id) for each in goals], clock.now())
    goal = main_goal(goals, reached)
    step = next_towards(goal.skill, list_standings(here.pair.mentee_id)) if goal else None
    agreed = [each.skill for each in goals if each.agreed_at]
    return {
        "goal": goal,
        "aim": aims.get(goal.skill) if goal else None,
        "step": step,
        "step_path": item_path(step.head.slug, step.item.key, step.item.kind) if step else "",
        "reached": [aims[each.skill].title for each in goals if each.id in reached and each.skill in aims],
        "to_agree": [each for each in goals if not each.agreed_at and each.set_by_id != actor().id],
        "to_confirm": [
            each
            for each in list_unconfirmed(here.pair.id)
            if here.may_write and each.logged_by_id != actor().id and not each.denied_at
        ],
        "last": find_last_meeting(here.pair.id),
        "note": find_last_shared(here.pair.id),
        "is_all_seen": EVERYTHING in agreed,
        "seen": [aims[each].title for each in dict.fromkeys(agreed) if each in aims],
    }


@bp.post("/nguoi-huong-dan/so-dien-thoai")
@signed_in
def share_phone() -> ResponseReturnValue:
    """Let the people of one's pairs see the phone number, or no longer."""
    is_shared = request.form.get("shares_phone") == "on"
    with unit_of_work():
        save_sharing(actor().id, is_shared)
    if is_shared:
        flash(gettext("Người trong cặp với thầy cô nay thấy số điện thoại của thầy cô."))
    else:
        flash(gettext("Số điện thoại của thầy cô không hiện với ai nữa."))
    return redirect(url_for("mentoring.companion"), 303)
