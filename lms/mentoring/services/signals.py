"""Turning signals into notices: to the mentor, and where a review waits to the officer and then to all mentors there.

The same thing about the same activity is told once a week at most, and no longer than four weeks on end: what is said
again and again is not read.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import func, select

from lms.accounts.models import User
from lms.core.days import day_of
from lms.core.people import call_name
from lms.core.signals import BOUNDS, Facts, Signal, Thresholds, signals, stuck_at
from lms.db import db
from lms.mentoring.queries.signals import list_facts
from lms.notices.models import Notice
from lms.notices.services import Telling, notify, notify_all
from lms.pairing.models import Pair
from lms.pairing.queries.outsiders import list_partners_of
from lms.pairing.queries.owners import MOST_TOLD, find_officer, list_unit_mentors
from lms.pairing.queries.rules import list_thresholds
from lms.practice.queries import Late, list_late
from lms.units.models import Membership, Unit

AT_ONCE = 100
AGAIN_AFTER = timedelta(days=7)
GIVE_UP_AFTER = timedelta(days=28)
LEAST_WAIT = timedelta(hours=BOUNDS["review_within"].least)


def tick(now: datetime) -> int:
    """Tell what the signals say that nobody was told within the week; return how many notices that were."""
    return sum(tick_in_parts(now))


def tick_in_parts(now: datetime) -> Iterator[int]:
    """Do the same for some pairs at a time; each part may be a transaction of its own."""
    for part in _active_pairs():
        yield _tell_pairs(part, now)
    yield _tell_late(now)


def _active_pairs() -> Iterator[list[tuple[int, int, str, str, str]]]:
    """Yield active pairs, some at a time: pair, mentor, how the mentee is called, path of the unit that rules."""
    last = 0
    while True:
        found = (
            select(Pair.id, Pair.mentor_id, User.honorific, User.full_name, Unit.path)
            .join(User, User.id == Pair.mentee_id)
            .outerjoin(Membership, (Membership.user_id == User.id) & Membership.to_on.is_(None))
            .join(Unit, Unit.id == func.coalesce(Membership.unit_id, Pair.unit_id))
            .where(Pair.state == "active", Pair.id > last, User.closed_at.is_(None))
            .order_by(Pair.id)
            .limit(AT_ONCE)
        )
        rows = [(row[0], row[1], row[2], row[3], row[4]) for row in db.session.execute(found)]
        if not rows:
            return
        yield rows
        last = rows[-1][0]


def _tell_pairs(part: list[tuple[int, int, str, str, str]], now: datetime) -> int:
    facts = list_facts([row[0] for row in part], now)
    limits = list_thresholds({row[4] for row in part})
    lines = []
    for pair_id, mentor_id, honorific, full_name, path in part:
        values = {"name": call_name(honorific, full_name)}
        for signal, about in _worth_telling(facts[pair_id], now, limits[path]):
            kind, page = f"signal_{signal}", f"/nguoi-toi-giup/{pair_id}"
            lines.append((mentor_id, kind, f"{kind}:{pair_id}:{about}", page, values))
    return _tell_weekly(lines, now)


def _worth_telling(facts: Facts, now: datetime, limits: Thresholds) -> Iterator[tuple[Signal, str]]:
    """Yield the signals that a mentor is told of here, each with the activity it is about."""
    held = signals(facts, now, limits)
    active_at = max(facts.last_activity or facts.paired_at, facts.paired_at)
    met_at = facts.last_meeting or facts.paired_at
    meet_within = limits.meet_every if facts.last_meeting else limits.meet_first
    if Signal.STUCK in held:
        for item in sorted(stuck_at(facts.tries, now, limits)):
            yield Signal.STUCK, item
    if Signal.MISMATCH in held:
        for lesson in sorted(facts.claimed & facts.failed_checks):
            yield Signal.MISMATCH, lesson
    if Signal.ABSENT in held and now - active_at < limits.absent_after + GIVE_UP_AFTER:
        yield Signal.ABSENT, f"{active_at:%Y-%m-%d}"
    if Signal.NOT_MET in held and now - met_at < meet_within + GIVE_UP_AFTER:
        yield Signal.NOT_MET, f"{met_at:%Y-%m-%d}"


Line = tuple[int, str, str, str, dict[str, str]]
"""Whom to tell, the kind, what it is about, the page, what fills the sentence."""


def _tell_weekly(lines: list[Line], now: datetime) -> int:
    """Tell what was not told within the week; what a clock set back finds in the future counts as told."""
    people = {line[0] for line in lines}
    found = select(Notice.key).where(Notice.user_id.in_(people), Notice.at > now - AGAIN_AFTER)
    told = {key.rpartition("@")[0] for key in db.session.scalars(found)} if people else set()
    news = (
        Telling(user_id, kind, f"{about[:140]}@{now:%Y-%m-%d}", path, values)
        for user_id, kind, about, path, values in lines
        if about[:140] not in told
    )
    return notify_all(news, now)


def _tell_late(now: datetime) -> int:
    late = list_late(now - LEAST_WAIT)
    limits = list_thresholds({each.unit_path for each in late})
    lines: list[Line] = []
    for each in late:
        waited, limit = now - each.since, limits[each.unit_path]
        if waited >= limit.review_within:
            lines += _lines_of(each, waited)
        if waited >= limit.anybody_after:
            lines += _lines_for_all(each)
    return _tell_weekly(lines, now)


def _lines_of(late: Late, waited: timedelta) -> Iterator[Line]:
    """Yield what the mentor is told, and the officer; who has no mentor is the officer's own to review."""
    page = f"/duyet/{late.submission_id}"
    if late.mentor_id is not None:
        about = f"signal_waiting:{late.submission_id}:{late.mentor_id}"
        yield late.mentor_id, "signal_waiting", about, page, {"name": late.call_name}
    partners = [user_id for user_id, _ in list_partners_of(late.user_id)]
    officer = find_officer(late.unit_path, but=(late.user_id, late.mentor_id or 0, *partners))
    if officer is None:
        return
    if late.mentor_id is None:
        about = f"signal_waiting:{late.submission_id}:{officer.id}"
        yield officer.id, "signal_waiting", about, page, {"name": late.call_name}
        return
    values = {"name": late.call_name, "mentor": late.mentor_call_name, "days": str(waited.days)}
    about = f"review_waits:{late.submission_id}:{officer.id}"
    yield officer.id, "review_waits", about, f"/ghep-cap/{late.unit_id}/bai-cho", values


def _lines_for_all(late: Late) -> Iterator[Line]:
    partners = [user_id for user_id, _ in list_partners_of(late.user_id)]
    but = (late.user_id, late.mentor_id or 0, *partners)
    for user_id in list_unit_mentors(late.unit_id, but=but)[:MOST_TOLD]:
        about = f"review_for_all:{late.submission_id}:{user_id}"
        yield user_id, "review_for_all", about, f"/duyet/{late.submission_id}", {"name": late.call_name}


def remind_reviewer(late: Late, now: datetime) -> bool:
    """Tell the mentor, in the officer's name, that a hand-in waits; at most once a day. Return whether it was told."""
    if late.mentor_id is None:
        return False
    key = f"review_reminder:{late.submission_id}:{late.mentor_id}:{day_of(now)}"
    path, values = f"/duyet/{late.submission_id}", {"name": late.call_name}
    return notify(late.mentor_id, "review_reminder", key, now, path=path, values=values)
