"""Saving answers by script: several at once, in any order, any number of times."""

import pytest

from lms.db import db
from lms.quizzes.forms import LARGEST_SAVE
from lms.quizzes.models import Answer
from tests.conftest import Statements
from tests.factories import Site, post
from tests.quizzes.conftest import Clock
from tests.quizzes.makers import Learner, bank_text, learner


@pytest.fixture
def who(site: Site, clock_at: Clock) -> Learner:
    someone = learner(site)
    someone.begin()
    return someone


def test_several_answers_are_saved_at_once_and_acknowledged_with_the_time(who: Learner) -> None:
    answer = who.save(
        [
            {"question": "otp", "seq": 1, "fields": who.right(1)},
            {"question": "so-dv", "seq": 4, "fields": {"t": "2803"}},
        ]
    )
    assert answer.get_json() == {"saved": {"otp": 1, "so-dv": 4}, "at": "09:00", "late": False, "other": []}
    assert who.sitting().answer("otp").response == who.right(1)
    assert who.sitting().answer("so-dv").response == {"t": "2803"}


def test_the_highest_sequence_number_wins_in_whatever_order_they_come(who: Learner) -> None:
    for seq, text in ((5, "năm"), (3, "ba"), (7, "bảy"), (6, "sáu"), (7, "bảy khác")):
        answer = who.save([{"question": "so-dv", "seq": seq, "fields": {"t": text}}])
        assert answer.status_code == 200
    kept = who.sitting().answer("so-dv")
    assert (kept.seq, kept.response) == (7, {"t": "bảy"})
    both = [
        {"question": "otp", "seq": seq, "fields": {"a": each}}
        for seq, each in ((2, who.right(1)["a"]), (1, who.wrong(1)["a"]))
    ]
    assert who.save(both).get_json()["saved"] == {"otp": 2}
    assert who.sitting().answer("otp").response == who.right(1)


def test_a_replay_changes_nothing_and_gets_the_same_reply(who: Learner, clock_at: Clock) -> None:
    batch = [{"question": "so-dv", "seq": 2, "fields": {"t": "2803"}}]
    first = who.save(batch).get_json()
    kept = who.sitting().answer("so-dv")
    clock_at.forward(minutes=3)
    assert who.save(batch).get_json() == {**first, "at": "09:03"}
    assert who.sitting().answer("so-dv") == kept


def test_what_another_page_answered_later_is_named_and_stands(who: Learner) -> None:
    who.save([{"question": "so-dv", "seq": 9, "fields": {"t": "2803"}}])
    batch = [{"question": "so-dv", "seq": 4, "fields": {"t": "28"}}]
    assert who.save(batch).get_json()["other"] == ["so-dv"]
    assert who.sitting().answer("so-dv").response == {"t": "2803"}


def test_a_form_saves_one_answer_as_well(who: Learner) -> None:
    answer = post(who.client, f"{who.path}/luu", question="so-dv", seq="3", t="2803")
    assert answer.get_json()["saved"] == {"so-dv": 3}


def test_questions_that_were_not_drawn_are_left_out(who: Learner) -> None:
    answer = who.save([{"question": "khong-co", "seq": 1, "fields": {"t": "x"}}])
    assert answer.get_json()["saved"] == {}
    assert not who.sitting().answers


@pytest.mark.parametrize(
    "payload",
    [
        {},
        [],
        "x",
        [1],
        [{"question": "otp", "seq": 1}],
        [{"question": 1, "seq": 1, "fields": {}}],
        [{"question": "otp", "seq": "1", "fields": {}}],
        [{"question": "otp", "seq": True, "fields": {}}],
        [{"question": "otp", "seq": -1, "fields": {}}],
        [{"question": "otp", "seq": 2**40, "fields": {}}],
        [{"question": "otp", "seq": 1, "fields": {"a": 3}}],
        [{"question": "otp", "seq": 1, "fields": {"a": [["x"]]}}],
        [{"question": "otp", "seq": 1, "fields": {}}] * 201,
    ],
)
def test_what_has_another_shape_is_refused(who: Learner, payload: object) -> None:
    answer = who.save(payload)
    assert answer.status_code == 400
    assert "error" in answer.get_json()
    assert not who.sitting().answers


def test_brackets_within_brackets_are_refused(who: Learner) -> None:
    page = who.client.get("/hien-thi").text
    token = page.partition('name="csrf_token" value="')[2].partition('"')[0]
    headers = {"Accept": "application/json", "X-CSRFToken": token, "Content-Type": "application/json"}
    answer = who.client.post(f"{who.path}/luu", data="[" * 100_000, headers=headers)
    assert answer.status_code == 400


def test_more_than_a_quiz_can_hold_is_too_large(who: Learner) -> None:
    answer = who.save([{"question": "so-dv", "seq": 1, "fields": {"t": "x" * LARGEST_SAVE}}])
    assert answer.status_code == 413
    assert not who.sitting().answers


def test_signed_out_it_answers_401_and_keeps_nothing(who: Learner) -> None:
    batch = [{"question": "so-dv", "seq": 1, "fields": {"t": "2803"}}]
    answer = who.site.client().post(f"{who.path}/luu", json=batch, headers={"Accept": "application/json"})
    assert answer.status_code == 401
    assert "đăng nhập lại" in answer.get_json()["error"]
    assert not who.sitting().answers


def test_another_persons_attempt_is_not_found(who: Learner) -> None:
    someone = who.site.person("Lê Văn Bình")
    other = Learner(who.site, who.site.client(someone), someone)
    answer = other.save([{"question": "so-dv", "seq": 1, "fields": {"t": "x"}}], path=f"{who.path}/luu")
    assert answer.status_code == 404
    assert not who.sitting().answers


def test_after_the_hand_in_it_answers_409(who: Learner) -> None:
    who.hand_in()
    answer = who.save([{"question": "so-dv", "seq": 1, "fields": {"t": "2803"}}])
    assert answer.status_code == 409
    assert "đã nộp rồi" in answer.get_json()["error"]
    assert not who.sitting().answers


def test_without_a_token_of_the_session_nothing_is_saved(who: Learner) -> None:
    batch = [{"question": "so-dv", "seq": 1, "fields": {"t": "2803"}}]
    answer = who.client.post(f"{who.path}/luu", json=batch, headers={"Accept": "application/json"})
    assert answer.status_code == 401
    assert not who.sitting().answers


def test_saving_ten_answers_takes_no_more_statements_than_one(site: Site, statements: Statements) -> None:
    questions = "\n".join(f"## Câu {n} {{#cau-{n}}}\n- = {n} ± 0" for n in range(10))
    someone = learner(site, bank_text(questions))
    someone.begin()
    someone.client.get("/hien-thi")

    def counted(ids: list[int], seq: int) -> int:
        batch = [{"question": f"cau-{n}", "seq": seq, "fields": {"t": str(n)}} for n in ids]
        statements.clear()
        assert len(someone.save(batch).get_json()["saved"]) == len(ids)
        return len(statements) - 1  # the page that the token came from asks who reads it

    assert counted([0], 1) == 5
    assert counted(list(range(1, 10)), 1) == 5
    with site.app.app_context():
        assert db.session.query(Answer).count() == 10
