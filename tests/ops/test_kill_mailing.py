"""Killing ``lms notices send`` while the server holds its letter: nothing is lost, and nobody else sends it meanwhile."""

import sqlite3
import subprocess
import threading
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from lms.cli.backups import DATABASE
from tests.notices.post_office import PostOffice, open_post_office
from tests.ops.running import LMS, environment, run

TELL = """INSERT INTO notices (user_id, kind, "values", path, key, at, tries)
          SELECT min(id), 'help_answered', '{"helper": "cô Lan"}', '/nguoi-huong-dan', 'k', :now, 0 FROM users"""
CONFIRM = """UPDATE users SET email = 'hoa@example.vn', wants_mail = 1, email_confirmed_at = '2026-01-01 00:00:00.000000'
             WHERE id = (SELECT min(id) FROM users)"""


def ask(instance: Path, statement: str, **values: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(instance / DATABASE, timeout=20)) as connection, connection:
        return connection.execute(statement, values).fetchall()


def told(instance: Path) -> tuple[object, ...]:
    return ask(instance, "SELECT tries, mailed_at IS NOT NULL FROM notices")[0]


def send(instance: Path, office: PostOffice) -> str:
    done = run(instance, "notices", "send", **settings(office))
    assert done.returncode == 0, done.stderr
    return done.stdout


def settings(office: PostOffice) -> dict[str, str]:
    return {"LMS_SMTP_URL": f"smtp://127.0.0.1:{office.server.port}", "LMS_MAIL_FROM": office.server.sender}


def test_a_killed_run_leaves_the_letter_due_again(instance: Path, tmp_path: Path) -> None:
    ask(instance, "DELETE FROM notices")
    ask(instance, CONFIRM)
    ask(instance, TELL, now=datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S.%f"))
    with open_post_office() as office:
        held, killed = threading.Event(), threading.Event()

        def hold() -> None:
            held.set()
            killed.wait(60)
            raise ConnectionError("the client is gone")  # so this letter was not taken

        office.on_letter = hold
        process = subprocess.Popen(
            [*LMS, "notices", "send"],
            env=environment(instance, **settings(office)),
            cwd=tmp_path,
            stderr=subprocess.DEVNULL,
        )
        assert held.wait(60)
        process.kill()
        process.wait(60)
        killed.set()
        office.on_letter = None
        assert told(instance) == (1, 0)
        assert send(instance, office) == "0 letters sent\n"
        ask(instance, "UPDATE notices SET next_try_at = '2026-01-01 00:00:00.000000'")  # the pause is over
        assert send(instance, office) == "1 letters sent\n"
        assert told(instance) == (2, 1)
        assert send(instance, office) == "0 letters sent\n"
    assert office.recipients == ["hoa@example.vn"]
