"""The database keeps what it acknowledged: journal modes, pragmas, units of work, locks, a full disk."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import Engine, event, func, select, text
from sqlalchemy.exc import IntegrityError, OperationalError, StatementError

import lms.db
from lms import clock
from lms.accounts.models import AuditEntry, SignInGuess
from lms.accounts.services import add_person, write_audit
from lms.core.errors import ConflictError
from lms.db import db, durable_pragmas, is_wal_safe, unit_of_work
from tests.factories import NOW, PASSWORD, Site, csrf_token, post

VERSIONS = [
    ((3, 7, 0), False),
    ((3, 40, 1), False),
    ((3, 44, 5), False),
    ((3, 44, 6), True),
    ((3, 44, 7), True),
    ((3, 45, 3), False),
    ((3, 50, 6), False),
    ((3, 50, 7), True),
    ((3, 51, 0), False),
    ((3, 51, 2), False),
    ((3, 51, 3), True),
    ((3, 52, 0), True),
    ((4, 0, 0), True),
]


@pytest.mark.parametrize(("version", "is_safe"), VERSIONS)
def test_wal_is_used_only_where_the_library_loses_nothing_in_it(
    version: tuple[int, int, int], is_safe: bool
) -> None:
    assert is_wal_safe(version) is is_safe
    assert durable_pragmas(version) == (("WAL", "FULL") if is_safe else ("DELETE", "EXTRA"))


def engine_of(app: Flask) -> Engine:
    with app.app_context():
        return db.engine


@pytest.mark.parametrize(
    ("version", "journal", "synchronous"), [((3, 40, 1), "delete", 3), ((3, 51, 3), "wal", 2)]
)
def test_every_connection_gets_the_durable_pragmas_of_the_library(
    sqlite_app: Flask,
    monkeypatch: pytest.MonkeyPatch,
    version: tuple[int, int, int],
    journal: str,
    synchronous: int,
) -> None:
    engine = engine_of(sqlite_app)
    engine.dispose()
    monkeypatch.setattr(sqlite3, "sqlite_version_info", version)
    with engine.connect() as first, engine.connect() as second, engine.connect() as third:
        for connection in (first, second, third):
            found = {
                name: connection.scalar(text(f"PRAGMA {name}"))
                for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
            }
            assert found == {
                "journal_mode": journal,
                "synchronous": synchronous,
                "foreign_keys": 1,
                "busy_timeout": lms.db.BUSY_MS,
            }


def test_a_row_cannot_point_at_nobody(sqlite_app: Flask) -> None:
    with sqlite_app.app_context(), pytest.raises(IntegrityError), unit_of_work():
        write_audit(4711, "card.issued", "user:4711", NOW)


def test_an_instant_without_a_time_zone_is_refused(sqlite_app: Flask) -> None:
    naive = datetime(2026, 11, 21, 9, 0)  # noqa: DTZ001 - that is the point
    with sqlite_app.app_context(), pytest.raises(StatementError, match="time zone"), unit_of_work():
        write_audit(None, "card.issued", "user:1", naive)


def beginnings(app: Flask) -> list[str]:
    """Collect how transactions begin from now on, as SQLite itself hears it."""
    seen: list[str] = []

    def hear(statement: str) -> None:
        if statement.startswith("BEGIN"):
            seen.append(statement)

    engine = engine_of(app)
    engine.dispose()
    event.listen(engine, "connect", lambda connection, _entry: connection.set_trace_callback(hear))
    return seen


def test_a_unit_of_work_begins_immediate_and_reading_does_not(sqlite_app: Flask) -> None:
    seen = beginnings(sqlite_app)
    with sqlite_app.app_context():
        db.session.execute(select(AuditEntry.id))
        with unit_of_work():
            write_audit(None, "card.issued", "user:1", NOW)
        db.session.execute(select(AuditEntry.id))
    assert seen == ["BEGIN", "BEGIN IMMEDIATE", "BEGIN"]


def test_rules_that_read_before_they_write_cannot_overtake_each_other(sqlite_app: Flask) -> None:
    threads, rounds = 6, 8
    gate = threading.Barrier(threads)

    def count_up() -> None:
        gate.wait(30)
        for _ in range(rounds):
            with sqlite_app.app_context(), unit_of_work():
                number = db.session.scalar(select(func.max(AuditEntry.unit_id))) or 0
                write_audit(None, "counted", "all", NOW, unit_id=number + 1)

    running = [threading.Thread(target=count_up) for _ in range(threads)]
    for each in running:
        each.start()
    for each in running:
        each.join(60)
    with sqlite_app.app_context():
        numbers = db.session.scalars(select(AuditEntry.unit_id).order_by(AuditEntry.unit_id)).all()
    assert list(numbers) == list(range(1, threads * rounds + 1))


@pytest.mark.parametrize("trouble", [ValueError("a"), ConflictError(), KeyboardInterrupt(), SystemExit(1)])
def test_a_unit_of_work_undoes_everything_whatever_goes_wrong(
    sqlite_app: Flask, trouble: BaseException
) -> None:
    def fail() -> None:
        with unit_of_work():
            add_person("Nguyễn Thị Hòa", NOW)
            db.session.flush()
            write_audit(None, "card.issued", "user:1", NOW)
            raise trouble

    with sqlite_app.app_context():
        with pytest.raises(type(trouble)):
            fail()
        assert db.session.scalar(text("SELECT count(*) FROM users")) == 0
        assert db.session.scalar(text("SELECT count(*) FROM audit_entries")) == 0
        with unit_of_work():
            add_person("Nguyễn Thị Hòa", NOW)
        assert db.session.scalar(text("SELECT count(*) FROM users")) == 1


def test_a_unit_of_work_sees_what_others_wrote_since_the_page_was_read(sqlite_app: Flask) -> None:
    with sqlite_app.app_context():
        with unit_of_work():
            user_id = add_person("Nguyễn Thị Hòa", NOW).id
        seen = db.session.scalar(text("SELECT honorific FROM users"))
        with closing(sqlite3.connect(engine_of(sqlite_app).url.database or "")) as other:
            db.session.rollback()
            other.execute("UPDATE users SET honorific = 'bác'")
            other.commit()
        with unit_of_work():
            now = db.session.scalar(text("SELECT honorific FROM users WHERE id = :id"), {"id": user_id})
    assert (seen, now) == ("", "bác")


@pytest.fixture
def impatient(sqlite_app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The app, whose connections wait a moment only for a lock."""
    monkeypatch.setattr(lms.db, "BUSY_MS", 50)
    engine_of(sqlite_app).dispose()
    return sqlite_app


def lock(app: Flask, how: str) -> sqlite3.Connection:
    holder = sqlite3.connect(engine_of(app).url.database or "", isolation_level=None)
    holder.execute(f"BEGIN {how}")
    return holder


@pytest.mark.parametrize("how", ["IMMEDIATE", "EXCLUSIVE"])
def test_a_locked_database_is_a_friendly_503_and_then_the_same_form_goes_through(
    impatient: Flask, how: str
) -> None:
    person = Site(impatient).person()
    client = impatient.test_client()
    form = {"csrf_token": csrf_token(client), "identifier": person.phone, "password": PASSWORD}
    with closing(lock(impatient, how)):
        answer = client.post("/dang-nhap", data=form)
        assert answer.status_code == 503
        assert "Bài của thầy cô chưa mất" in answer.text
        assert "sqlite" not in answer.text.lower()
    assert client.post("/dang-nhap", data=form).status_code == 303


def test_our_own_script_hears_of_a_locked_database_in_json(impatient: Flask) -> None:
    client = impatient.test_client()
    form = {"csrf_token": csrf_token(client), "identifier": "0912345678", "password": PASSWORD}
    with closing(lock(impatient, "IMMEDIATE")):
        answer = client.post("/dang-nhap", data=form, headers={"Accept": "application/json"})
    assert answer.status_code == 503
    assert list(answer.get_json()) == ["error"]


def test_pages_can_be_read_while_somebody_writes(impatient: Flask) -> None:
    client = Site(impatient).client(Site(impatient).person())
    with closing(lock(impatient, "IMMEDIATE")):
        assert client.get("/").status_code == 200


@contextmanager
def small_disk(engine: Engine) -> Iterator[None]:
    """Let the database file grow by a few pages only."""
    with closing(sqlite3.connect(engine.url.database or "")) as connection:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]

    def bound(connection: sqlite3.Connection, _entry: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {pages + 4}")

    engine.dispose()
    event.listen(engine, "connect", bound)
    yield
    event.remove(engine, "connect", bound)
    engine.dispose()


def fill() -> int:
    """Write tries to sign in until the disk is full, and return how many were acknowledged."""
    for written in range(100_000):
        try:
            with unit_of_work():
                db.session.add(SignInGuess(bucket="x" * 60, at=clock.now()))
        except OperationalError:
            return written
    raise AssertionError("the disk is never full")


def test_a_full_disk_is_a_503_and_loses_nothing_that_was_acknowledged(sqlite_app: Flask) -> None:
    client = sqlite_app.test_client()
    statuses = []
    with small_disk(engine_of(sqlite_app)):
        with sqlite_app.app_context():
            written = fill()
        while 503 not in statuses:
            statuses.append(post(client, "/dang-nhap", identifier="0912345678", password="sai").status_code)
    assert post(client, "/dang-nhap", identifier="0912345678", password="sai").status_code == 422
    with sqlite_app.app_context():
        kept = db.session.scalar(select(func.count()).select_from(SignInGuess))
    assert kept == written + 3 * len(statuses)
