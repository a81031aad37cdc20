"""Moving a person to another unit."""

from sqlalchemy import select

from lms.db import db
from lms.units.models import Membership
from lms.units.queries import find_member
from tests.factories import Site, post
from tests.units.cast import make_cast, refuses_outsiders


def unit_of(site: Site, user_id: int) -> int:
    with site.app.app_context():
        member = find_member(user_id)
        assert member is not None
        return member.unit_id


def test_a_person_moves_and_the_old_membership_is_kept(site: Site) -> None:
    cast = make_cast(site)
    second = site.unit("Tiểu học Bến Cũ", "school", cast.union)
    answer = post(cast.client("officer"), f"/danh-sach/nguoi/{cast.learner.id}/chuyen", unit=second)
    assert answer.status_code == 303
    assert unit_of(site, cast.learner.id) == second
    with site.app.app_context():
        found = select(Membership).where(Membership.user_id == cast.learner.id).order_by(Membership.id)
        old, new = db.session.scalars(found)
        assert old.unit_id == cast.school
        assert old.to_on == new.from_on
        assert new.to_on is None


def test_nobody_is_moved_into_another_tenant_or_nowhere(site: Site) -> None:
    cast = make_cast(site)
    path = f"/danh-sach/nguoi/{cast.learner.id}/chuyen"
    officer = cast.client("officer")
    assert "Bến Lạ" not in officer.get(path).text
    for unit in (cast.other_school, cast.school, "", "x", "999999"):
        assert post(officer, path, unit=unit).status_code == 422
    assert unit_of(site, cast.learner.id) == cast.school


def test_an_officer_of_one_unit_is_told_whom_to_ask(site: Site) -> None:
    cast = make_cast(site)
    page = cast.client("other_officer").get(f"/danh-sach/nguoi/{cast.other_learner.id}/chuyen").text
    assert "Nhờ cán bộ của đơn vị cấp trên" in page


def test_everybody_else_is_refused(site: Site) -> None:
    cast = make_cast(site)
    path = f"/danh-sach/nguoi/{cast.learner.id}/chuyen"
    assert refuses_outsiders(cast, path)
    assert refuses_outsiders(cast, path, unit=cast.union)
    assert unit_of(site, cast.learner.id) == cast.school
