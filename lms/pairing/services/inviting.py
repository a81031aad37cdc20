"""From a suggestion to a pair: inviting two people, what they agree to, declining, taking back."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import or_, select, update

from lms.accounts.models import User
from lms.accounts.services import write_audit
from lms.core.consent import consent_words, mark_of
from lms.core.days import day_of
from lms.core.errors import N_, ConflictError, DomainError
from lms.core.pair_life import LIVE, Move, MoveRefusedError, Side, State, after, due
from lms.core.sight import EVERYTHING
from lms.db import db
from lms.pairing.models import MOST_MENTEES, Pair, PairGoal, Veto
from lms.pairing.policy import side_of, standing
from lms.pairing.queries.goals import list_goals
from lms.pairing.queries.pairs import count_places_taken, find_mentor
from lms.pairing.services.moving import hold, hold_places, set_state
from lms.pairing.services.owning import settle_all_of
from lms.pairing.services.pairs import (
    FIRST_GOAL_FOR,
    AlreadyPairedError,
    HomelessError,
    MentorFullError,
    SamePersonError,
)
from lms.pairing.services.telling import call_names, tell_coordinator, tell_two
from lms.units.queries import find_member

LONGEST_REASON = 200


class AlreadyInvitedError(DomainError):
    message = N_("Người này đang có một lời mời chờ trả lời. Đợi câu trả lời, hoặc thu lời mời cũ lại trước.")


class NotTogetherError(DomainError):
    """Says nothing of why: a veto, harm, and who leads whom sound as if the mentor had enough people."""

    message = N_(
        "Hai người này lúc này chưa ghép được, thường là vì người hướng dẫn đã nhận đủ số người mình muốn kèm. Mời thầy "
        "cô chọn người khác."
    )


class InvitationOverError(ConflictError):
    message = N_("Lời mời này đã hết hạn nên không trả lời được nữa. Cán bộ công đoàn sẽ sắp xếp tiếp.")


class TakenMeanwhileError(ConflictError):
    message = N_(
        "Người học nay đã có người hướng dẫn, nên lời mời này khép lại. Thầy cô không cần làm gì thêm."
    )


class WordsChangedError(ConflictError):
    message = N_("Điều hai người cùng đồng ý vừa được sửa. Mời thầy cô đọc lại, rồi trả lời.")


def invite(
    mentor_id: int,
    mentee_id: int,
    goals: Mapping[str, str],
    by_id: int | None,
    now: datetime,
    *,
    run_id: int | None = None,
    score: int | None = None,
    facts: Sequence[Sequence[str]] = (),
) -> Pair:
    """Invite two people to be a pair. ``goals`` are the skills to work at, each with its title as people read it.

    Raises:
        SamePersonError, HomelessError, AlreadyPairedError, AlreadyInvitedError, MentorFullError, NotTogetherError:
        the two cannot be invited now.
    """
    if mentor_id == mentee_id:
        raise SamePersonError
    hold_places(mentor_id)
    pair = Pair(
        mentor_id=mentor_id,
        mentee_id=mentee_id,
        unit_id=_unit_of_mentee(mentor_id, mentee_id),
        state=State.SUGGESTED,
        created_by_id=by_id,
        created_at=now,
        run_id=run_id,
        score=score,
        facts=[list(fact) for fact in facts],
    )
    db.session.add(pair)
    db.session.flush()
    propose_terms(pair, goals, now)
    publish(pair, by_id, now)
    return pair


def propose_terms(pair: Pair, goals: Mapping[str, str], now: datetime) -> None:
    """Write down what the two would work at; it opens nothing until both agree to the pair."""
    due_on = day_of(now + FIRST_GOAL_FOR)
    db.session.add_all(
        PairGoal(pair_id=pair.id, skill=skill, words=words[:200], due_on=due_on, set_at=now)
        for skill, words in goals.items()
    )
    db.session.flush()


def publish(pair: Pair, by_id: int | None, now: datetime) -> None:
    """Let a suggestion become an invitation: both are told, and have seven days.

    Raises:
        MoveRefusedError: it is no suggestion any more.
        HomelessError, AlreadyPairedError, AlreadyInvitedError, MentorFullError, NotTogetherError: not now.
    """
    hold(pair)
    state = after(standing(pair), Move.PUBLISH, Side.COORDINATOR)
    unit_id = _unit_of_mentee(pair.mentor_id, pair.mentee_id)
    refuse_taken(pair.mentor_id, pair.mentee_id)
    if _are_kept_apart(pair):
        raise NotTogetherError
    pair.unit_id, pair.published_by_id, pair.invited_at = unit_id, by_id, now
    set_state(pair, state, AlreadyInvitedError)
    write_audit(by_id, "pair.invited", f"pair:{pair.id}", now, unit_id=unit_id)
    tell_two(pair, "pair_invited", now, "loi-moi")


def refuse_taken(mentor_id: int, mentee_id: int) -> None:
    """Refuse two people of whom the board shows that it is not the moment.

    Raises:
        AlreadyPairedError, AlreadyInvitedError: the mentee has a mentor, or an invitation to answer.
        MentorFullError: the mentor has as many people as anybody may have.
    """
    if find_mentor(mentee_id):
        raise AlreadyPairedError
    invited = select(Pair.id).where(Pair.mentee_id == mentee_id, Pair.state == State.INVITED)
    if db.session.scalar(invited.limit(1)) is not None:
        raise AlreadyInvitedError
    if count_places_taken([mentor_id]).get(mentor_id, 0) >= MOST_MENTEES:
        raise MentorFullError(most=MOST_MENTEES)


def _unit_of_mentee(mentor_id: int, mentee_id: int) -> int:
    member = find_member(mentee_id)
    if member is None or find_member(mentor_id) is None:
        raise HomelessError
    return member.unit_id


def _are_kept_apart(pair: Pair) -> bool:
    """Tell whether harm or a veto stands between the two, said perhaps in the very moment of the invitation."""
    two = (pair.mentor_id, pair.mentee_id)
    harm = select(Pair.id).where(
        or_(Pair.ended_for_harm, Pair.paused_for_harm), Pair.mentor_id.in_(two), Pair.mentee_id.in_(two)
    )
    veto = select(Veto.id).where(Veto.by_id.in_(two), Veto.about_id.in_(two))
    return bool(db.session.scalar(select(or_(harm.exists(), veto.exists()))))


def accept(pair: Pair, user_id: int, now: datetime, seen: str | None = None) -> None:
    """Agree for one side, to words that are kept as they stand; with both sides the pair begins. Twice is once.

    ``seen`` is the mark of the words that the page showed; none: whoever calls has just read them.

    Raises:
        MoveRefusedError: the invitation was answered otherwise, or taken back.
        InvitationOverError: seven days have passed, the other has left the site, or the two are to be kept apart.
        TakenMeanwhileError: the mentee has found another mentor meanwhile.
        WordsChangedError: the words are others than those of the page.
    """
    hold(pair)
    side = side_of(pair, user_id)
    if (pair.mentor_agreed_at if side is Side.MENTOR else pair.mentee_agreed_at) and pair.state in LIVE:
        return
    state = after(standing(pair), Move.ACCEPT, side)
    if due(standing(pair), now) is Move.EXPIRE or _has_someone_left(pair) or _are_kept_apart(pair):
        raise InvitationOverError
    words = pair.consent or compose_consent(pair)
    if seen is not None and seen != mark_of(words):
        raise WordsChangedError
    pair.consent = words
    if side is Side.MENTOR and pair.mentor_agreed_at is None:
        pair.mentor_agreed_at = now
    elif side is Side.MENTEE and pair.mentee_agreed_at is None:
        pair.mentee_agreed_at = now
    else:
        return
    write_audit(user_id, "pair.agreed", f"pair:{pair.id}", now, unit_id=pair.unit_id)
    if state is State.ACTIVE:
        _begin(pair, now)
    else:
        tell_two(pair, "pair_half_agreed", now, "loi-moi", but=user_id)


def compose_consent(pair: Pair) -> str:
    """Return the words that the two are asked to agree to, from the goals as they stand."""
    mentor, mentee = call_names(pair)
    goals = list_goals([pair.id]).get(pair.id, [])
    every = f"mọi bài {mentee} học trên trang này"
    words = [each.words or (every if each.skill == EVERYTHING else each.skill) for each in goals]
    return consent_words(mentor, mentee, words)


def _begin(pair: Pair, now: datetime) -> None:
    """Let the pair begin: its terms are goals from now on, and open requests go to the mentor."""
    if find_mentor(pair.mentee_id):
        raise TakenMeanwhileError
    pair.started_at = now
    set_state(pair, State.ACTIVE, TakenMeanwhileError)
    db.session.execute(
        update(PairGoal)
        .where(PairGoal.pair_id == pair.id, PairGoal.dropped_at.is_(None))
        .values(agreed_at=now, due_on=day_of(now + FIRST_GOAL_FOR))
    )
    write_audit(pair.published_by_id, "pair.made", f"pair:{pair.id}", now, unit_id=pair.unit_id)
    settle_all_of(pair.mentee_id, now)
    tell_two(pair, "pair_begun", now, "loi-moi")


def decline(pair: Pair, user_id: int, reason: str, now: datetime) -> None:
    """Decline an invitation. The other hears that it is closed, not by whom; the coordinator hears it too.

    Raises:
        MoveRefusedError: the invitation is not open any more.
    """
    hold(pair)
    set_state(pair, after(standing(pair), Move.DECLINE, side_of(pair, user_id)))
    pair.ended_at, pair.end_reason = now, reason[:LONGEST_REASON]
    write_audit(user_id, "pair.declined", f"pair:{pair.id}", now, unit_id=pair.unit_id, note=pair.end_reason)
    tell_two(pair, "pair_not_formed", now, "loi-moi", but=user_id)
    tell_coordinator(pair, "pair_not_formed_for_unit", now, but=user_id)


def close_between(user_id: int, other_id: int, now: datetime) -> None:
    """Decline for somebody whatever invitation is open between these two, whichever way round, even if agreed to before."""
    two = (user_id, other_id)
    found = select(Pair).where(Pair.state == State.INVITED, Pair.mentor_id.in_(two), Pair.mentee_id.in_(two))
    for pair in db.session.scalars(found.order_by(Pair.mentor_id, Pair.id)).all():
        try:
            decline(pair, user_id, "", now)
        except MoveRefusedError:  # answered, or over, a moment ago
            continue


def drop(pair: Pair, by_id: int, now: datetime) -> None:
    """Take back a suggestion, which nobody saw, or an invitation, which both are told of.

    Raises:
        MoveRefusedError: a pair by now, or over.
    """
    hold(pair)
    was_invited = pair.state == State.INVITED
    set_state(pair, after(standing(pair), Move.DROP, Side.COORDINATOR))
    pair.ended_at = now
    write_audit(by_id, "pair.dropped", f"pair:{pair.id}", now, unit_id=pair.unit_id)
    if was_invited:
        tell_two(pair, "pair_not_formed", now, "loi-moi")


def _has_someone_left(pair: Pair) -> bool:
    left = select(User.id).where(User.id.in_((pair.mentor_id, pair.mentee_id)), User.closed_at.is_not(None))
    return db.session.scalar(left.limit(1)) is not None
