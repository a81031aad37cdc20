"""What a mentor's screen says of each person: the one thing to do next, and why."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from lms.core.completion import Trust
from lms.core.next_step import NextStep, Situation, next_step, urgency
from lms.core.signals import Facts, Signal, Thresholds, signals, stuck_at
from lms.db import db
from lms.mentoring.queries.goals import main_goal
from lms.mentoring.queries.mentees import Mentee, list_mentees
from lms.mentoring.queries.signals import list_facts_of
from lms.pairing.models import AccessEntry, PairGoal
from lms.pairing.queries.help import Asked
from lms.pairing.queries.rules import list_thresholds
from lms.practice.queries import Waiting
from lms.practice.queries.certificates import list_locked

CARD = "card"
"""What is written down when somebody's card was seen among others."""
PRAISE_WITHIN = timedelta(days=14)


@dataclass(frozen=True)
class Card:
    """One mentee as the screen shows her; titles are only those of activities within the agreed goals."""

    mentee: Mentee
    step: NextStep
    facts: Facts
    signals: frozenset[Signal] = frozenset()
    asked: tuple[Asked, ...] = ()
    waiting: tuple[Waiting, ...] = ()
    locked_since: datetime | None = None
    stuck: str = ""
    passed: str = ""

    @property
    def goal(self) -> PairGoal | None:
        """The agreed goal that both work towards now."""
        return main_goal(self.mentee.goals)

    @property
    def is_goal_proposed(self) -> bool:
        """Whether a goal of the mentee's waits for the mentor's word."""
        return any(not each.agreed_at and each.set_by_id == self.mentee.user_id for each in self.mentee.goals)

    @property
    def is_shut(self) -> bool:
        """Whether nothing of this person may be opened now: the pair rests, for whatever reason."""
        return self.mentee.pair.state == "paused"

    @property
    def since(self) -> datetime:
        return self.waiting[0].handed_in_at if self.waiting else self.mentee.quiet_since


def list_cards(
    mentor_id: int, asked: Iterable[Asked], waiting: Iterable[Waiting], now: datetime
) -> list[Card]:
    """Return everybody whom a mentor helps: open requests first, then by days without progress."""
    mentees = list_mentees(mentor_id)
    if not mentees:
        return []
    people = [each.user_id for each in mentees]
    facts = list_facts_of(
        [(each.pair.id, each.user_id, each.paired_at, each.pair.state) for each in mentees],
        {each.pair.id: each.goals for each in mentees},
        now,
    )
    limits = list_thresholds({each.unit_path for each in mentees})
    locked, looked = list_locked(people), list_last_looks(mentor_id, people)
    requests: dict[int, list[Asked]] = defaultdict(list)
    for request in asked:
        requests[request.user_id].append(request)
    sent: dict[int, list[Waiting]] = defaultdict(list)
    for each in waiting:
        sent[each.user_id].append(each)
    cards = [
        _card(
            mentee,
            facts[mentee.pair.id],
            requests[mentee.user_id],
            sent[mentee.user_id],
            locked.get(mentee.user_id),
            max(looked.get(mentee.user_id, mentee.paired_at), now - PRAISE_WITHIN),
            now,
            limits[mentee.unit_path],
        )
        for mentee in mentees
    ]
    return sorted(cards, key=lambda card: (not card.asked, card.is_shut))


def by_urgency(cards: Iterable[Card]) -> list[Card]:
    """Return the cards for the list of what to do next: open requests, then what comes first, the longest wait first."""
    return sorted(cards, key=lambda card: (not card.asked, urgency(card.step), card.since))


def _card(
    mentee: Mentee,
    facts: Facts,
    asked: Sequence[Asked],
    waiting: Sequence[Waiting],
    locked_since: datetime | None,
    looked_at: datetime,
    now: datetime,
    limits: Thresholds,
) -> Card:
    held, passed = signals(facts, now, limits), _passed_since(mentee, looked_at)
    step = next_step(
        Situation(
            signals=held if asked else held - {Signal.ASKED},
            is_paused=mentee.pair.state == "paused",
            waiting_since=waiting[0].handed_in_at if waiting else None,
            has_locked_key=locked_since is not None,
            has_goal=main_goal(mentee.goals) is not None,
            has_passed_lately=bool(passed),
            is_nearly_done=mentee.is_nearly_done,
        )
    )
    return Card(
        mentee,
        step,
        facts,
        held,
        tuple(asked),
        tuple(waiting),
        locked_since,
        _stuck(mentee, stuck_at(facts.tries, now, limits)),
        passed,
    )


def _stuck(mentee: Mentee, stuck: Collection[str]) -> str:
    """Return what somebody does not get past, as its page is called."""
    if not stuck:
        return ""
    titles = (
        line.title
        for timeline in mentee.timelines
        for line in timeline.lines
        if f"{timeline.head.slug}/{line.key}" in stuck
    )
    return next(titles, "")


def _passed_since(mentee: Mentee, since: datetime) -> str:
    """Return the task or quiz that was last passed since then, on another's word than one's own."""
    passed = [
        (line.record.at, line.title)
        for timeline in mentee.timelines
        for lesson in timeline.lessons
        if lesson.last_at and lesson.last_at > since
        for line in lesson.lines
        if line.is_done and line.record and line.record.at > since and line.record.trust != Trust.SELF
    ]
    return max(passed, default=(since, ""))[1]


def list_last_looks(viewer_id: int, subject_ids: Collection[int]) -> Mapping[int, datetime]:
    """Return when the viewer last opened something of each of these people; seeing the card is no opening."""
    found = (
        select(AccessEntry.subject_id, func.max(AccessEntry.at))
        .where(AccessEntry.viewer_id == viewer_id, AccessEntry.subject_id.in_(subject_ids))
        .where(AccessEntry.what != CARD)
        .group_by(AccessEntry.subject_id)
    )
    return {row[0]: row[1] for row in db.session.execute(found)}
