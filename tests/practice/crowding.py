"""Many requests at one moment, against a database of their own with real commits; on both databases."""

import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import NullPool, create_engine, text

from lms.app import create_app
from lms.db import Base, db
from tests.conftest import forget_what_was_kept, make_settings
from tests.factories import Site, csrf_token

AT_ONCE = 12


@contextmanager
def site_of_its_own(folder: Path, schema: str) -> Iterator[Site]:
    """A SQLite file in ``folder``, or a schema of the PostgreSQL database under test."""
    url = os.environ.get("LMS_TEST_DATABASE_URL")
    if url:
        _run(url, f"CREATE SCHEMA {schema}")
    app = create_app(make_settings(folder, f"{url}?options=-csearch_path%3D{schema}" if url else None))
    with app.app_context():
        Base.metadata.create_all(db.engine)
        engine = db.engine
    forget_what_was_kept()
    try:
        yield Site(app)
    finally:
        engine.dispose()
        if url:
            _run(url, f"DROP SCHEMA {schema} CASCADE")


def _run(url: str, statement: str) -> None:
    with create_engine(url, poolclass=NullPool).begin() as connection:
        connection.execute(text(statement))


def at_once(app: Flask, who: FlaskClient, work: Callable[[FlaskClient, str, int], Any]) -> list[Any]:
    """Do ``work`` in many threads that start together, each with a browser in the same session; return what came."""
    token, cookie = csrf_token(who, "/hien-thi"), who.get_cookie("session")
    assert cookie is not None
    gate = threading.Barrier(AT_ONCE)

    def run(number: int) -> Any:
        browser = app.test_client()
        browser.set_cookie("session", cookie.value)
        gate.wait()
        return work(browser, token, number)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(run, range(AT_ONCE)))
