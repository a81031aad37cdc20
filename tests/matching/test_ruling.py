"""A unit's points for suggestions, and who leads whom."""

import pytest
from sqlalchemy import select

from lms.core.matching import Weights
from lms.core.people import Role
from lms.db import db
from lms.matching.models import Manager
from lms.matching.queries.rules import find_weights
from lms.matching.services.rules import set_points
from lms.units.models import Unit
from tests.factories import NOW, Site, post
from tests.pairing.makers import Staff, make_staff


@pytest.fixture
def staff(site: Site) -> Staff:
    return make_staff(site)


USUAL = {
    "skills": "45",
    "same_unit": "30",
    "sibling_unit": "15",
    "times": "15",
    "device": "10",
    "wish": "10",
    "held": "4",
    "floor": "45",
    "sibling_floor": "30",
}


def weights(site: Site, unit_id: int) -> Weights:
    with site.app.app_context():
        return find_weights(db.session.get_one(Unit, unit_id).path)


def test_the_usual_points_are_shown_changed_and_brought_back(site: Site, staff: Staff) -> None:
    client, path = site.client(staff.officer), f"/ghep-cap/{staff.unit_id}/tinh-diem"
    page = client.get(path).text
    for value in USUAL.values():
        assert f'value="{value}"' in page
    assert post(client, path, **{**USUAL, "times": "40", "gui": "luu"}).status_code == 303
    assert weights(site, staff.unit_id) == Weights(times=40)
    assert post(client, path, gui="nhu-cu").status_code == 303
    assert weights(site, staff.unit_id) == Weights()


@pytest.mark.parametrize("wrong", ["", "-1", "101", "4,5", "mười"])
def test_points_are_whole_numbers_within_bounds(site: Site, staff: Staff, wrong: str) -> None:
    client, path = site.client(staff.officer), f"/ghep-cap/{staff.unit_id}/tinh-diem"
    answer = post(client, path, **{**USUAL, "held": wrong, "times": "40"})
    assert answer.status_code == 422
    assert "số nguyên từ 0 đến 100" in answer.text
    assert 'href="#held"' in answer.text
    assert 'value="40"' in answer.text
    assert weights(site, staff.unit_id) == Weights()


def test_the_nearest_unit_that_set_points_decides(site: Site) -> None:
    union = site.unit("Công đoàn xã", "union")
    school = site.unit("Trường", "school", union)
    group = site.unit("Tổ Toán", "group", school)
    officer = site.person("Phạm Văn Sơn", union)
    for unit_id, times in ((union, 20), (school, 30)):
        with site.working():
            set_points(db.session.get_one(Unit, unit_id), {"times": times}, officer.id, NOW)
    assert [weights(site, each).times for each in (union, school, group)] == [20, 30, 30]


def test_who_leads_whom_is_noted_once_and_forgotten(site: Site, staff: Staff) -> None:
    client, path = site.client(staff.officer), f"/ghep-cap/{staff.unit_id}/quan-ly"
    two = {"quan-ly": str(staff.mentor.id), "nguoi": str(staff.colleague.id)}
    for _tap in range(2):
        assert post(client, path, **two).status_code == 303
    with site.app.app_context():
        assert len(db.session.scalars(select(Manager)).all()) == 1
    assert "Trần Quang Minh quản lý Vũ Thị Lý" in client.get(path).text
    assert post(client, path, **two, gui="bo").status_code == 303
    with site.app.app_context():
        assert db.session.scalars(select(Manager)).all() == []


def test_it_takes_two_different_people_of_the_unit(site: Site, staff: Staff) -> None:
    client, path = site.client(staff.officer), f"/ghep-cap/{staff.unit_id}/quan-ly"
    one = str(staff.mentor.id)
    assert post(client, path, **{"quan-ly": one, "nguoi": one}).status_code == 422
    assert post(client, path, **{"quan-ly": one, "nguoi": ""}).status_code == 422
    assert post(client, path, **{"quan-ly": one, "nguoi": str(staff.stranger.id)}).status_code == 404


def test_the_page_of_a_union_leads_to_those_of_its_schools(site: Site) -> None:
    union = site.unit("Công đoàn xã", "union")
    school = site.unit("Tiểu học Cầu Tre", parent_id=union)
    officer = site.person("Lê Thị Hà", union, role=Role.COORDINATOR)
    assert f'href="/ghep-cap/{school}/quan-ly"' in site.client(officer).get(f"/ghep-cap/{union}/quan-ly").text
