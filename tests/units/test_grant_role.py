"""Giving a role: within the admin's own tree, to somebody who can sign in without a card."""

from lms.core.people import Role
from lms.units.queries import list_grants
from tests.factories import Site, post
from tests.units.cast import make_cast, refuses_all_but_admins


def roles(site: Site, user_id: int) -> list[tuple[str, int]]:
    with site.app.app_context():
        return [(grant.role, unit.id) for grant, unit in list_grants(user_id)]


def test_an_admin_gives_a_role_and_it_holds_on_the_next_request(site: Site) -> None:
    cast = make_cast(site)
    learner = cast.client("learner")
    assert learner.get("/bao-cao").status_code == 403
    path = f"/quan-tri/nguoi/{cast.learner.id}/nhiem-vu"
    answer = post(cast.client("admin"), path, role="coordinator", unit=cast.school)
    assert answer.status_code == 303
    assert learner.get("/bao-cao").status_code == 303


def test_giving_it_twice_is_giving_it_once(site: Site) -> None:
    cast = make_cast(site)
    admin, path = cast.client("admin"), f"/quan-tri/nguoi/{cast.learner.id}/nhiem-vu"
    for _ in range(2):
        post(admin, path, role="coordinator", unit=cast.school)
    assert roles(site, cast.learner.id) == [(Role.COORDINATOR, cast.school)]


def test_whoever_has_no_password_is_not_locked_out_by_a_role(site: Site) -> None:
    cast = make_cast(site)
    person = site.person("Bác Chưa Vào", cast.school, password=None)
    answer = post(
        cast.client("admin"), f"/quan-tri/nguoi/{person.id}/nhiem-vu", role="trainer", unit=cast.school
    )
    assert answer.status_code == 422
    assert "chưa đặt mật khẩu" in answer.text
    assert roles(site, person.id) == []


def test_no_role_is_given_outside_the_own_tree(site: Site) -> None:
    cast = make_cast(site)
    admin = cast.client("admin")
    path = f"/quan-tri/nguoi/{cast.learner.id}/nhiem-vu"
    assert "Bến Lạ" not in admin.get(path).text
    assert post(admin, path, role="admin", unit=cast.other_school).status_code == 422
    other = f"/quan-tri/nguoi/{cast.other_learner.id}/nhiem-vu"
    assert post(admin, other, role="admin", unit=cast.school).status_code == 404
    assert roles(site, cast.learner.id) == roles(site, cast.other_learner.id) == []


def test_an_admin_of_a_school_cannot_reach_above_it(site: Site) -> None:
    cast = make_cast(site)
    local = site.person("Ma Văn Dưới", cast.school, role=Role.ADMIN)
    answer = post(
        site.client(local), f"/quan-tri/nguoi/{cast.learner.id}/nhiem-vu", role="admin", unit=cast.union
    )
    assert answer.status_code == 422
    assert roles(site, cast.learner.id) == []


def test_what_is_no_role_is_told(site: Site) -> None:
    cast = make_cast(site)
    admin, path = cast.client("admin"), f"/quan-tri/nguoi/{cast.learner.id}/nhiem-vu"
    for role in ("", "superuser", "ADMIN"):
        assert post(admin, path, role=role, unit=cast.school).status_code == 422


def test_nobody_gives_oneself_a_role(site: Site) -> None:
    cast = make_cast(site)
    path = f"/quan-tri/nguoi/{cast.admin.id}/nhiem-vu"
    assert post(cast.client("admin"), path, role="trainer", unit=cast.union).status_code == 404


def test_everybody_else_is_refused(site: Site) -> None:
    cast = make_cast(site)
    path = f"/quan-tri/nguoi/{cast.learner.id}/nhiem-vu"
    assert refuses_all_but_admins(cast, path)
    assert refuses_all_but_admins(cast, path, role="admin", unit=cast.school)
    assert roles(site, cast.learner.id) == []
