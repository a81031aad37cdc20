"""Budgets that survive a noisy machine: statements a view, bytes a page, and what never runs during a GET."""

import gzip
import re

import pytest

from lms.paths import shipped, static
from lms.web.assets import asset
from tests.content import publish
from tests.factories import Site, post

STEP = "/hoc/thu-nghiem/bai-mot/bam-nut"
FIRST_VISIT = 14_000
NEXT_PAGE = 10_000
ASSETS = 8_000
TEMPLATES = shipped("templates")


def compressed(text: str) -> int:
    return len(gzip.compress(text.encode(), 6))


@pytest.mark.parametrize(
    ("path", "most"),
    [(STEP, 4), ("/", 6), ("/hoc/thu-nghiem", 4), ("/hoc/thu-nghiem/bai-mot", 4)],
)
def test_a_learners_page_takes_few_statements(
    site: Site, statements: list[str], path: str, most: int
) -> None:
    publish(site)
    learner, mentor = site.person(), site.person("Trần Quang Minh")
    site.pair(mentor, learner)
    client = site.client(learner)
    post(client, f"{STEP}/xong")
    client.get(path)  # the process reads each revision once
    statements.clear()
    assert client.get(path).status_code == 200
    assert len(statements) <= most, "\n".join(statements)


def test_a_first_visit_is_light_and_the_next_page_lighter(site: Site) -> None:
    publish(site)
    client = site.client(site.person())
    client.delete_cookie("css")
    first = client.get(STEP).text
    assert "<style" in first
    assert compressed(first) <= FIRST_VISIT
    client.delete_cookie("css")
    packed = client.get(STEP, headers={"Accept-Encoding": "gzip"}).data
    assert len(packed) <= FIRST_VISIT
    assert len(packed) <= compressed(first) + 100
    following = client.get("/hoc/thu-nghiem/bai-mot/mo-ung-dung").text
    assert "<style" not in following
    assert compressed(following) <= NEXT_PAGE


PAIR_PAGES = (
    "/can-giup",
    "/toi-giup-duoc",
    "/khong-ghep-voi",
    "/nguoi-huong-dan",
    "/nguoi-toi-giup",
    "/cua-toi/ky-nang",
    "/cua-toi/ai-da-xem",
    "/thong-bao",
)


@pytest.mark.parametrize("path", PAIR_PAGES)
def test_pages_of_pairs_are_as_light_on_a_first_visit(site: Site, path: str) -> None:
    publish(site)
    one, other = site.person(), site.person("Trần Quang Minh")
    site.pair(other, one)
    client = site.client(other if path == "/nguoi-toi-giup" else one)
    client.delete_cookie("css")
    first = client.get(path).text
    assert "<style" in first
    assert compressed(first) <= FIRST_VISIT


def test_the_style_sheet_and_the_scripts_of_any_page_keep_to_their_budgets() -> None:
    assert len(asset("site.css").gzipped) <= ASSETS
    of_every_page = scripts_in("base.html")
    assert "site.js" in of_every_page
    pages = [path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html")]
    assert {path.name for path in static().glob("*.js")} == {
        name for page in pages for name in scripts_in(page)
    }
    for page in pages:
        loaded = of_every_page | scripts_in(page)
        assert sum(len(asset(name).gzipped) for name in loaded) <= ASSETS, page


def scripts_in(page: str) -> set[str]:
    """Return the scripts that a template names, whether it loads them always or in some states only."""
    return set(re.findall(r'asset\("([a-z-]+\.js)"\)', (TEMPLATES / page).read_text()))


def test_a_page_view_runs_no_markdown_and_no_sanitiser(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(site)
    client = site.client(site.person())

    def never(*_args: object, **_kwargs: object) -> str:
        raise AssertionError("compiled during a GET")

    for name in ("markdown.Markdown.convert", "bleach.sanitizer.Cleaner.clean", "bleach.clean", "nh3.clean"):
        monkeypatch.setattr(name, never)
    for path in (
        "/",
        "/hoc/thu-nghiem",
        "/hoc/thu-nghiem/bai-mot",
        STEP,
        "/khoa-hoc/thu-nghiem",
        "/tu-dien",
        "/tim?q=ma+otp",
    ):
        assert client.get(path).status_code == 200, path
