"""Every request has an owner, a clock and a fallback: mentor, officer, any mentor of the unit; and the asker sees it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from lms import clock
from lms.accounts.models import User
from lms.core.people import Role
from lms.db import db
from lms.notices.models import Notice
from lms.pairing.models import HelpRequest, Pair
from lms.pairing.queries.help import list_help_owned
from lms.pairing.services import life, owning
from lms.pairing.services.help import MOST_ADDED, answer_help
from lms.pairing.services.pairs import pair_people
from lms.units.models import RoleGrant, Unit
from lms.units.queries import find_membership
from lms.units.services import move_member
from tests.content import publish
from tests.factories import NOW, Person, Site, post
from tests.pairing.makers import PATH, Staff, ask, make_staff, requests_of
from tests.pairing.requests import asked, request_at

SECOND = timedelta(seconds=1)
TO_OFFICER = NOW + timedelta(hours=72)
TO_ALL = NOW + timedelta(days=7)


@pytest.fixture
def staff(site: Site) -> Staff:
    publish(site)
    return make_staff(site)


def tick(site: Site, now: Any) -> int:
    with site.working():
        return owning.tick(now)


def lies(site: Site, help_id: int) -> tuple[int | None, int]:
    found = request_at(site, help_id)
    return found.owner_id, found.handed_on


def told(site: Site, person: Person) -> list[str]:
    with site.app.app_context():
        return list(
            db.session.scalars(db.select(Notice.kind).where(Notice.user_id == person.id).order_by(Notice.id))
        )


def may_open(client: FlaskClient, help_id: int) -> bool:
    return client.get(f"/nguoi-toi-giup/nho-giup/{help_id}").status_code == 200


def test_the_mentor_has_72_hours_and_not_a_second_less(site: Site, staff: Staff) -> None:
    help_id = asked(site, staff.learner)
    assert told(site, staff.mentor) == ["help_asked"]
    assert tick(site, TO_OFFICER - SECOND) == 0
    assert lies(site, help_id) == (staff.mentor.id, 0)
    assert tick(site, TO_OFFICER) == 1
    assert lies(site, help_id) == (staff.officer.id, 1)
    assert told(site, staff.officer)[-1] == "help_asked"
    assert told(site, staff.learner)[-1] == "help_moved"
    assert tick(site, TO_OFFICER) == 0


def test_after_seven_days_every_mentor_of_the_unit_sees_it_and_the_officer_stays_owner(
    site: Site, staff: Staff
) -> None:
    site.pair(staff.colleague, site.person("Người Học Khác", staff.unit_id))
    far = site.person("Mentor Nơi Khác", staff.stranger.unit_id)
    site.pair(far, site.person("Học Trò Nơi Khác", staff.stranger.unit_id))
    help_id = asked(site, staff.learner)
    tick(site, TO_ALL - SECOND)
    colleague, elsewhere = site.client(staff.colleague), site.client(far)
    assert lies(site, help_id) == (staff.officer.id, 1)
    assert not may_open(colleague, help_id)
    tick(site, TO_ALL)
    assert lies(site, help_id) == (staff.officer.id, 2)
    assert may_open(colleague, help_id)
    assert "Nguyễn Thị Hòa" not in elsewhere.get("/nguoi-toi-giup").text
    for person in (far, staff.stranger, staff.other_officer):
        assert not may_open(site.client(person), help_id)
    assert told(site, staff.colleague)[-1] == "help_for_all"
    assert "help_for_all" not in told(site, far)


def test_an_ordinary_colleague_never_sees_it(site: Site, staff: Staff) -> None:
    help_id = asked(site, staff.learner)
    tick(site, TO_ALL)
    assert not may_open(site.client(staff.colleague), help_id)


def test_the_first_to_answer_has_it(site: Site, staff: Staff) -> None:
    site.pair(staff.colleague, site.person("Người Học Khác", staff.unit_id))
    help_id = asked(site, staff.learner)
    tick(site, TO_ALL)
    answer = post(site.client(staff.colleague), f"/nguoi-toi-giup/nho-giup/{help_id}", reply="Bấm bên phải")
    assert answer.status_code == 303
    assert request_at(site, help_id).owner_id == staff.colleague.id
    assert told(site, staff.learner)[-1] == "help_answered"
    late = post(site.client(staff.officer), f"/nguoi-toi-giup/nho-giup/{help_id}", reply="Muộn")
    assert late.status_code == 404
    assert request_at(site, help_id).reply == "Bấm bên phải"


def test_the_mentor_may_still_answer_what_was_handed_on(site: Site, staff: Staff) -> None:
    help_id = asked(site, staff.learner)
    tick(site, TO_OFFICER)
    client = site.client(staff.mentor)
    assert "Nhờ giúp" in client.get("/nguoi-toi-giup").text
    assert post(client, f"/nguoi-toi-giup/nho-giup/{help_id}", reply="Đây ạ").status_code == 303
    assert request_at(site, help_id).owner_id == staff.mentor.id


def test_a_pair_that_rests_hands_its_requests_to_the_officer_at_once_and_gets_them_back(
    site: Site, staff: Staff
) -> None:
    help_id = asked(site, staff.learner)
    with site.working():
        life.pause(db.session.get_one(Pair, staff.pair_id), staff.mentor.id, "bận thi", NOW)
    assert lies(site, help_id) == (staff.officer.id, 1)
    assert not may_open(site.client(staff.mentor), help_id)
    other = asked(site, staff.learner, place="thu-nghiem/bai-hai/lam-lai")
    assert lies(site, other) == (staff.officer.id, 1)
    with site.working():
        life.resume(db.session.get_one(Pair, staff.pair_id), staff.mentor.id, NOW + SECOND)
    assert lies(site, help_id) == lies(site, other) == (staff.mentor.id, 0)


def test_a_request_of_a_pair_with_a_report_goes_to_another_officer_than_the_mentor(site: Site) -> None:
    publish(site)
    root = site.unit("Công đoàn", "union")
    unit = site.unit("THCS Sông Cầu", parent_id=root)
    learner = site.person("Nguyễn Thị Hòa", unit)
    mentor = site.person("Trần Quang Minh", unit, role=Role.COORDINATOR)
    above = site.person("Phạm Văn Sơn", root, role=Role.COORDINATOR)
    pair_id = site.pair(mentor, learner)
    help_id = asked(site, learner)
    with site.working():
        life.pause_for_harm(db.session.get_one(Pair, pair_id), learner.id, NOW)
    assert lies(site, help_id) == (above.id, 1)
    tick(site, TO_ALL)
    assert not may_open(site.client(mentor), help_id)


def test_a_mentor_who_left_the_site_owns_nothing_after_the_next_tick(site: Site, staff: Staff) -> None:
    help_id = asked(site, staff.learner)
    with site.working():
        db.session.get_one(User, staff.mentor.id).closed_at = NOW
    assert tick(site, NOW) == 1
    assert lies(site, help_id) == (staff.officer.id, 1)


def test_without_an_officer_it_goes_up_and_at_last_to_any_admin(site: Site, staff: Staff) -> None:
    admin = site.person("Quản Trị", site.unit("Nơi khác hẳn"), role=Role.ADMIN)
    help_id = asked(site, staff.colleague)
    assert lies(site, help_id) == (staff.officer.id, 1)
    with site.working():
        db.session.query(RoleGrant).filter_by(user_id=staff.officer.id).one().revoked_at = NOW
    assert tick(site, NOW) == 1
    assert lies(site, help_id) == (admin.id, 1)


def test_a_new_mentor_begins_with_a_clock_of_her_own(site: Site, staff: Staff) -> None:
    help_id = asked(site, staff.colleague)
    tick(site, TO_ALL)
    with site.working():
        pair_people(staff.mentor.id, staff.colleague.id, None, TO_ALL)
    assert lies(site, help_id) == (staff.mentor.id, 0)
    tick(site, TO_ALL + timedelta(hours=72) - SECOND)
    assert lies(site, help_id) == (staff.mentor.id, 0)
    tick(site, TO_ALL + timedelta(hours=72))
    assert lies(site, help_id) == (staff.officer.id, 1)


def test_the_asker_reads_owner_clock_and_what_comes_next(
    site: Site, staff: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = site.client(staff.learner)
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=1))
    with site.app.test_request_context():
        asked(site, staff.learner)
    page = client.get(PATH).text
    assert "Đã báo thầy Minh hôm qua lúc 09:00." in page
    assert (
        "Nếu đến 24/11/2026 lúc 09:00 chưa ai trả lời, trang chuyển cho thầy Sơn (cán bộ công đoàn)." in page
    )
    tick(site, TO_OFFICER)
    page = client.get(PATH).text
    assert "Đã báo thầy Sơn" in page
    assert "Nếu đến 28/11/2026 lúc 09:00 chưa ai trả lời, mọi người hướng dẫn trong đơn vị cùng thấy" in page
    tick(site, TO_ALL)
    assert "Ai trả lời trước sẽ giúp thầy cô; thầy Sơn vẫn theo dõi đến cùng." in client.get(PATH).text


def test_words_may_be_added_five_times_a_day_and_the_owner_is_told_once(site: Site, staff: Staff) -> None:
    client = site.client(staff.learner)
    ask(client, "lời đầu")
    for number in range(MOST_ADDED):
        assert ask(client, f"thêm {number}").status_code == 303
    refused = ask(client, "thêm nữa")
    assert refused.status_code == 422
    assert "<title>Lỗi:" in refused.text
    assert "thêm nữa" in refused.text
    (only,) = requests_of(site, staff.learner)
    assert only.message.splitlines()[-1] == f"thêm {MOST_ADDED - 1}"
    assert told(site, staff.mentor) == ["help_asked", "help_more"]


def test_the_count_of_added_words_begins_anew_at_midnight_here(
    site: Site, staff: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = datetime(2026, 11, 21, 16, 59, 59, tzinfo=UTC)  # 23:59:59
    monkeypatch.setattr(clock, "now", lambda: late)
    client = site.client(staff.learner)
    for number in range(MOST_ADDED + 1):
        assert ask(client, f"lời {number}").status_code == 303
    assert ask(client, "thêm nữa").status_code == 422
    monkeypatch.setattr(clock, "now", lambda: late + SECOND)
    assert ask(client, "thêm nữa").status_code == 303
    assert told(site, staff.mentor) == ["help_asked", "help_more", "help_more"]


def test_asking_on_the_same_day_is_told_like_asking(site: Site, staff: Staff) -> None:
    help_id = asked(site, staff.learner)
    with site.working():
        answer_help(db.session.get_one(HelpRequest, help_id), staff.mentor.id, "Thử lại", NOW)
    assert asked(site, staff.learner, NOW + timedelta(hours=1)) == help_id
    assert lies(site, help_id) == (staff.mentor.id, 0)
    assert told(site, staff.mentor) == ["help_asked", "help_asked"]


def test_asking_on_after_a_helpers_answer_goes_on_with_the_helper(site: Site, staff: Staff) -> None:
    site.pair(staff.colleague, site.person("Người Học Khác", staff.unit_id))
    help_id = asked(site, staff.learner)
    tick(site, TO_ALL)
    with site.working():
        answer_help(db.session.get_one(HelpRequest, help_id), staff.colleague.id, "Thử lại", TO_ALL)
    ask(site.client(staff.learner), "vẫn chưa được")
    assert lies(site, help_id) == (staff.colleague.id, 2)
    assert told(site, staff.colleague)[-1] == "help_more"
    tick(site, TO_ALL + timedelta(days=30))
    assert lies(site, help_id) == (staff.colleague.id, 2)


def test_an_ended_pair_shows_its_mentor_nothing_more(site: Site, staff: Staff) -> None:
    asked(site, staff.learner)
    with site.working():
        life.end(db.session.get_one(Pair, staff.pair_id), staff.mentor.id, "đã xong", "", "", NOW)
    with site.app.app_context():
        assert list_help_owned(staff.mentor.id) == []


@pytest.mark.parametrize("is_asked_on", [False, True])
def test_a_former_mentor_who_answered_from_among_all_keeps_nothing_of_it(
    site: Site, staff: Staff, is_asked_on: bool
) -> None:
    site.pair(staff.mentor, staff.colleague)  # so that the mentor is one of the unit's afterwards as well
    help_id, mentor = asked(site, staff.learner), site.client(staff.mentor)
    tick(site, TO_ALL)
    assert post(mentor, f"/nguoi-toi-giup/nho-giup/{help_id}", reply="Đây ạ").status_code == 303
    if is_asked_on:
        ask(site.client(staff.learner), "vẫn chưa được")
    assert may_open(mentor, help_id)
    with site.working():
        life.end(db.session.get_one(Pair, staff.pair_id), staff.learner.id, "thôi", "", "", TO_ALL)
    assert not may_open(mentor, help_id)
    assert lies(site, help_id) == (staff.officer.id, 2)
    ask(site.client(staff.learner), "lời sau khi đã thôi")
    assert not may_open(mentor, help_id)
    assert "lời sau khi đã thôi" not in mentor.get("/nguoi-toi-giup").text


def test_a_clock_that_stood_still_for_a_week_passes_no_officer_by(site: Site, staff: Staff) -> None:
    help_id = asked(site, staff.learner)
    tick(site, TO_ALL)
    assert lies(site, help_id) == (staff.officer.id, 2)
    assert told(site, staff.officer) == ["help_asked"]


def test_who_holds_the_office_no_more_reads_nothing_from_the_next_request_on(
    site: Site, staff: Staff
) -> None:
    help_id, officer = asked(site, staff.colleague), site.client(staff.officer)
    assert may_open(officer, help_id)
    assert "Bài 1 · Bấm nút nguồn" in officer.get("/nguoi-toi-giup").text
    with site.working():
        db.session.query(RoleGrant).filter_by(user_id=staff.officer.id).one().revoked_at = NOW
    assert not may_open(officer, help_id)
    assert "Bài 1 · Bấm nút nguồn" not in officer.get("/nguoi-toi-giup").text


@pytest.mark.parametrize("is_answered", [False, True])
def test_after_the_asker_moved_nobody_of_the_former_unit_reads_it(
    site: Site, staff: Staff, is_answered: bool
) -> None:
    site.pair(staff.colleague, site.person("Người Học Khác", staff.unit_id))
    learner = site.person("Lường Thị Nhung", staff.unit_id)
    help_id = asked(site, learner)
    tick(site, TO_ALL)
    readers = [site.client(each) for each in (staff.officer, staff.colleague)]
    assert all(may_open(each, help_id) for each in readers)
    if is_answered:
        assert post(readers[1], f"/nguoi-toi-giup/nho-giup/{help_id}", reply="Đây ạ").status_code == 303
    with site.working():
        belongs, there = find_membership(learner.id), db.session.get_one(Unit, staff.stranger.unit_id)
        assert belongs is not None
        move_member(belongs, there, staff.officer.id, NOW.date(), NOW)
    for each in readers:
        assert not may_open(each, help_id)
        assert "Bài 1 · Bấm nút nguồn" not in each.get("/nguoi-toi-giup").text
