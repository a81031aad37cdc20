"""The certificate's own page: its owner celebrates, officers look, everybody else finds nothing."""

from tests.content import publish
from tests.credentials.makers import certify
from tests.factories import Site
from tests.units.cast import make_cast, statuses


def test_the_owner_sees_the_paper_the_thanks_and_the_address_to_share(site: Site) -> None:
    publish(site)
    mentor, person = site.person("Trần Quang Minh", honorific="thầy"), site.person()
    site.pair(mentor, person)
    code = certify(site, person)
    page = site.client(person).get(f"/chung-nhan/{code}").text
    assert "Cảm ơn thầy Trần Quang Minh đã đi cùng" in page
    assert f'value="http://127.0.0.1:8000/xac-minh/{code}"' in page
    assert f'href="/chung-nhan/{code}.pdf"' in page
    assert "2 việc thực hành" in page
    assert "Người hướng dẫn xác nhận" in page
    assert '<svg class="square"' in page


def test_only_the_owner_and_officers_of_the_unit_open_it(site: Site) -> None:
    publish(site)
    cast = make_cast(site)
    path = f"/chung-nhan/{certify(site, cast.learner)}"
    assert statuses(
        cast, path, "learner", "officer", "admin", "trainer", "other_learner", "other_officer", "stranger"
    ) == {
        "learner": 200,
        "officer": 200,
        "admin": 200,
        "trainer": 404,
        "other_learner": 404,
        "other_officer": 404,
        "stranger": 303,
    }


def test_an_officer_reads_whose_it_is_and_may_revoke_it(site: Site) -> None:
    publish(site)
    cast = make_cast(site)
    code = certify(site, cast.learner)
    page = cast.client("officer").get(f"/chung-nhan/{code}").text
    assert "Giấy chứng nhận của Nguyễn Thị Hòa" in page
    assert f"/chung-nhan/{code}/thu-hoi" in page
    assert "/thu-hoi" not in cast.client("learner").get(f"/chung-nhan/{code}").text


def test_the_mentor_alone_does_not_see_it(site: Site) -> None:
    publish(site)
    mentor, person = site.person("Trần Quang Minh"), site.person()
    site.pair(mentor, person)
    assert site.client(mentor).get(f"/chung-nhan/{certify(site, person)}").status_code == 404


def test_the_page_is_kept_by_no_cache(site: Site) -> None:
    publish(site)
    person = site.person()
    answer = site.client(person).get(f"/chung-nhan/{certify(site, person)}")
    assert answer.headers["Cache-Control"] == "no-store"
