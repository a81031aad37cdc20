"""Who owns a request for help, until when, and who comes next: so that nobody waits in silence.

The mentor first; after 72 hours the unit's officer; after 7 days every mentor of the unit sees it, the first to answer
has it, and the officer stays answerable. A pair that rests or ended hands its requests to the officer at once.
"""

from datetime import datetime

from sqlalchemy import select

from lms.accounts.models import User
from lms.core.days import day_of
from lms.core.people import call_name
from lms.db import db
from lms.notices.services import notify
from lms.pairing.models import HelpRequest
from lms.pairing.queries.outsiders import list_partners_of
from lms.pairing.queries.owners import (
    ANY_MENTOR,
    MOST_TOLD,
    find_officer,
    list_unit_mentors,
    list_unsettled,
    may_step_in,
)
from lms.pairing.queries.pairs import Learner, get_learner
from lms.pairing.queries.rules import find_thresholds

MENTOR, OFFICER = 0, 1
AT_ONCE = 200
QUEUE = "/nguoi-toi-giup/nho-giup/{}"


def settle(request: HelpRequest, now: datetime) -> bool:
    """Let a request lie with whoever has to answer it now; return whether that is somebody else than before."""
    asker = get_learner(request.user_id)
    officer = _officer_for(asker)
    before = request.owner_id, request.handed_on
    request.unit_id = asker.unit_id or request.unit_id
    _follow_pair(request, asker, now)
    if request.state == "open":
        _follow_clock(request, asker, now)
    request.owner_id = _owner(request, asker, officer, before[1])
    request.next_owner_id = officer.id if officer and request.handed_on == MENTOR else None
    db.session.flush()
    if (request.owner_id, request.handed_on) == before:
        return False
    if request.owner_id != before[0]:
        request.seen_at = None
    if request.state == "open":
        _tell(request, asker, before[1], now)
    return True


def _officer_for(asker: Learner) -> User | None:
    """Return the officer who answers: rather nobody who ever was in a pair with the asker, never one of a pair with harm."""
    partners = list_partners_of(asker.id)
    harmed = [user_id for user_id, is_harmed in partners if is_harmed]
    others = [user_id for user_id, _ in partners]
    return find_officer(asker.unit_path, but=(asker.id, *others)) or find_officer(
        asker.unit_path, but=(asker.id, *harmed)
    )


def _follow_pair(request: HelpRequest, asker: Learner, now: datetime) -> None:
    """Begin with a mentor anew where there is another pair than before; without one the officer has it at once."""
    if asker.open_pair_id is None:
        if request.handed_on == MENTOR:
            request.handed_on, request.due_at = OFFICER, None
        request.pair_id = None
    elif request.pair_id != asker.open_pair_id:
        request.pair_id, request.handed_on, request.due_at = asker.open_pair_id, MENTOR, None
        request.seen_at = None


def _follow_clock(request: HelpRequest, asker: Learner, now: datetime) -> None:
    limits = find_thresholds(asker.unit_path)
    if request.handed_on == MENTOR:
        request.due_at = request.due_at or now + limits.review_within
        if now >= request.due_at:
            request.handed_on = OFFICER
            request.due_at += limits.anybody_after - limits.review_within
    if request.handed_on == OFFICER:
        request.due_at = request.due_at or max(request.asked_at + limits.anybody_after, now)
        if now >= request.due_at:
            request.handed_on, request.due_at = ANY_MENTOR, None


def _owner(request: HelpRequest, asker: Learner, officer: User | None, step: int) -> int | None:
    """Return who has to answer: at the end of every path somebody who is there, as long as anybody is."""
    if request.handed_on == MENTOR:
        return asker.mentor_id
    if request.handed_on == step == ANY_MENTOR and _goes_on(request.owner_id or 0, asker):
        return request.owner_id
    return officer.id if officer else asker.mentor_id


def _goes_on(helper_id: int, asker: Learner) -> bool:
    """Tell whether whoever answered from among all goes on: her mentor of today, or one of the unit who never was hers."""
    return helper_id == asker.mentor_id or may_step_in(helper_id, asker.id, asker.unit_id)


def _tell(request: HelpRequest, asker: Learner, step: int, now: datetime) -> None:
    """Tell whoever has it now, and the asker where it moved on."""
    asked, values = request.asked_at.isoformat(), {"name": asker.call_name, "place": request.place_title}
    path = QUEUE.format(request.id)
    if request.owner_id is not None:
        key = f"help_asked:{request.id}:{request.owner_id}:{request.handed_on}:{asked}"
        notify(request.owner_id, "help_asked", key, now, path=path, values=values)
    if request.handed_on == ANY_MENTOR and step != ANY_MENTOR:
        partners = [user_id for user_id, _ in list_partners_of(asker.id)]
        told = list_unit_mentors(request.unit_id, but=(asker.id, request.owner_id or 0, *partners))
        for user_id in told[:MOST_TOLD]:
            notify(
                user_id,
                "help_for_all",
                f"help_for_all:{request.id}:{user_id}:{asked}",
                now,
                path=path,
                values=values,
            )
    if request.handed_on > step and request.owner_id is not None:
        owner = db.session.get_one(User, request.owner_id)
        helper = {"helper": call_name(owner.honorific, owner.full_name)}
        key = f"help_moved:{request.id}:{request.handed_on}:{asked}"
        notify(asker.id, "help_moved", key, now, path=request.place_path, values=helper)


def tell_more(request: HelpRequest, now: datetime) -> None:
    """Tell the owner, at most once a day, that the asker said more."""
    if request.state == "open" and request.owner_id is not None:
        asker = db.session.get_one(User, request.user_id)
        key = f"help_more:{request.id}:{request.owner_id}:{day_of(now)}"
        values = {"name": asker.call_name, "place": request.place_title}
        notify(request.owner_id, "help_more", key, now, path=QUEUE.format(request.id), values=values)


def settle_all_of(user_id: int, now: datetime) -> None:
    """Let all that a person asked lie with whoever has to answer now that the person's pair changed."""
    found = select(HelpRequest).where(HelpRequest.user_id == user_id, HelpRequest.state != "closed")
    for request in db.session.scalars(found.order_by(HelpRequest.id).with_for_update()).all():
        settle(request, now)


def tick(now: datetime) -> int:
    """Move on every request whose time is up or whose owner is not there any more; return how many moved."""
    moved = last = 0
    while found := list_unsettled(now, last, AT_ONCE):
        for last in found:
            request = db.session.get(HelpRequest, last, with_for_update=True, populate_existing=True)
            if request is not None and request.state == "open":
                moved += settle(request, now)
    return moved
