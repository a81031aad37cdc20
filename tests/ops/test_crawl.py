"""A visitor of each role follows every link of the demo site: each leads somewhere, and the site calls nobody."""

import re
import socket
from collections import deque
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.app import create_app
from lms.cli.backups import DATABASE
from lms.db import db
from tests.conftest import forget_what_was_kept, make_settings
from tests.factories import post
from tests.ops.running import demo_people

MOST_PAGES = 900
OF_ANOTHER_COURSE = re.compile(r"/hoc/(?!c-thai-nguyen)[a-z-]+/")
"""The inside of four of the five courses: the same pages for everybody, so that one learner opens them."""


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Collects every connection that this process tries to open, and lets none through."""
    tried: list[Any] = []

    def refuse(_socket: socket.socket, address: Any) -> None:
        tried.append(address)
        raise OSError("no calls in this test")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket.socket, "connect_ex", refuse)
    return tried


def links_in(path: str, html: str) -> list[str]:
    """Return the addresses on this site that a page links to."""
    found = []
    for link in re.findall(r'<a\b[^>]*\bhref="([^"#]+)', html):
        parts = urlsplit(urljoin(path, unescape(link)))
        if not parts.scheme and not parts.netloc:
            found.append(parts.geturl())
    return found


def crawl(client: FlaskClient, *, everything: bool) -> dict[str, int]:
    """Open every page that can be reached by links, each once whatever its query, and return its status."""
    seen: dict[str, int] = {}
    waiting = deque(["/"])
    while waiting:
        address = waiting.popleft()
        path = urlsplit(address).path
        if path in seen or (OF_ANOTHER_COURSE.match(path) and not everything):
            continue
        assert len(seen) < MOST_PAGES, "the site has more pages than the crawl expects"
        answer = client.get(address)
        seen[path] = answer.status_code
        if answer.mimetype == "text/html":
            waiting.extend(links_in(path, answer.text))
    return seen


def app_at(instance: Path) -> Flask:
    forget_what_was_kept()
    return create_app(make_settings(instance, f"sqlite:///{instance / DATABASE}"))


def let_go(app: Flask) -> None:
    with app.app_context():
        db.engine.dispose()
    forget_what_was_kept()


@pytest.mark.timeout(300)
def test_every_link_that_somebody_sees_leads_somewhere_and_no_page_makes_the_site_call_out(
    instance: Path, calls: list[Any]
) -> None:
    app = app_at(instance)
    visited: dict[str, set[str]] = {}
    for person in [None, *demo_people(instance)]:
        client = app.test_client()
        if person:
            form = {"identifier": person["sign_in"], "password": person["password"]}
            assert post(client, "/dang-nhap", **form).status_code == 303
        role = person["role"] if person else "stranger"
        pages = crawl(client, everything=role == "learner" and role not in visited)
        broken = {path: status for path, status in pages.items() if status not in (200, 303)}
        assert broken == {}, person
        visited.setdefault(role, {path for path in pages if not OF_ANOTHER_COURSE.match(path)})
    let_go(app)
    assert calls == []
    assert len(visited["stranger"]) < len(visited["learner"])
    assert len(visited["learner"]) < len(visited["admin"])
