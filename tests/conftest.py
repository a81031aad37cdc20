"""One app and one schema a run; every test's real commits are undone by an outer transaction.

The whole suite runs on SQLite, or on PostgreSQL where LMS_TEST_DATABASE_URL names an empty database.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy.session import Session
from hypothesis import HealthCheck
from sqlalchemy import Connection, create_engine, event

from lms.app import create_app
from lms.config import Settings
from lms.courses import queries as courses
from lms.db import Base, db
from lms.quizzes import queries as quizzes
from lms.skills.queries.plans import _skills_of
from tests.factories import Site

SECRET = "tests-" + "k3y-0123456789abcdefghijklmnopqrstuv"


# Timings are never asserted: a loaded machine is not a failure.
hypothesis.settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis.settings.load_profile("house")


def pytest_configure() -> None:
    """Give each process its own PostgreSQL database, so that tests can run side by side."""
    address, worker = os.environ.get("LMS_TEST_DATABASE_URL"), os.environ.get("PYTEST_XDIST_WORKER")
    if not address or not worker:
        return
    engine = create_engine(address, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f'CREATE DATABASE "lms_{worker}"')
    engine.dispose()
    os.environ["LMS_TEST_DATABASE_URL"] = f"{address.rsplit('/', 1)[0]}/lms_{worker}"


def make_settings(folder: Path, database_url: str | None = None) -> Settings:
    return Settings(
        instance=folder,
        database_url=database_url or f"sqlite:///{folder / 'test.sqlite3'}",
        secret_key=SECRET,
    )


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return make_settings(tmp_path_factory.mktemp("instance"), os.environ.get("LMS_TEST_DATABASE_URL"))


@pytest.fixture(scope="session")
def app(settings: Settings) -> Iterator[Flask]:
    """The app over an empty schema. No context is held: a held one would leak the signed-in user between clients."""
    app = create_app(settings)
    app.config["TESTING"] = True
    with app.app_context():
        Base.metadata.create_all(db.engine)
        engine = db.engine
    app.extensions["test_engine"] = engine
    yield app
    with app.app_context():
        db.session.remove()
        Base.metadata.drop_all(engine)
        engine.dispose()


def forget_what_was_kept(app: Flask | None = None) -> None:
    """Empty what the process keeps by id: ids begin anew after a rollback, so it is another test's."""
    for kept in (courses.get_published, courses._item_texts, quizzes.get_bank_revision, _skills_of):
        kept.cache_clear()
    for store in app.extensions["drawn"].values() if app else ():
        store.kept.clear()


@pytest.fixture
def connection(app: Flask) -> Iterator[Connection]:
    with app.extensions["test_engine"].connect() as connection:
        outer = connection.begin()
        yield connection
        outer.rollback()


@pytest.fixture
def undone(app: Flask, connection: Connection, monkeypatch: pytest.MonkeyPatch) -> Connection:
    """Every session of the test uses one connection, whose outer transaction is rolled back at the end."""
    monkeypatch.setattr(Session, "get_bind", lambda self, *a, **k: connection)
    forget_what_was_kept(app)
    return connection


@pytest.fixture
def site(app: Flask, undone: Connection) -> Site:
    """Makes people, units and courses with plain defaults."""
    return Site(app)


@pytest.fixture
def client(app: Flask, undone: Connection) -> FlaskClient:
    return app.test_client()


class Statements(list[str]):
    """The SQL statements of a block, savepoints and transaction control left out."""


@pytest.fixture
def statements(app: Flask) -> Iterator[Statements]:
    """Collects statements; clear it before the request that counts."""
    kept = Statements()

    def keep(_conn: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "PRAGMA")):
            kept.append(statement)

    event.listen(app.extensions["test_engine"], "before_cursor_execute", keep)
    yield kept
    event.remove(app.extensions["test_engine"], "before_cursor_execute", keep)
