"""Adding a unit below another one."""

from sqlalchemy import select

from lms.db import db
from lms.units.models import Unit
from tests.factories import Site, post
from tests.units.cast import make_cast, refuses_all_but_admins


def test_an_admin_adds_a_unit_below(site: Site) -> None:
    cast = make_cast(site)
    answer = post(
        cast.client("admin"), f"/quan-tri/don-vi/{cast.school}/them", name="  Tổ   Toán–Tin ", kind="group"
    )
    assert answer.status_code == 303
    with site.app.app_context():
        added = db.session.scalars(select(Unit).where(Unit.name == "Tổ Toán–Tin")).one()
        assert added.parent_id == cast.school
        assert added.path.startswith(f"/{cast.union}/{cast.school}/")


def test_extra_fields_do_not_move_it_elsewhere(site: Site) -> None:
    cast = make_cast(site)
    post(
        cast.client("admin"),
        f"/quan-tri/don-vi/{cast.school}/them",
        name="Tổ Văn",
        kind="group",
        parent_id=cast.other_school,
        code="X",
        id=1,
    )
    with site.app.app_context():
        assert db.session.scalars(select(Unit).where(Unit.name == "Tổ Văn")).one().parent_id == cast.school


def test_what_is_missing_or_odd_is_told(site: Site) -> None:
    cast = make_cast(site)
    path = f"/quan-tri/don-vi/{cast.school}/them"
    for fields in ({"name": "", "kind": "group"}, {"name": "Tổ Văn", "kind": "kingdom"}):
        answer = post(cast.client("admin"), path, **fields)
        assert answer.status_code == 422
        assert "<title>Lỗi:" in answer.text


def test_everybody_else_is_refused(site: Site) -> None:
    cast = make_cast(site)
    assert refuses_all_but_admins(cast, f"/quan-tri/don-vi/{cast.school}/them", name="Tổ Lạ", kind="group")
    with site.app.app_context():
        assert db.session.scalars(select(Unit).where(Unit.name == "Tổ Lạ")).first() is None
