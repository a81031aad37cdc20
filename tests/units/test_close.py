"""Closing an account: sessions end at once, cards are worthless, the record stays."""

from lms.accounts.queries import get_user
from lms.core.people import Role
from lms.units.queries import find_member, has_any_role
from tests.content import publish
from tests.credentials.makers import certify
from tests.factories import Site, post
from tests.units.cast import make_cast, refuses_outsiders

REASON = "Đã chuyển công tác"


def test_the_person_is_signed_out_at_once_and_cannot_come_back(site: Site) -> None:
    cast = make_cast(site)
    learner = cast.client("learner")
    assert learner.get("/tai-khoan").status_code == 200
    answer = post(cast.client("officer"), f"/danh-sach/nguoi/{cast.learner.id}/dong", reason=REASON)
    assert answer.status_code == 303
    assert learner.get("/tai-khoan").status_code == 303
    again = post(site.client(), "/dang-nhap", identifier=cast.learner.phone, password="mây xanh bến cũ")
    assert again.status_code == 422


def test_the_person_leaves_the_list_and_the_certificate_stays(site: Site) -> None:
    publish(site)
    cast = make_cast(site)
    code = certify(site, cast.learner)
    officer = cast.client("officer")
    post(officer, f"/danh-sach/nguoi/{cast.learner.id}/dong", reason=REASON)
    assert f'value="{cast.learner.id}"' not in officer.get(f"/danh-sach/{cast.school}").text
    assert "đang có giá trị" in site.client().get(f"/xac-minh/{code}").text


def test_the_number_is_free_for_the_next_unit(site: Site) -> None:
    cast = make_cast(site)
    post(cast.client("officer"), f"/danh-sach/nguoi/{cast.learner.id}/dong", reason=REASON)
    answer = post(
        cast.client("other_officer"),
        f"/danh-sach/{cast.other_school}/them",
        full_name="Nguyễn Thị Hòa",
        phone=cast.learner.phone,
    )
    assert answer.status_code == 303


def test_roles_end_with_the_account(site: Site) -> None:
    cast = make_cast(site)
    post(cast.client("admin"), f"/danh-sach/nguoi/{cast.trainer.id}/dong", reason=REASON)
    with site.app.app_context():
        assert not has_any_role(cast.trainer.id)


def test_without_a_reason_nothing_happens(site: Site) -> None:
    cast = make_cast(site)
    answer = post(cast.client("officer"), f"/danh-sach/nguoi/{cast.learner.id}/dong", reason="")
    assert answer.status_code == 422
    with site.app.app_context():
        assert get_user(cast.learner.id).closed_at is None


def test_nobody_closes_ones_own(site: Site) -> None:
    cast = make_cast(site)
    path = f"/danh-sach/nguoi/{cast.admin.id}/dong"
    assert post(cast.client("admin"), path, reason=REASON).status_code == 404
    officer = site.person("Ma Văn Dưới", cast.school, role=Role.COORDINATOR)
    assert post(site.client(officer), path, reason=REASON).status_code == 404


def test_everybody_else_is_refused(site: Site) -> None:
    cast = make_cast(site)
    path = f"/danh-sach/nguoi/{cast.learner.id}/dong"
    assert refuses_outsiders(cast, path)
    assert refuses_outsiders(cast, path, reason=REASON)
    with site.app.app_context():
        assert find_member(cast.learner.id) is not None
