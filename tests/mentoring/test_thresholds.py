"""The coordinator's numbers: bounds, the nearest unit wins, back to the usual; nobody else changes them."""

import pytest

from lms.core.people import Role
from lms.core.signals import Thresholds
from lms.pairing.queries.rules import find_thresholds
from lms.units.queries import get_unit
from tests.factories import Person, Site, post

USUAL = {
    "failures": "3",
    "failing_within": "7",
    "absent_after": "14",
    "meet_first": "7",
    "meet_every": "21",
    "review_within": "72",
    "anybody_after": "7",
}


@pytest.fixture
def union(site: Site) -> int:
    return site.unit("Công đoàn xã", "union")


@pytest.fixture
def school(site: Site, union: int) -> int:
    return site.unit("THCS Sông Cầu", parent_id=union)


@pytest.fixture
def officer(site: Site, union: int) -> Person:
    return site.person("Phạm Văn Sơn", union, role=Role.COORDINATOR)


def holds(site: Site, unit_id: int) -> Thresholds:
    with site.app.app_context():
        return find_thresholds(get_unit(unit_id).path)


def test_the_usual_numbers_stand_in_the_form(site: Site, school: int, officer: Person) -> None:
    page = site.client(officer).get(f"/ghep-cap/{school}/nguong").text
    assert all(f'value="{value}"' in page for value in USUAL.values())
    assert "đang dùng mốc chung" in page


def test_the_nearest_unit_wins_and_may_go_back(site: Site, union: int, school: int, officer: Person) -> None:
    client = site.client(officer)
    post(client, f"/ghep-cap/{union}/nguong", **{**USUAL, "failures": "5"})
    assert holds(site, school).failures == 5
    post(client, f"/ghep-cap/{school}/nguong", **{**USUAL, "failures": "4"})
    assert (holds(site, school).failures, holds(site, union).failures) == (4, 5)
    assert post(client, f"/ghep-cap/{school}/nguong", gui="nhu-cu").status_code == 303
    assert holds(site, school).failures == 5


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("failures", "1"),
        ("failures", "11"),
        ("absent_after", "2"),
        ("meet_every", ""),
        ("review_within", "x"),
    ],
)
def test_a_number_out_of_bounds_comes_back_with_what_may_stand_there(
    site: Site, school: int, officer: Person, name: str, value: str
) -> None:
    answer = post(site.client(officer), f"/ghep-cap/{school}/nguong", **{**USUAL, name: value})
    assert answer.status_code == 422
    assert "<title>Lỗi:" in answer.text
    assert "cần một số nguyên từ" in answer.text
    assert holds(site, school) == Thresholds()


def test_all_may_not_help_before_the_officer_knows(site: Site, school: int, officer: Person) -> None:
    wrong = {**USUAL, "review_within": "72", "anybody_after": "3"}
    answer = post(site.client(officer), f"/ghep-cap/{school}/nguong", **wrong)
    assert answer.status_code == 422
    assert "phải muộn hơn" in answer.text


def test_others_find_no_such_page(site: Site, school: int) -> None:
    far = site.person("Đỗ Thị Ngoài", site.unit("Nơi khác"), role=Role.COORDINATOR)
    plain = site.person("Nguyễn Thị Hòa", school)
    for person, status in ((far, 404), (plain, 403)):
        client = site.client(person)
        assert client.get(f"/ghep-cap/{school}/nguong").status_code == status
        assert post(client, f"/ghep-cap/{school}/nguong", **USUAL).status_code == status
    assert holds(site, school) == Thresholds()
