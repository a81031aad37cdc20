"""Renaming a unit: its people and records stay."""

from lms.db import db
from lms.units.models import Unit
from tests.factories import Site, post
from tests.units.cast import make_cast, refuses_all_but_admins


def name_of(site: Site, unit_id: int) -> str:
    with site.app.app_context():
        unit = db.session.get(Unit, unit_id)
        assert unit is not None
        return unit.name


def test_an_admin_renames_a_unit_and_the_log_keeps_the_old_name(site: Site) -> None:
    cast = make_cast(site)
    admin = cast.client("admin")
    post(admin, f"/quan-tri/don-vi/{cast.school}/doi-ten", name="THCS Sông Cầu 2", code="X", kind="province")
    assert name_of(site, cast.school) == "THCS Sông Cầu 2"
    log = admin.get("/quan-tri/nhat-ky").text
    assert "Đổi tên đơn vị" in log
    assert "<td>THCS Sông Cầu</td>" in log


def test_an_empty_name_is_told(site: Site) -> None:
    cast = make_cast(site)
    assert post(cast.client("admin"), f"/quan-tri/don-vi/{cast.school}/doi-ten", name=" ").status_code == 422
    assert name_of(site, cast.school) == "THCS Sông Cầu"


def test_everybody_else_is_refused(site: Site) -> None:
    cast = make_cast(site)
    assert refuses_all_but_admins(cast, f"/quan-tri/don-vi/{cast.school}/doi-ten", name="Khác")
    assert name_of(site, cast.school) == "THCS Sông Cầu"
