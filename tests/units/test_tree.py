"""The admin's tree: the units looked after, with their people, and nobody else's."""

import pytest

from tests.factories import Site
from tests.units.cast import make_cast, refuses_all_but_admins


def test_it_shows_the_units_with_how_many_people_each_holds(site: Site) -> None:
    cast = make_cast(site)
    page = cast.client("admin").get("/quan-tri").text
    assert "4 người trong 2 đơn vị" in page
    assert f'href="/quan-tri/don-vi/{cast.school}"' in page
    assert "2 người" in page


def test_two_tenants_never_mix(site: Site) -> None:
    cast = make_cast(site)
    assert "Bến Lạ" not in cast.client("admin").get("/quan-tri").text
    assert "Sông Cầu" not in cast.client("other_admin").get("/quan-tri").text


def test_it_is_for_admins(site: Site) -> None:
    cast = make_cast(site)
    for name, status in {"learner": 403, "trainer": 403, "officer": 403, "other_admin": 200}.items():
        assert cast.client(name).get("/quan-tri").status_code == status
    assert site.client().get("/quan-tri").status_code == 303


def test_a_large_tree_shows_two_levels_and_says_so(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    cast = make_cast(site)
    group = site.unit("Tổ Toán–Tin", "group", cast.school)
    monkeypatch.setattr("lms.units.views.tree.WHOLE_TREE", 2)
    page = cast.client("admin").get("/quan-tri").text
    assert "chỉ hiện hai tầng trên" in page
    assert f"/quan-tri/don-vi/{group}" not in page


def test_refusals_at_one_unit_hold_for_every_page_of_it(site: Site) -> None:
    cast = make_cast(site)
    for page in ("", "/them", "/doi-ten"):
        assert refuses_all_but_admins(cast, f"/quan-tri/don-vi/{cast.school}{page}")
