"""Pairing two people who have agreed, sharing a phone number."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from lms.accounts.models import User
from lms.accounts.services import write_audit
from lms.core.days import day_of
from lms.core.errors import N_, DomainError
from lms.core.sight import EVERYTHING
from lms.db import db
from lms.pairing.models import MOST_MENTEES, Pair, PairGoal
from lms.pairing.queries.pairs import count_places_taken, find_mentor
from lms.pairing.services.moving import hold_places
from lms.pairing.services.owning import settle_all_of
from lms.units.queries import find_member


class AlreadyPairedError(DomainError):
    message = N_("Người này đang có người hướng dẫn. Kết thúc cặp cũ trước khi ghép cặp mới.")


class MentorFullError(DomainError):
    message = N_("Người hướng dẫn này đã kèm đủ %(most)s người. Chọn người khác để ai cũng được giúp kỹ.")


class SamePersonError(DomainError):
    message = N_("Hai người trong cặp phải là hai người khác nhau.")


class HomelessError(DomainError):
    message = N_("Cả hai người đều phải thuộc một đơn vị. Thêm người còn thiếu vào danh sách rồi ghép lại.")


FIRST_GOAL_FOR = timedelta(days=60)


def pair_people(
    mentor_id: int,
    mentee_id: int,
    created_by_id: int | None,
    now: datetime,
    goals: Sequence[str] = (EVERYTHING,),
) -> Pair:
    """Make an active pair of two people who have agreed, with what they work towards: skills, courses or everything.

    Raises:
        SamePersonError, AlreadyPairedError: the two cannot be a pair now.
        MentorFullError: the mentor already helps as many as anyone may.
        HomelessError: one of them belongs to no unit.
    """
    if mentor_id == mentee_id:
        raise SamePersonError
    # Two officers at one moment must see each other's pair when the mentor's places are counted.
    hold_places(mentor_id)
    if find_mentor(mentee_id):
        raise AlreadyPairedError
    if count_places_taken([mentor_id]).get(mentor_id, 0) >= MOST_MENTEES:
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
    begin_goals(pair, goals, now)
    write_audit(created_by_id, "pair.made", f"pair:{pair.id}", now, unit_id=member.unit_id)
    settle_all_of(mentee_id, now)
    return pair


def begin_goals(pair: Pair, skills: Sequence[str], now: datetime) -> None:
    """Write down the goals that both agreed to by agreeing to the pair."""
    due_on = day_of(now + FIRST_GOAL_FOR)
    for skill in skills:
        db.session.add(PairGoal(pair_id=pair.id, skill=skill, due_on=due_on, set_at=now, agreed_at=now))
    db.session.flush()


def share_phone(user_id: int, is_shared: bool) -> None:
    """Let the other person of one's pairs see the phone number, or no longer."""
    db.session.execute(update(User).where(User.id == user_id).values(shares_phone=is_shared))
