"""PostgreSQL, in a cluster of this file's own: examined by the doctor, and killed in mid-commit.

What was acknowledged is there once, and the site goes on by itself.
"""

import os
import signal
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from lms.accounts.models import AuditEntry
from lms.accounts.services import write_audit
from lms.app import create_app
from lms.cli.doctor import engines
from lms.db import Base, db, unit_of_work
from tests.cluster import cluster, find_postgresql
from tests.conftest import make_settings
from tests.factories import NOW, csrf_token

KILLS = 4
WRITES_BETWEEN = 40
ACTION = "killed.test"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """An empty database that may be killed: nobody else uses its cluster."""
    programs = find_postgresql()
    if programs is None:
        assert "CI" not in os.environ, "in CI PostgreSQL must be there"
        pytest.skip("PostgreSQL is not on this machine")
    with cluster(programs) as address:
        yield address


@pytest.fixture
def site_app(address: str, tmp_path: Path) -> Iterator[Flask]:
    """An app whose commits wait for the log; the throw-away cluster as such is lax for speed."""
    durable = make_url(address).update_query_dict({"options": "-c synchronous_commit=on"})
    app = create_app(make_settings(tmp_path, durable.render_as_string(hide_password=False)))
    with app.app_context():
        Base.metadata.create_all(db.engine)
        engine = db.engine
    yield app
    Base.metadata.drop_all(engine)
    engine.dispose()


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


def kill_a_backend(address: str) -> None:
    """Kill the server process of one writer; PostgreSQL then ends all of them and recovers from its log."""
    plain = make_url(address).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain) as connection:
        rows = connection.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND backend_type = 'client backend' ORDER BY state = 'active' DESC"
        ).fetchall()
    os.kill(rows[0][0], signal.SIGKILL)


def wait_for_writes(writers: list[Writer], more: int) -> None:
    wanted = [writer.acknowledged + more for writer in writers]
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and any(
        writer.acknowledged < number for writer, number in zip(writers, wanted, strict=True)
    ):
        time.sleep(0.01)


@pytest.mark.timeout(300)
def test_what_was_acknowledged_survives_a_killed_postgresql_and_is_there_once(
    site_app: Flask, address: str
) -> None:
    writers = [Writer(site_app, f"writer-{number}") for number in range(3)]
    try:
        for writer in writers:
            writer.start()
        for _ in range(KILLS):
            wait_for_writes(writers, WRITES_BETWEEN)
            kill_a_backend(address)
        wait_for_writes(writers, WRITES_BETWEEN)
    finally:
        for writer in writers:
            writer.is_over.set()
        for writer in writers:
            writer.join(60)
    with site_app.app_context():
        subjects = db.session.scalars(select(AuditEntry.subject).where(AuditEntry.action == ACTION)).all()
    wanted = {f"{writer.name}:{number}" for writer in writers for number in range(writer.acknowledged)}
    assert sum(writer.failures for writer in writers) >= KILLS
    assert wanted <= set(subjects)
    assert len(subjects) == len(set(subjects))
    assert len(subjects) - len(wanted) <= len(writers)  # the last of each may lack its acknowledgement only


def test_a_page_says_503_while_postgresql_recovers_and_then_works(site_app: Flask, address: str) -> None:
    client = site_app.test_client()
    assert client.get("/healthz").status_code == 200  # so that there is a connection to lose
    form = {"csrf_token": csrf_token(client), "identifier": "0912345678", "password": "sai"}
    kill_a_backend(address)
    statuses = []
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and 422 not in statuses:
        statuses.append(client.post("/dang-nhap", data=form).status_code)
    assert statuses[-1] == 422
    assert set(statuses) <= {422, 503}


def test_a_postgresql_server_is_examined_and_a_lax_one_is_told(
    site_app: Flask, address: str, tmp_path: Path
) -> None:
    with site_app.app_context(), db.engine.connect() as connection:
        checks = {
            check.name: check for check in engines.postgresql(connection, make_settings(tmp_path, address))
        }
    assert {name for name, check in checks.items() if check.is_bad} == {
        "PostgreSQL keeps acknowledged writes"
    }
    assert checks["PostgreSQL keeps acknowledged writes"].seen == "fsync, full_page_writes"


def test_too_many_workers_for_the_servers_connections_are_told(
    site_app: Flask, address: str, tmp_path: Path
) -> None:
    settings = replace(make_settings(tmp_path, address), workers=64)
    with site_app.app_context(), db.engine.connect() as connection:
        bad = {check.name for check in engines.postgresql(connection, settings) if check.is_bad}
    assert "there are connections for every worker" in bad
