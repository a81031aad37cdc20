"""The next candidate after an invitation came to nothing: put before the coordinator, who invites or chooses another."""

from collections import defaultdict
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from lms.core.people import call_name
from lms.db import db
from lms.matching.models import Need, PairingRun
from lms.matching.queries.facts import Group
from lms.matching.queries.rules import find_weights
from lms.matching.queries.runs import look
from lms.matching.services.runs import keep
from lms.notices.services import notify
from lms.pairing.models import Pair
from lms.pairing.queries.owners import find_officer
from lms.pairing.queries.pairs import TAKEN
from lms.units.models import Membership, Unit
from lms.units.queries import list_members_by_id


def tick(now: datetime) -> int:
    """Suggest the next mentor to those whose invitation was declined or expired; return how many were found.

    Whoever waits and for whom nobody is found yet is looked at again next time: an offer may have come in.
    """
    return sum(_suggest_next(key, waiting, now) for key, waiting in _list_waiting().items())


def _list_waiting() -> dict[tuple[Group, int | None], list[int]]:
    """Return who waits, by group and by the run whose rules hold; a group reaches as far as that run did."""
    other = aliased(Pair)
    found = (
        select(Pair.mentee_id, Pair.run_id, Unit.path, Unit.parent_id, PairingRun.unit_id)
        .join(Need, (Need.user_id == Pair.mentee_id) & Need.withdrawn_at.is_(None))
        .join(Membership, (Membership.user_id == Pair.mentee_id) & Membership.to_on.is_(None))
        .join(Unit, Unit.id == Membership.unit_id)
        .join(PairingRun, PairingRun.id == Pair.run_id, isouter=True)
        .where(
            Pair.state.in_(("declined", "expired")),
            ~exists().where(other.mentee_id == Pair.mentee_id, other.state.in_((*TAKEN, "suggested"))),
        )
        .order_by(Pair.id)
    )
    latest = {row[0]: row for row in db.session.execute(found)}
    waiting: dict[tuple[Group, int | None], list[int]] = defaultdict(list)
    for mentee_id, run_id, path, parent_id, run_unit_id in latest.values():
        before, looked_at, _ = path.partition(f"/{run_unit_id}/")
        # Somebody who has moved out of the run's units since is looked at in her own.
        reach, run_id = (before + looked_at, run_id) if looked_at else (path, None)
        waiting[Group(reach, parent_id), run_id].append(mentee_id)
    return waiting


def _suggest_next(key: tuple[Group, int | None], waiting: list[int], now: datetime) -> int:
    group, run_id = key
    run = db.session.get(PairingRun, run_id) if run_id else None
    material, outcome = look(group, find_weights(group.path), now, waiting)
    keep(outcome.suggestions, material.units, run, now)
    members = {each.user_id: each for each in list_members_by_id(material.units)}
    for each in outcome.suggestions:
        member = members[each.mentee_id]
        contact = find_officer(member.unit_path, but=(each.mentor_id, each.mentee_id))
        if contact is not None:
            notify(
                contact.id,
                "pair_next_found",
                f"pair_next_found:{each.mentor_id}:{each.mentee_id}:{contact.id}",
                now,
                path=f"/ghep-cap/{member.unit_id}",
                values={"mentee": call_name(member.honorific, member.full_name)},
            )
    return len(outcome.suggestions)
