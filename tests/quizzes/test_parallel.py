"""Many requests at one moment, against a database of its own with real commits; on both databases."""

import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import NullPool, create_engine, text

from lms.app import create_app
from lms.core.completion import Verb
from lms.db import Base, db
from lms.progress.models import LearningEvent
from lms.quizzes.models import Answer, Attempt
from lms.quizzes.queries import list_kept
from tests.conftest import forget_what_was_kept, make_settings
from tests.factories import Site, csrf_token
from tests.quizzes.makers import QUIZ, Learner, bank_text, learner

AT_ONCE = 24
SCHEMA = "quizzes_in_parallel"


def run(url: str, statement: str) -> None:
    with create_engine(url, poolclass=NullPool).begin() as connection:
        connection.execute(text(statement))


@pytest.fixture
def crowd(tmp_path: Path) -> Iterator[Site]:
    """A site of its own: a SQLite file, or a schema of the PostgreSQL database under test."""
    url = os.environ.get("LMS_TEST_DATABASE_URL")
    if url:
        run(url, f"CREATE SCHEMA {SCHEMA}")
    app = create_app(make_settings(tmp_path, f"{url}?options=-csearch_path%3D{SCHEMA}" if url else None))
    with app.app_context():
        Base.metadata.create_all(db.engine)
        engine = db.engine
    forget_what_was_kept()
    yield Site(app)
    engine.dispose()
    if url:
        run(url, f"DROP SCHEMA {SCHEMA} CASCADE")


def at_once(app: Flask, who: FlaskClient, work: Callable[[FlaskClient, str], Any]) -> list[Any]:
    """Do ``work`` in many threads that start together, each with a browser in the same session; return what came."""
    token, cookie = csrf_token(who, "/hien-thi"), who.get_cookie("session")
    assert cookie is not None
    gate = threading.Barrier(AT_ONCE)

    def run(_number: int) -> Any:
        browser = app.test_client()
        browser.set_cookie("session", cookie.value)
        gate.wait()
        return work(browser, token)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(run, range(AT_ONCE)))


def test_24_starts_at_once_are_one_attempt(crowd: Site) -> None:
    who = learner(crowd)
    answers = at_once(crowd.app, who.client, lambda each, token: each.post(QUIZ, data={"csrf_token": token}))
    assert {answer.status_code for answer in answers} == {303}
    assert len({answer.location for answer in answers}) == 1
    with crowd.app.app_context():
        assert db.session.query(Attempt).count() == 1


def test_24_people_in_a_hurry_never_pass_the_attempt_limit(crowd: Site) -> None:
    who = learner(crowd, bank_text(attempts=3))

    def start_and_hand_in(each: FlaskClient, token: str) -> list[int]:
        statuses = []
        for _ in range(3):
            answer = each.post(QUIZ, data={"csrf_token": token})
            statuses.append(answer.status_code)
            if answer.status_code == 303:
                path = answer.location.rpartition("/cau/")[0] or answer.location.rpartition("/")[0]
                assert each.post(f"{path}/nop", data={"csrf_token": token}).status_code == 303
        return statuses

    statuses = [status for told in at_once(crowd.app, who.client, start_and_hand_in) for status in told]
    assert set(statuses) == {303, 422}
    with crowd.app.app_context():
        assert sorted(number for (number,) in db.session.query(Attempt.number)) == [1, 2, 3]
        assert db.session.query(LearningEvent).filter_by(verb=Verb.QUIZ_NOT_PASSED.value).count() == 3


def test_24_hand_ins_at_once_are_one_result(crowd: Site) -> None:
    who = learner(crowd)
    who.begin()
    who.send(1, **who.right(1))
    who.send(3, **who.right(3))
    path = f"{who.path}/nop"
    answers = at_once(crowd.app, who.client, lambda each, token: each.post(path, data={"csrf_token": token}))
    assert {answer.location for answer in answers} == {f"{who.path}/ket-qua"}
    with crowd.app.app_context():
        assert db.session.query(LearningEvent).filter_by(verb=Verb.QUIZ_PASSED.value).count() == 1


def test_of_24_saves_at_once_the_highest_number_is_kept(crowd: Site) -> None:
    who = learner(crowd)
    who.begin()
    numbers = iter(range(1, AT_ONCE + 1))
    lock = threading.Lock()

    def save(each: FlaskClient, token: str) -> int:
        with lock:
            seq = next(numbers)
        batch = [{"question": "so-dv", "seq": seq, "fields": {"t": str(seq)}}]
        headers = {"Accept": "application/json", "X-CSRFToken": token}
        return each.post(f"{who.path}/luu", json=batch, headers=headers).status_code

    assert set(at_once(crowd.app, who.client, save)) == {200}
    kept = who.sitting().answer("so-dv")
    assert (kept.seq, kept.response) == (AT_ONCE, {"t": str(AT_ONCE)})
    with crowd.app.app_context():
        assert db.session.query(Answer).count() == 1


def test_a_save_that_was_acknowledged_is_graded_even_beside_the_hand_in(crowd: Site) -> None:
    who = learner(crowd)
    who.begin()
    turns = iter(range(AT_ONCE))
    lock = threading.Lock()

    def save_or_hand_in(each: FlaskClient, token: str) -> int:
        with lock:
            turn = next(turns)
        if turn == AT_ONCE // 2:
            return each.post(f"{who.path}/nop", data={"csrf_token": token}).status_code
        batch = [{"question": "so-dv", "seq": turn, "fields": {"t": "2803"}}]
        headers = {"Accept": "application/json", "X-CSRFToken": token}
        return each.post(f"{who.path}/luu", json=batch, headers=headers).status_code

    statuses = at_once(crowd.app, who.client, save_or_hand_in)
    assert set(statuses) <= {200, 303, 409}
    sitting = who.sitting()
    with crowd.app.app_context():
        kept = list_kept(sitting.id)
    assert sitting.score == len(kept)
    assert ("so-dv" in kept) == (200 in statuses)


def test_two_answers_at_once_get_feedback_on_one(crowd: Site) -> None:
    who = learner(crowd, bank_text(review="each"))
    who.begin()
    right, wrong = who.right(1), who.wrong(1)
    turns = iter(range(AT_ONCE))
    lock = threading.Lock()

    def answer(each: FlaskClient, token: str) -> str:
        with lock:
            turn = next(turns)
        fields = right if turn % 2 else wrong
        sent = {"csrf_token": token, "seq": turn, **fields}
        assert each.post(f"{who.path}/cau/1", data=sent).status_code == 303
        return "right" if "Đúng rồi." in each.get(f"{who.path}/cau/1").text else "wrong"

    assert len(set(at_once(crowd.app, who.client, answer))) == 1


def test_the_limit_holds_for_each_person_by_itself(crowd: Site) -> None:
    first = learner(crowd, bank_text(attempts=1))
    someone = crowd.person("Lê Văn Bình")
    second = Learner(crowd, crowd.client(someone), someone)
    assert first.begin() != second.begin()
