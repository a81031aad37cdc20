"""Ending a pair: from either side or by the unit's officer, with a reason; sight ends with it at once."""

import pytest

from tests.factories import Site, post
from tests.pairing.makers import ask, make_staff, pairs, requests_of


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
    assert all(mentor.get(path).status_code == 404 for path in seen)
    assert "Chỉ thầy Minh đọc" not in mentor.get("/nguoi-toi-giup").text


def test_open_requests_go_to_the_officer(site: Site) -> None:
    staff = make_staff(site)
    client = site.client(staff.learner)
    ask(client, "Vẫn cần giúp")
    post(client, f"/cap/{staff.pair_id}/ket-thuc", reason="đổi người")
    (asked,) = requests_of(site, staff.learner)
    assert (asked.owner_id, asked.pair_id) == (staff.officer.id, None)
    assert "Vẫn cần giúp" in site.client(staff.officer).get("/nguoi-toi-giup").text


def test_ending_twice_finds_nothing_to_end(site: Site) -> None:
    staff = make_staff(site)
    client = site.client(staff.learner)
    path = f"/cap/{staff.pair_id}/ket-thuc"
    post(client, path, reason="đã học xong")
    assert post(client, path, reason="lần nữa").status_code == 404
    assert pairs(site)[0].end_reason == "đã học xong"


def test_the_other_side_does_not_read_the_reason(site: Site) -> None:
    staff = make_staff(site)
    post(site.client(staff.learner), f"/cap/{staff.pair_id}/ket-thuc", reason="khó gặp quá")
    mentor = site.client(staff.mentor)
    assert "khó gặp quá" not in mentor.get("/nguoi-toi-giup").text
    assert "khó gặp quá" not in mentor.get("/nguoi-huong-dan").text
