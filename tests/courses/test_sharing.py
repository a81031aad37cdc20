"""How links show in Zalo and Facebook: read as their crawlers do, without a cookie and only the beginning of a page."""

import io
from html.parser import HTMLParser
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

import pytest
from flask import Flask
from PIL import Image

from lms.web import sharing
from lms.web.access import PUBLIC, gate_of
from lms.web.assets import asset
from tests.content import COURSE, LESSON, publish, small_course
from tests.factories import Site, post

CRAWLER = {"User-Agent": "facebookexternalhit/1.1", "Accept-Encoding": "identity"}
READ = 30_000
SHARED = ("/", "/khoa-hoc", "/khoa-hoc/thu-nghiem")


class Head(HTMLParser):
    """The properties of a page's head."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.said: dict[str, list[str]] = {}
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        name = values.get("property") or values.get("name") or values.get("rel")
        if tag in ("meta", "link") and name:
            self.said.setdefault(name, []).append(values.get("content") or values.get("href") or "")

    def one(self, name: str) -> str:
        (value,) = self.said[name]
        return value


def crawl(site: Site, path: str) -> Head:
    answer = site.app.test_client(use_cookies=False).get(path, headers=CRAWLER)
    assert answer.status_code == 200
    assert "X-Robots-Tag" not in answer.headers
    return Head(answer.data[:READ].decode(errors="ignore"))


@pytest.mark.parametrize("path", SHARED)
def test_a_crawler_finds_everything_that_it_shows(site: Site, path: str) -> None:
    publish(site)
    head = crawl(site, path)
    for name in ("og:title", "og:description", "og:site_name", "og:image:alt", "description"):
        assert head.one(name).strip(), name
    assert head.one("og:url") == head.one("canonical") == f"http://127.0.0.1:8000{path}"
    assert head.one("og:type") == "website"
    assert head.one("og:locale") == "vi_VN"
    assert head.said["og:locale:alternate"] == ["en_US"]
    assert head.one("twitter:card") == "summary_large_image"
    assert head.one("og:image").startswith("http://127.0.0.1:8000/")


@pytest.mark.parametrize("path", SHARED)
def test_the_picture_is_what_the_page_says_it_is(site: Site, path: str) -> None:
    publish(site)
    head = crawl(site, path)
    client = site.app.test_client(use_cookies=False)
    answer = client.get(urlsplit(head.one("og:image")).path, headers=CRAWLER)
    assert answer.status_code == 200
    assert answer.content_type == head.one("og:image:type") == "image/png"
    with Image.open(io.BytesIO(answer.data)) as drawn:
        assert (
            drawn.size == (int(head.one("og:image:width")), int(head.one("og:image:height"))) == (1200, 630)
        )
    assert len(answer.data) <= 120_000
    assert "public" in answer.headers["Cache-Control"]
    assert answer.headers.getlist("Cross-Origin-Resource-Policy") == ["cross-origin"]
    assert "Set-Cookie" not in answer.headers
    again = client.get(answer.request.path, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_a_course_without_a_summary_is_described_by_its_outcomes(site: Site) -> None:
    text = COURSE.format(minutes=9).replace('summary: "Một khóa nhỏ để thử"\n', "")
    publish(site, small_course(course__md=text))
    assert crawl(site, "/khoa-hoc/thu-nghiem").one("og:description") == (
        "Mở được máy; Làm trước mặt người hướng dẫn"
    )


def test_words_of_authors_cannot_leave_their_place_in_the_head(site: Site) -> None:
    text = COURSE.format(minutes=9).replace('"Khóa thử nghiệm"', "'\"><script>alert(1)</script>'")
    publish(site, small_course(course__md=text))
    assert crawl(site, "/khoa-hoc/thu-nghiem").one("og:title") == '"><script>alert(1)</script>'


def test_a_picture_asked_for_under_an_older_name_is_found(site: Site) -> None:
    publish(site)
    before = urlsplit(crawl(site, "/khoa-hoc/thu-nghiem").one("og:image")).path
    publish(site, small_course(course__md=COURSE.format(minutes=9).replace("Khóa thử nghiệm", "Tên mới")))
    after = urlsplit(crawl(site, "/khoa-hoc/thu-nghiem").one("og:image")).path
    assert before != after
    answer = site.client().get(before)
    assert (answer.status_code, answer.location) == (302, after)


def test_a_changed_lesson_text_keeps_the_picture_and_its_name(site: Site) -> None:
    publish(site)
    before = crawl(site, "/khoa-hoc/thu-nghiem").one("og:image")
    publish(site, small_course(**{"01_bai_mot__md": LESSON.replace("Bài này dễ.", "Bài này rất dễ.")}))
    assert crawl(site, "/khoa-hoc/thu-nghiem").one("og:image") == before


def test_a_draft_has_no_picture(site: Site) -> None:
    publish(site)
    path = urlsplit(crawl(site, "/khoa-hoc/thu-nghiem").one("og:image")).path
    draft = COURSE.format(minutes=9).replace("status: published", "status: draft")
    publish(site, small_course(course__md=draft))
    assert site.client().get(path).status_code == 404


def test_pictures_are_drawn_once_and_only_so_many_are_kept(site: Site) -> None:
    publish(site)
    path = urlsplit(crawl(site, "/khoa-hoc/thu-nghiem").one("og:image")).path
    sharing._drawn.cache_clear()
    for _ in range(3):
        assert site.client().get(path).status_code == 200
    assert sharing._drawn.cache_info().misses == 1
    assert sharing._drawn.cache_info().maxsize == sharing.KEPT_PICTURES


def test_a_site_built_without_the_typeface_says_nothing_of_pictures(
    site: Site, monkeypatch: pytest.MonkeyPatch, tmp_path
) -> None:  # type: ignore[no-untyped-def]
    publish(site)
    path = urlsplit(crawl(site, "/khoa-hoc/thu-nghiem").one("og:image")).path
    monkeypatch.setattr(sharing, "FONTS", tmp_path)
    head = crawl(site, "/khoa-hoc/thu-nghiem")
    assert "og:image" not in head.said
    assert head.one("twitter:card") == "summary"
    assert site.client().get(path).status_code == 404


def test_an_english_course_says_so(site: Site) -> None:
    publish(site, small_course(course__md=COURSE.format(minutes=9).replace("lang: vi", "lang: en")))
    head = crawl(site, "/khoa-hoc/thu-nghiem")
    assert head.one("og:locale") == "en_US"
    assert "2 lessons" in head.one("og:image:alt")


def test_robots_may_read_what_is_for_everybody_and_nothing_else(site: Site) -> None:
    publish(site)
    answer = site.app.test_client(use_cookies=False).get("/robots.txt")
    assert answer.content_type.startswith("text/plain")
    robots = RobotFileParser()
    robots.parse(answer.text.splitlines())
    picture = urlsplit(crawl(site, "/").one("og:image")).path
    for path in (
        *SHARED,
        "/tu-dien/otp",
        "/tro-giup",
        picture,
        asset("site.css").path,
        "/khoa-hoc/a/media/b.png",
    ):
        assert robots.can_fetch("facebookexternalhit", path), path
    for path in (
        "/hoc/thu-nghiem",
        "/cua-toi",
        "/quan-tri",
        "/xac-minh/1",
        "/the/abc",
        "/dang-nhap",
        "/soan-bai",
    ):
        assert not robots.can_fetch("Googlebot", path), path


def test_no_page_behind_a_gate_is_open_to_robots(app: Flask, site: Site) -> None:
    robots = RobotFileParser()
    robots.parse(site.client().get("/robots.txt").text.splitlines())
    for rule in app.url_map.iter_rules():
        if gate_of(app.view_functions[rule.endpoint]) != PUBLIC:
            assert not robots.can_fetch("*", rule.rule.replace("<", "").replace(">", "")), rule.rule


def test_a_word_leads_back_to_the_step_in_which_it_stands(site: Site) -> None:
    publish(site)
    client = site.client(site.person())
    step = "/hoc/thu-nghiem/bai-mot/mo-ung-dung"
    came = {"Referer": f"http://localhost{step}?may=iphone"}
    assert f'href="{step}?may=iphone">Quay lại chỗ đang đọc' in client.get("/tu-dien/otp", headers=came).text


@pytest.mark.parametrize(
    "referer",
    [
        "",
        "http://elsewhere.example/hoc/a",
        "http://localhost//evil.example",
        "http://[",
        "http://localhost/tu-dien",
    ],
)
def test_a_word_leads_back_to_no_other_place(site: Site, referer: str) -> None:
    publish(site)
    page = site.client().get("/tu-dien/otp", headers={"Referer": referer}).text
    assert "Quay lại" not in page
    assert "Xem các từ khác" in page


def test_where_one_stands_takes_few_statements(site: Site, statements: list[str]) -> None:
    publish(site)
    client = site.client(site.person())
    post(client, "/hoc/thu-nghiem/bai-mot/bam-nut/xong")
    client.get("/khoa-hoc/thu-nghiem")
    statements.clear()
    client.get("/khoa-hoc/thu-nghiem")
    assert len(statements) <= 5, "\n".join(statements)
