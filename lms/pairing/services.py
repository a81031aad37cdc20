"""Pairing two people, ending a pair, asking for help and answering it."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from lms.accounts.models import User
from lms.accounts.services import write_audit
from lms.core.errors import N_, ConflictError, DomainError
from lms.core.people import Actor
from lms.db import db
from lms.pairing.models import MOST_MENTEES, HelpRequest, Pair
from lms.pairing.queries import LIVE, count_mentees, find_mentor, find_open_help, get_help
from lms.units.queries import find_contact, find_member

LONGEST_MESSAGE = 1_000
LONGEST_THREAD = 4_000


class AlreadyPairedError(DomainError):
    message = N_("Người này đang có người hướng dẫn. Kết thúc cặp cũ trước khi ghép cặp mới.")


class MentorFullError(DomainError):
    message = N_("Người hướng dẫn này đã kèm đủ %(most)s người. Chọn người khác để ai cũng được giúp kỹ.")


class SamePersonError(DomainError):
    message = N_("Hai người trong cặp phải là hai người khác nhau.")


class HomelessError(DomainError):
    message = N_("Cả hai người đều phải thuộc một đơn vị. Thêm người còn thiếu vào danh sách rồi ghép lại.")


class HelpClosedError(ConflictError):
    message = N_("Yêu cầu này đã xong hoặc đã có câu trả lời. Tải lại trang để xem.")


class PairEndedError(ConflictError):
    message = N_("Cặp này đã kết thúc. Tải lại trang để xem các cặp hiện có.")


def pair_people(mentor_id: int, mentee_id: int, created_by_id: int | None, now: datetime) -> Pair:
    """Make an active pair of two people.

    Raises:
        SamePersonError, AlreadyPairedError: the two cannot be a pair now.
        MentorFullError: the mentor already helps as many as anyone may.
        HomelessError: one of them belongs to no unit.
    """
    if mentor_id == mentee_id:
        raise SamePersonError
    # Two officers at one moment must see each other's pair when the mentor's places are counted.
    db.session.execute(select(User.id).where(User.id == mentor_id).with_for_update())
    if find_mentor(mentee_id):
        raise AlreadyPairedError
    if count_mentees([mentor_id]).get(mentor_id, 0) >= MOST_MENTEES:
        raise MentorFullError(most=MOST_MENTEES)
    member = find_member(mentee_id)
    if member is None or find_member(mentor_id) is None:
        raise HomelessError
    pair = Pair(
        mentor_id=mentor_id,
        mentee_id=mentee_id,
        unit_id=member.unit_id,
        state="active",
        created_by_id=created_by_id,
        created_at=now,
        started_at=now,
    )
    db.session.add(pair)
    try:
        db.session.flush()
    except IntegrityError as taken:  # another officer was a moment faster
        raise AlreadyPairedError from taken
    write_audit(created_by_id, "pair.made", f"pair:{pair.id}", now, unit_id=member.unit_id)
    _hand_over_help(mentee_id, pair.id, mentor_id)
    return pair


def end_pair(pair: Pair, reason: str, ended_by_id: int, now: datetime) -> None:
    """End a pair; the mentor's sight ends with it, and open requests go to the unit's contact.

    Raises:
        PairEndedError: the other side, or the other tap, was a moment faster.
    """
    db.session.refresh(pair, with_for_update=True)
    if pair.state not in LIVE:
        raise PairEndedError
    pair.state, pair.ended_at, pair.end_reason = "ended", now, reason
    write_audit(ended_by_id, "pair.ended", f"pair:{pair.id}", now, unit_id=pair.unit_id, note=reason)
    db.session.flush()
    member = find_member(pair.mentee_id)
    contact = find_contact(member.unit_path) if member else None
    _hand_over_help(pair.mentee_id, None, contact.id if contact else None)


def _hand_over_help(user_id: int, pair_id: int | None, owner_id: int | None) -> None:
    db.session.execute(
        update(HelpRequest)
        .where(HelpRequest.user_id == user_id, HelpRequest.state != "closed")
        .values(pair_id=pair_id, owner_id=owner_id, seen_at=None)
    )


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


def share_phone(user_id: int, is_shared: bool) -> None:
    """Let the other person of one's pairs see the phone number, or no longer."""
    db.session.execute(update(User).where(User.id == user_id).values(shares_phone=is_shared))
