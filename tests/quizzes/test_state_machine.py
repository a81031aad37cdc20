"""An attempt's states against a written table: state x event x time, by a clock that the test sets."""

from datetime import timedelta
from typing import Any

import pytest
from click.testing import CliRunner

from lms.db import db
from lms.quizzes.cli import group
from lms.quizzes.models import Attempt
from lms.quizzes.queries import list_kept
from tests.factories import Site, post
from tests.quizzes.conftest import Clock
from tests.quizzes.makers import QUIZ, Learner, bank_text, learner

TIME, GRACE = timedelta(minutes=20), timedelta(minutes=10)
ESSAY = "## Viết về OTP {#viet type=essay}\n- 2đ: Nêu được ai giữ mã\n"

# Seconds from the deadline, by the name that the tables below use.
MOMENTS = {
    "one before": -1,
    "the deadline": 0,
    "one after": 1,
    "end of leeway": 60,
    "leeway over": 61,
    "before grace ends": 599,
    "end of grace": 600,
    "grace over": 601,
}
# For each rule, what the clock makes of a running attempt at each of these moments.
PHASES = {
    "submit": ["open", "open", "open", "open", "due", "due", "due", "due"],
    "grace": ["open", "open", "open", "open", "grace", "grace", "grace", "lost"],
    "abandon": ["open", "open", "open", "open", "lost", "lost", "lost", "lost"],
}
# For each event and phase: the state after it, and what else can be seen.
OUTCOMES = {
    ("look", "open"): ("in_progress", "question"),
    ("look", "grace"): ("overdue", "question"),
    ("look", "due"): ("graded", "result"),
    ("look", "lost"): ("abandoned", "result"),
    ("save", "open"): ("in_progress", "counts"),
    ("save", "grace"): ("overdue", "late"),
    ("save", "due"): ("graded", "late"),
    ("save", "lost"): ("abandoned", "late"),
    ("hand in", "open"): ("graded", "now"),
    ("hand in", "grace"): ("graded", "now"),
    ("hand in", "due"): ("graded", "at the deadline"),
    ("hand in", "lost"): ("abandoned", "never"),
    ("sweep", "open"): ("in_progress", ""),
    ("sweep", "grace"): ("overdue", ""),
    ("sweep", "due"): ("graded", ""),
    ("sweep", "lost"): ("abandoned", ""),
    ("start", "open"): ("in_progress", "same"),
    ("start", "grace"): ("overdue", "same"),
    ("start", "due"): ("graded", "new"),
    ("start", "lost"): ("abandoned", "new"),
}
# What has ended stays as it is at any time; a save is refused, or kept apart where the clock ended the attempt.
ENDED = {"graded": 409, "submitted": 409, "void": 409, "abandoned": 200}


def newcomer(first: Learner, number: int) -> Learner:
    person = first.site.person(f"Người Học {number}")
    return Learner(first.site, first.site.client(person), person)


def look(who: Learner, clock: Clock) -> str:
    answer = who.get("/cau/1")
    return (
        "question"
        if answer.status_code == 200
        else answer.location.rpartition("/")[2].replace("ket-qua", "result")
    )


def save(who: Learner, clock: Clock) -> str:
    told = who.save([{"question": "otp", "seq": 5, "fields": who.right(1)}])
    assert told.status_code == 200, told.text
    with who.site.app.app_context():
        late = list_kept(who.sitting().id, is_late=True)
    counted = who.sitting().answer("otp").response == who.right(1)
    assert counted != ("otp" in late)
    assert told.get_json()["late"] is not counted
    return "counts" if counted else "late"


def hand_in(who: Learner, clock: Clock) -> str:
    who.hand_in()
    sitting = who.sitting()
    if sitting.submitted_at is None:
        return "never"
    return "now" if sitting.submitted_at == clock.at else "at the deadline"


def sweep(who: Learner, clock: Clock) -> str:
    with who.site.app.app_context():
        assert CliRunner().invoke(group, ["sweep"], catch_exceptions=False).exit_code == 0
    return ""


def start(who: Learner, clock: Clock) -> str:
    location = post(who.client, QUIZ).location
    return "same" if who.token in location else "new"


EVENTS: dict[str, Any] = {"look": look, "save": save, "hand in": hand_in, "sweep": sweep, "start": start}


@pytest.mark.parametrize("event", EVENTS)
@pytest.mark.parametrize("rule", PHASES)
def test_a_running_attempt_follows_the_table(site: Site, clock_at: Clock, rule: str, event: str) -> None:
    settings = {"grace": 10} if rule == "grace" else {}
    first = learner(site, bank_text(time=20, overdue=rule, **settings))
    began = clock_at.at
    for number, (moment, seconds) in enumerate(MOMENTS.items()):
        clock_at.at = began
        who = newcomer(first, number)
        who.begin()
        clock_at.at = began + TIME + timedelta(seconds=seconds)
        seen = EVENTS[event](who, clock_at)
        expected = OUTCOMES[event, PHASES[rule][number]]
        assert (who.sitting().state, seen) == expected, (rule, event, moment)


@pytest.mark.parametrize("event", EVENTS)
def test_an_overdue_attempt_ends_when_the_grace_does(site: Site, clock_at: Clock, event: str) -> None:
    first = learner(site, bank_text(time=20, overdue="grace", grace=10))
    began = clock_at.at
    for number, moment in enumerate(("leeway over", "end of grace", "grace over")):
        clock_at.at = began
        who = newcomer(first, number)
        who.begin()
        clock_at.at = began + TIME + timedelta(seconds=61)
        look(who, clock_at)
        assert who.sitting().state == "overdue"
        clock_at.at = began + TIME + timedelta(seconds=MOMENTS[moment])
        seen = EVENTS[event](who, clock_at)
        phase = "lost" if moment == "grace over" else "grace"
        assert (who.sitting().state, seen) == OUTCOMES[event, phase], (event, moment)


@pytest.mark.parametrize("state", ENDED)
def test_what_has_ended_stays_as_it_is(site: Site, clock_at: Clock, state: str) -> None:
    who = learner(site, bank_text("# Chung {#chung}\n" + ESSAY, time=20, overdue="abandon"))
    began = clock_at.at
    who.begin()
    if state == "submitted":
        who.send(1, t="Chỉ mình tôi giữ mã.")
    if state == "abandoned":
        clock_at.forward(minutes=25)
    who.hand_in()
    if state == "void":
        with site.app.app_context():
            db.session.get(Attempt, who.sitting().id).state = "void"
            db.session.commit()
    before = who.sitting()
    assert before.state == state
    for seconds in MOMENTS.values():
        clock_at.at = began + TIME + timedelta(seconds=seconds)
        assert who.get("/cau/1").location.endswith("/ket-qua")
        saved = who.save([{"question": "viet", "seq": 99, "fields": {"t": "Sửa lại"}}])
        assert saved.status_code == ENDED[state]
        who.hand_in()
        sweep(who, clock_at)
        assert who.sitting() == before


def test_a_limit_that_is_none_never_ends_an_attempt(site: Site, clock_at: Clock) -> None:
    who = learner(site)
    who.begin()
    clock_at.forward(days=50)
    assert look(who, clock_at) == "question"
    assert save(who, clock_at) == "counts"
    sweep(who, clock_at)
    assert who.sitting().state == "in_progress"
