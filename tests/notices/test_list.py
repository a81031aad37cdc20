"""My notices: newest first by day, what is new is marked, and each leads where it belongs."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import update

from lms import clock
from lms.db import db
from lms.notices.models import Notice
from lms.notices.services import Telling, notify, notify_all, telling
from tests.factories import NOW, Site, post
from tests.notices.makers import notices_of, tell

pytestmark = pytest.mark.usefixtures("_at_now")


@pytest.fixture
def _at_now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def test_somebody_without_notices_is_told_what_will_be_here(site: Site) -> None:
    page = site.client(site.person()).get("/thong-bao").text
    assert "Chưa có thông báo nào" in page
    assert "Đánh dấu đã đọc hết" not in page


def test_notices_stand_newest_first_under_their_days(site: Site) -> None:
    person = site.person()
    for days in (12, 1, 0):
        tell(site, person, f"{days}", NOW - timedelta(days=days), values={"helper": f"cô số {days}"})
    page = site.client(person).get("/thong-bao").text
    headings = re.findall(r"<h2>([^<]+)</h2>", page)
    assert headings == ["Hôm nay", "Hôm qua", "09/11/2026"]
    assert page.index("Cô số 0") < page.index("Cô số 1") < page.index("Cô số 12")


def test_looking_marks_nothing_and_opening_marks_one(site: Site) -> None:
    person = site.person()
    first, second = tell(site, person, "a"), tell(site, person, "b")
    client = site.client(person)
    assert client.get("/thong-bao").text.count(">Mới<") == 2
    assert client.get(f"/thong-bao/{first}").status_code == 200
    assert client.get("/thong-bao").text.count(">Mới<") == 2
    answer = post(client, f"/thong-bao/{second}")
    assert (answer.status_code, answer.location) == (303, "/nguoi-huong-dan")
    assert [bool(each.read_at) for each in notices_of(site, person)] == [False, True]
    assert client.get("/thong-bao").text.count(">Mới<") == 1


def test_opening_twice_keeps_the_first_moment(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    person = site.person()
    notice_id = tell(site, person)
    client = site.client(person)
    post(client, f"/thong-bao/{notice_id}")
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(hours=2))
    assert post(client, f"/thong-bao/{notice_id}").status_code == 303
    assert notices_of(site, person)[0].read_at == NOW


def test_all_that_was_shown_is_marked_and_what_came_meanwhile_is_not(site: Site) -> None:
    person = site.person()
    other = site.person("Lê Văn Tư")
    tell(site, other, "cua-nguoi-khac")
    shown = tell(site, person, "a")
    client = site.client(person)
    tell(site, person, "b")
    assert post(client, "/thong-bao/da-doc", den=str(shown)).location == "/thong-bao"
    assert [bool(each.read_at) for each in notices_of(site, person)] == [True, False]
    assert notices_of(site, other)[0].read_at is None


@pytest.mark.parametrize("odd", ["", "x", "-1", "9" * 40])
def test_an_odd_bound_marks_nothing(site: Site, odd: str) -> None:
    person = site.person()
    tell(site, person)
    assert post(site.client(person), "/thong-bao/da-doc", den=odd).status_code == 303
    assert notices_of(site, person)[0].read_at is None


def test_somebody_elses_notice_is_not_there(site: Site) -> None:
    person = site.person()
    notice_id = tell(site, person)
    for name in ("Lê Văn Tư", "Phạm Thị Mai"):
        client = site.client(site.person(name))
        assert client.get(f"/thong-bao/{notice_id}").status_code == 404
        assert post(client, f"/thong-bao/{notice_id}").status_code == 404
    assert notices_of(site, person)[0].read_at is None
    assert "/dang-nhap" in site.client().get(f"/thong-bao/{notice_id}").location


@pytest.mark.parametrize(
    "path", ["https://evil.example", "//evil.example", "/\\evil.example", "", "javascript:alert(1)"]
)
def test_a_notice_leads_nowhere_but_into_the_site(site: Site, path: str) -> None:
    person = site.person()
    notice_id = tell(site, person)
    with site.working():
        db.session.execute(update(Notice).where(Notice.id == notice_id).values(path=path))
    assert post(site.client(person), f"/thong-bao/{notice_id}").location == "/thong-bao"


def test_names_are_shown_as_text(site: Site) -> None:
    person = site.person()
    tell(site, person, values={"helper": "<script>alert(1)</script>"})
    page = site.client(person).get("/thong-bao").text
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_notice_of_a_kind_that_is_gone_still_leads_somewhere(site: Site) -> None:
    person = site.person()
    with site.working():
        notify(person.id, "kind_of_old", "x", NOW, path="/cua-toi")
        notify(person.id, "help_answered", "y", NOW, path="/cua-toi", values={"other": "?"})
    assert site.client(person).get("/thong-bao").text.count("Có việc mới cho thầy cô.") == 2


def test_a_long_list_has_pages_and_a_page_takes_as_many_statements_as_a_short_one(
    site: Site, statements: list[str]
) -> None:
    person = site.person()
    tell(site, person)
    client = site.client(person)
    client.get("/thong-bao")
    statements.clear()
    client.get("/thong-bao")
    few = len(statements)
    for number in range(35):
        tell(site, person, f"{number}")
    statements.clear()
    page = client.get("/thong-bao").text
    assert len(statements) == few
    assert "Trang 1 trên 2" in page
    assert client.get("/thong-bao?trang=2").text.count(">Mới<") == 6


def test_the_same_key_tells_once(site: Site) -> None:
    person = site.person()
    with site.working():
        assert notify(person.id, "help_answered", "một", NOW, values={"helper": "cô Lan"})
        assert not notify(person.id, "help_answered", "một", NOW, values={"helper": "cô Lan"})
    assert len(notices_of(site, person)) == 1


def test_many_are_told_at_once_and_each_once_also_where_one_is_told_meanwhile(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = site.person()
    tell(site, person, "một")
    tellings = [
        Telling(person.id, "help_answered", key, values={"helper": "cô Lan"})
        for key in ("một", "hai", "ba", "ba")
    ]
    with site.working():
        assert notify_all(tellings[:2], NOW) == 1
        monkeypatch.setattr(telling, "list_told", lambda keys: set())  # "hai" was told after it looked
        assert notify_all(tellings, NOW) == 1
        assert notify_all([], NOW) == 0
    assert [each.key for each in notices_of(site, person)] == ["một", "hai", "ba"]
