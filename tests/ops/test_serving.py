"""Setting a site up and serving it: the servers, the second set-up, the demo people."""

import json
import os
import re
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from flask import Flask

from lms.accounts.services import add_person
from lms.app import create_app
from lms.authoring.queries import Content, compile_content, read_content
from lms.authoring.services import publish
from lms.cli import demo, serving
from lms.cli.backups import DATABASE
from lms.cli.serving import choose_server
from lms.config import SettingError
from lms.db import db, unit_of_work
from lms.paths import shipped
from tests.conftest import make_settings
from tests.factories import NOW, post
from tests.ops.running import Browser, demo_people, environment, run
from tests.ops.running import serving as serving_site

SHIPPED = "c-thai-nguyen"
WORD = "\n## tổ chuyên môn {#to-chuyen-mon}\nEnglish: subject group\nCác thầy cô dạy cùng môn.\n"
SERVERS = ["gunicorn", "waitress"] if hasattr(os, "fork") else ["waitress"]


@contextmanager
def site_at(instance: Path) -> Iterator[Flask]:
    app = create_app(make_settings(instance, f"sqlite:///{instance / DATABASE}"))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def command(instance: Path, which: click.Command, *arguments: str) -> Result:
    """Run a command in this process."""
    with site_at(instance):
        return CliRunner().invoke(which, arguments)


def rows_of(instance: Path) -> list[str]:
    with closing(sqlite3.connect(instance / DATABASE)) as connection:
        return list(connection.iterdump())


def sign_in(instance: Path, person: dict[str, str]) -> int:
    """Sign in through the form, and return its status. No context is held: it would keep the person signed in."""
    app = create_app(make_settings(instance, f"sqlite:///{instance / DATABASE}"))
    form = {"identifier": person["sign_in"], "password": person["password"]}
    status: int = post(app.test_client(), "/dang-nhap", **form).status_code
    with app.app_context():
        db.engine.dispose()
    return status


def add_real_person(instance: Path) -> None:
    with site_at(instance), unit_of_work():
        add_person("Nguyễn Thị Thật", NOW)


def test_the_server_that_is_set_is_used(tmp_path: Path) -> None:
    for name in ("gunicorn", "granian", "waitress"):
        assert choose_server(replace(make_settings(tmp_path), server=name)) == name


def test_without_a_choice_gunicorn_serves_where_processes_fork_and_waitress_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fork", lambda: 0, raising=False)
    assert choose_server(make_settings(tmp_path)) == "gunicorn"
    monkeypatch.delattr(os, "fork")
    assert choose_server(make_settings(tmp_path)) == "waitress"


def test_without_gunicorn_waitress_serves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "find_spec", lambda name: None)
    assert choose_server(make_settings(tmp_path)) == "waitress"


@pytest.mark.parametrize("server", SERVERS)
def test_a_server_answers_and_believes_no_forged_header(instance: Path, tmp_path: Path, server: str) -> None:
    home = tmp_path / "home"
    home.mkdir()
    with serving_site(instance, LMS_SERVER=server, HOME=str(home)) as running:
        browser = Browser(
            running.address, **{"X-Forwarded-Proto": "https", "X-Forwarded-Host": "evil.example"}
        )
        health, page = browser.get("/healthz"), browser.get("/")
    assert (health.status, json.loads(health.text)) == (200, {"status": "ok"})
    assert health.headers["Content-Type"] == "application/json"
    assert page.status == 200
    assert "Secure" not in str(page.headers.get_all("Set-Cookie"))
    assert "evil.example" not in page.text
    assert not re.search("[0-9]", page.headers.get("Server", ""))
    assert list(home.iterdir()) == []


@pytest.mark.parametrize("server", SERVERS)
def test_behind_a_trusted_proxy_a_server_knows_that_the_visitor_came_by_https(
    instance: Path, server: str
) -> None:
    settings = {"LMS_SERVER": server, "LMS_PROXIES": "1", "LMS_SITE_URL": "https://hoc.example.vn"}
    with serving_site(instance, **settings) as running:
        browser = Browser(running.address, **{"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.7"})
        page = browser.get("/")
    assert page.status == 200
    assert "Secure" in str(page.headers.get_all("Set-Cookie"))
    assert "max-age" in page.headers["Strict-Transport-Security"]


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.10", "::", "may-chu.truong.vn"])  # noqa: S104 - refused
def test_passwords_are_not_served_in_clear_to_the_network(instance: Path, host: str) -> None:
    result = command(instance, serving.serve, "--host", host, "--no-prepare")
    assert isinstance(result.exception, SettingError)
    assert str(result.exception).startswith("LMS_SITE_URL: ")


def test_the_port_may_come_from_the_environment(instance: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    served: list[tuple[str, int]] = []
    monkeypatch.setattr(serving, "choose_server", lambda settings: "waitress")
    monkeypatch.setattr(serving, "_waitress", lambda settings, host, port: served.append((host, port)))
    monkeypatch.setenv("PORT", "8123")
    assert command(instance, serving.serve, "--no-prepare").exit_code == 0
    assert command(instance, serving.serve, "--no-prepare", "--port", "8124").exit_code == 0
    assert served == [("127.0.0.1", 8123), ("127.0.0.1", 8124)]


def test_a_second_setup_changes_nothing(instance: Path) -> None:
    before = rows_of(instance)
    files = {path: path.read_bytes() for path in (instance / "files").rglob("*.*")}
    result = command(instance, serving.setup)
    assert result.exit_code == 0, result.output
    assert "published" not in result.output
    assert rows_of(instance) == before
    assert {path: path.read_bytes() for path in (instance / "files").rglob("*.*")} == files


def test_a_start_compiles_nothing_where_nothing_is_new(
    instance: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object) -> None:
        raise AssertionError("compiled")

    monkeypatch.setattr(serving, "compile_content", never)
    before = rows_of(instance)
    with site_at(instance) as app:
        serving.prepare(app, is_quick=True)
    assert rows_of(instance) == before


@pytest.mark.parametrize("part", ["course", "bank", "glossary"])
def test_a_start_publishes_what_is_new_in(
    part: str, instance: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = read_content((shipped("courses"), shipped("quizzes")))
    course, bank, glossary = whole.courses[SHIPPED], whole.banks[SHIPPED], whole.glossary or b""
    content = Content({SHIPPED: course}, {SHIPPED: bank}, glossary)
    newer = {
        "course": replace(
            content, courses={SHIPPED: {**course, "course.md": course["course.md"] + b"\nHay.\n"}}
        ),
        "bank": replace(content, banks={SHIPPED: bank.replace(b'\ntitle: "', b'\ntitle: "Hay: ', 1)}),
        "glossary": replace(content, glossary=glossary + WORD.encode()),
    }[part]
    assert newer != content
    monkeypatch.setattr(serving, "read_content", lambda paths: newer)
    with site_at(instance) as app:
        serving.prepare(app, is_quick=True)
        assert capsys.readouterr().out == "published 1 changes in courses and banks\n"
        serving.prepare(app, is_quick=True)
        assert capsys.readouterr().out == ""


def test_a_start_leaves_alone_what_a_trainer_has_published(instance: Path) -> None:
    with site_at(instance):
        content = read_content((shipped("courses"), shipped("quizzes")))
        files = dict(content.courses[SHIPPED])
        files["course.md"] = files["course.md"].replace(b'\nversion: "', b'\nversion: "b-', 1)
        assert files != content.courses[SHIPPED]
        changed = Content({SHIPPED: files}, {}, (content.glossary or b"") + WORD.encode())
        compiled = compile_content(changed, date(2026, 11, 21))
        assert not compiled.errors, compiled.errors
        with unit_of_work():
            person = add_person("Lê Thị Lan", NOW)
            publish(changed, compiled, person.id, NOW)
    before = rows_of(instance)
    result = command(instance, serving.setup)
    assert result.exit_code == 0, result.output
    assert "published" not in result.output
    assert rows_of(instance) == before
    assert any("glossary_terms" in row and "tổ chuyên môn" in row for row in before)


def test_shipped_content_that_does_not_fit_is_told_and_the_site_is_served(
    instance: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = rows_of(instance)
    broken = Content({SHIPPED: {"course.md": f"---\nid: {SHIPPED}\n---\n".encode()}})
    monkeypatch.setattr(serving, "read_content", lambda paths: broken)
    result = command(instance, serving.setup)
    assert result.exit_code == 0, result.output
    assert "does not fit what is published here" in result.output
    assert rows_of(instance) == before


@pytest.mark.parametrize("arguments", [("demo",), ("people", "list"), ("practice", "sweep")])
def test_a_command_on_a_folder_without_a_site_says_what_to_run(
    tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    (tmp_path / "site").mkdir()
    result = run(tmp_path / "site", *arguments)
    assert result.returncode == 2
    assert result.stderr.strip() == "lms: the database is not set up, or not up to date. Run: lms setup"


def test_the_demo_keeps_its_passwords_for_the_owner_alone(instance: Path) -> None:
    kept = instance / "demo.json"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    people = demo_people(instance)
    roles = {"learner", "mentor", "trainer", "coordinator", "safeguarding", "admin"}
    assert roles == {person["role"] for person in people}
    assert all(set(person) == {"role", "name", "sign_in", "password"} for person in people)
    assert len({person["password"] for person in people}) == len(people)


def test_every_demo_person_signs_in_through_the_form(instance: Path) -> None:
    with serving_site(instance) as running:
        for person in demo_people(instance):
            browser = Browser(running.address)
            assert browser.sign_in(person).status == 303
            assert person["name"] in browser.get("/tai-khoan").text


def test_asking_for_the_demo_again_shows_the_same_people(instance: Path) -> None:
    before, rows = demo_people(instance), rows_of(instance)
    result = command(instance, demo.demo)
    assert all(person["password"] in result.output for person in before)
    assert (demo_people(instance), rows_of(instance)) == (before, rows)


def test_lost_demo_passwords_are_made_anew(instance: Path) -> None:
    before = demo_people(instance)
    (instance / "demo.json").unlink()
    assert command(instance, demo.demo, "--if-empty").exit_code == 0
    after = demo_people(instance)
    assert [person["sign_in"] for person in after] == [person["sign_in"] for person in before]
    assert not {person["password"] for person in after} & {person["password"] for person in before}
    assert sign_in(instance, after[0]) == 303
    assert sign_in(instance, before[0]) == 422


def test_the_demo_is_refused_where_a_real_person_is(instance: Path) -> None:
    add_real_person(instance)
    rows = rows_of(instance)
    result = command(instance, demo.demo)
    assert result.exit_code == 1
    assert "real people" in result.output
    assert demo_people(instance)[0]["password"] not in result.output
    assert rows_of(instance) == rows


def test_the_demo_is_silent_there_when_it_may_be(instance: Path) -> None:
    add_real_person(instance)
    (instance / "demo.json").unlink()
    result = command(instance, demo.demo, "--if-empty")
    assert (result.exit_code, result.output) == (0, "")
    assert not (instance / "demo.json").exists()


def test_the_tests_hand_no_setting_of_theirs_to_a_site(
    instance: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LMS_TEST_DATABASE_URL", "postgresql://x")
    monkeypatch.setenv("PORT", "1")
    given = environment(instance, LMS_SERVER="waitress")
    assert {name for name in given if name.startswith("LMS_")} == {"LMS_INSTANCE", "LMS_SERVER"}
    assert "PORT" not in given
