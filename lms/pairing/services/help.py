"""Asking for help, answering, closing; who owns a request."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from lms.core.errors import N_, ConflictError
from lms.core.people import Actor
from lms.db import db
from lms.pairing.models import HelpRequest
from lms.pairing.queries.help import find_open_help, get_help
from lms.units.queries import find_contact

LONGEST_MESSAGE = 1_000
LONGEST_THREAD = 4_000


class HelpClosedError(ConflictError):
    message = N_("Yêu cầu này đã xong hoặc đã có câu trả lời. Tải lại trang để xem.")


def ask_for_help(actor: Actor, place: str, title: str, path: str, message: str, now: datetime) -> int:
    """Open a request at ``place`` and return its id; a second one at the same place is the first.

    What it says besides is added to the first. Asking on after an answer opens the same request again. It goes to the mentor, or without one to the contact of the unit, so that it always has an owner where there is
    anybody to own it.
    """
    already = find_open_help(actor.id, place)
    if already:
        if already.state == "answered":
            _ask_on(get_help(already.id), message, now)
        elif message:
            _add_words(get_help(already.id), message)
        return already.id
    contact = None if actor.mentor_id else find_contact(actor.unit_path)
    request = HelpRequest(
        user_id=actor.id,
        pair_id=actor.pair_id,
        owner_id=actor.mentor_id or (contact.id if contact else None),
        unit_id=actor.unit_id,
        place=place,
        place_title=title[:250],
        place_path=path[:300],
        message=message[:LONGEST_MESSAGE],
        state="open",
        asked_at=now,
    )
    try:
        with db.session.begin_nested():
            db.session.add(request)
    except IntegrityError:  # the other tap was a moment faster
        other = find_open_help(actor.id, place)
        return other.id if other else 0
    return request.id


def _add_words(request: HelpRequest, message: str) -> None:
    if message not in request.message:
        request.message = f"{request.message}\n{message}".strip()[-LONGEST_THREAD:]


def _ask_on(request: HelpRequest, message: str, now: datetime) -> None:
    words = [each for each in (request.message, request.reply and f"→ {request.reply}", message) if each]
    request.message = "\n".join(words)[-LONGEST_THREAD:]
    request.state, request.asked_at = "open", now
    request.reply, request.answered_at, request.seen_at = "", None, None


def mark_help_seen(owner_id: int, now: datetime) -> None:
    """Note that the owner has the list of requests before the eyes."""
    db.session.execute(
        update(HelpRequest)
        .where(HelpRequest.owner_id == owner_id, HelpRequest.state == "open", HelpRequest.seen_at.is_(None))
        .values(seen_at=now)
    )


def answer_help(request: HelpRequest, reply: str, now: datetime) -> None:
    """Write an answer; the request then waits for the learner to say that it helped.

    Raises:
        HelpClosedError: the learner managed without, or somebody else answered.
    """
    if request.state != "open":
        raise HelpClosedError
    request.reply, request.state, request.answered_at = reply[:LONGEST_MESSAGE], "answered", now
    request.seen_at = request.seen_at or now


def close_help(request: HelpRequest, closed_by_id: int, now: datetime) -> None:
    """Close a request as solved."""
    request.state, request.closed_at, request.closed_by_id = "closed", now, closed_by_id


def move_help(slug: str, renamed: Mapping[str, str]) -> None:
    """Let requests that are not closed go on at the place that an item, or a question of it, has today.

    One that already stands there keeps its place; the other stays where it is, and its link leads there.
    """
    if not renamed:
        return
    within = HelpRequest.place.startswith(f"{slug}/", autoescape=True)
    found = select(HelpRequest).where(within, HelpRequest.state != "closed").order_by(HelpRequest.id)
    requests = list(db.session.scalars(found))
    taken = {(request.user_id, request.place) for request in requests}
    for request in requests:
        lesson, _, rest = request.place.removeprefix(f"{slug}/").partition("/")
        item, slash, question = rest.partition("/")
        today = renamed.get(f"{lesson}/{item}")
        place = f"{slug}/{today}{slash}{question}"
        if today is not None and (request.user_id, place) not in taken:
            request.place = place
            taken.add((request.user_id, place))
    db.session.flush()


def hand_over_help(user_id: int, pair_id: int | None, owner_id: int | None) -> None:
    """Let the open requests of a person go to somebody else."""
    db.session.execute(
        update(HelpRequest)
        .where(HelpRequest.user_id == user_id, HelpRequest.state != "closed")
        .values(pair_id=pair_id, owner_id=owner_id, seen_at=None)
    )
