"""Verifying a certificate without signing in: genuine, revoked, unknown; however the code is typed."""

import pytest

from lms.credentials.queries import read_code
from tests.content import publish
from tests.credentials.makers import certify
from tests.factories import Site, post
from tests.units.cast import make_cast


def test_anybody_sees_what_a_genuine_one_attests(site: Site) -> None:
    publish(site)
    person = site.person()
    page = site.client().get(f"/xac-minh/{certify(site, person)}")
    assert page.status_code == 200
    for words in (
        "có thật và đang có giá trị",
        "Nguyễn Thị Hòa",
        "Khóa thử nghiệm",
        "THCS Sông Cầu",
        "21/11/2026",
        "2 việc thực hành",
        "Người hướng dẫn xác nhận",
        "Máy chấm",
        "Tự khai",
        "Cài ứng dụng đúng chỗ",
    ):
        assert words in page.text
    assert person.phone not in page.text


def test_a_revoked_one_says_since_when_but_not_why(site: Site) -> None:
    publish(site)
    cast = make_cast(site)
    code = certify(site, cast.learner)
    post(cast.client("officer"), f"/chung-nhan/{code}/thu-hoi", reason="Lý do riêng")
    page = site.client().get(f"/xac-minh/{code}").text
    assert "đã bị thu hồi ngày" in page
    assert "Lý do riêng" not in page
    assert "đang có giá trị" not in page


def test_an_unknown_code_is_not_found_and_may_be_typed_again(site: Site) -> None:
    answer = site.client().get("/xac-minh/AAAA-BBBB-CCCC")
    assert answer.status_code == 404
    assert "Không có giấy chứng nhận nào mang mã này" in answer.text
    assert 'value="AAAA-BBBB-CCCC"' in answer.text


def test_what_was_typed_cannot_write_into_the_page(site: Site) -> None:
    assert "<script>x" not in site.client().get("/xac-minh/<script>x").text
    assert "<script>x" not in site.client().get("/xac-minh?ma=<script>x").text


def test_the_form_leads_to_the_certificate_from_a_sloppy_code(site: Site) -> None:
    publish(site)
    code = certify(site, site.person())
    sloppy = code.lower().replace("-", "  ").replace("0", "o").replace("1", "l")
    answer = site.client().get("/xac-minh", query_string={"ma": sloppy})
    assert answer.status_code == 303
    assert answer.location == f"/xac-minh/{code}"


@pytest.mark.parametrize("text", ["", "   ", "AAAA", "x" * 200])
def test_what_cannot_be_a_code_is_told_in_the_form(site: Site, text: str) -> None:
    answer = site.client().get("/xac-minh", query_string={"ma": text})
    assert answer.status_code == 422
    assert "<title>Lỗi:" in answer.text


@pytest.mark.parametrize(
    "typed",
    ["7K2M-Q9XB-4T01", "7k2m q9xb 4t01", "7K2MQ9XB4TOI", "7K2M–Q9XB—4TOL", " ７K2M-Q9XB-4T01 "],
)
def test_a_code_is_read_however_it_is_typed(typed: str) -> None:
    assert read_code(typed) == "7K2M-Q9XB-4T01"


@pytest.mark.parametrize(
    "typed", ["", "7K2M-Q9XB-4T0", "7K2M-Q9XB-4T011", "7K2M-Q9XB-4TUU", "7K2M-Q9XB-4TÔ1"]
)
def test_what_is_no_code_is_read_as_none(typed: str) -> None:
    assert read_code(typed) is None
