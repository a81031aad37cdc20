"""What stands around every page is drawn once for everybody alike, so nothing personal may be in it."""

import re

import pytest

from lms.core.people import Role
from lms.web.slots import Drawn, slot
from tests.factories import Person, Site, post

ROLES = (None, Role.TRAINER, Role.COORDINATOR, Role.ADMIN)


@pytest.fixture(autouse=True)
def _drawn_anew(site: Site) -> None:
    for store in site.app.extensions["drawn"].values():
        store.kept.clear()


def kept_text(site: Site, name: str = "shells") -> str:
    """Return all that this process keeps drawn."""
    kept = site.app.extensions["drawn"][name].kept.values()
    return "\n".join(part for each in kept for drawn in each for part in drawn.parts)


def around(page: str) -> str:
    """Return what stands above and below a page's content, without the form tokens."""
    above, _, rest = page.partition('<main id="main"')
    whole = above.partition("<body>")[2] + rest.rpartition("</main>")[2]
    return re.sub(r'name="csrf_token" value="[^"]+"', "", whole)


def marks_of(person: Person, cookie: str, page: str) -> list[str]:
    """Return what tells this person from any other."""
    tokens = re.findall(r'name="csrf_token" value="([^"]+)"', page)
    assert tokens
    return [person.full_name, person.full_name.split()[-1], person.phone, cookie, *tokens]


@pytest.mark.parametrize("role", ROLES)
def test_the_shell_holds_nothing_of_whoever_saw_it_first(site: Site, role: Role | None) -> None:
    person = site.person("Đặng Thị Quỳnh", role=role)
    mentee = site.person("Vương Văn Khải")
    site.pair(person, mentee)
    client = site.client(person)
    page = client.get("/tai-khoan?bi-mat=8812").text
    cookie = client.get_cookie("session")
    assert cookie is not None
    kept = kept_text(site)
    assert kept
    for mark in [*marks_of(person, cookie.value, page), "bi-mat", "THCS Sông Cầu", "Khải"]:
        assert mark not in kept


def test_two_people_with_the_same_links_get_the_same_shell_with_their_own_tokens(site: Site) -> None:
    first, second = (site.client(site.person(name)) for name in ("Lê Thị An", "Trần Văn Bình"))
    pages = [client.get("/tai-khoan").text for client in (first, second)]
    assert around(pages[0]) == around(pages[1])
    tokens = [re.findall(r'name="csrf_token" value="([^"]+)"', page) for page in pages]
    assert tokens[0] != tokens[1]
    assert post(first, "/dang-xuat").status_code == 303


def test_each_role_finds_its_own_links(site: Site) -> None:
    words = {
        Role.TRAINER: "Soạn bài",
        Role.COORDINATOR: "Báo cáo",
        Role.ADMIN: "Quản trị",
    }
    for role, word in words.items():
        nav = around(site.client(site.person(role=role)).get("/tai-khoan").text)
        assert word in nav
    assert not any(
        word in around(site.client(site.person()).get("/tai-khoan").text) for word in words.values()
    )


def test_the_present_area_is_marked_and_no_other(site: Site) -> None:
    client = site.client(site.person())
    assert around(client.get("/tai-khoan").text).count('aria-current="page"') == 2  # above and among the tabs
    assert around(client.get("/").text).count('aria-current="page"') == 2
    assert around(client.get("/hien-thi").text).count('aria-current="page"') == 0


def test_a_stranger_gets_the_way_in_and_no_links(site: Site) -> None:
    nav = around(site.client().get("/dang-nhap").text)
    assert "<nav" not in nav
    assert "Đăng xuất" not in nav


def test_the_shell_follows_the_language(site: Site) -> None:
    client = site.client()
    assert "Trợ giúp" in around(client.get("/dang-nhap").text)
    client.set_cookie("lang", "en")
    english = around(client.get("/dang-nhap").text)
    assert "Trợ giúp" not in english
    assert 'value="vi"' in english


def test_an_address_cannot_break_out_of_its_field(site: Site) -> None:
    page = site.client().get('/dang-nhap?next="><script>alert(1)</script>').text
    assert "<script>alert(1)" not in page


def test_a_site_below_a_path_has_links_of_its_own(site: Site) -> None:
    plain = site.client().get("/dang-nhap").text
    below = site.client().get("/dang-nhap", base_url="http://localhost/truong").text
    assert 'href="/tro-giup"' in plain
    assert 'href="/truong/tro-giup"' in below


def test_a_slot_written_by_an_author_is_plain_text() -> None:
    """The mark of a slot is random, so that nobody can ask for a reader's token in a lesson's text."""
    drawn = Drawn.of(f"\ue000token\ue001 {slot('token')}")
    assert drawn.filled({"token": "mã"}) == "\ue000token\ue001 mã"
