"""One unit as its admin sees it: what lies below, who holds a role, its people."""

from tests.factories import Site
from tests.units.cast import make_cast


def test_it_shows_children_roles_and_people(site: Site) -> None:
    cast = make_cast(site)
    page = cast.client("admin").get(f"/quan-tri/don-vi/{cast.union}").text
    assert "1 đơn vị ngay bên dưới" in page
    assert "4 người, kể cả các đơn vị bên dưới" in page
    for words in ("Cán bộ công đoàn", "Người soạn bài", "Nguyễn Thị Hòa", "của chính mình"):
        assert words in page


def test_ones_own_role_has_no_button_to_revoke_it(site: Site) -> None:
    cast = make_cast(site)
    page = cast.client("admin").get(f"/quan-tri/don-vi/{cast.union}").text
    assert page.count("/thu-hoi") == 2


def test_an_unknown_unit_is_not_found(site: Site) -> None:
    assert make_cast(site).client("admin").get("/quan-tri/don-vi/999999").status_code == 404
