"""A real server with a SQLite file: a roomful hands in within a second, and workers are killed in mid-quiz."""

import http.cookiejar
import json
import os
import signal
import threading
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest
from flask import Flask

from lms.app import create_app
from lms.cli.backups import DATABASE
from lms.db import db
from lms.quizzes.models import Answer, Attempt
from tests.conftest import SECRET, make_settings
from tests.factories import Site
from tests.ops.running import Answer as Reply
from tests.ops.running import Browser, Server, run, serving
from tests.quizzes.makers import QUESTIONS, Learner, bank_text, learner

ROOM = 60
SAVES = 60
KILLS = 4


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """A site with empty tables."""
    folder = tmp_path / "instance"
    assert run(folder, "db", "upgrade").returncode == 0
    return folder


@pytest.fixture
def room(empty: Path) -> Iterator[Flask]:
    """An app over the same file as the server's, to look into it from outside."""
    app = create_app(make_settings(empty, f"sqlite:///{empty / DATABASE}"))
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


class Seat(Browser):
    """A browser of somebody who signed in and began the quiz before the server was there."""

    def __init__(self, address: str, who: Learner) -> None:
        super().__init__(address)
        self.who = who
        cookie = who.client.get_cookie("session")
        assert cookie is not None
        self.cookies.set_cookie(
            http.cookiejar.Cookie(
                0, "session", cookie.value, None, False, "127.0.0.1", False, False, "/", True,
                False, None, True, None, None, {},
            )
        )  # fmt: skip

    def token(self) -> str:
        return (
            self.get(f"{self.who.path}/xem-lai")
            .text.partition('name="csrf_token" value="')[2]
            .partition('"')[0]
        )

    def send(self, tail: str, token: str, **fields: str) -> Reply:
        body = urllib.parse.urlencode({"csrf_token": token, **fields}).encode()
        return self._open(urllib.request.Request(self.address + self.who.path + tail, body))  # noqa: S310 - our own

    def save(self, token: str, question: str, seq: int, text: str) -> Reply:
        sent = [{"question": question, "seq": seq, "fields": {"t": text}}]
        request = urllib.request.Request(  # noqa: S310 - our own server
            f"{self.address}{self.who.path}/luu",
            json.dumps(sent).encode(),
            {"Content-Type": "application/json", "Accept": "application/json", "X-CSRFToken": token},
        )
        return self._open(request)


def seated(app: Flask, count: int, bank: str) -> list[Learner]:
    """Publish the quiz, and let this many people begin it."""
    site = Site(app)
    first = learner(site, bank, site.person("Người Học 0"))
    people = [site.person(f"Người Học {number}") for number in range(1, count)]
    everyone = [first, *(Learner(site, site.client(person), person) for person in people)]
    for who in everyone:
        who.begin()
    return everyone


@pytest.mark.timeout(240)
def test_sixty_people_hand_in_within_a_second_and_nothing_is_lost(empty: Path, room: Flask) -> None:
    everyone = seated(room, ROOM, bank_text(QUESTIONS, time=20))
    for who in everyone:
        who.send(1, **who.right(1))
        who.send(2, **who.right(2))
    gate = threading.Barrier(ROOM)

    def finish(seat: Seat) -> list[int]:
        token = seat.token()
        gate.wait(60)
        last = seat.send("/cau/3", token, seq="3", t="2803").status
        return [last, seat.send("/nop", token).status, seat.get(f"{seat.who.path}/ket-qua").status]

    with serving(empty, LMS_SERVER="gunicorn", LMS_WORKERS="2", LMS_SECRET_KEY=SECRET) as server:
        seats = [Seat(server.address, who) for who in everyone]
        with ThreadPoolExecutor(ROOM) as pool:
            replies = list(pool.map(finish, seats))
    assert replies == [[303, 303, 200]] * ROOM
    with room.app_context():
        assert {attempt.state for attempt in db.session.query(Attempt)} == {"graded"}
        assert db.session.query(Answer).filter_by(is_late=False, marked_state="right").count() == 3 * ROOM


class Writer(threading.Thread):
    """Somebody who types: saves again and again, and repeats what got no reply with the same number."""

    def __init__(self, seat: Seat) -> None:
        super().__init__()
        self.seat = seat
        self.acknowledged = 0
        self.strange: list[int] = []

    def run(self) -> None:
        token = ""
        for seq in range(1, SAVES + 1):
            while self.acknowledged < seq and not self.strange:
                with suppress(OSError):
                    token = token or self.seat.token()
                    reply = self.seat.save(token, "so-dv", seq, str(seq))
                    if reply.status == 200 and json.loads(reply.text)["saved"]["so-dv"] == seq:
                        self.acknowledged = seq
                    elif reply.status != 503:
                        self.strange.append(reply.status)


@pytest.mark.timeout(240)
def test_killed_workers_lose_no_answer_that_was_acknowledged(empty: Path, room: Flask) -> None:
    everyone = seated(room, 3, bank_text())
    server = Server(empty, LMS_SERVER="gunicorn", LMS_WORKERS="2", LMS_SECRET_KEY=SECRET)
    server.start()
    writers = [Writer(Seat(server.address, who)) for who in everyone]
    try:
        for writer in writers:
            writer.start()
        for round_number in range(1, KILLS + 1):
            wait_until(writers, round_number * SAVES // (KILLS + 1))
            if round_number == KILLS // 2:
                server.kill()
                kept_at_least(room, writers)
                server.start()
            else:
                for worker in server.workers()[:1]:
                    os.kill(worker, signal.SIGKILL)
        for writer in writers:
            writer.join(120)
    finally:
        server.stop()
    assert [(writer.acknowledged, writer.strange) for writer in writers] == [(SAVES, [])] * len(writers)
    kept_at_least(room, writers)


def wait_until(writers: list[Writer], acknowledged: int) -> None:
    """Wait until everybody's answer was acknowledged so often."""
    for writer in writers:
        while writer.is_alive() and writer.acknowledged < acknowledged:
            writer.join(0.01)


def kept_at_least(room: Flask, writers: list[Writer]) -> None:
    """Hold that what was acknowledged is there, and says what was sent with that number."""
    acknowledged = {writer.seat.who.token: writer.acknowledged for writer in writers}
    with room.app_context():
        db.session.expire_all()
        kept = db.session.query(Attempt.token, Answer.seq, Answer.response).join(
            Answer, Answer.attempt_id == Attempt.id
        )
        found = {token: (seq, response) for token, seq, response in kept}
        db.session.rollback()
    for token, at_least in acknowledged.items():
        seq, response = found[token]
        assert seq >= at_least
        assert response == {"t": str(seq)}
