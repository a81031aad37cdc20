"""Signals become notices: to the mentor, once a week for each signal and activity, and not for ever."""

from datetime import timedelta

import pytest

from lms.core.practice.states import TaskState
from lms.db import db
from lms.mentoring.models import Meeting
from lms.mentoring.services import signals
from lms.notices.models import Notice
from lms.pairing.models import Pair
from tests.conftest import Statements
from tests.factories import NOW, Site
from tests.mentoring.test_facts import SORTING, ago, hand_in, happen, meet
from tests.mentoring.test_facts import school as school
from tests.practice.makers import School

DAY = timedelta(days=1)


def tick(site: Site, after: timedelta = timedelta()) -> int:
    with site.working():
        return signals.tick(NOW + after)


def told(site: Site, school: School) -> list[str]:
    """Return what the mentor was told, oldest first."""
    with site.app.app_context():
        found = db.select(Notice.kind).where(Notice.user_id == school.mentor.id).order_by(Notice.id)
        return [kind for kind in db.session.scalars(found) if kind.startswith("signal_")]


@pytest.fixture(autouse=True)
def others_met(site: Site, school: School) -> None:
    """Let the other pair of the school be of no concern."""
    with site.working():
        for pair in db.session.query(Pair).filter(Pair.id != school.pair_id):
            pair.state = "paused"


def test_where_all_is_well_nobody_is_told_anything(site: Site, school: School) -> None:
    assert tick(site) == 0
    assert told(site, school) == []


def test_stuck_is_told_once_a_week_for_each_activity(site: Site, school: School) -> None:
    hand_in(site, school, SORTING, TaskState.NOT_PASSED, NOW, NOW, NOW)
    assert [tick(site), tick(site), tick(site, DAY)] == [1, 0, 0]
    hand_in(site, school, "bai-mot/nv-khac", TaskState.NOT_PASSED, NOW, NOW, NOW)
    assert tick(site, DAY) == 1
    assert told(site, school) == ["signal_stuck", "signal_stuck"]


def test_absence_is_told_weekly_for_four_weeks_and_then_no_more(site: Site, school: School) -> None:
    happen(site, school, ago(days=14) + DAY)
    assert tick(site, DAY - timedelta(seconds=1)) == 0
    days = []
    for day in range(1, 60):
        meet(site, school, (NOW + day * DAY).date())
        if tick(site, day * DAY):
            days.append(day)
    assert days == [1, 8, 15, 22]
    assert told(site, school) == ["signal_absent"] * 4


def test_a_meeting_ends_the_call_to_meet(site: Site, school: School) -> None:
    with site.working():
        db.session.query(Meeting).delete()
    assert tick(site, DAY) == 1
    assert told(site, school) == ["signal_not_met"]
    meet(site, school, (NOW + 2 * DAY).date())
    assert tick(site, 9 * DAY) == 0


def test_mismatch_is_told_in_words_without_blame(site: Site, school: School) -> None:
    hand_in(site, school, "bai-hai/nv-tu", TaskState.PASSED, NOW, kind="self-check")
    hand_in(site, school, SORTING, TaskState.NOT_PASSED, NOW)
    assert tick(site) == 1
    assert told(site, school) == ["signal_mismatch"]
    page = site.client(school.mentor).get("/thong-bao").text
    assert "Hai người thử lại cùng nhau nhé." in page


def test_a_resting_pair_tells_nothing(site: Site, school: School) -> None:
    hand_in(site, school, SORTING, TaskState.NOT_PASSED, NOW, NOW, NOW)
    with site.working():
        db.session.get_one(Pair, school.pair_id).state = "paused"
    assert tick(site) == 0


def test_a_clock_set_back_tells_nothing_again(site: Site, school: School) -> None:
    hand_in(site, school, SORTING, TaskState.NOT_PASSED, NOW, NOW, NOW)
    assert tick(site) == 1
    assert tick(site, -timedelta(hours=1)) == 0
    assert tick(site, DAY) == 0


def test_more_pairs_take_no_more_statements_to_look_at(
    site: Site, school: School, statements: Statements
) -> None:
    counts = []
    for _ in range(2):
        tick(site)
        statements.clear()
        tick(site)
        counts.append(len(statements))
        for n in range(3):
            mentor = site.person(f"Người Kèm {n}", school.unit_id, password=None)
            site.pair(mentor, site.person(f"Người Học {n}", school.unit_id, password=None))
    assert counts[0] == counts[1]
