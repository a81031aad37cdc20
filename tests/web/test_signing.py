"""Form tokens are signed more cheaply than by Flask-WTF, and are the same tokens to whoever checks them."""

import pytest
from flask import session
from flask_wtf.csrf import generate_csrf, validate_csrf
from wtforms import ValidationError

from lms.web.signing import form_token
from tests.factories import Site


def test_flask_wtf_accepts_our_token_and_we_use_the_one_it_made(site: Site) -> None:
    with site.app.test_request_context():
        session["csrf_token"] = "a" * 40
        ours = form_token()
        validate_csrf(ours)
        assert form_token() == generate_csrf() == ours
    with site.app.test_request_context():
        theirs = generate_csrf()
        assert form_token() == theirs


def test_a_new_session_gets_a_secret_of_its_own(site: Site) -> None:
    secrets = []
    for _ in range(2):
        with site.app.test_request_context():
            form_token()
            secrets.append(session["csrf_token"])
    assert secrets[0] != secrets[1]
    assert all(len(each) == 40 for each in secrets)


def test_a_token_of_another_session_is_refused(site: Site) -> None:
    with site.app.test_request_context():
        session["csrf_token"] = "a" * 40
        elsewhere = form_token()
    with site.app.test_request_context():
        session["csrf_token"] = "b" * 40
        with pytest.raises(ValidationError):
            validate_csrf(elsewhere)


def test_a_token_changed_by_one_letter_is_refused(site: Site) -> None:
    with site.app.test_request_context():
        session["csrf_token"] = "a" * 40
        token = form_token()
        with pytest.raises(ValidationError):
            validate_csrf(("X" if token[0] != "X" else "Y") + token[1:])


def test_a_session_cookie_changed_by_one_letter_is_nobodys(site: Site) -> None:
    client = site.client(site.person())
    cookie = client.get_cookie("session")
    assert cookie is not None
    assert client.get("/tai-khoan").status_code == 200
    last = "A" if cookie.value[-2] != "A" else "B"
    client.set_cookie("session", cookie.value[:-2] + last + cookie.value[-1])
    assert client.get("/tai-khoan").status_code == 303
