"""Who may see and act on a pair or a help request. A pair gives sight only while it is not ended."""

from lms.core.people import Actor, Role
from lms.pairing.models import HelpRequest, Pair
from lms.pairing.queries.pairs import LIVE


def can_follow(actor: Actor, pair: Pair) -> bool:
    """The mentor, while the pair lives."""
    return actor.id == pair.mentor_id and pair.state in LIVE


def can_read_pair(actor: Actor, pair: Pair) -> bool:
    """The two, from the start of the pair on; what they wrote stays readable after its end."""
    return actor.id in (pair.mentor_id, pair.mentee_id) and (pair.state in LIVE or pair.state == "ended")


def can_write_in_pair(actor: Actor, pair: Pair) -> bool:
    """The two, while the pair is active."""
    return actor.id in (pair.mentor_id, pair.mentee_id) and pair.state == "active"


def can_end_pair(actor: Actor, pair: Pair, unit_path: str) -> bool:
    """Either side, and officers of the mentee's unit or above."""
    return pair.state in LIVE and (
        actor.id in (pair.mentor_id, pair.mentee_id) or actor.reaches(Role.COORDINATOR, unit_path)
    )


def can_pair_people(actor: Actor, unit_path: str) -> bool:
    """Officers of the unit or above; both people's units are asked about."""
    return actor.reaches(Role.COORDINATOR, unit_path)


def can_answer_help(actor: Actor, help_request: HelpRequest) -> bool:
    """Whoever the request waits for."""
    return actor.id == help_request.owner_id and help_request.state != "closed"


def can_close_help(actor: Actor, help_request: HelpRequest) -> bool:
    """Whoever asked, and whoever the request waits for."""
    return actor.id in (help_request.user_id, help_request.owner_id) and help_request.state != "closed"
