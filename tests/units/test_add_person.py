"""Putting a person on the roster: only the name is needed, duplicates are explained."""

from sqlalchemy import select

from lms.accounts.models import User
from lms.db import db
from lms.units.queries import find_member
from tests.factories import Site, post
from tests.units.cast import make_cast, refuses_outsiders


def find(site: Site, name: str) -> list[User]:
    with site.app.app_context():
        return list(db.session.scalars(select(User).where(User.full_name == name)))


def test_a_name_alone_is_enough(site: Site) -> None:
    cast = make_cast(site)
    answer = post(cast.client("officer"), f"/danh-sach/{cast.school}/them", full_name="  Bùi   Thị Mới ")
    assert answer.status_code == 303
    (added,) = find(site, "Bùi Thị Mới")
    assert (added.phone, added.teacher_code, added.password_hash) == (None, None, None)
    with site.app.app_context():
        member = find_member(added.id)
        assert member is not None
        assert member.unit_id == cast.school


def test_everything_that_was_typed_is_kept_in_its_one_spelling(site: Site) -> None:
    cast = make_cast(site)
    post(
        cast.client("officer"),
        f"/danh-sach/{cast.school}/them",
        full_name="Bùi Thị Mới",
        honorific="bác",
        phone="+84 912 345 678",
        teacher_code="gv 0012",
        position="Tổ Văn",
    )
    (added,) = find(site, "Bùi Thị Mới")
    assert (added.honorific, added.phone, added.teacher_code) == ("bác", "0912345678", "GV0012")


def test_extra_fields_give_no_password_no_role_and_no_other_unit(site: Site) -> None:
    cast = make_cast(site)
    post(
        cast.client("officer"),
        f"/danh-sach/{cast.school}/them",
        full_name="Bùi Thị Mới",
        password_hash="x",
        password="mật khẩu dài",
        role="admin",
        unit_id=cast.other_school,
        exempt_reason="tự miễn",
        is_demo="1",
        id=cast.other_learner.id,
    )
    (added,) = find(site, "Bùi Thị Mới")
    assert added.password_hash is None
    assert added.is_demo is False
    with site.app.app_context():
        member = find_member(added.id)
        assert member is not None
        assert (member.unit_id, member.exempt_reason) == (cast.school, None)


def test_what_is_missing_or_odd_is_told_and_what_was_typed_is_kept(site: Site) -> None:
    cast = make_cast(site)
    path = f"/danh-sach/{cast.school}/them"
    officer = cast.client("officer")
    for fields in (
        {"full_name": ""},
        {"full_name": "Bùi Thị Mới", "phone": "0912"},
        {"full_name": "Bùi Thị Mới", "teacher_code": "ờ"},
        {"full_name": "Bùi Thị Mới", "honorific": "ngài"},
    ):
        answer = post(officer, path, position="Tổ Văn", **fields)
        assert answer.status_code == 422
        assert "<title>Lỗi:" in answer.text
        assert 'value="Tổ Văn"' in answer.text
    assert find(site, "Bùi Thị Mới") == []


def test_a_number_of_an_own_colleague_names_the_colleague(site: Site) -> None:
    cast = make_cast(site)
    answer = post(
        cast.client("officer"),
        f"/danh-sach/{cast.school}/them",
        full_name="Bùi Thị Mới",
        phone=cast.learner.phone,
    )
    assert answer.status_code == 422
    assert "Nguyễn Thị Hòa (THCS Sông Cầu) đang dùng số này" in answer.text


def test_a_number_of_another_tenant_names_nobody(site: Site) -> None:
    cast = make_cast(site)
    answer = post(
        cast.client("officer"),
        f"/danh-sach/{cast.school}/them",
        full_name="Bùi Thị Mới",
        phone=cast.other_learner.phone,
    )
    assert answer.status_code == 422
    assert "Đã có người ở đơn vị khác dùng số này" in answer.text
    assert "Đỗ Thị Lạ" not in answer.text
    assert "Bến Lạ" not in answer.text


def test_a_namesake_in_the_unit_needs_a_second_look(site: Site) -> None:
    cast = make_cast(site)
    officer, path = cast.client("officer"), f"/danh-sach/{cast.school}/them"
    answer = post(officer, path, full_name="nguyễn thị hoà")
    assert answer.status_code == 422
    assert "Đơn vị đã có" in answer.text
    assert post(officer, path, full_name="Nguyễn Thị Hòa", confirmed="y").status_code == 303
    assert len(find(site, "Nguyễn Thị Hòa")) == 2


def test_everybody_else_is_refused(site: Site) -> None:
    cast = make_cast(site)
    assert refuses_outsiders(cast, f"/danh-sach/{cast.school}/them")
    assert refuses_outsiders(cast, f"/danh-sach/{cast.school}/them", full_name="Bùi Thị Mới")
    assert find(site, "Bùi Thị Mới") == []
