"""Where notices are sent: an address counts once its owner opened the link, and only for the account that asked."""

import re
from datetime import timedelta
from typing import Any

import pytest

from lms import clock
from lms.accounts.models import User
from lms.core.people import Role
from lms.db import db
from lms.notices.services.addresses import sign_address
from tests.conftest import SECRET
from tests.factories import NOW, Person, Site, post
from tests.notices.makers import notices_of, send, tell
from tests.notices.post_office import PostOffice

PAGE = "/thong-bao/thu"


@pytest.fixture(autouse=True)
def _at_now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def user_of(site: Site, person: Person) -> User:
    with site.app.app_context():
        return db.session.get_one(User, person.id)


def link_in(office: PostOffice) -> str:
    found = re.search(r"http://127\.0\.0\.1:8000(/thong-bao/thu/xac-nhan/\S+)", office.texts()[-1])
    assert found, office.texts()
    return found[1]


def test_from_the_form_to_the_first_letter_of_news(site: Site, office: PostOffice) -> None:
    person = site.person()
    client = site.client(person)
    assert PAGE in client.get("/tai-khoan").text
    assert PAGE in client.get("/thong-bao").text
    assert post(client, PAGE, email="hoa@example.vn").location == PAGE
    assert "Còn một việc: mở thư xác nhận." in client.get(PAGE).text
    assert office.letters == []  # nothing leaves within a request
    assert send(site, NOW) == 1
    assert office.recipients == ["hoa@example.vn"]
    link = link_in(office)
    assert "Gửi thông báo tới hoa@example.vn?" in client.get(link).text
    assert user_of(site, person).email_confirmed_at is None  # a program that opens links confirms nothing
    assert post(client, link).location == PAGE
    assert "Có tin mới, thầy cô sẽ nhận được thư ở hoa@example.vn" in client.get(PAGE).text
    tell(site, person, now=NOW)
    assert send(site, NOW) == 1
    assert "Cô Lan đã trả lời" in office.texts()[-1]


def test_before_the_owner_said_yes_nothing_but_the_question_goes_there(
    site: Site, office: PostOffice
) -> None:
    person = site.person()
    post(site.client(person), PAGE, email="nguoi.la@example.vn")
    tell(site, person)
    assert send(site, NOW) == 1
    assert send(site, NOW + timedelta(days=3)) == 0
    assert len(office.letters) == 1
    assert "Lan" not in office.texts()[0]
    assert "Hòa" not in office.letters[0]["Subject"]


def test_the_question_goes_out_three_times_a_day_and_not_once_more(
    site: Site, office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = site.person()
    client = site.client(person)
    for number in range(3):
        assert post(client, PAGE, email=f"la{number}@example.vn").status_code == 303
        send(site, clock.now())
        now = NOW + timedelta(minutes=number + 1)
        monkeypatch.setattr(clock, "now", lambda now=now: now)
    answer = post(client, PAGE, email="la9@example.vn")
    assert answer.status_code == 429
    assert "hộp thư rác" in answer.text
    assert user_of(site, person).email == "la2@example.vn"
    assert len(office.letters) == 3


def test_a_double_tap_asks_once(site: Site, office: PostOffice) -> None:
    person = site.person()
    client = site.client(person)
    for _ in range(3):
        assert post(client, PAGE, email="hoa@example.vn").status_code == 303
    assert send(site, NOW) == 1


def test_an_address_that_was_corrected_gets_the_question_and_the_wrong_one_does_not(
    site: Site, office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = site.client(site.person())
    post(client, PAGE, email="sai@example.vn")
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(minutes=1))
    post(client, PAGE, email="dung@example.vn")
    assert send(site, NOW + timedelta(minutes=2)) == 1
    assert office.recipients == ["dung@example.vn"]


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "hoa",
        "hoa@",
        "hòa@example.vn",
        "hoa@example",
        "a b@example.vn",
        "hoa@example.vn,la@example.vn",
        "hoa@example.vn\r\nBcc: la@example.vn",
        "<hoa@example.vn>",
        '"hoa"@example.vn',
        "hoa@-example.vn",
        ".hoa@example.vn",
        f"{'a' * 65}@example.vn",
        f"hoa@{'a.' * 130}vn",
    ],
)
def test_what_is_no_address_is_answered_with_what_to_write(
    site: Site, office: PostOffice, wrong: str
) -> None:
    person = site.person()
    answer = post(site.client(person), PAGE, email=wrong)
    assert answer.status_code == 422
    assert "<title>Lỗi:" in answer.text
    assert 'href="#email"' in answer.text
    assert user_of(site, person).email is None
    assert notices_of(site, person) == []


def test_a_link_is_good_for_its_account_its_address_and_three_days(
    site: Site, office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    person, other = site.person(), site.person("Lê Văn Tư", role=Role.ADMIN)
    client, stranger = site.client(person), site.client(other)
    post(client, PAGE, email="hoa@example.vn")
    send(site, NOW)
    link = link_in(office)
    assert "/dang-nhap" in site.client().get(link).location
    for wrong in (link.replace("xac-nhan/Wz", "xac-nhan/Wy"), f"{PAGE}/xac-nhan/x"):
        assert wrong != link
        assert client.get(wrong).status_code == 410
    for method in (stranger.get, lambda path: post(stranger, path)):
        assert method(link).status_code == 410  # type: ignore[no-untyped-call]
    old = sign_address(person.id, "truoc@example.vn", SECRET, NOW)
    assert post(client, f"{PAGE}/xac-nhan/{old}").status_code == 410
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=3, seconds=1))
    assert post(client, link).status_code == 410
    assert user_of(site, person).email_confirmed_at is None
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=3) - timedelta(seconds=1))
    assert post(client, link).status_code == 303
    assert user_of(site, person).email_confirmed_at is not None


def test_one_may_stop_and_have_the_address_forgotten(site: Site, office: PostOffice) -> None:
    person = site.person()
    client = site.client(person)
    with site.working():
        user = db.session.get_one(User, person.id)
        user.email, user.wants_mail, user.email_confirmed_at = "hoa@example.vn", True, NOW
    tell(site, person)
    assert post(client, f"{PAGE}/thoi").location == PAGE
    assert send(site, NOW) == 0
    assert "hoa@example.vn" in client.get(PAGE).text
    assert (
        post(client, PAGE, email="hoa@example.vn").status_code == 303
    )  # known already: nobody is asked again
    assert send(site, NOW) == 1
    assert post(client, f"{PAGE}/quen").location == PAGE
    kept = user_of(site, person)
    assert (kept.email, kept.email_confirmed_at, kept.wants_mail) == (None, None, False)


def test_without_a_mail_server_the_page_says_so_and_nothing_breaks(site: Site) -> None:
    person = site.person()
    client = site.client(person)
    page = client.get(PAGE).text
    assert "Trang này chưa đặt máy chủ gửi thư" in page
    assert 'name="email"' not in page
    assert post(client, PAGE, email="hoa@example.vn").status_code == 404
    assert send(site, NOW) == 0


def test_nobody_else_sees_an_address(site: Site, office: PostOffice) -> None:
    person, admin = site.person(), site.person("Hoàng Anh Tú", role=Role.ADMIN)
    post(site.client(person), PAGE, email="hoa@example.vn")
    answer: Any = site.client(admin).get(PAGE)
    assert "hoa@example.vn" not in answer.text
