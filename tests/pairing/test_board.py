"""The officer's board: who has no mentor, who is paired, and pairing two people."""

import pytest

from lms.core.people import Role
from lms.pairing.queries import board as queries
from tests.conftest import Statements
from tests.factories import Person, Site, post
from tests.pairing.makers import Staff, ask, make_staff, pairs, requests_of


def pair(site: Site, officer: Person, unit_id: int, mentor: Person | int, mentee: Person | int) -> object:
    ids = {"mentor": mentor, "mentee": mentee}
    fields = {name: str(each.id if isinstance(each, Person) else each) for name, each in ids.items()}
    return post(site.client(officer), f"/ghep-cap/{unit_id}", **fields)


def test_it_says_how_many_have_no_mentor_and_who_is_paired(site: Site) -> None:
    staff = make_staff(site)
    page = site.client(staff.officer).get(f"/ghep-cap/{staff.unit_id}").text
    assert "2 người chưa có người hướng dẫn" in page
    assert "1 cặp đang đi cùng nhau" in page
    assert "Vũ Thị Lý" in page
    assert "đang kèm 1, còn 2 chỗ" in page


def test_two_people_are_paired_and_open_requests_go_along(site: Site) -> None:
    staff = make_staff(site)
    ask(site.client(staff.colleague))
    answer = pair(site, staff.officer, staff.unit_id, staff.mentor, staff.colleague)
    assert answer.status_code == 303
    made = pairs(site)[-1]
    assert (made.mentor_id, made.mentee_id, made.created_by_id) == (
        staff.mentor.id,
        staff.colleague.id,
        staff.officer.id,
    )
    assert requests_of(site, staff.colleague)[0].owner_id == staff.mentor.id
    assert "Trần Quang Minh" in site.client(staff.colleague).get("/nguoi-huong-dan").text


def test_pressing_twice_makes_one_pair(site: Site) -> None:
    staff = make_staff(site)
    pair(site, staff.officer, staff.unit_id, staff.mentor, staff.colleague)
    again = pair(site, staff.officer, staff.unit_id, staff.mentor, staff.colleague)
    assert again.status_code == 422
    assert "đang có người hướng dẫn" in again.text
    assert len(pairs(site)) == 2


def test_nobody_helps_more_than_three(site: Site) -> None:
    staff = make_staff(site)
    for name in ("Đỗ Văn Hùng", "Bùi Thị Mai"):
        site.pair(staff.mentor, site.person(name, staff.unit_id))
    answer = pair(site, staff.officer, staff.unit_id, staff.mentor, staff.colleague)
    assert answer.status_code == 422
    assert "đã kèm đủ 3 người" in answer.text
    page = site.client(staff.officer).get(f"/ghep-cap/{staff.unit_id}").text
    assert "Trần Quang Minh (" not in page


def test_one_is_not_ones_own_mentor(site: Site) -> None:
    staff = make_staff(site)
    answer = pair(site, staff.officer, staff.unit_id, staff.colleague, staff.colleague)
    assert answer.status_code == 422
    assert "hai người khác nhau" in answer.text


def test_an_empty_form_says_what_is_missing(site: Site) -> None:
    staff = make_staff(site)
    answer = post(site.client(staff.officer), f"/ghep-cap/{staff.unit_id}", mentor="", mentee="")
    assert answer.status_code == 422
    assert 'href="#mentee"' in answer.text
    assert 'href="#mentor"' in answer.text


@pytest.mark.parametrize("who", ["learner", "mentor", "colleague"])
def test_it_is_for_officers(site: Site, who: str) -> None:
    staff = make_staff(site)
    client = site.client(getattr(staff, who))
    assert client.get(f"/ghep-cap/{staff.unit_id}").status_code == 403
    assert client.get("/ghep-cap").status_code == 403
    assert pair(site, getattr(staff, who), staff.unit_id, staff.mentor, staff.colleague).status_code == 403


def test_another_units_officer_finds_no_such_board(site: Site) -> None:
    staff = make_staff(site)
    client = site.client(staff.other_officer)
    assert client.get(f"/ghep-cap/{staff.unit_id}").status_code == 404
    assert pair(site, staff.other_officer, staff.unit_id, staff.mentor, staff.colleague).status_code == 404


def test_people_of_another_unit_cannot_be_drawn_in(site: Site) -> None:
    staff = make_staff(site)
    for mentor, mentee in ((staff.stranger, staff.colleague), (staff.mentor, staff.stranger), (10**6, "x")):
        assert pair(site, staff.officer, staff.unit_id, mentor, mentee).status_code == 404
    assert len(pairs(site)) == 1


def test_an_officer_above_sees_the_units_below(site: Site) -> None:
    union = site.unit("Công đoàn xã", "union")
    school = site.unit("Trường dưới", "school", union)
    person = site.person("Vũ Thị Lý", school)
    officer = site.person("Phạm Văn Sơn", union, role=Role.COORDINATOR)
    client = site.client(officer)
    assert client.get("/ghep-cap").location == f"/ghep-cap/{union}"
    page = client.get(f"/ghep-cap/{union}").text
    assert f"/ghep-cap/{school}" in page
    assert person.full_name in page


def test_a_large_unit_shows_the_units_below_instead(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    staff = make_staff(site)
    monkeypatch.setattr(queries, "LARGEST_BOARD", 2)
    page = site.client(staff.officer).get(f"/ghep-cap/{staff.unit_id}")
    assert page.status_code == 200
    assert "Chọn một đơn vị để ghép cặp" in page.text
    assert "Vũ Thị Lý" not in page.text


def _count(site: Site, staff: Staff, statements: Statements) -> int:
    client = site.client(staff.officer)
    client.get(f"/ghep-cap/{staff.unit_id}")
    statements.clear()
    client.get(f"/ghep-cap/{staff.unit_id}")
    return len(statements)


def test_the_number_of_statements_does_not_grow_with_the_people(site: Site, statements: Statements) -> None:
    staff = make_staff(site)
    few = _count(site, staff, statements)
    for number in range(12):
        one = site.person(f"Người Học {number}", staff.unit_id, password=None)
        if number % 2:
            site.pair(site.person(f"Người Kèm {number}", staff.unit_id, password=None), one)
    assert _count(site, staff, statements) == few
