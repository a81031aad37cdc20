"""Signing in where many do so at once: limits hold over all workers, a card is used once, cookies are closed."""

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from lms import clock
from lms.accounts.services import issue_card
from lms.app import create_app
from lms.db import Base, db, unit_of_work
from tests.conftest import SECRET, make_settings
from tests.factories import PASSWORD, Site, csrf_token
from tests.ops.running import Browser, demo_people, serving

AT_ONCE = 12


def all_at_once(work: list[Callable[[], int]]) -> list[int]:
    """Do all of it in threads that begin together, and return what each returned."""
    gate = threading.Barrier(len(work))
    answers: list[int] = []

    def begin(each: Callable[[], int]) -> None:
        gate.wait(60)
        answers.append(each())

    threads = [threading.Thread(target=begin, args=(each,)) for each in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(100)
    return answers


@pytest.mark.timeout(300)
def test_no_more_than_ten_tries_in_five_minutes_are_judged_over_four_workers(instance: Path) -> None:
    with serving(instance, LMS_WORKERS="4", LMS_THREADS="2") as running:
        person = {"sign_in": demo_people(instance)[0]["sign_in"], "password": "sai rồi nhé"}

        def try_twice() -> int:
            browser = Browser(running.address)
            return [browser.sign_in(person).status for _ in range(2)].count(422)

        judged = all_at_once([try_twice] * AT_ONCE)
        right = Browser(running.address).sign_in(demo_people(instance)[0]).status
    assert len(judged) == AT_ONCE
    assert sum(judged) <= 10  # fewer where tries met: each is on record before any of them is judged
    assert right == 429


def sign_in_by(app: Flask, phone: str, code: str) -> Callable[[], int]:
    client = app.test_client()
    form = {"csrf_token": csrf_token(client), "identifier": phone, "password": code}
    return lambda: client.post("/dang-nhap", data=form).status_code


def test_a_printed_code_opens_one_session_however_many_use_it_at_once(sqlite_app: Flask) -> None:
    person = Site(sqlite_app).person(password=None)
    with sqlite_app.app_context(), unit_of_work():
        code = issue_card(person.id, None, SECRET, clock.now()).code
    statuses = all_at_once([sign_in_by(sqlite_app, person.phone, code) for _ in range(8)])
    assert sorted(statuses) == [303] + [422] * 7


def test_a_printed_square_opens_one_session_however_many_use_it_at_once(sqlite_app: Flask) -> None:
    person = Site(sqlite_app).person(password=None)
    with sqlite_app.app_context(), unit_of_work():
        token = issue_card(person.id, None, SECRET, clock.now()).token

    def press() -> Callable[[], int]:
        client = sqlite_app.test_client()
        form = {"csrf_token": csrf_token(client)}
        return lambda: client.post(f"/the/{token}", data=form).status_code

    statuses = all_at_once([press() for _ in range(8)])
    assert sorted(statuses) == [303] + [422] * 7


def test_every_cookie_of_a_site_behind_https_is_closed_to_scripts_other_sites_and_plain_http(
    tmp_path: Path,
) -> None:
    address = "https://hoc.example.vn"
    app = create_app(replace(make_settings(tmp_path), site_url=address))
    with app.app_context():
        Base.metadata.create_all(db.engine)
    person = Site(app).person()
    client = app.test_client()
    page = client.get("/dang-nhap", base_url=address)
    token = page.text.split('name="csrf_token" value="')[1].split('"')[0]
    form = {"csrf_token": token, "identifier": person.phone, "password": PASSWORD}
    answer = client.post(
        "/dang-nhap", base_url=address, data=form, headers={"Referer": f"{address}/dang-nhap"}
    )
    shown = client.post("/hien-thi", base_url=address, data={}, headers={"Referer": address})
    with app.app_context():
        db.engine.dispose()
    assert answer.status_code == 303
    cookies = [*page.headers.getlist("Set-Cookie"), *answer.headers.getlist("Set-Cookie")]
    cookies += shown.headers.getlist("Set-Cookie")
    names = {cookie.split("=")[0] for cookie in cookies}
    assert {"__Host-session", "device"} <= names
    for cookie in cookies:
        attributes = {part.strip().split("=")[0].lower() for part in cookie.split(";")[1:]}
        assert {"secure", "httponly", "samesite", "path"} <= attributes, cookie
        assert "domain" not in attributes
