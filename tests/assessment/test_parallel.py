"""Many trainers at one moment: one decision is kept, and the others are told."""

from typing import Any

from flask.testing import FlaskClient

from lms.accounts.models import AuditEntry
from lms.core.completion import Verb
from lms.db import db
from lms.progress.models import LearningEvent
from lms.quizzes.models import Extension, MarkChange, PersonMark
from tests.assessment.makers import MARKING, RESULTS, essay_of, school, score_of, sit
from tests.assessment.test_void import ONE, is_done, void_path
from tests.crowd import at_once
from tests.crowd import crowd as crowd
from tests.factories import Site

AT_ONCE = 24


def test_24_voidings_at_once_are_one(crowd: Site) -> None:
    here = school(crowd, questions=ONE)
    who = sit(here.learner(), True)
    path = void_path(who.token)
    sent = {"reason": "Làm hộ"}
    answers = at_once(
        crowd.app,
        here.client,
        lambda each, token, _n: each.post(path, data={"csrf_token": token, **sent}),
        AT_ONCE,
    )
    assert {answer.status_code for answer in answers} == {303}
    with crowd.app.app_context():
        assert db.session.query(MarkChange).count() == 1
        assert db.session.query(AuditEntry).filter_by(action="attempt.voided").count() == 1
        assert db.session.query(LearningEvent).filter_by(verb=Verb.WITHDRAWN.value).count() == 1


def test_of_24_different_marks_at_once_one_is_kept_and_the_others_are_told(crowd: Site) -> None:
    here = school(crowd)
    who = essay_of(here.learner())

    def mark(each: FlaskClient, token: str, turn: int) -> Any:
        points = f"{turn % 9 / 4:g}"
        fields = {
            "bai": who.token,
            "cau": "ke",
            "seen": 0,
            "diem-0": points,
            "diem-1": "1",
            "remark": f"Lời {turn}",
        }
        return each.post(MARKING, data={"csrf_token": token, **fields})

    statuses = [answer.status_code for answer in at_once(crowd.app, here.client, mark, AT_ONCE)]
    assert sorted(statuses) == [303] + [409] * (AT_ONCE - 1)
    with crowd.app.app_context():
        mark_kept = db.session.query(PersonMark).one()
        assert db.session.query(MarkChange).count() == 1
        total = sum(float(each) for each in mark_kept.points)
    assert float(score_of(here.attempt(who.token)) or 0) == 2 + total


def test_of_the_same_mark_sent_24_times_at_once_one_change_remains(crowd: Site) -> None:
    here = school(crowd)
    who = essay_of(here.learner())
    fields = {"bai": who.token, "cau": "ke", "seen": 0, "diem-0": "3", "diem-1": "2"}
    answers = at_once(
        crowd.app,
        here.client,
        lambda each, token, _n: each.post(MARKING, data={"csrf_token": token, **fields}),
        AT_ONCE,
    )
    assert {answer.status_code for answer in answers} == {303}
    with crowd.app.app_context():
        assert db.session.query(MarkChange).count() == 1
        assert db.session.query(LearningEvent).filter_by(verb=Verb.QUIZ_PASSED.value).count() == 1


def test_voiding_and_marking_at_once_end_in_a_void_attempt_without_a_pass(crowd: Site) -> None:
    here = school(crowd)
    who = essay_of(here.learner())

    def void_or_mark(each: FlaskClient, token: str, turn: int) -> int:
        if turn % 2:
            sent = {"csrf_token": token, "reason": "Làm hộ"}
            return each.post(void_path(who.token), data=sent).status_code
        fields = {"bai": who.token, "cau": "ke", "seen": 0, "diem-0": "3", "diem-1": "2"}
        return each.post(MARKING, data={"csrf_token": token, **fields}).status_code

    assert set(at_once(crowd.app, here.client, void_or_mark, AT_ONCE)) <= {303, 409}
    attempt = here.attempt(who.token)
    assert (attempt.state, attempt.is_passed) == ("void", None)
    assert not is_done(crowd, who)


def test_the_same_extension_granted_24_times_at_once_is_one(crowd: Site) -> None:
    here = school(crowd, questions=ONE, time="10")
    path = f"{RESULTS}/gia-han/{here.learner().person.id}"
    sent = {"extra_minutes": "5", "reason": "Mắt kém"}
    answers = at_once(
        crowd.app,
        here.client,
        lambda each, token, _n: each.post(path, data={"csrf_token": token, **sent}),
        AT_ONCE,
    )
    assert {answer.status_code for answer in answers} == {303}
    with crowd.app.app_context():
        assert db.session.query(Extension).count() == 1
