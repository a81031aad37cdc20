"""Many requests at one moment, against a database of their own with real commits; on both databases."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import NullPool, create_engine, text

from lms.app import create_app
from lms.db import Base, db
from tests.conftest import forget_what_was_kept, make_settings
from tests.factories import Site, csrf_token

AT_ONCE = 12

Deed = Callable[[], Any]


@contextmanager
def site_of_its_own(folder: Path) -> Iterator[Site]:
    """A SQLite file in ``folder``, or a schema of the PostgreSQL database under test."""
    url = os.environ.get("LMS_TEST_DATABASE_URL")
    if url:
        _run(url, "CREATE SCHEMA crowd")
    app = create_app(make_settings(folder, f"{url}?options=-csearch_path%3Dcrowd" if url else None))
    with app.app_context():
        Base.metadata.create_all(db.engine)
        engine = db.engine
    forget_what_was_kept()
    try:
        yield Site(app)
    finally:
        engine.dispose()
        if url:
            _run(url, "DROP SCHEMA crowd CASCADE")


def _run(url: str, statement: str) -> None:
    with create_engine(url, poolclass=NullPool).begin() as connection:
        connection.execute(text(statement))


@pytest.fixture
def crowd(tmp_path: Path) -> Iterator[Site]:
    with site_of_its_own(tmp_path) as site:
        yield site


class Browser:
    """Somebody's session, and the token of its forms; any number of windows share them."""

    def __init__(self, app: Flask, who: FlaskClient) -> None:
        self.token = csrf_token(who, "/hien-thi")
        cookie = who.get_cookie("session")
        assert cookie is not None
        self._app, self._session = app, cookie.value

    def window(self) -> FlaskClient:
        """Open another window."""
        client = self._app.test_client()
        client.set_cookie("session", self._session)
        return client


def together(deeds: Sequence[Deed]) -> list[Any]:
    """Do every deed in a thread of its own, all from one moment on; return what came of each, in their order."""
    gate = Barrier(len(deeds))

    def do(deed: Deed) -> Any:
        gate.wait()
        return deed()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(do, deeds))


def at_once(
    app: Flask, who: FlaskClient, work: Callable[[FlaskClient, str, int], Any], many: int = AT_ONCE
) -> list[Any]:
    """Do ``work`` in ``many`` windows of one browser at one moment: each gets its window, the token and its number."""
    browser = Browser(app, who)
    return together([partial(work, browser.window(), browser.token, number) for number in range(many)])
