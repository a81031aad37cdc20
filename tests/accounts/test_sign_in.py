"""Signing in with a password, a printed code or a card; limits; sessions."""

import html
import re
from datetime import timedelta

import pytest

from lms import clock
from lms.accounts import services
from lms.accounts.models import User
from lms.db import db
from tests.content import publish
from tests.factories import PASSWORD, Site, csrf_token, post


def test_a_person_signs_in_with_phone_and_password(site: Site) -> None:
    person = site.person()
    client = site.client()
    answer = post(
        client, "/dang-nhap", identifier="0" + person.phone[1:4] + " " + person.phone[4:], password=PASSWORD
    )
    assert answer.status_code == 303
    assert "Tài khoản của cô Hòa" in client.get("/tai-khoan").text


def test_a_wrong_password_and_an_unknown_account_get_the_same_answer(site: Site) -> None:
    person = site.person()
    known = post(site.client(), "/dang-nhap", identifier=person.phone, password="sai bét rồi")
    unknown = post(site.client(), "/dang-nhap", identifier="0999999999", password="sai bét rồi")
    assert known.status_code == unknown.status_code == 422
    assert "chưa khớp" in known.text
    assert "chưa khớp" in unknown.text


def test_what_was_typed_is_kept_but_for_the_password(site: Site) -> None:
    answer = post(site.client(), "/dang-nhap", identifier="0999999999", password="sai bét rồi")
    assert 'value="0999999999"' in answer.text
    assert "sai bét rồi" not in answer.text


def test_after_signing_out_the_old_cookie_opens_nothing(site: Site) -> None:
    client = site.client(site.person())
    cookie = client.get_cookie("session")
    assert cookie is not None
    assert post(client, "/dang-xuat").status_code == 303
    client.set_cookie("session", cookie.value)
    assert client.get("/tai-khoan").status_code == 303


def issue_card(site: Site, user_id: int) -> services.Card:
    with site.working():
        return services.issue_card(user_id, None, site.app.extensions["settings"].secret_key, clock.now())


def test_a_printed_code_opens_the_account_once(site: Site) -> None:
    person = site.person(password=None)
    card = issue_card(site, person.id)
    code = f"{card.code[:3]} {card.code[3:]}"
    assert post(site.client(), "/dang-nhap", identifier=person.phone, password=code).status_code == 303
    assert post(site.client(), "/dang-nhap", identifier=person.phone, password=card.code).status_code == 422


def test_a_card_signs_in_by_one_press_and_opening_its_address_alone_uses_nothing(site: Site) -> None:
    card = issue_card(site, site.person(password=None).id)
    path = f"/the/{card.token}"
    client = site.client()
    assert "Vào học" in client.get(path).text
    assert post(client, path).status_code == 303
    assert client.get("/tai-khoan").status_code == 200
    again = post(site.client(), path)
    assert again.status_code == 422
    assert "đã dùng rồi" in again.text


def test_a_new_card_revokes_the_one_before(site: Site) -> None:
    person = site.person(password=None)
    old, _new = issue_card(site, person.id), issue_card(site, person.id)
    assert post(site.client(), f"/the/{old.token}").status_code == 422


def test_a_card_is_too_old_after_two_weeks(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    card = issue_card(site, site.person(password=None).id)
    later = clock.now() + timedelta(days=14, seconds=1)
    monkeypatch.setattr("lms.clock.now", lambda: later)
    assert post(site.client(), f"/the/{card.token}").status_code == 422


def test_the_eleventh_try_in_five_minutes_is_refused_even_with_the_right_password(site: Site) -> None:
    person = site.person()
    client = site.client()
    for _ in range(10):
        assert post(client, "/dang-nhap", identifier=person.phone, password="sai bét rồi").status_code == 422
    refused = post(client, "/dang-nhap", identifier=person.phone, password=PASSWORD)
    assert refused.status_code == 429
    assert "đợi 5 phút" in refused.text


def test_strangers_guesses_do_not_lock_a_known_device_out(site: Site) -> None:
    person = site.person()
    own = site.client(person)
    post(own, "/dang-xuat")
    stranger = site.client()
    for _ in range(11):
        post(stranger, "/dang-nhap", identifier=person.phone, password="sai bét rồi")
    assert post(own, "/dang-nhap", identifier=person.phone, password=PASSWORD).status_code == 303


def test_after_five_minutes_one_may_try_again(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    person = site.person()
    client = site.client()
    for _ in range(11):
        post(client, "/dang-nhap", identifier=person.phone, password="sai bét rồi")
    later = clock.now() + timedelta(minutes=5, seconds=1)
    monkeypatch.setattr("lms.clock.now", lambda: later)
    assert post(client, "/dang-nhap", identifier=person.phone, password=PASSWORD).status_code == 303


def test_signing_in_begins_a_new_session(site: Site) -> None:
    person = site.person()
    client = site.client(person)
    first = client.get_cookie("session")
    post(client, "/dang-xuat")
    post(client, "/dang-nhap", identifier=person.phone, password=PASSWORD)
    second = client.get_cookie("session")
    assert first is not None
    assert second is not None
    assert first.value != second.value


def test_a_closed_account_cannot_sign_in_and_its_session_ends(site: Site) -> None:
    person = site.person()
    client = site.client(person)
    with site.working():
        db.session.get(User, person.id).closed_at = clock.now()
    assert client.get("/tai-khoan").status_code == 303
    assert post(site.client(), "/dang-nhap", identifier=person.phone, password=PASSWORD).status_code == 422


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "/\t/evil.example",
        "http:evil.example",
        " //evil.example",
        "/%0d%0aSet-Cookie:x=1\r\n",
        "",
    ],
)
def test_a_hostile_next_stays_on_this_site(site: Site, target: str) -> None:
    person = site.person()
    answer = post(site.client(), "/dang-nhap", identifier=person.phone, password=PASSWORD, next=target)
    assert answer.status_code == 303
    assert answer.location == "/"


def test_next_leads_where_the_person_was_heading(site: Site) -> None:
    person = site.person()
    client = site.client()
    asked = client.get("/tai-khoan")
    assert asked.status_code == 303
    assert asked.location == "/dang-nhap?next=/tai-khoan"
    answer = post(client, "/dang-nhap", identifier=person.phone, password=PASSWORD, next="/tai-khoan")
    assert answer.location == "/tai-khoan"


def test_a_form_that_met_a_lost_session_is_sent_on_after_signing_in(site: Site) -> None:
    publish(site)
    person = site.person()
    client = site.client(person)
    path = "/hoc/thu-nghiem/bai-mot/bam-nut/man-hinh-khac"
    token = csrf_token(client, path)
    post(client, "/dang-xuat")
    lost = client.post(path, data={"csrf_token": token, "message": "Nút ở chỗ khác"})
    assert lost.status_code == 401
    assert "Bài đang làm không mất" in lost.text
    kept = html.unescape(re.search(r'name="kept"[^>]*value="([^"]*)"', lost.text)[1])
    again = post(client, "/dang-nhap", identifier=person.phone, password=PASSWORD, kept=kept)
    assert again.status_code == 200
    assert 'action="/hoc/thu-nghiem/bai-mot/bam-nut/man-hinh-khac"' in again.text
    assert "Nút ở chỗ khác" in again.text


def test_changing_the_password_ends_the_other_sessions(site: Site) -> None:
    person = site.person()
    here, there = site.client(person), site.client(person)
    changed = post(here, "/tai-khoan/mat-khau", current=PASSWORD, new="ba con thuyền", again="ba con thuyền")
    assert changed.status_code == 303
    assert here.get("/tai-khoan").status_code == 200
    assert there.get("/tai-khoan").status_code == 303
    assert (
        post(site.client(), "/dang-nhap", identifier=person.phone, password="ba con thuyền").status_code
        == 303
    )


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"current": "không phải", "new": "ba con thuyền", "again": "ba con thuyền"}, "hiện tại chưa đúng"),
        ({"current": PASSWORD, "new": "ngắn", "again": "ngắn"}, "ít nhất 8"),
        ({"current": PASSWORD, "new": "matkhau123", "again": "matkhau123"}, "dễ đoán"),
        ({"current": PASSWORD, "new": "ba con thuyền", "again": "ba con thuyên"}, "chưa giống nhau"),
    ],
)
def test_a_password_that_will_not_do_says_why(site: Site, fields: dict[str, str], words: str) -> None:
    answer = post(site.client(site.person()), "/tai-khoan/mat-khau", **fields)
    assert answer.status_code == 422
    assert words in answer.text
    assert "<title>Lỗi:" in answer.text


def test_signing_out_everywhere_ends_every_session(site: Site) -> None:
    person = site.person()
    here, there = site.client(person), site.client(person)
    assert post(here, "/dang-xuat-moi-noi").status_code == 303
    assert there.get("/tai-khoan").status_code == 303


def test_display_settings_are_kept_in_the_account(site: Site) -> None:
    person = site.person()
    post(site.client(person), "/hien-thi", text_size="rat-to", contrast="tuong-phan", motion="it-dong")
    page = site.client(person).get("/tai-khoan").text
    assert '<html lang="vi" class="rat-to tuong-phan it-dong">' in page


def test_english_is_a_switch_away(site: Site) -> None:
    client = site.client(site.person())
    post(client, "/ngon-ngu", language="en", next="/tai-khoan")
    assert '<html lang="en"' in client.get("/tai-khoan").text
