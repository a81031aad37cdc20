"""Ending a pair: from either side or by the unit's officer, with a reason; sight ends with it at once."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from lms import clock
from lms.db import db
from lms.mentoring.models import Meeting
from lms.pairing.models import PairGoal
from tests.factories import NOW, Site, post
from tests.pairing.inviting import told
from tests.pairing.makers import ask, make_staff, pairs, requests_of
from tests.skills.makers import SORTING, day, practise, publish_skills

Set = Callable[[datetime], None]


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Set:
    """Put the clock where the test wants it."""

    def put(now: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: now)

    put(NOW)
    return put


@pytest.mark.parametrize("who", ["learner", "mentor", "officer"])
def test_either_side_and_the_officer_may_end_it(site: Site, who: str) -> None:
    staff = make_staff(site)
    client = site.client(getattr(staff, who))
    path = f"/cap/{staff.pair_id}/ket-thuc"
    assert "Kết thúc cặp thầy Minh và cô Hòa?" in client.get(path).text
    assert post(client, path, reason="đã học xong").status_code == 303
    (pair,) = pairs(site)
    assert (pair.state, pair.end_reason) == ("ended", "đã học xong")


def test_a_reason_is_owed(site: Site) -> None:
    staff = make_staff(site)
    answer = post(site.client(staff.learner), f"/cap/{staff.pair_id}/ket-thuc", reason="  ")
    assert answer.status_code == 422
    assert "chưa viết lý do" in answer.text
    assert pairs(site)[0].state == "active"


def test_nobody_else_may_see_or_end_it(site: Site) -> None:
    staff = make_staff(site)
    path = f"/cap/{staff.pair_id}/ket-thuc"
    for person in (staff.colleague, staff.stranger, staff.other_officer):
        client = site.client(person)
        assert client.get(path).status_code == 404
        assert post(client, path, reason="vì tôi muốn").status_code == 404
    assert pairs(site)[0].state == "active"


def test_the_mentors_sight_ends_with_the_next_request(site: Site) -> None:
    staff = make_staff(site)
    mentor = site.client(staff.mentor)
    ask(site.client(staff.learner), "Chỉ thầy Minh đọc")
    (asked,) = requests_of(site, staff.learner)
    seen = (f"/nguoi-toi-giup/{staff.pair_id}", f"/nguoi-toi-giup/nho-giup/{asked.id}")
    assert all(mentor.get(path).status_code == 200 for path in seen)
    post(site.client(staff.learner), f"/cap/{staff.pair_id}/ket-thuc", reason="đổi người")
    assert mentor.get(seen[0]).location == f"/cap/{staff.pair_id}/chia-tay"
    assert mentor.get(seen[1]).status_code == 404
    assert "Chỉ thầy Minh đọc" not in mentor.get("/nguoi-toi-giup").text


def test_open_requests_go_to_the_officer(site: Site) -> None:
    staff = make_staff(site)
    client = site.client(staff.learner)
    ask(client, "Vẫn cần giúp")
    post(client, f"/cap/{staff.pair_id}/ket-thuc", reason="đổi người")
    (asked,) = requests_of(site, staff.learner)
    assert (asked.owner_id, asked.pair_id) == (staff.officer.id, None)
    assert "Vẫn cần giúp" in site.client(staff.officer).get("/nguoi-toi-giup").text


def test_ending_twice_is_ending_once(site: Site) -> None:
    staff = make_staff(site)
    path = f"/cap/{staff.pair_id}/ket-thuc"
    client, officer = site.client(staff.learner), site.client(staff.officer)
    for reason in ("đã học xong", "lần nữa"):
        assert post(client, path, reason=reason).location == f"/cap/{staff.pair_id}/chia-tay"
    assert post(officer, path, reason="lần nữa").status_code == 404
    assert pairs(site)[0].end_reason == "đã học xong"


def test_a_ready_line_is_enough_and_own_words_are_added(site: Site) -> None:
    staff = make_staff(site)
    post(site.client(staff.learner), f"/cap/{staff.pair_id}/ket-thuc", why="far", reason="khác ca dạy")
    assert pairs(site)[0].end_reason == "Khó gặp nhau: khác ca dạy"
    again = site.pair(staff.mentor, staff.learner)
    post(site.client(staff.mentor), f"/cap/{again}/ket-thuc", why="done")
    assert pairs(site)[1].end_reason == "Đã xong việc cần học"


@pytest.mark.parametrize("fields", [{"why": "không có"}, {"why": "", "reason": ""}, {"reason": "ẫ" * 151}])
def test_what_is_no_reason_comes_back(site: Site, fields: dict[str, str]) -> None:
    staff = make_staff(site)
    answer = post(
        site.client(staff.learner), f"/cap/{staff.pair_id}/ket-thuc", thanks="Cảm ơn thầy", **fields
    )
    assert answer.status_code == 422
    assert "Cảm ơn thầy" in answer.text
    assert pairs(site)[0].state == "active"


def test_it_says_what_the_two_achieved_and_keeps_it(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    staff = make_staff(site)
    learner = site.client(staff.learner)
    ask(learner, "Giúp tôi")
    (asked,) = requests_of(site, staff.learner)
    post(site.client(staff.mentor), f"/nguoi-toi-giup/nho-giup/{asked.id}", reply="Nhìn bên phải")
    with site.working():
        by = {"logged_by_id": staff.mentor.id, "logged_at": NOW, "place": "school", "minutes": 15}
        for key, denied_at in (("a", None), ("b", None), ("c", NOW)):
            db.session.add(
                Meeting(pair_id=staff.pair_id, on=NOW.date(), idempotency_key=key, denied_at=denied_at, **by)
            )
        goal = PairGoal(
            pair_id=staff.pair_id, skill="chu-ky-so", words="Ký số", due_on=NOW.date(), set_at=NOW
        )
        goal.agreed_at = goal.reached_at = NOW
        db.session.add(goal)
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=62))
    learner = site.client(staff.learner)
    page = learner.get(f"/cap/{staff.pair_id}/ket-thuc").text
    lines = [
        "Đồng hành 62 ngày.",
        "Gặp nhau 2 lần.",
        "1 lời nhờ giúp đã có câu trả lời.",
        "Đạt mục tiêu: Ký số (máy đã kiểm).",
    ]
    assert all(line in page for line in lines)
    post(learner, f"/cap/{staff.pair_id}/ket-thuc", why="done")
    farewell = f"/cap/{staff.pair_id}/chia-tay"
    assert all(line in learner.get(farewell).text for line in lines)
    assert all(line in site.client(staff.mentor).get(farewell).text for line in lines)


def test_it_says_what_was_learnt_and_calls_goals_by_their_own_names(site: Site, at: Set) -> None:
    publish_skills(site)
    staff = make_staff(site)
    learner, path = site.client(staff.learner), f"/cap/{staff.pair_id}/ket-thuc"
    with site.working():
        goal = PairGoal(pair_id=staff.pair_id, skill=SORTING, due_on=NOW.date(), set_at=NOW, agreed_at=NOW)
        db.session.add(goal)
    practise(site, staff.learner, day(1))
    at(day(2))
    page = learner.get(path).text
    assert "Học xong 1 bước của mục tiêu chung." in page
    assert "Đạt mục tiêu: Nhận ra trang giả (máy đã kiểm)." in page
    post(learner, path, why="done")
    farewell = site.client(staff.mentor).get(f"/cap/{staff.pair_id}/chia-tay").text
    assert "Đạt mục tiêu: Nhận ra trang giả (máy đã kiểm)." in farewell


def test_what_came_during_a_rest_is_not_told_to_the_mentor(site: Site, at: Set) -> None:
    publish_skills(site)
    staff = make_staff(site)
    post(site.client(staff.learner), f"/cap/{staff.pair_id}/tam-nghi")
    practise(site, staff.learner, day(1))
    at(day(2))
    page = site.client(staff.mentor).get(f"/cap/{staff.pair_id}/ket-thuc").text
    assert "Học xong" not in page


def test_the_other_is_told_and_so_is_the_officer(site: Site) -> None:
    staff = make_staff(site)
    post(site.client(staff.learner), f"/cap/{staff.pair_id}/ket-thuc", why="done")
    assert told(site, staff.mentor) == ["pair_ended"]
    assert told(site, staff.officer) == ["pair_ended_for_unit"]
    assert told(site, staff.learner) == []


def test_the_other_side_does_not_read_the_reason(site: Site) -> None:
    staff = make_staff(site)
    post(site.client(staff.learner), f"/cap/{staff.pair_id}/ket-thuc", reason="khó gặp quá")
    mentor = site.client(staff.mentor)
    assert "khó gặp quá" not in mentor.get("/nguoi-toi-giup").text
    assert "khó gặp quá" not in mentor.get("/nguoi-huong-dan").text
