"""Killing workers and servers under load: what was acknowledged is in the ledger, once.

The full figures: LMS_SAFETY_FULL=1 .venv/bin/python -m pytest tests/ops/test_kill.py
"""

import os
import signal
import sqlite3
import threading
import time
from collections import Counter
from contextlib import closing, suppress
from pathlib import Path

import pytest

from lms import clock
from lms.app import create_app
from lms.cli.backups import DATABASE
from lms.db import db, unit_of_work
from lms.progress.models import Enrolment
from lms.progress.services import reopen_step
from tests.conftest import make_settings
from tests.ops.running import Browser, Server, demo_people, run

IS_FULL = bool(os.environ.get("LMS_SAFETY_FULL"))
ROUNDS = 100 if IS_FULL else 3  # in each, a worker is killed and then the whole server
WRITES_BETWEEN = 50 if IS_FULL else 12
COURSE = "c-thai-nguyen"
STEP_DONE, WITHDRAWN = "step_done", "withdrawn"

Written = Counter[tuple[str, str, str]]


def steps_of_first_lesson(instance: Path) -> list[str]:
    with closing(sqlite3.connect(instance / DATABASE)) as connection:
        keys = [
            row[0]
            for row in connection.execute("SELECT key FROM course_items WHERE kind = 'step' ORDER BY id")
        ]
    return [key for key in keys if key.split("/")[0] == keys[0].split("/")[0]]


def events(instance: Path) -> list[tuple[str, str, str]]:
    """Return (who, item, verb) of each event about a step, in ledger order."""
    query = """SELECT phone, item_key, verb FROM learning_events JOIN users ON users.id = subject_id
               WHERE item_key <> '' ORDER BY learning_events.id"""
    with closing(sqlite3.connect(instance / DATABASE)) as connection:
        return [tuple(row) for row in connection.execute(query)]


def take_everything_back(instance: Path) -> None:
    """Reopen the steps that the demo people have done, so that each write that follows is a row."""
    app = create_app(make_settings(instance, f"sqlite:///{instance / DATABASE}"))
    with app.app_context():
        with unit_of_work():
            for enrolment in db.session.query(Enrolment):
                for step in list(enrolment.records):
                    reopen_step(enrolment.user_id, enrolment.course_id, step, clock.now())
        db.engine.dispose()


class Learner(threading.Thread):
    """Finishes each step and takes it back, over and over; repeats a form that got no answer, as people do."""

    def __init__(self, address: str, person: dict[str, str], steps: list[str]) -> None:
        super().__init__()
        self.person, self.steps = person, steps
        self.browser = Browser(address)
        self.acknowledged: Written = Counter()
        self.strange: list[int] = []
        self.is_over = threading.Event()

    def run(self) -> None:
        self._insist("/dang-nhap", identifier=self.person["sign_in"], password=self.person["password"])
        while not self.is_over.is_set():
            for step in self.steps:
                for action, verb in (("xong", STEP_DONE), ("lam-lai", WITHDRAWN)):
                    if self._insist(f"/hoc/{COURSE}/{step}/{action}"):
                        self.acknowledged[self.person["sign_in"], step, verb] += 1
                    if self.is_over.is_set():
                        return

    def _insist(self, path: str, **fields: str) -> bool:
        """Send until the server acknowledges; an answer that never came tells nothing."""
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            with suppress(OSError):
                status = self.browser.post(path, **fields).status
                if status == 303:
                    return True
                if status != 503:
                    self.strange.append(status)
                    return False
            time.sleep(0.05)
        self.strange.append(0)
        return False


def wait_for_writes(learners: list[Learner], more: int) -> None:
    """Wait until ``more`` writes were acknowledged, or nobody writes any more."""
    wanted = sum(sum(each.acknowledged.values()) for each in learners) + more
    while any(each.is_alive() for each in learners):
        if sum(sum(each.acknowledged.values()) for each in learners) >= wanted:
            return
        time.sleep(0.02)


def kill_over_and_over(server: Server, learners: list[Learner]) -> int:
    """Kill a worker, then the whole server, in each round, always in mid-work; return how often."""
    kills = 0
    for _ in range(ROUNDS):
        wait_for_writes(learners, WRITES_BETWEEN)
        for worker in server.workers()[:1]:
            os.kill(worker, signal.SIGKILL)
            kills += 1
        wait_for_writes(learners, WRITES_BETWEEN)
        server.kill()
        kills += 1
        server.start()
    wait_for_writes(learners, WRITES_BETWEEN)
    return kills


@pytest.mark.timeout(3600 if IS_FULL else 300)
def test_what_was_acknowledged_survives_kill_9_and_is_there_once(instance: Path) -> None:
    people = [person for person in demo_people(instance) if person["role"] == "learner"]
    steps = steps_of_first_lesson(instance)
    take_everything_back(instance)
    before = Counter(events(instance))
    server = Server(instance, LMS_WORKERS="2", LMS_SERVER="gunicorn")
    server.start()
    learners = [Learner(server.address, person, steps) for person in people]
    try:
        for learner in learners:
            learner.start()
        kills = kill_over_and_over(server, learners)
    finally:
        for learner in learners:
            learner.is_over.set()
        for learner in learners:
            learner.join(90)
        server.stop()
    assert [learner.strange for learner in learners] == [[], [], []]
    acknowledged: Written = Counter()
    for learner in learners:
        acknowledged += learner.acknowledged
    written = Counter(events(instance))
    written.subtract(before)
    assert kills >= 2 * ROUNDS - 1
    assert +written == acknowledged
    assert all_alternate(events(instance))
    checked = run(instance, "progress", "rebuild", "--check")
    assert checked.returncode == 0, checked.stdout


def all_alternate(found: list[tuple[str, str, str]]) -> bool:
    """Tell whether no step was finished twice, or taken back twice, in a row."""
    last: dict[tuple[str, str], str] = {}
    for who, step, verb in found:
        if last.get((who, step), WITHDRAWN) == verb:
            return False
        last[who, step] = verb
    return True
