"""Signing in with a password, a printed code or a card; limits; sessions."""

from tests.factories import PASSWORD, Site, post


def test_a_person_signs_in_with_phone_and_password(site: Site) -> None:
    person = site.person()
    client = site.client()
    answer = post(client, "/dang-nhap", identifier="0" + person.phone[1:4] + " " + person.phone[4:], password=PASSWORD)
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
