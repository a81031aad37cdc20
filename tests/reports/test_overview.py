"""The report's door: one unit opens at once, several are chosen from."""

from lms.core.people import Role
from lms.db import db
from lms.units import services as units
from lms.units.models import Unit
from tests.factories import NOW, Site
from tests.units.cast import make_cast, statuses


def test_an_officer_of_one_unit_lands_on_its_report(site: Site) -> None:
    cast = make_cast(site)
    answer = cast.client("officer").get("/bao-cao")
    assert answer.status_code == 303
    assert answer.location == f"/bao-cao/{cast.union}"


def test_an_officer_of_two_units_chooses(site: Site) -> None:
    cast = make_cast(site)
    with site.working():
        unit = db.session.get(Unit, cast.other_school)
        assert unit is not None
        units.grant_role(cast.officer.id, Role.COORDINATOR, unit, None, NOW)
    page = cast.client("officer").get("/bao-cao").text
    assert f'href="/bao-cao/{cast.union}"' in page
    assert f'href="/bao-cao/{cast.other_school}"' in page


def test_a_unit_below_another_one_held_is_not_offered_twice(site: Site) -> None:
    cast = make_cast(site)
    with site.working():
        unit = db.session.get(Unit, cast.school)
        assert unit is not None
        units.grant_role(cast.officer.id, Role.COORDINATOR, unit, None, NOW)
    assert cast.client("officer").get("/bao-cao").location == f"/bao-cao/{cast.union}"


def test_it_is_for_officers_only(site: Site) -> None:
    cast = make_cast(site)
    assert statuses(cast, "/bao-cao", "learner", "trainer", "stranger", "admin") == {
        "learner": 403,
        "trainer": 403,
        "stranger": 303,
        "admin": 303,
    }
