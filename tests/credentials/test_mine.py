"""Own achievements: certificates, where one stands, one's history by day, in plain words."""

from datetime import timedelta

from tests.conftest import Statements
from tests.content import publish
from tests.credentials.makers import certify, study
from tests.factories import NOW, Site


def test_whoever_has_not_begun_is_told_where_to_begin(site: Site) -> None:
    publish(site)
    page = site.client(site.person()).get("/cua-toi").text
    assert "Chọn khóa đầu tiên" in page
    assert "giấy chứng nhận của thầy cô sẽ ở đây" in page


def test_a_finished_course_offers_its_certificate(site: Site) -> None:
    publish(site)
    person = site.person()
    study(site, person)
    page = site.client(person).get("/cua-toi").text
    assert "Nhận giấy chứng nhận" in page
    assert 'action="/chung-nhan/thu-nghiem/nhan"' in page


def test_a_claimed_certificate_is_listed_and_not_offered_again(site: Site) -> None:
    publish(site)
    person = site.person()
    code = certify(site, person)
    page = site.client(person).get("/cua-toi").text
    assert f'href="/chung-nhan/{code}"' in page
    assert "Nhận giấy chứng nhận" not in page


def test_an_unfinished_course_is_told_in_words(site: Site) -> None:
    publish(site)
    person = site.person()
    study(site, person, items=3)
    assert "Đã xong 3 trên 7 bước." in site.client(person).get("/cua-toi").text


def test_the_history_is_told_by_day_with_names_and_trust(site: Site) -> None:
    publish(site)
    mentor, person = site.person("Trần Quang Minh", honorific="thầy"), site.person()
    study(site, person, items=2)
    study(site, person, now=NOW + timedelta(days=1), by=mentor.id)
    page = site.client(person).get("/cua-toi").text
    assert page.index("<h3>22/11/2026</h3>") < page.index("<h3>21/11/2026</h3>")
    assert "Làm xong bước “Bấm nút nguồn”" in page
    assert "Thầy Minh xác nhận việc “Làm trước mặt người hướng dẫn”" in page
    assert "Bắt đầu khóa học" in page


def test_nobodys_history_is_mixed_with_anothers(site: Site) -> None:
    publish(site)
    person, other = site.person(), site.person("Đỗ Văn Hùng")
    study(site, person)
    certify(site, other)
    page = site.client(site.person("Lê Thị Mới")).get("/cua-toi").text
    assert "Làm xong bước" not in page
    assert "/chung-nhan/" not in page


def test_a_stranger_is_asked_to_sign_in(site: Site) -> None:
    assert site.client().get("/cua-toi").status_code == 303


def test_the_page_costs_the_same_however_much_one_did(site: Site, statements: Statements) -> None:
    publish(site)
    fresh, busy = site.person(), site.person("Đỗ Văn Hùng")
    study(site, fresh, items=1)
    study(site, busy)
    counts = []
    for person in (fresh, busy):
        client = site.client(person)
        client.get("/cua-toi")
        statements.clear()
        client.get("/cua-toi")
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 6
