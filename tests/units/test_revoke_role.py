"""Taking a role back: it ends with the next request, and the site never loses its last admin."""

import pytest

from lms.core.people import Role
from lms.units.queries import has_any_role, list_grants
from lms.units.services import LastAdminError, revoke_role
from tests.factories import NOW, Person, Site, post
from tests.units.cast import make_cast, refuses_all_but_admins


def grant_of(site: Site, person: Person) -> int:
    with site.app.app_context():
        return list_grants(person.id)[0][0].id


def test_a_demotion_holds_on_the_next_request(site: Site) -> None:
    cast = make_cast(site)
    officer = cast.client("officer")
    assert officer.get(f"/danh-sach/{cast.school}").status_code == 200
    path = f"/quan-tri/nhiem-vu/{grant_of(site, cast.officer)}/thu-hoi"
    assert post(cast.client("admin"), path).status_code == 303
    assert officer.get(f"/danh-sach/{cast.school}").status_code == 403


def test_nobody_takes_back_ones_own_role(site: Site) -> None:
    cast = make_cast(site)
    path = f"/quan-tri/nhiem-vu/{grant_of(site, cast.admin)}/thu-hoi"
    assert post(cast.client("admin"), path).status_code == 404


def test_the_last_admin_stays(site: Site) -> None:
    only = site.person("Vũ Thị Tâm", role=Role.ADMIN)
    with site.working():
        grant = list_grants(only.id)[0][0].id
        with pytest.raises(LastAdminError):
            revoke_role(grant, only.id, NOW)
    with site.app.app_context():
        assert has_any_role(only.id)


def test_a_role_held_above_is_out_of_reach(site: Site) -> None:
    cast = make_cast(site)
    local = site.person("Ma Văn Dưới", cast.school, role=Role.ADMIN)
    path = f"/quan-tri/nhiem-vu/{grant_of(site, cast.admin)}/thu-hoi"
    assert post(site.client(local), path).status_code == 404


def test_a_role_taken_back_or_unknown_is_not_found(site: Site) -> None:
    cast = make_cast(site)
    admin = cast.client("admin")
    path = f"/quan-tri/nhiem-vu/{grant_of(site, cast.trainer)}/thu-hoi"
    assert post(admin, path).status_code == 303
    assert post(admin, path).status_code == 404
    assert post(admin, "/quan-tri/nhiem-vu/999999/thu-hoi").status_code == 404


def test_everybody_else_is_refused(site: Site) -> None:
    cast = make_cast(site)
    path = f"/quan-tri/nhiem-vu/{grant_of(site, cast.trainer)}/thu-hoi"
    assert refuses_all_but_admins(cast, path, nothing="")  # a form of one button
    with site.app.app_context():
        assert has_any_role(cast.trainer.id)
