"""One person's standing: each level of trust counted apart, no answers, no marks."""

from tests.content import publish
from tests.credentials.makers import certify, study
from tests.factories import Site, post
from tests.practice.makers import make_school, submissions
from tests.practice.meeting import SEEN, meet
from tests.units.cast import make_cast, refuses_outsiders, statuses


def test_it_counts_each_level_of_trust_apart(site: Site) -> None:
    publish(site)
    cast = make_cast(site)
    study(site, cast.learner, items=6)
    page = cast.client("officer").get(f"/bao-cao/{cast.union}/nguoi/{cast.learner.id}").text
    assert "Đã xong 6 trên 7 việc." in page
    for words in (
        "1 việc thực hành, 3 bước",
        "1 bài kiểm tra",
        "Người hướng dẫn xác nhận",
        "Tự khai",
        "Máy chấm",
    ):
        assert words in page


def test_it_names_the_pair_and_links_what_an_officer_may_do(site: Site) -> None:
    publish(site)
    cast = make_cast(site)
    site.pair(cast.trainer, cast.learner)
    code = certify(site, cast.learner)
    page = cast.client("officer").get(f"/bao-cao/{cast.union}/nguoi/{cast.learner.id}").text
    assert "Người hướng dẫn: Lê Văn Soạn, từ ngày 21/11/2026." in page
    assert f'href="/chung-nhan/{code}"' in page
    assert "In thẻ đăng nhập" in page
    mentor = cast.client("officer").get(f"/bao-cao/{cast.union}/nguoi/{cast.trainer.id}").text
    assert "Đang hướng dẫn: Nguyễn Thị Hòa." in mentor
    assert "In thẻ đăng nhập" not in mentor


def test_whoever_has_not_begun_is_shown_kindly(site: Site) -> None:
    publish(site)
    cast = make_cast(site)
    page = cast.client("officer").get(f"/bao-cao/{cast.union}/nguoi/{cast.learner.id}").text
    assert "Chưa bắt đầu khóa nào." in page


def test_everybody_else_is_refused_the_person_included(site: Site) -> None:
    publish(site)
    cast = make_cast(site)
    assert refuses_outsiders(cast, f"/bao-cao/{cast.union}/nguoi/{cast.learner.id}")


def test_a_person_of_another_tenant_is_not_found_under_an_own_unit(site: Site) -> None:
    publish(site)
    cast = make_cast(site)
    stranger = f"/bao-cao/{cast.union}/nguoi/{cast.other_learner.id}"
    own_unit = f"/bao-cao/{cast.other_school}/nguoi/{cast.learner.id}"
    nobody = f"/bao-cao/{cast.union}/nguoi/999999"
    assert statuses(cast, stranger, "officer", "admin", "other_officer") == {
        "officer": 404,
        "admin": 404,
        "other_officer": 404,
    }
    assert statuses(cast, own_unit, "officer", "other_officer") == {"officer": 404, "other_officer": 404}
    assert statuses(cast, nobody, "officer") == {"officer": 404}


def test_it_says_how_many_were_confirmed_in_person_and_how(site: Site) -> None:
    school = make_school(site)
    path = f"/bao-cao/{school.unit_id}/nguoi/{school.learner.id}"
    _shown, scanned = meet(site.client(school.learner))
    officer, mentor = site.client(school.officer), site.client(school.mentor)
    assert post(mentor, scanned, **SEEN).status_code == 303
    assert "Trong đó xác nhận tại chỗ: 1 việc bằng mã QR." in officer.get(path).text
    (only,) = submissions(site, school.learner)
    assert post(mentor, f"/duyet/{only.id}/rut-lai", reason="nhầm").status_code == 303
    assert "xác nhận tại chỗ" not in officer.get(path).text
