"""Public pages: catalogue, course, glossary, search, media."""

import unicodedata

import pytest

from lms.courses.queries import get_head, get_published
from tests.content import publish, publish_shipped
from tests.factories import Site


@pytest.mark.parametrize(
    "text", ["khoa thu nghiem", "KHÓA THỬ NGHIỆM", unicodedata.normalize("NFD", "Khóa thử nghiệm")]
)
def test_search_finds_the_same_course_whatever_the_diacritics(site: Site, text: str) -> None:
    publish(site)
    page = site.client().get("/tim", query_string={"q": text})
    assert "Khóa thử nghiệm" in page.text
    assert "/khoa-hoc/thu-nghiem" in page.text


def test_search_finds_steps_and_words(site: Site) -> None:
    publish(site)
    client = site.client()
    assert "/hoc/thu-nghiem/bai-mot/bam-nut" in client.get("/tim?q=nut+nguon").text
    assert "/tu-dien/otp" in client.get("/tim?q=ma+otp").text


def test_a_search_that_finds_nothing_says_what_to_try(site: Site) -> None:
    publish(site)
    page = site.client().get("/tim?q=%25_zzz").text
    assert "Chưa tìm thấy" in page
    assert "Gõ không dấu cũng được" in page


def test_a_course_shows_itself_to_zalo_and_to_strangers(site: Site) -> None:
    publish(site)
    page = site.client().get("/khoa-hoc/thu-nghiem").text
    assert '<meta property="og:title" content="Khóa thử nghiệm">' in page
    assert "Nhóm thử" in page
    assert "21/11/2026" in page


def test_media_of_the_shipped_course_are_inert_and_kept_for_good(site: Site) -> None:
    publish_shipped(site)
    with site.app.app_context():
        media = get_published(get_head("c-thai-nguyen").revision_id).course.media[0]
    answer = site.client().get(f"/khoa-hoc/c-thai-nguyen/media/{media.sha256}.svg")
    assert answer.status_code == 200
    assert answer.content_type.startswith("image/svg+xml")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "immutable" in answer.headers["Cache-Control"]
    assert site.client().get("/khoa-hoc/c-thai-nguyen/media/../course.md").status_code == 404


def test_no_bank_is_on_a_static_route(site: Site) -> None:
    publish(site)
    for path in (
        "/quizzes/thu-nghiem.md",
        "/static/x/quizzes/thu-nghiem.md",
        "/khoa-hoc/thu-nghiem/media/thu-nghiem.md",
    ):
        assert site.client().get(path).status_code == 404
