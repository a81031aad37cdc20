"""The facts from which signals are given, for any number of pairs in the same number of statements.

Tries, claims and failed checks are only those of the goals that both agreed on; what the mentee herself sends (hand-ins,
requests for help) counts in any case.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, literal, or_, select

from lms.core.completion import Trust, Verb
from lms.core.days import HERE
from lms.core.practice import KINDS
from lms.core.practice.states import TaskState
from lms.core.sight import Sight, sight
from lms.core.signals import BOUNDS, Facts, Try
from lms.courses.queries import Head, get_published, list_heads
from lms.db import db
from lms.mentoring.models import Meeting
from lms.pairing.models import HelpRequest, Pair, PairGoal
from lms.pairing.queries.goals import list_goals
from lms.practice.models import Submission
from lms.progress.models import LearningEvent
from lms.quizzes.models import Attempt

LOOK_BACK = timedelta(days=BOUNDS["failing_within"].most)
"""The longest stretch in which failures may be counted."""

_BY_HERSELF = (
    Verb.ENROLLED,
    Verb.STEP_DONE,
    Verb.QUIZ_PASSED,
    Verb.QUIZ_NOT_PASSED,
    Verb.TASK_HANDED_IN,
    Verb.TASK_PASSED,
    Verb.TASK_NOT_PASSED,
)


@dataclass(frozen=True)
class _Done:
    """One try of one person, by a machine's or the person's own word."""

    item: str
    lesson: str
    state: TaskState
    at: datetime
    is_claim: bool


def list_facts(pair_ids: Collection[int], now: datetime) -> dict[int, Facts]:
    """Return what is known of each of these pairs at this moment."""
    found = select(
        Pair.id, Pair.mentee_id, func.coalesce(Pair.started_at, Pair.created_at), Pair.state
    ).where(Pair.id.in_(pair_ids))
    pairs = [(*row,) for row in db.session.execute(found)]
    return list_facts_of(pairs, list_goals(pair_ids), now)


def list_facts_of(
    pairs: Collection[tuple[int, int, datetime, str]], goals: Mapping[int, Sequence[PairGoal]], now: datetime
) -> dict[int, Facts]:
    """Return the same where the pairs (id, mentee, beginning, state) and their goals have been read."""
    pair_ids, mentees = [each[0] for each in pairs], {each[1] for each in pairs}
    heads = {head.id: head for head in list_heads()}
    done, waiting = _tries(mentees, heads, now)
    last, asking, met = _last_activity(mentees), _asking(mentees), _last_meetings(pair_ids, now)
    facts, open_lessons = {}, _Lessons(heads.values())
    for pair_id, mentee_id, paired_at, state in pairs:
        agreed = [goal for goal in goals.get(pair_id, ()) if goal.agreed_at]
        opened = open_lessons[sight([goal.skill for goal in agreed])] if done[mentee_id] else frozenset()
        seen = [each for each in done[mentee_id] if each.lesson in opened]
        facts[pair_id] = Facts(
            paired_at=paired_at,
            is_active=state == "active",
            tries=tuple(_judged(seen)),
            is_asking=mentee_id in asking,
            last_activity=last.get(mentee_id),
            has_open_goal=any(goal.reached_at is None for goal in agreed),
            last_meeting=met.get(pair_id),
            waiting_since=tuple(sorted(waiting[mentee_id])),
            claimed=_claimed(seen),
            failed_checks=_failed(seen),
        )
    return facts


def _tries(
    user_ids: Collection[int], heads: dict[int, Head], now: datetime
) -> tuple[dict[int, list[_Done]], dict[int, list[datetime]]]:
    """Return by person what was tried, and since when hand-ins wait."""
    done: dict[int, list[_Done]] = defaultdict(list)
    waiting: dict[int, list[datetime]] = defaultdict(list)
    for user_id, course_id, key, kind, state, at in [*_submissions(user_ids, now), *_attempts(user_ids, now)]:
        if state == TaskState.WAITING:
            waiting[user_id].append(at)
        head = heads.get(course_id)
        if head is not None:
            today = get_published(head.revision_id).today(key)
            lesson = f"{head.slug}/{today.partition('/')[0]}"
            is_claim = kind in KINDS and KINDS[kind].trust is Trust.SELF
            done[user_id].append(_Done(f"{head.slug}/{today}", lesson, TaskState(state), at, is_claim))
    return done, waiting


def _submissions(user_ids: Collection[int], now: datetime) -> Iterable[Any]:
    """Return tries at tasks: the late ones, and of each task the last, the last passed, and what waits."""
    decisive = (TaskState.PASSED, TaskState.NOT_PASSED, TaskState.WAITING)
    return db.session.execute(
        select(
            Submission.user_id,
            Submission.course_id,
            Submission.item_key,
            Submission.kind,
            Submission.state,
            Submission.handed_in_at,
        )
        .where(Submission.user_id.in_(user_ids), Submission.state.in_(decisive))
        .where(
            Submission.handed_in_at.is_not(None),
            or_(
                Submission.handed_in_at >= now - LOOK_BACK,
                Submission.id.in_(_latest(Submission, user_ids, Submission.state.in_(decisive))),
                Submission.id.in_(_latest(Submission, user_ids, Submission.state == TaskState.PASSED)),
            ),
        )
        .order_by(Submission.id)
    )


def _attempts(user_ids: Collection[int], now: datetime) -> Iterable[Any]:
    """Return ended attempts at quizzes likewise, said in the words of tasks."""
    is_judged = (Attempt.state != "void") & Attempt.is_passed.is_not(None) & Attempt.submitted_at.is_not(None)
    found = db.session.execute(
        select(
            Attempt.user_id,
            Attempt.course_id,
            Attempt.item_key,
            literal("quiz"),
            Attempt.is_passed,
            Attempt.submitted_at,
        )
        .where(Attempt.user_id.in_(user_ids), is_judged)
        .where(
            or_(
                Attempt.submitted_at >= now - LOOK_BACK,
                Attempt.id.in_(_latest(Attempt, user_ids, is_judged)),
                Attempt.id.in_(_latest(Attempt, user_ids, is_judged & Attempt.is_passed)),
            )
        )
        .order_by(Attempt.id)
    )
    for *place, is_passed, at in found:
        yield (*place, TaskState.PASSED if is_passed else TaskState.NOT_PASSED, at)


def _latest(
    table: type[Submission] | type[Attempt], user_ids: Collection[int], which: ColumnElement[bool]
) -> Any:
    return (
        select(func.max(table.id))
        .where(table.user_id.in_(user_ids), which)
        .group_by(table.user_id, table.course_id, table.item_key)
    )


class _Lessons(dict[Sight, frozenset[str]]):
    """The lessons that goals open, as course/lesson: most mentees of a mentor work towards the same."""

    def __init__(self, heads: Iterable[Head]) -> None:
        super().__init__()
        self.heads = tuple(heads)

    def __missing__(self, seen: Sight) -> frozenset[str]:
        self[seen] = frozenset(
            f"{head.slug}/{lesson}"
            for head in self.heads
            if seen.takes_in_course(head.slug)
            for lesson in seen.lessons(get_published(head.revision_id).course)
        )
        return self[seen]


def _judged(done: Iterable[_Done]) -> Iterable[Try]:
    """Return the tries that count as failures or passes: where a person looks already, nobody is stuck."""
    kept = list(done)
    looked_at = {each.item for each in kept if each.state is TaskState.WAITING}
    for each in kept:
        if each.item not in looked_at:
            yield Try(each.item, each.at, each.state is TaskState.PASSED)


def _claimed(done: Iterable[_Done]) -> frozenset[str]:
    """Return the lessons of which the learner said that all works."""
    return frozenset(each.lesson for each in done if each.is_claim and each.state is TaskState.PASSED)


def _failed(done: Iterable[_Done]) -> frozenset[str]:
    """Return the lessons with a check that the machine did not pass, not once, and no person looks at."""
    kept = [each for each in done if not each.is_claim]
    settled = {each.item for each in kept if each.state is not TaskState.NOT_PASSED}
    return frozenset(each.lesson for each in kept if each.item not in settled)


def _last_activity(user_ids: Collection[int]) -> dict[int, datetime]:
    found = (
        select(LearningEvent.subject_id, func.max(LearningEvent.at))
        .where(LearningEvent.subject_id.in_(user_ids), LearningEvent.verb.in_(_BY_HERSELF))
        .group_by(LearningEvent.subject_id)
    )
    return {row[0]: row[1] for row in db.session.execute(found)}


def _asking(user_ids: Collection[int]) -> set[int]:
    found = select(HelpRequest.user_id).where(HelpRequest.user_id.in_(user_ids), HelpRequest.state == "open")
    return set(db.session.scalars(found))


def _last_meetings(pair_ids: Collection[int], now: datetime) -> dict[int, datetime]:
    """Return the beginning of the last day on which each pair met; what the other denied is no meeting."""
    found = (
        select(Meeting.pair_id, func.max(Meeting.on))
        .where(
            Meeting.pair_id.in_(pair_ids),
            Meeting.denied_at.is_(None),
            Meeting.on <= now.astimezone(HERE).date(),
        )
        .group_by(Meeting.pair_id)
    )
    return {row[0]: _start_of(row[1]) for row in db.session.execute(found)}


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time(), HERE)
