"""Signals through the database: each at its threshold and one below, and no facts from outside the agreed goals."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from lms.core.practice.states import TaskState
from lms.core.signals import Signal, signals
from lms.courses.queries import get_head
from lms.db import db
from lms.mentoring.models import Meeting
from lms.mentoring.queries.signals import list_facts
from lms.pairing.models import HelpRequest, Pair, PairGoal
from lms.practice.models import Submission
from lms.progress.models import LearningEvent
from lms.quizzes.models import Attempt
from tests.conftest import Statements
from tests.factories import NOW, Site
from tests.practice.makers import SLUG, School, make_school

SECOND = timedelta(seconds=1)
EVENING = datetime(2026, 11, 20, 17, 0, tzinfo=NOW.tzinfo)
"""Midnight in Viet Nam: meetings are known by their day."""


def ago(**of: float) -> datetime:
    return NOW - timedelta(**of)


@pytest.fixture
def school(site: Site) -> School:
    """A pair of thirty days, met today, with work done today."""
    school = make_school(site)
    with site.working():
        pair = db.session.get_one(Pair, school.pair_id)
        pair.created_at = pair.started_at = ago(days=30)
    meet(site, school, NOW.date())
    happen(site, school, NOW)
    return school


def held(site: Site, school: School, now: datetime = NOW) -> frozenset[Signal]:
    with site.app.app_context():
        return signals(list_facts([school.pair_id], now)[school.pair_id], now)


def meet(site: Site, school: School, on: date, **changes: Any) -> None:
    with site.working():
        db.session.query(Meeting).delete()
        made = Meeting(
            pair_id=school.pair_id, on=on, minutes=30, place="school", logged_by_id=school.mentor.id
        )
        made.logged_at, made.idempotency_key = NOW, f"{on}"
        for name, value in changes.items():
            setattr(made, name, value)
        db.session.add(made)


def happen(site: Site, school: School, at: datetime, verb: str = "step_done") -> None:
    """Let the learner have done something last at ``at``."""
    with site.working():
        db.session.query(LearningEvent).filter_by(subject_id=school.learner.id).delete()
        head = get_head(SLUG)
        db.session.add(
            LearningEvent(
                subject_id=school.learner.id,
                actor_id=school.learner.id,
                actor_kind="self",
                verb=verb,
                course_id=head.id,
                item_key="bai-mot/bam-nut",
                revision_id=head.revision_id,
                at=at,
                idempotency_key=f"{verb}{at}",
            )
        )


def hand_in(
    site: Site, school: School, item: str, state: TaskState, *ats: datetime, kind: str = "sort"
) -> None:
    with site.working():
        head = get_head(SLUG)
        taken = db.session.query(Submission).count()
        for number, at in enumerate(ats, start=taken + 1):
            db.session.add(
                Submission(
                    user_id=school.learner.id,
                    course_id=head.id,
                    item_key=item,
                    revision_id=head.revision_id,
                    number=number,
                    kind=kind,
                    state=state,
                    started_at=at,
                    handed_in_at=at,
                )
            )


def sit(site: Site, school: School, *ats: datetime, is_passed: bool = False) -> None:
    from lms.quizzes.models import Bank, BankRevision

    with site.working():
        bank = db.session.query(Bank).first()
        revision = db.session.query(BankRevision).first()
        assert bank
        assert revision
        for at in ats:
            number = db.session.query(Attempt).count() + 1
            db.session.add(
                Attempt(
                    token=f"t{number}",
                    user_id=school.learner.id,
                    course_id=get_head(SLUG).id,
                    item_key="bai-hai/thu",
                    bank_id=bank.id,
                    revision_id=revision.id,
                    number=number,
                    state="graded",
                    frozen={},
                    started_at=at,
                    submitted_at=at,
                    max_score=1,
                    is_passed=is_passed,
                )
            )
            db.session.flush()


SORTING = "bai-hai/nv-xep"


def test_where_all_is_well_there_is_no_signal(site: Site, school: School) -> None:
    assert held(site, school) == frozenset()


def test_three_failures_within_seven_days_are_stuck(site: Site, school: School) -> None:
    hand_in(site, school, SORTING, TaskState.NOT_PASSED, ago(days=7), ago(days=1))
    assert held(site, school) == frozenset()
    hand_in(site, school, SORTING, TaskState.NOT_PASSED, NOW)
    assert held(site, school) == {Signal.STUCK}
    assert held(site, school, NOW + SECOND) == frozenset()  # the first is a second too old


def test_a_pass_is_not_stuck_and_neither_is_what_a_person_looks_at(site: Site, school: School) -> None:
    hand_in(site, school, SORTING, TaskState.NOT_PASSED, ago(days=3), ago(days=2), ago(days=1))
    assert Signal.STUCK in held(site, school)
    hand_in(site, school, SORTING, TaskState.WAITING, NOW)
    assert held(site, school) == frozenset()


def test_failed_quizzes_count_as_failed_tasks_do(site: Site, school: School) -> None:
    sit(site, school, ago(days=3), ago(days=2))
    assert Signal.STUCK not in held(site, school)
    sit(site, school, ago(days=1))
    assert Signal.STUCK in held(site, school)
    sit(site, school, NOW, is_passed=True)
    assert Signal.STUCK not in held(site, school)


def test_what_lies_outside_the_agreed_goals_is_no_fact(site: Site, school: School) -> None:
    hand_in(site, school, SORTING, TaskState.NOT_PASSED, ago(days=3), ago(days=2), ago(days=1))
    with site.working():
        goal = db.session.query(PairGoal).filter_by(pair_id=school.pair_id).one()
        goal.skill = "khoa-khac"
    assert held(site, school) == frozenset()


def test_asking_is_a_signal_at_once(site: Site, school: School) -> None:
    with site.working():
        asked = HelpRequest(
            user_id=school.learner.id, place="p", place_title="t", place_path="/", state="open"
        )
        asked.asked_at = NOW
        db.session.add(asked)
    assert held(site, school) == {Signal.ASKED}


def test_fourteen_days_without_anything_are_absent(site: Site, school: School) -> None:
    happen(site, school, ago(days=14) + SECOND)
    assert held(site, school) == frozenset()
    happen(site, school, ago(days=14))
    assert held(site, school) == {Signal.ABSENT}
    with site.working():
        db.session.query(PairGoal).filter_by(pair_id=school.pair_id).one().reached_at = NOW
    assert held(site, school) == frozenset()


def test_what_the_mentor_does_is_no_activity_of_the_mentee(site: Site, school: School) -> None:
    happen(site, school, NOW, verb="task_approved")
    assert held(site, school) == {Signal.ABSENT}


def test_twenty_one_days_after_the_last_meeting(site: Site, school: School) -> None:
    meet(site, school, date(2026, 10, 31))
    assert held(site, school, EVENING - SECOND) == frozenset()
    assert held(site, school, EVENING) == {Signal.NOT_MET}


def test_a_denied_meeting_and_one_to_come_are_none(site: Site, school: School) -> None:
    meet(site, school, NOW.date(), denied_at=NOW)
    assert held(site, school) == {Signal.NOT_MET}
    meet(site, school, NOW.date() + timedelta(days=1))
    assert held(site, school) == {Signal.NOT_MET}


def test_the_first_meeting_is_due_after_seven_days_and_not_while_the_pair_rests(
    site: Site, school: School
) -> None:
    with site.working():
        db.session.query(Meeting).delete()
        db.session.get_one(Pair, school.pair_id).started_at = ago(days=7)
    assert held(site, school, NOW - SECOND) == frozenset()
    assert held(site, school) == {Signal.NOT_MET}
    with site.working():
        db.session.get_one(Pair, school.pair_id).state = "paused"
    assert held(site, school) == frozenset()


def test_a_review_waits_long_after_72_hours_and_very_long_after_7_days(site: Site, school: School) -> None:
    hand_in(site, school, "bai-hai/nv-anh", TaskState.WAITING, NOW, kind="evidence")
    happen(site, school, NOW + timedelta(days=5))
    assert held(site, school, NOW + timedelta(hours=72) - SECOND) == frozenset()
    assert held(site, school, NOW + timedelta(hours=72)) == {Signal.WAITING}
    assert held(site, school, NOW + timedelta(days=7) - SECOND) == {Signal.WAITING}
    assert held(site, school, NOW + timedelta(days=7)) == {Signal.WAITING, Signal.WAITING_LONG}


def test_claimed_and_failing_in_one_lesson_is_a_mismatch(site: Site, school: School) -> None:
    hand_in(site, school, "bai-hai/nv-tu", TaskState.PASSED, ago(days=40), kind="self-check")
    assert held(site, school) == frozenset()
    hand_in(site, school, SORTING, TaskState.NOT_PASSED, ago(days=35))
    assert held(site, school) == {Signal.MISMATCH}
    hand_in(site, school, SORTING, TaskState.PASSED, ago(days=34))
    assert held(site, school) == frozenset()


def test_a_claim_in_another_lesson_is_no_mismatch(site: Site, school: School) -> None:
    hand_in(site, school, "bai-mot/nv-tu-kiem", TaskState.PASSED, NOW, kind="self-check")
    hand_in(site, school, SORTING, TaskState.NOT_PASSED, NOW)
    assert held(site, school) == frozenset()


def test_any_number_of_pairs_takes_the_same_statements(
    site: Site, school: School, statements: Statements
) -> None:
    ids = [school.pair_id]
    counts = []
    for _ in range(2):
        with site.app.app_context():
            list_facts(ids, NOW)  # what is published is kept from now on
            statements.clear()
            assert set(list_facts(ids, NOW)) == set(ids)
            counts.append(len(statements))
        mentor = site.person("Người Kèm", school.unit_id, password=None)
        ids += [site.pair(mentor, site.person(f"Người {n}", school.unit_id, password=None)) for n in range(3)]
    assert counts[0] == counts[1] <= 9
