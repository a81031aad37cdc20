"""What the coordinator does with suggestions: invite, change the mentor, take away, and pair by hand."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, select

from lms.core.errors import N_, DomainError
from lms.core.matching import Why
from lms.core.pair_life import MoveRefusedError, State
from lms.db import db
from lms.matching.models import PairingRun
from lms.matching.queries.runs import stored
from lms.matching.queries.twins import is_active_between
from lms.matching.queries.two import Two, find_two
from lms.pairing.models import Pair
from lms.pairing.services import life
from lms.pairing.services.life import NotTogetherError
from lms.pairing.services.moving import hold, hold_places
from lms.units.queries import find_member

MOST_AT_ONCE = 100
"""How many invitations one press sends: each tells two people."""


class NoSharedSkillError(DomainError):
    message = N_(
        "Người hướng dẫn chưa có việc nào đã làm được trong các việc cần giúp. Chọn việc khác, hoặc người khác."
    )


def must_fit(mentor_id: int, mentee_id: int, skills: Sequence[str] | None, now: datetime) -> Two:
    """Return the two, who may be paired by every hard rule.

    What the officer can look up comes first and is said; having no place left, which only the mentor knows for sure,
    sounds like a veto.

    Raises:
        NoSharedSkillError, NotTogetherError: they may not.
    """
    two = find_two(mentor_id, mentee_id, skills, now) if mentor_id != mentee_id else None
    if two is None:
        raise NotTogetherError
    if not two.skills:
        raise NoSharedSkillError
    if not two.may_meet or not two.offer.free:
        raise NotTogetherError
    return two


def publish_suggestions(
    pair_ids: Sequence[int], titles: Mapping[str, str], by_id: int, now: datetime
) -> tuple[int, int]:
    """Invite the people of these suggestions; return how many were invited, and how many no longer fit.

    What no longer fits is taken away, so that the person is looked at again: a mentor is full by now, somebody took the
    offer back, or does not want it. It is not said which.
    """
    invited = 0
    found = select(Pair).where(Pair.id.in_(pair_ids[:MOST_AT_ONCE])).order_by(Pair.mentor_id, Pair.id)
    pairs = [each for each in db.session.scalars(found) if not _is_of_working_run(each)]
    runs = {pair.run_id for pair in pairs if pair.run_id}
    for pair in pairs:
        try:
            with db.session.begin_nested():
                _invite(pair, titles, by_id, now)
            invited += 1
        except MoveRefusedError:  # another officer has just invited or removed them, or looks for others
            continue
        except DomainError:
            db.session.execute(delete(Pair).where(Pair.id == pair.id, Pair.state == "suggested"))
    _close_runs(runs)
    return invited, len(pairs) - invited


def _is_of_working_run(pair: Pair) -> bool:
    run = db.session.get(PairingRun, pair.run_id) if pair.run_id else None
    return run is not None and run.state == "working"


def _invite(pair: Pair, titles: Mapping[str, str], by_id: int, now: datetime) -> None:
    hold(pair)
    if pair.state != State.SUGGESTED:
        raise MoveRefusedError
    two = must_fit(pair.mentor_id, pair.mentee_id, None, now)
    if any(fact[0] == Why.TWIN_UNIT for fact in pair.facts) and not _are_twins(pair):
        raise NotTogetherError
    said = [fact[1] for fact in pair.facts if fact[0] == Why.PROVEN]
    skills = [skill for skill in said if skill in two.skills] or two.skills
    life.propose_terms(pair, {skill: titles.get(skill, skill) for skill in skills}, now)
    life.publish(pair, by_id, now)


def _are_twins(pair: Pair) -> bool:
    """Tell whether the units of the two share mentors still: nothing else lets a pair across them be invited."""
    mentor, mentee = find_member(pair.mentor_id), find_member(pair.mentee_id)
    return bool(mentor and mentee and is_active_between(mentor.unit_path, mentee.unit_path))


def _close_runs(run_ids: set[int]) -> None:
    """Call a run published once nothing of it waits any more."""
    waiting = select(Pair.run_id).where(Pair.run_id.in_(run_ids), Pair.state == "suggested")
    still = set(db.session.scalars(waiting))
    for run_id in sorted(run_ids - still):
        db.session.get_one(PairingRun, run_id).state = "published"
    db.session.flush()


def swap_mentor(pair: Pair, mentor_id: int, now: datetime) -> None:
    """Put another mentor into a suggestion; score and facts are theirs from now on.

    Raises:
        MoveRefusedError: it is no suggestion any more.
        NoSharedSkillError, NotTogetherError: the two may not be paired.
    """
    hold(pair)
    if pair.state != State.SUGGESTED:
        raise MoveRefusedError
    if mentor_id == pair.mentor_id:
        return
    two = must_fit(mentor_id, pair.mentee_id, None, now)
    pair.mentor_id, pair.score, pair.facts = mentor_id, two.score, stored(two.facts)
    db.session.flush()


def invite_by_hand(
    mentor_id: int, mentee_id: int, skills: Mapping[str, str], by_id: int, now: datetime
) -> Pair:
    """Invite two people whom the coordinator chose, to work at these skills; a suggestion to the mentee is replaced.

    Raises:
        AlreadyPairedError, AlreadyInvitedError, MentorFullError: everybody can see that it is not the moment; said first,
        so that trying where nobody would be invited anyway tells nothing else.
        NoSharedSkillError, NotTogetherError: they may not be invited.
    """
    hold_places(mentor_id)  # before they are counted: another officer may invite this mentor right now
    life.refuse_taken(mentor_id, mentee_id)
    db.session.execute(delete(Pair).where(Pair.mentee_id == mentee_id, Pair.state == "suggested"))
    two = must_fit(mentor_id, mentee_id, list(skills), now)
    facts = stored(two.facts)
    return life.invite(mentor_id, mentee_id, skills, by_id, now, score=two.score, facts=facts)
