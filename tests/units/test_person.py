"""Correcting what the roster says of a person."""

from sqlalchemy import select

from lms.accounts.models import AuditEntry
from lms.accounts.queries import get_user
from lms.core.people import Role
from lms.db import db
from lms.units.queries import find_member
from tests.factories import Person, Site, post
from tests.units.cast import make_cast, refuses_outsiders, statuses


def fields(person: Person, **changes: str) -> dict[str, str]:
    return {"full_name": person.full_name, "honorific": "cô", "phone": person.phone, **changes}


def test_an_officer_corrects_name_number_and_group(site: Site) -> None:
    cast = make_cast(site)
    path = f"/danh-sach/nguoi/{cast.learner.id}"
    changes = fields(cast.learner, full_name="Nguyễn Thị Hoài", phone="0987 654 321", position="Tổ Văn")
    assert post(cast.client("officer"), path, **changes).status_code == 303
    with site.app.app_context():
        user, member = get_user(cast.learner.id), find_member(cast.learner.id)
        assert member is not None
        assert (user.full_name, user.search_name) == ("Nguyễn Thị Hoài", "nguyen thi hoai")
        assert (user.phone, member.position) == ("0987654321", "Tổ Văn")


def test_an_exemption_is_given_and_taken_back(site: Site) -> None:
    cast = make_cast(site)
    path, officer = f"/danh-sach/nguoi/{cast.learner.id}", cast.client("officer")
    for reason, kept in (("nghỉ thai sản", "nghỉ thai sản"), ("", None)):
        post(officer, path, **fields(cast.learner, exempt_reason=reason))
        with site.app.app_context():
            member = find_member(cast.learner.id)
            assert member is not None
            assert member.exempt_reason == kept


def test_extra_fields_change_nothing(site: Site) -> None:
    cast = make_cast(site)
    with site.app.app_context():
        before = get_user(cast.learner.id).password_hash
    extra = {"password_hash": "x", "closed_at": "2020-01-01", "id": "1", "unit_id": str(cast.other_school)}
    post(cast.client("officer"), f"/danh-sach/nguoi/{cast.learner.id}", **fields(cast.learner, **extra))
    with site.app.app_context():
        user, member = get_user(cast.learner.id), find_member(cast.learner.id)
        assert member is not None
        assert (user.password_hash, user.closed_at, member.unit_id) == (before, None, cast.school)


def test_a_number_that_somebody_has_is_told(site: Site) -> None:
    cast = make_cast(site)
    answer = post(
        cast.client("officer"),
        f"/danh-sach/nguoi/{cast.learner.id}",
        **fields(cast.learner, phone=cast.trainer.phone),
    )
    assert answer.status_code == 422
    assert "Lê Văn Soạn" in answer.text
    with site.app.app_context():
        assert get_user(cast.learner.id).phone == cast.learner.phone


def test_keeping_ones_own_number_is_no_duplicate(site: Site) -> None:
    cast = make_cast(site)
    answer = post(
        cast.client("officer"),
        f"/danh-sach/nguoi/{cast.learner.id}",
        **fields(cast.learner, position="Tổ Lý"),
    )
    assert answer.status_code == 303


def test_whoever_holds_a_role_is_edited_by_an_admin_only_and_nobody_edits_oneself(site: Site) -> None:
    cast = make_cast(site)
    trainer = f"/danh-sach/nguoi/{cast.trainer.id}"
    assert statuses(cast, trainer, "officer", "admin") == {"officer": 404, "admin": 200}
    assert statuses(cast, f"/danh-sach/nguoi/{cast.admin.id}", "admin") == {"admin": 404}


def test_an_admin_of_a_school_has_no_hold_over_an_admin_of_the_union_who_works_there(site: Site) -> None:
    cast = make_cast(site)
    chief = site.person("Lý Thị Trên", cast.school, role=Role.ADMIN, role_unit_id=cast.union)
    local = site.person("Ma Văn Dưới", cast.school, role=Role.ADMIN)
    client = site.client(local)
    for path in (f"/danh-sach/nguoi/{chief.id}", f"/danh-sach/nguoi/{chief.id}/dong"):
        assert client.get(path).status_code == 404
    assert cast.client("admin").get(f"/danh-sach/nguoi/{chief.id}").status_code == 200


def test_the_log_names_the_fields_and_not_what_stood_in_them(site: Site) -> None:
    cast = make_cast(site)
    post(
        cast.client("officer"),
        f"/danh-sach/nguoi/{cast.learner.id}",
        **fields(cast.learner, phone="0987654321"),
    )
    with site.app.app_context():
        entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "person.edited")).one()
        assert entry.detail == {"fields": ["phone"]}
        assert "0987654321" not in str(entry.__dict__)


def test_everybody_else_is_refused(site: Site) -> None:
    cast = make_cast(site)
    path = f"/danh-sach/nguoi/{cast.learner.id}"
    assert refuses_outsiders(cast, path)
    assert refuses_outsiders(cast, path, **fields(cast.learner, full_name="Bị Đổi Tên"))
    with site.app.app_context():
        assert get_user(cast.learner.id).full_name == "Nguyễn Thị Hòa"
