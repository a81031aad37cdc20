"""What waits longer than its unit wants it to, for the coordinator to remind, or to hand to another mentor there."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import exists, or_, select

from lms.accounts.models import User
from lms.core.signals import BOUNDS
from lms.core.vietnamese import name_sort_key
from lms.db import db
from lms.pairing.models import Pair
from lms.pairing.queries.rules import list_thresholds
from lms.practice.queries import Late, list_late
from lms.practice.queries.lending import MOST_LENT, Reviewer, count_lent, list_lent
from lms.units.models import Membership

LEAST_WAIT = timedelta(hours=BOUNDS["review_within"].least)


def list_too_late(path: str, reader_id: int, now: datetime) -> list[tuple[Late, bool]]:
    """Return what waits too long at and below ``path``, each with whether any mentor may look at it by now.

    What the reader handed in is left out: that is for somebody else to remind of.
    """
    found = list_late(now - LEAST_WAIT, path)
    limits = list_thresholds({each.unit_path for each in found})
    return [
        (each, now - each.since >= limits[each.unit_path].anybody_after)
        for each in found
        if now - each.since >= limits[each.unit_path].review_within and each.user_id != reader_id
    ]


@dataclass(frozen=True)
class Handing:
    """With whom a late hand-in lies besides its mentor, and who else of the unit could take it."""

    lent: Reviewer | None
    mentors: list[Reviewer]


def list_handings(late: Collection[Late]) -> dict[int, Handing]:
    """Return by hand-in who has it and who could take it: mentors of the unit who have room and never were in a pair with her.

    Four statements, however many hand-ins.
    """
    mentors = _list_mentors({each.unit_id for each in late})
    busy = count_lent([mentor.user_id for each in mentors.values() for mentor in each])
    lent, partners = (
        list_lent([each.submission_id for each in late]),
        _list_partners({each.user_id for each in late}),
    )
    handings = {}
    for each in late:
        has, away = lent.get(each.submission_id), {each.user_id, *partners[each.user_id]}
        handings[each.submission_id] = Handing(
            has,
            [
                mentor
                for mentor in mentors[each.unit_id]
                if mentor.user_id not in away and busy.get(mentor.user_id, 0) < MOST_LENT and mentor != has
            ],
        )
    return handings


def _list_mentors(unit_ids: Collection[int]) -> dict[int, list[Reviewer]]:
    """Return by unit who belongs to it and helps somebody in an active pair, by name."""
    found = (
        select(Membership.unit_id, User.id, User.honorific, User.full_name)
        .join(User, User.id == Membership.user_id)
        .where(Membership.unit_id.in_(unit_ids), Membership.to_on.is_(None), User.closed_at.is_(None))
        .where(exists().where(Pair.mentor_id == User.id, Pair.state == "active"))
    )
    mentors: dict[int, list[Reviewer]] = defaultdict(list)
    for row in sorted(db.session.execute(found), key=lambda row: (name_sort_key(row[3]), row[1])):
        mentors[row[0]].append(Reviewer(row[1], row[2], row[3]))
    return mentors


def _list_partners(user_ids: Collection[int]) -> dict[int, set[int]]:
    """Return by person everybody who is or ever was in a pair with them."""
    found = select(Pair.mentor_id, Pair.mentee_id).where(
        Pair.started_at.is_not(None), or_(Pair.mentor_id.in_(user_ids), Pair.mentee_id.in_(user_ids))
    )
    partners: dict[int, set[int]] = defaultdict(set)
    for mentor_id, mentee_id in db.session.execute(found):
        partners[mentor_id].add(mentee_id)
        partners[mentee_id].add(mentor_id)
    return partners
