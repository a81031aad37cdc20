"""``lms pairing tick``: each job one transaction, nothing twice, safe at once with another, safe to kill at any moment."""

import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from lms import clock
from lms.cli import ticking
from lms.clockwork import run_until_closed
from lms.db import db
from lms.notices.models import Notice
from lms.pairing.models import HelpRequest
from tests.crowd import crowd as crowd
from tests.factories import NOW, Site
from tests.ops.running import environment
from tests.pairing.makers import make_staff
from tests.pairing.requests import asked

THREE_DAYS = timedelta(hours=72)


def tick(site: Site, *arguments: str) -> Result:
    with site.app.app_context():
        return CliRunner().invoke(ticking.tick, arguments)


def notices(site: Site) -> list[str]:
    with site.app.app_context():
        return sorted(db.session.scalars(db.select(Notice.key)))


@pytest.fixture
def late(site: Site, monkeypatch: pytest.MonkeyPatch) -> int:
    """A request that nobody answered for 72 hours, and the clock at that moment."""
    staff = make_staff(site)
    help_id = asked(site, staff.learner)
    monkeypatch.setattr(clock, "now", lambda: NOW + THREE_DAYS)
    return help_id


def step_of(site: Site, help_id: int) -> int:
    with site.app.app_context():
        return db.session.get_one(HelpRequest, help_id).handed_on


def test_a_line_a_job_and_the_second_time_nothing(site: Site, late: int) -> None:
    first = tick(site)
    assert first.exit_code == 0, first.output
    assert "requests for help: 1" in first.output
    assert [line.partition(":")[0] for line in first.output.splitlines()] == [
        *(name for name, _job in ticking.JOBS),
        "letters",
    ]
    told = notices(site)
    again = tick(site)
    assert all(line.endswith(": 0") for line in again.output.splitlines())
    assert notices(site) == told


def test_a_job_that_fails_is_undone_and_stops_no_other(
    site: Site, late: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def half(_now: datetime) -> int:
        db.session.get_one(HelpRequest, late).place_title = "viết dở"
        db.session.flush()
        raise ValueError("gãy")

    monkeypatch.setattr(ticking, "JOBS", (("broken", half), *ticking.JOBS))
    result = tick(site)
    assert result.exit_code == 1
    assert "requests for help: 1" in result.output
    assert "broken: failed" in result.output
    with site.app.app_context():
        assert db.session.get_one(HelpRequest, late).place_title != "viết dở"


def test_each_part_of_a_long_job_stays_done_whatever_the_next_one_does(
    site: Site, late: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def parts(_now: datetime) -> Iterator[int]:
        for title in ("phần một", "phần hai"):
            db.session.get_one(HelpRequest, late).place_title = title
            db.session.flush()
            yield 1
        db.session.get_one(HelpRequest, late).place_title = "viết dở"
        db.session.flush()
        raise ValueError("gãy")

    monkeypatch.setattr(ticking, "JOBS", (("long", ticking.InParts(parts)),))
    monkeypatch.setattr(ticking, "PAUSE_SECONDS", 0)
    assert "long: failed" in tick(site).output
    with site.app.app_context():
        assert db.session.get_one(HelpRequest, late).place_title == "phần hai"


def test_one_tick_at_a_time_on_a_machine(site: Site, late: int) -> None:
    instance = site.app.extensions["settings"].instance
    with closing(sqlite3.connect(instance / ticking.TURN, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert "another tick is at work" in tick(site).output
        assert step_of(site, late) == 0
    assert "requests for help: 1" in tick(site).output


def test_beside_the_server_it_runs_every_fifteen_minutes_at_most(
    site: Site, late: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = NOW + THREE_DAYS + timedelta(days=900)
    monkeypatch.setattr(clock, "now", lambda: at)
    assert "requests for help" in tick(site, "--if-due").output
    assert "a short while ago" in tick(site, "--if-due").output
    monkeypatch.setattr(clock, "now", lambda: at + timedelta(minutes=15))
    assert "requests for help" in tick(site, "--if-due").output
    monkeypatch.setattr(clock, "now", lambda: at - timedelta(days=1))  # set back: better once too often
    assert "requests for help" in tick(site, "--if-due").output
    monkeypatch.undo()


KILLED = """
import os, signal
from datetime import datetime
from lms import clock
clock.now = lambda: datetime.fromisoformat({now!r})
from lms.cli import main, ticking
from lms.pairing.services import owning
def killed(now):
    owning.tick(now)
    os.kill(os.getpid(), signal.SIGKILL)
ticking.JOBS = (*ticking.JOBS[:2], ("requests for help", killed), *ticking.JOBS[3:])
main()
"""


def test_killed_in_the_midst_of_a_job_it_leaves_nothing_half_done(
    crowd: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = asked(crowd, make_staff(crowd).learner)
    before = notices(crowd)
    settings = crowd.app.extensions["settings"]
    code = KILLED.format(now=(NOW + THREE_DAYS).isoformat())
    killed = subprocess.run(
        [sys.executable, "-c", code, "pairing", "tick"],
        env=environment(settings.instance, LMS_DATABASE_URL=settings.database_url),
        timeout=100,
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL
    assert (step_of(crowd, late), notices(crowd)) == (0, before)
    monkeypatch.setattr(clock, "now", lambda: NOW + THREE_DAYS)
    assert "requests for help: 1" in tick(crowd).output
    told = notices(crowd)
    assert len(told) == len(set(told)) > len(before)


BESIDE = "from lms.clockwork import run_until_closed as run; from datetime import timedelta as d; run({command}, d(), d(hours=1))"


def test_the_process_beside_the_server_ends_when_the_server_is_gone(tmp_path: Path) -> None:
    mark = tmp_path / "ticked"
    command = (sys.executable, "-c", f"open({str(mark)!r}, 'a').write('x')")
    beside = subprocess.Popen([sys.executable, "-c", BESIDE.format(command=command)], stdin=subprocess.PIPE)
    wait_until(lambda: mark.exists() and mark.read_text() == "x")
    assert beside.poll() is None
    assert beside.stdin
    beside.stdin.close()
    assert beside.wait(timeout=20) == 0
    assert mark.read_text() == "x"


def wait_until(is_so: Callable[[], bool]) -> None:
    for _ in range(200):
        if is_so():
            return
        time.sleep(0.1)
    raise AssertionError("it did not happen")


def test_what_waits_beside_the_server_holds_nothing_of_the_site() -> None:
    assert run_until_closed.__module__ == "lms.clockwork"
    code = "import sys, lms.clockwork; print([each for each in sys.modules if each.startswith('lms.')])"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == "['lms.clockwork']"
