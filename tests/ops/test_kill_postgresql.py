"""PostgreSQL killed in mid-commit: what was acknowledged is there once, and the site goes on by itself."""

import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from lms.accounts.models import AuditEntry
from lms.accounts.services import write_audit
from lms.app import create_app
from lms.db import db, unit_of_work
from tests.conftest import make_settings
from tests.factories import NOW, csrf_token

KILLS = 4
WRITES_BETWEEN = 40
ACTION = "killed.test"

pytestmark = pytest.mark.skipif(
    "LMS_TEST_DATABASE_URL" not in os.environ, reason="this run is about SQLite; test_kill.py kills there"
)


@pytest.fixture
def durable(app: Flask, tmp_path: Path) -> Iterator[Flask]:
    """An app on this run's schema, whose commits wait for the log: the cluster of the tests itself is lax for speed."""
    address = make_url(os.environ["LMS_TEST_DATABASE_URL"]).update_query_dict(
        {"options": "-c synchronous_commit=on"}
    )
    durable = create_app(make_settings(tmp_path, address.render_as_string(hide_password=False)))
    yield durable
    with durable.app_context():
        db.engine.dispose()


class Writer(threading.Thread):
    """Writes numbered rows, a transaction each; one that failed is written again only if it is not there."""

    def __init__(self, app: Flask, name: str) -> None:
        super().__init__(name=name)
        self.app, self.acknowledged, self.failures = app, 0, 0
        self.is_over = threading.Event()

    def run(self) -> None:
        while not self.is_over.is_set():
            subject = f"{self.name}:{self.acknowledged}"
            try:
                with self.app.app_context(), unit_of_work():
                    if db.session.scalar(select(AuditEntry.id).where(AuditEntry.subject == subject)) is None:
                        write_audit(None, ACTION, subject, NOW)
            except DBAPIError:
                self.failures += 1
                self.is_over.wait(0.05)
            else:
                self.acknowledged += 1


def kill_a_backend() -> None:
    """Kill the server process of one writer; PostgreSQL then ends all of them and recovers from its log."""
    address = make_url(os.environ["LMS_TEST_DATABASE_URL"]).set(drivername="postgresql")
    assert address.host == "127.0.0.1", "processes can be killed on this machine only"
    with psycopg.connect(address.render_as_string(hide_password=False)) as connection:
        rows = connection.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND backend_type = 'client backend' ORDER BY state = 'active' DESC"
        ).fetchall()
    pid = rows[0][0]
    assert Path(f"/proc/{pid}/comm").read_text().strip() == "postgres"
    os.kill(pid, signal.SIGKILL)


def wait_for_writes(writers: list[Writer], more: int) -> None:
    wanted = [writer.acknowledged + more for writer in writers]
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and any(
        writer.acknowledged < number for writer, number in zip(writers, wanted, strict=True)
    ):
        time.sleep(0.01)


@pytest.mark.timeout(300)
def test_what_was_acknowledged_survives_a_killed_postgresql_and_is_there_once(durable: Flask) -> None:
    writers = [Writer(durable, f"writer-{number}") for number in range(3)]
    try:
        for writer in writers:
            writer.start()
        for _ in range(KILLS):
            wait_for_writes(writers, WRITES_BETWEEN)
            kill_a_backend()
        wait_for_writes(writers, WRITES_BETWEEN)
    finally:
        for writer in writers:
            writer.is_over.set()
        for writer in writers:
            writer.join(60)
    with durable.app_context():
        subjects = db.session.scalars(select(AuditEntry.subject).where(AuditEntry.action == ACTION)).all()
        with unit_of_work():
            db.session.execute(text("DELETE FROM audit_entries WHERE action = :action"), {"action": ACTION})
    wanted = {f"{writer.name}:{number}" for writer in writers for number in range(writer.acknowledged)}
    assert sum(writer.failures for writer in writers) >= KILLS
    assert wanted <= set(subjects)
    assert len(subjects) == len(set(subjects))
    assert len(subjects) - len(wanted) <= len(writers)  # the last of each may lack its acknowledgement only


def test_a_page_says_503_while_postgresql_recovers_and_then_works(app: Flask) -> None:
    client = app.test_client()
    assert client.get("/healthz").status_code == 200  # so that there is a connection to lose
    form = {"csrf_token": csrf_token(client), "identifier": "0912345678", "password": "sai"}
    kill_a_backend()
    statuses = []
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and 422 not in statuses:
        statuses.append(client.post("/dang-nhap", data=form).status_code)
    assert statuses[-1] == 422
    assert set(statuses) <= {422, 503}
    with app.app_context(), unit_of_work():
        db.session.execute(text("DELETE FROM sign_in_guesses"))
