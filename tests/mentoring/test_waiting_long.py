"""Hand-ins that wait: after 72 hours the officer knows of them, after 7 days any mentor of the unit may decide."""

from datetime import timedelta

import pytest

from lms import clock
from lms.core.practice.states import TaskState
from lms.db import db
from lms.mentoring.services import signals
from lms.notices.models import Notice
from lms.pairing.models import Pair
from lms.practice.models import Submission
from lms.practice.services import version_of
from tests.factories import NOW, Person, Site, post
from tests.practice.makers import OBSERVED, School, make_school

SECOND = timedelta(seconds=1)
THREE_DAYS, SEVEN_DAYS = timedelta(hours=72), timedelta(days=7)


@pytest.fixture
def school(site: Site) -> School:
    return make_school(site)


@pytest.fixture
def handed_in(site: Site, school: School) -> int:
    """An observed task that the learner says is done, handed in now."""
    assert post(site.client(school.learner), OBSERVED, note="Em làm rồi").status_code in (200, 303)
    with site.working():
        only = db.session.scalars(db.select(Submission)).one()
        assert only.state == TaskState.WAITING
        only.handed_in_at = NOW
        return only.id


def at(monkeypatch: pytest.MonkeyPatch, waited: timedelta) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW + waited)


def told(site: Site, person: Person, kind: str) -> int:
    with site.app.app_context():
        return db.session.query(Notice).filter_by(user_id=person.id, kind=kind).count()


def tick(site: Site, waited: timedelta) -> int:
    with site.working():
        return signals.tick(NOW + waited)


def form(site: Site, handed_in: int) -> dict[str, str]:
    with site.app.app_context():
        version = version_of(db.session.get_one(Submission, handed_in))
    return {"version": version, "decision": "return", "reason": "Chụp lại giúp em"}


def test_before_seven_days_only_the_mentor_may_open_it(
    site: Site, school: School, handed_in: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    clients = [site.client(each) for each in school.outsiders]
    mentor = site.client(school.mentor)
    at(monkeypatch, SEVEN_DAYS - SECOND)
    assert mentor.get(f"/duyet/{handed_in}").status_code == 200
    assert [each.get(f"/duyet/{handed_in}").status_code for each in clients] == [404] * 4


def test_at_seven_days_any_mentor_of_the_unit_may_and_nobody_else(
    site: Site, school: School, handed_in: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    far = site.person("Mentor Nơi Khác", school.other_officer.unit_id)
    site.pair(far, site.person("Học Trò Nơi Khác", school.other_officer.unit_id))
    inside = site.client(school.other_mentor)
    others = [site.client(each) for each in (school.colleague, school.officer, school.other_officer, far)]
    at(monkeypatch, SEVEN_DAYS)
    assert inside.get(f"/duyet/{handed_in}").status_code == 200
    assert f"/duyet/{handed_in}" in inside.get("/nguoi-toi-giup").text
    assert [each.get(f"/duyet/{handed_in}").status_code for each in others] == [404] * 4
    assert all(f"/duyet/{handed_in}" not in each.get("/nguoi-toi-giup").text for each in others)


def test_another_mentor_decides_once(
    site: Site, school: School, handed_in: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = site.client(school.other_mentor)
    at(monkeypatch, SEVEN_DAYS - SECOND)
    fields = form(site, handed_in)
    assert post(client, f"/duyet/{handed_in}", **fields).status_code == 404
    at(monkeypatch, SEVEN_DAYS)
    assert post(client, f"/duyet/{handed_in}", **fields).status_code == 303
    assert post(client, f"/duyet/{handed_in}", **fields).status_code == 303
    with site.app.app_context():
        done = db.session.get_one(Submission, handed_in)
        assert (done.state, done.decided_by_id) == (TaskState.RETURNED, school.other_mentor.id)


def test_the_mentor_of_a_pair_with_a_report_steps_in_nowhere_for_that_learner(
    site: Site, school: School, handed_in: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with site.working():
        former = Pair(
            mentor_id=school.other_mentor.id,
            mentee_id=school.learner.id,
            unit_id=school.unit_id,
            state="ended",
            created_at=NOW,
            ended_for_harm=True,
            started_at=NOW,
        )
        db.session.add(former)
    client = site.client(school.other_mentor)
    at(monkeypatch, SEVEN_DAYS)
    assert client.get(f"/duyet/{handed_in}").status_code == 404
    assert f"/duyet/{handed_in}" not in client.get("/nguoi-toi-giup").text
    tick(site, SEVEN_DAYS)
    assert told(site, school.other_mentor, "review_for_all") == 0


def test_notices_go_to_mentor_and_officer_at_72_hours_and_to_all_mentors_at_seven_days(
    site: Site, school: School, handed_in: int
) -> None:
    tick(site, THREE_DAYS - SECOND)
    assert told(site, school.mentor, "signal_waiting") == told(site, school.officer, "review_waits") == 0
    tick(site, THREE_DAYS)
    assert told(site, school.mentor, "signal_waiting") == told(site, school.officer, "review_waits") == 1
    assert tick(site, THREE_DAYS) == 0
    assert tick(site, THREE_DAYS + timedelta(days=1)) == 0
    tick(site, SEVEN_DAYS - SECOND)
    assert told(site, school.other_mentor, "review_for_all") == 0
    tick(site, SEVEN_DAYS)
    assert told(site, school.other_mentor, "review_for_all") == 1
    assert told(site, school.colleague, "review_for_all") == told(site, school.mentor, "review_for_all") == 0


def test_a_week_later_it_is_told_again_and_a_clock_set_back_tells_nothing(
    site: Site, school: School, handed_in: int
) -> None:
    tick(site, THREE_DAYS)
    assert tick(site, THREE_DAYS - timedelta(hours=1)) == 0
    tick(site, THREE_DAYS + timedelta(days=7))
    assert told(site, school.mentor, "signal_waiting") == 2
    tick(site, THREE_DAYS + timedelta(days=1))
    assert told(site, school.mentor, "signal_waiting") == 2


def test_the_officer_sees_for_whom_and_how_long_and_nothing_of_the_work(
    site: Site, school: School, handed_in: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = f"/ghep-cap/{school.unit_id}/bai-cho"
    client = site.client(school.officer)
    at(monkeypatch, THREE_DAYS - SECOND)
    assert "Nguyễn Thị Hòa" not in client.get(path).text
    at(monkeypatch, THREE_DAYS)
    page = client.get(path).text
    assert "Nguyễn Thị Hòa" in page
    assert "Nhắc thầy Minh" in page
    assert "Em làm rồi" not in page
    assert f"/duyet/{handed_in}" not in page


def test_reminding_twice_a_day_is_reminding_once(
    site: Site, school: School, handed_in: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = f"/ghep-cap/{school.unit_id}/bai-cho/{handed_in}/nhac"
    client, stranger = site.client(school.officer), site.client(school.other_officer)
    assert post(client, path).status_code == 404  # it waits for no time yet
    at(monkeypatch, THREE_DAYS)
    assert post(stranger, path).status_code == 404
    assert post(site.client(school.mentor), path).status_code == 403
    assert [post(client, path).status_code for _ in range(2)] == [303, 303]
    assert told(site, school.mentor, "review_reminder") == 1
    for hours, times in ((14.99, 1), (15, 2)):
        at(monkeypatch, THREE_DAYS + timedelta(hours=hours))  # just before midnight here, and midnight
        post(client, path)
        assert told(site, school.mentor, "review_reminder") == times


def test_a_unit_may_wait_shorter(
    site: Site, school: School, handed_in: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    fields = dict.fromkeys(("failures", "failing_within", "absent_after", "meet_every", "meet_first"), "7")
    fields |= {"review_within": "24", "anybody_after": "2"}
    saved = post(site.client(school.officer), f"/ghep-cap/{school.unit_id}/nguong", **fields)
    assert saved.status_code == 303
    tick(site, timedelta(hours=24))
    assert told(site, school.officer, "review_waits") == 1
    client = site.client(school.other_mentor)
    at(monkeypatch, timedelta(days=2))
    assert client.get(f"/duyet/{handed_in}").status_code == 200
