"""Asking for help, answering, closing; who owns a request."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from lms.accounts.models import User
from lms.core.days import day_of
from lms.core.errors import N_, ConflictError, DomainError
from lms.core.people import Actor, at_start
from lms.db import db
from lms.notices.services import notify
from lms.pairing.models import HelpRequest
from lms.pairing.queries.help import count_open_help_of, find_open_help, get_help
from lms.pairing.queries.owners import ANY_MENTOR
from lms.pairing.services.owning import MENTOR, settle, tell_more, tick

__all__ = [
    "LONGEST_MESSAGE",
    "LONGEST_PATH",
    "LONGEST_TITLE",
    "HelpClosedError",
    "ManyOpenError",
    "SaidEnoughError",
    "answer_help",
    "ask_for_help",
    "close_help",
    "mark_help_seen",
    "move_help",
    "settle",
    "tick",
]

LONGEST_MESSAGE = 1_000
LONGEST_THREAD = 4_000
LONGEST_TITLE = 250
LONGEST_PATH = 290
"""The notice of an answer adds where on the page it stands."""
MOST_ADDED = 5
"""How often a day words may be added to one request: each is another message to whoever answers."""
MOST_OPEN = 20
"""How many requests of one person may wait for an answer at once: each is a message too."""


class HelpClosedError(ConflictError):
    message = N_("Yêu cầu này đã xong hoặc đã có câu trả lời. Tải lại trang để xem.")


class SaidEnoughError(DomainError):
    message = N_(
        "Hôm nay thầy cô đã nhắn thêm %(most)s lần ở đây rồi, người giúp đã có đủ. Mai thầy cô nhắn tiếp được."
    )


class ManyOpenError(DomainError):
    message = N_(
        "Thầy cô đang có %(most)s lời nhờ chờ trả lời. Khi có câu trả lời, hoặc bấm xong ở một lời nhờ cũ, thầy cô nhờ tiếp được."
    )


def ask_for_help(actor: Actor, place: str, title: str, path: str, message: str, now: datetime) -> int:
    """Open a request at ``place`` and return its id; a second one at the same place is the first.

    What it says besides is added to the first. Asking on after an answer opens the same request again. It lies with the
    mentor, or without one with the unit's officer, so that it always has an owner where there is anybody to own it.

    Raises:
        SaidEnoughError: words were added often enough today.
        ManyOpenError: too many requests wait for an answer already.
    """
    already = find_open_help(actor.id, place)
    if already:
        return _say_more(get_help(already.id), message, now)
    if count_open_help_of(actor.id) >= MOST_OPEN:
        raise ManyOpenError(most=MOST_OPEN)
    request = HelpRequest(
        user_id=actor.id,
        unit_id=actor.unit_id,
        place=place,
        place_title=title[:LONGEST_TITLE],
        place_path=path[:LONGEST_PATH],
        message=message[:LONGEST_MESSAGE],
        state="open",
        asked_at=now,
        handed_on=0,
        added=0,
    )
    try:
        with db.session.begin_nested():
            db.session.add(request)
    except IntegrityError:  # the other tap was a moment faster
        other = find_open_help(actor.id, place)
        return other.id if other else 0
    settle(request, now)
    return request.id


def _say_more(request: HelpRequest, message: str, now: datetime) -> int:
    db.session.refresh(request, with_for_update=True)
    has_more = request.state == "answered" or bool(message and message not in request.message)
    if request.state == "answered":
        _ask_on(request, message, now)
    elif has_more:
        _count_words(request, now)
        request.message = f"{request.message}\n{message}".strip()[-LONGEST_THREAD:]
    if not settle(request, now) and has_more:  # a second tap says nothing more
        tell_more(request, now)
    return request.id


def _ask_on(request: HelpRequest, message: str, now: datetime) -> None:
    """Open an answered request again: whoever answered from among all goes on, else it begins with the first owner."""
    _count_words(request, now)
    words = [each for each in (request.message, request.reply and f"→ {request.reply}", message) if each]
    request.message = "\n".join(words)[-LONGEST_THREAD:]
    request.state, request.asked_at, request.due_at = "open", now, None
    request.reply, request.answered_at, request.seen_at = "", None, None
    if request.handed_on != ANY_MENTOR:
        request.handed_on, request.pair_id, request.owner_id = MENTOR, None, None


def _count_words(request: HelpRequest, now: datetime) -> None:
    today = day_of(now)
    if request.added_on != today:
        request.added_on, request.added = today, 0
    if request.added >= MOST_ADDED:
        raise SaidEnoughError(most=MOST_ADDED)
    request.added += 1


def mark_help_seen(owner_id: int, now: datetime) -> None:
    """Note that the owner has the list of requests before the eyes."""
    db.session.execute(
        update(HelpRequest)
        .where(HelpRequest.owner_id == owner_id, HelpRequest.state == "open", HelpRequest.seen_at.is_(None))
        .values(seen_at=now)
    )


def answer_help(request: HelpRequest, by_id: int, reply: str, now: datetime) -> None:
    """Write an answer; the request then waits for the learner to say that it helped. Who answers first has it.

    Raises:
        HelpClosedError: the learner managed without, or somebody else answered.
    """
    db.session.refresh(request, with_for_update=True)
    if request.state != "open":
        raise HelpClosedError
    request.reply, request.state, request.answered_at = reply[:LONGEST_MESSAGE], "answered", now
    request.seen_at, request.owner_id, request.due_at = request.seen_at or now, by_id, None
    db.session.flush()
    helper = db.session.get_one(User, by_id)
    notify(
        request.user_id,
        "help_answered",
        f"help_answered:{request.id}:{now.isoformat()}",
        now,
        path=f"{request.place_path}#nho-giup",
        values={"helper": at_start(helper.call_name)},
    )


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
