"""Doing a passed task again: a fresh variant, the old record untouched, and nothing lost by failing."""

from datetime import timedelta

from sqlalchemy import select

from lms.core.notices import SENTENCES
from lms.core.proficiency import FORTNIGHT, HOLDS, Level
from lms.db import db
from lms.notices.models import Notice
from lms.practice.models import Submission
from lms.practice.queries import task_of
from lms.skills.queries import find_abilities
from lms.skills.services import tick
from tests.factories import NOW, Person, Site, post
from tests.practice.makers import SORT, events, sort_fields, state_of, submissions
from tests.skills.conftest import Set
from tests.skills.makers import SORTED, SORTING, day, publish_skills

MINE = "/cua-toi/ky-nang"
AGAIN = f"{MINE}/thu-nghiem/{SORTED}"


def passed(site: Site) -> Person:
    """Return somebody who has just passed the skill's task."""
    publish_skills(site)
    learner = site.person()
    client = site.client(learner)
    assert post(client, SORT, **sort_fields(client, right=True)).status_code == 303
    return learner


def level(site: Site, person: Person) -> Level:
    with site.app.app_context():
        return find_abilities(person.id, day(1000))[SORTING].level


def seeds(tries: list[Submission], site: Site) -> set[int]:
    with site.app.app_context():
        return {
            task_of(one.revision_id, one.item_key).variant_for(one.user_id, one.again).seed for one in tries
        }


def test_before_the_fortnight_is_over_nothing_begins(site: Site, at: Set) -> None:
    learner = passed(site)
    at(NOW + FORTNIGHT - timedelta(seconds=1))
    client = site.client(learner)
    assert "Thử lại một mình" not in client.get(MINE).text
    answer = post(client, AGAIN)
    assert (answer.status_code, answer.location) == (303, MINE)
    assert len(submissions(site, learner)) == 1


def test_passing_a_fresh_variant_a_fortnight_later_is_independence(site: Site, at: Set) -> None:
    learner = passed(site)
    at(NOW + FORTNIGHT)
    client = site.client(learner)
    assert "Thử lại một mình" in client.get(MINE).text
    assert post(client, AGAIN).location == SORT
    assert "Làm lại một mình, với một bài mới." in client.get(SORT).text
    assert post(client, SORT, **sort_fields(client, right=True)).status_code == 303
    assert "cũng đạt" in client.get(SORT).text
    assert events(site, learner)[-1] == ("rechecked", "machine", "system")
    assert level(site, learner) is Level.INDEPENDENT
    old, new = submissions(site, learner)
    assert (old.state, old.again, new.state, new.again) == ("passed", 0, "passed", 1)
    assert len(seeds([old, new], site)) == 2


def test_failing_again_lowers_nothing_and_can_be_tried_once_more(site: Site, at: Set) -> None:
    learner = passed(site)
    at(NOW + FORTNIGHT)
    client = site.client(learner)
    post(client, AGAIN)
    post(client, SORT, **sort_fields(client, right=False))
    page = client.get(SORT).text
    assert "Lần này chưa giữ được, thử lại nhé." in page
    assert "nho-xem" not in page
    assert level(site, learner) is Level.PRACTISED
    assert state_of(site, learner, SORTED) == "done"
    assert post(client, f"{SORT}/nho-xem").status_code == 409
    post(client, SORT, **sort_fields(client, right=True))
    assert level(site, learner) is Level.INDEPENDENT
    assert [each.again for each in submissions(site, learner)] == [0, 1, 1]


def test_two_taps_and_two_tabs_begin_one_try(site: Site, at: Set) -> None:
    learner = passed(site)
    at(NOW + FORTNIGHT)
    for client in (site.client(learner), site.client(learner)):
        post(client, AGAIN)
        post(client, AGAIN)
    assert [each.again for each in submissions(site, learner)] == [0, 1]
    client = site.client(learner)
    fields = sort_fields(client, right=True)
    post(client, SORT, **fields)
    post(client, SORT, **fields)
    assert [each[0] for each in events(site, learner)].count("rechecked") == 1


def test_somebody_who_has_not_passed_begins_nothing(site: Site, at: Set) -> None:
    passed(site)
    other = site.person("Vũ Thị Lý")
    assert post(site.client(other), AGAIN).location == MINE
    assert submissions(site, other) == []


def test_only_a_skills_machine_checked_task_is_done_again(site: Site, at: Set) -> None:
    learner = passed(site)
    client = site.client(learner)
    for key in ("bai-hai/nv-xem", "bai-mot/nv-tu-kiem", "bai-hai/khong-co"):
        assert post(client, f"{MINE}/thu-nghiem/{key}").status_code == 404
    assert post(client, f"{MINE}/khong-co/{SORTED}").status_code == 404
    assert post(site.client(), AGAIN).status_code == 401


def independent(site: Site, at: Set) -> Person:
    learner = passed(site)
    at(NOW + FORTNIGHT)
    client = site.client(learner)
    post(client, AGAIN)
    post(client, SORT, **sort_fields(client, right=True))
    return learner


def test_due_after_thirty_and_then_ninety_days(site: Site, at: Set) -> None:
    learner, since = independent(site, at), NOW + FORTNIGHT
    for wait in HOLDS:
        at(since + wait - timedelta(seconds=1))
        assert "Làm lại để giữ kỹ năng" not in site.client(learner).get(MINE).text
        at(since + wait)
        since += wait
        client = site.client(learner)
        assert "Làm lại để giữ kỹ năng" in client.get(MINE).text
        assert post(client, AGAIN).location == SORT
        post(client, SORT, **sort_fields(client, right=True))
    page = site.client(learner).get(MINE).text
    assert "không phải làm gì thêm ở kỹ năng này" in page
    assert [each.again for each in submissions(site, learner)] == [0, 1, 2, 3]


def test_the_clock_tells_once_on_each_day_that_one_is_due(site: Site, at: Set) -> None:
    learner, since = independent(site, at), NOW + FORTNIGHT
    told = []
    for now in (
        since + HOLDS[0] - timedelta(seconds=1),
        since + HOLDS[0],
        since + HOLDS[0] + timedelta(days=3),
    ):
        with site.working():
            told.append(tick(now))
    assert told == [0, 1, 0]
    with site.app.app_context():
        (only,) = db.session.scalars(select(Notice).where(Notice.user_id == learner.id))
        assert (only.kind, only.path, only.values) == ("recheck_due", MINE, {"skill": "Nhận ra trang giả"})
    assert "recheck_due" in SENTENCES
