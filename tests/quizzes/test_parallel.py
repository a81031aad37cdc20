"""Many requests of one person at one moment: one attempt, one result, and no answer lost."""

from flask.testing import FlaskClient

from lms.core.completion import Verb
from lms.db import db
from lms.progress.models import LearningEvent
from lms.quizzes.models import Answer, Attempt
from lms.quizzes.queries import list_kept
from tests.crowd import at_once
from tests.crowd import crowd as crowd
from tests.factories import Site
from tests.quizzes.makers import QUIZ, Learner, bank_text, learner

AT_ONCE = 24


def test_24_starts_at_once_are_one_attempt(crowd: Site) -> None:
    who = learner(crowd)
    answers = at_once(
        crowd.app, who.client, lambda each, token, _n: each.post(QUIZ, data={"csrf_token": token}), AT_ONCE
    )
    assert {answer.status_code for answer in answers} == {303}
    assert len({answer.location for answer in answers}) == 1
    with crowd.app.app_context():
        assert db.session.query(Attempt).count() == 1


def test_24_people_in_a_hurry_never_pass_the_attempt_limit(crowd: Site) -> None:
    who = learner(crowd, bank_text(attempts=3))

    def start_and_hand_in(each: FlaskClient, token: str, _n: int) -> list[int]:
        statuses = []
        for _ in range(3):
            answer = each.post(QUIZ, data={"csrf_token": token})
            statuses.append(answer.status_code)
            if answer.status_code == 303:
                path = answer.location.rpartition("/cau/")[0] or answer.location.rpartition("/")[0]
                assert each.post(f"{path}/nop", data={"csrf_token": token}).status_code == 303
        return statuses

    statuses = [
        status for told in at_once(crowd.app, who.client, start_and_hand_in, AT_ONCE) for status in told
    ]
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
    answers = at_once(
        crowd.app, who.client, lambda each, token, _n: each.post(path, data={"csrf_token": token}), AT_ONCE
    )
    assert {answer.location for answer in answers} == {f"{who.path}/ket-qua"}
    with crowd.app.app_context():
        assert db.session.query(LearningEvent).filter_by(verb=Verb.QUIZ_PASSED.value).count() == 1


def test_of_24_saves_at_once_the_highest_number_is_kept(crowd: Site) -> None:
    who = learner(crowd)
    who.begin()

    def save(each: FlaskClient, token: str, number: int) -> int:
        seq = number + 1
        batch = [{"question": "so-dv", "seq": seq, "fields": {"t": str(seq)}}]
        headers = {"Accept": "application/json", "X-CSRFToken": token}
        return each.post(f"{who.path}/luu", json=batch, headers=headers).status_code

    assert set(at_once(crowd.app, who.client, save, AT_ONCE)) == {200}
    kept = who.sitting().answer("so-dv")
    assert (kept.seq, kept.response) == (AT_ONCE, {"t": str(AT_ONCE)})
    with crowd.app.app_context():
        assert db.session.query(Answer).count() == 1


def test_a_save_that_was_acknowledged_is_graded_even_beside_the_hand_in(crowd: Site) -> None:
    who = learner(crowd)
    who.begin()

    def save_or_hand_in(each: FlaskClient, token: str, turn: int) -> int:
        if turn == AT_ONCE // 2:
            return each.post(f"{who.path}/nop", data={"csrf_token": token}).status_code
        batch = [{"question": "so-dv", "seq": turn, "fields": {"t": "2803"}}]
        headers = {"Accept": "application/json", "X-CSRFToken": token}
        return each.post(f"{who.path}/luu", json=batch, headers=headers).status_code

    statuses = at_once(crowd.app, who.client, save_or_hand_in, AT_ONCE)
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

    def answer(each: FlaskClient, token: str, turn: int) -> str:
        fields = right if turn % 2 else wrong
        sent = {"csrf_token": token, "seq": turn, **fields}
        assert each.post(f"{who.path}/cau/1", data=sent).status_code == 303
        return "right" if "Đúng rồi." in each.get(f"{who.path}/cau/1").text else "wrong"

    assert len(set(at_once(crowd.app, who.client, answer, AT_ONCE))) == 1


def test_the_limit_holds_for_each_person_by_itself(crowd: Site) -> None:
    first = learner(crowd, bank_text(attempts=1))
    someone = crowd.person("Lê Văn Bình")
    second = Learner(crowd, crowd.client(someone), someone)
    assert first.begin() != second.begin()
