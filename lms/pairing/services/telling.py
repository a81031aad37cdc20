"""Telling the two of a pair, and who answers for the unit, what became of the pair. No reason is ever told on.

Not the same notice twice: the key names pair, person and, where it may happen again, the moment.
"""

from collections.abc import Iterable
from datetime import datetime

from lms.accounts.models import User
from lms.core.people import Role
from lms.db import db
from lms.notices.services import notify
from lms.pairing.models import Pair
from lms.pairing.queries.pairs import find_coordinator_of
from lms.units.queries import find_member, list_grants


def call_names(pair: Pair) -> tuple[str, str]:
    """Return how mentor and mentee are called."""
    mentor, mentee = (db.session.get_one(User, each) for each in (pair.mentor_id, pair.mentee_id))
    return mentor.call_name, mentee.call_name


def tell_two(
    pair: Pair,
    kind: str,
    now: datetime,
    page: str,
    *,
    only: Iterable[int] = (),
    but: int | None = None,
    again: bool = False,
) -> None:
    """Tell both, or some, of the two; each reads the other's name. ``page`` is a page of this pair, such as loi-moi."""
    mentor, mentee = call_names(pair)
    chosen = set(only) or {pair.mentor_id, pair.mentee_id}
    moment = f":{now.isoformat()}" if again else ""
    for user_id, other in ((pair.mentor_id, mentee), (pair.mentee_id, mentor)):
        if user_id in chosen and user_id != but:
            key = f"{kind}:{pair.id}:{user_id}{moment}"
            notify(user_id, kind, key, now, path=f"/cap/{pair.id}/{page}", values={"name": other})


def tell_coordinator(
    pair: Pair, kind: str, now: datetime, *, but: int | None = None, again: bool = False
) -> None:
    """Tell whoever arranges pairs there; who did it oneself (``but``) need not be told."""
    contact = find_coordinator_of(pair)
    if contact is None or contact.id == but:
        return
    mentor, mentee = call_names(pair)
    values = {"mentor": mentor, "mentee": mentee}
    if pair.started_at is None and (unit_name := _away(pair.mentor_id, contact.id)):
        kind, values = "pair_not_formed_away", {"unit": unit_name, "mentee": mentee}
    key = f"{kind}:{pair.id}:{contact.id}" + (f":{now.isoformat()}" if again else "")
    notify(contact.id, kind, key, now, path=f"/ghep-cap/{pair.unit_id}", values=values)


def _away(mentor_id: int, officer_id: int) -> str:
    """Return the unit of a mentor for whom the officer does not answer, whose name only a pair that began tells."""
    member = find_member(mentor_id)
    if member is None:
        return ""
    offices = [grant for grant in list_grants(officer_id) if grant[0].role in (Role.COORDINATOR, Role.ADMIN)]
    is_own = any(member.unit_path.startswith(unit.path) for _, unit in offices)
    return "" if is_own else member.unit_name
