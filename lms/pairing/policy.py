"""Who may see and act on a pair or a help request. A pair gives sight only while it is not ended."""

from lms.core.pair_life import Side, Standing, State
from lms.core.people import Actor, Role
from lms.pairing.models import HelpRequest, Pair
from lms.pairing.queries.owners import find_pair_mentor, may_own, may_take
from lms.pairing.queries.pairs import LIVE, is_there


def standing(pair: Pair) -> Standing:
    """Return what of a pair decides about its next move."""
    return Standing(
        State(pair.state),
        invited_at=pair.invited_at,
        reminded_at=pair.reminded_at,
        has_mentor_agreed=pair.mentor_agreed_at is not None,
        has_mentee_agreed=pair.mentee_agreed_at is not None,
        paused_by=sides(pair.paused_by),
        held_by=sides(pair.held_by),
    )


def sides(stored: str) -> frozenset[Side]:
    """Return the sides that a column names."""
    return frozenset(Side(each) for each in stored.split())


def side_of(pair: Pair, user_id: int) -> Side:
    """Return on which side somebody stands; whoever is none of the two acts as the coordinator."""
    if user_id == pair.mentor_id:
        return Side.MENTOR
    return Side.MENTEE if user_id == pair.mentee_id else Side.COORDINATOR


def is_apart(pair: Pair) -> bool:
    """Tell whether the two are to reach each other no more: parted for harm, or a report is not decided about."""
    return pair.ended_for_harm or pair.paused_for_harm


def can_read_invitation(actor: Actor, pair: Pair) -> bool:
    """The two, once they were invited; what became of it stays readable."""
    return actor.id in (pair.mentor_id, pair.mentee_id) and pair.invited_at is not None


def can_follow(actor: Actor, pair: Pair) -> bool:
    """The mentor, while the pair is active and the mentee there. Every rest closes the page, so that none tells why it began."""
    return actor.id == pair.mentor_id and pair.state == "active" and is_there(pair.mentee_id)


def can_read_pair(actor: Actor, pair: Pair) -> bool:
    """The two, from the start of the pair on; what they wrote stays readable after its end."""
    return actor.id in (pair.mentor_id, pair.mentee_id) and (pair.state in LIVE or pair.state == "ended")


def can_write_in_pair(actor: Actor, pair: Pair) -> bool:
    """The two, while the pair is active."""
    return actor.id in (pair.mentor_id, pair.mentee_id) and pair.state == "active"


def can_move_pair(actor: Actor, pair: Pair, unit_path: str) -> bool:
    """Either side, and officers of the mentee's unit or above: to let it rest, go on, or end."""
    return pair.state in LIVE and (
        actor.id in (pair.mentor_id, pair.mentee_id) or actor.reaches(Role.COORDINATOR, unit_path)
    )


def can_want_other(actor: Actor, pair: Pair) -> bool:
    """The mentee, while the pair lives."""
    return actor.id == pair.mentee_id and pair.state in LIVE


def can_answer_help(actor: Actor, help_request: HelpRequest) -> bool:
    """Whoever the request waits for; while it is open also the mentor who was asked first, and in the end any mentor there."""
    if not is_there(help_request.user_id):
        return False
    if actor.id == help_request.owner_id:
        return help_request.state != "closed" and may_own(actor.id, help_request)
    if help_request.state != "open" or actor.id in (0, help_request.user_id):
        return False
    if actor.id == find_pair_mentor(help_request.pair_id):
        return True
    return may_take(actor.id, help_request)


def can_close_help(actor: Actor, help_request: HelpRequest) -> bool:
    """Whoever asked, and whoever may answer."""
    if actor.id == help_request.user_id:
        return help_request.state != "closed"
    return can_answer_help(actor, help_request)
