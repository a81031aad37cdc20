"""The introduction of a quiz, and beginning it."""

import pytest

from lms.db import db
from lms.progress.models import Enrolment
from lms.quizzes.models import Attempt
from tests.factories import Site, post
from tests.quizzes.conftest import Clock
from tests.quizzes.makers import QUIZ, Learner, bank_text, learner, main_of


def count_attempts(site: Site) -> int:
    with site.app.app_context():
        return db.session.query(Attempt).count()


def test_the_introduction_says_what_the_quiz_asks_for(site: Site) -> None:
    who = learner(site, bank_text(attempts=3, time=15))
    words = main_of(who.client.get(QUIZ))
    assert "3 câu, mỗi trang một câu." in words
    assert "Đúng từ 60% là đạt." in words
    assert "Có 15 phút" in words
    assert "Được làm 3 lần, thầy cô còn 3 lần." in words
    assert words.endswith("Bắt đầu")


def test_a_pool_that_is_drawn_from_counts_what_is_drawn(site: Site) -> None:
    who = learner(site, bank_text().replace("{#chung}", "{#chung draw=2}"))
    assert "2 câu" in main_of(who.client.get(QUIZ))
    who.begin()
    assert len(who.sitting().drawn.questions) == 2


def test_beginning_opens_the_first_question_and_enrols(site: Site) -> None:
    who = learner(site)
    answer = post(who.client, QUIZ)
    assert answer.status_code == 303
    assert answer.location.endswith("/cau/1")
    with site.app.app_context():
        assert db.session.query(Enrolment).filter_by(user_id=who.person.id).count() == 1


def test_looking_at_the_introduction_begins_nothing(site: Site) -> None:
    who = learner(site)
    who.client.get(QUIZ)
    assert count_attempts(site) == 0


def test_a_double_start_is_one_attempt(site: Site) -> None:
    who = learner(site)
    assert who.begin() == who.begin()
    assert count_attempts(site) == 1


def test_an_attempt_that_runs_is_offered_to_go_on_with(site: Site) -> None:
    who = learner(site)
    who.begin()
    page = who.client.get(QUIZ)
    assert f'href="{who.path}"' in page.text
    assert "Làm tiếp" in page.text


def test_the_result_so_far_stands_on_the_introduction(site: Site) -> None:
    who = learner(site, bank_text(attempts=2))
    who.begin()
    for number in (1, 2, 3):
        who.send(number, **who.right(number))
    who.hand_in()
    words = main_of(who.client.get(QUIZ))
    assert "Kết quả của thầy cô: 100%, đạt." in words
    assert "thầy cô còn 1 lần" in words
    assert words.endswith("Làm lại")


def test_no_attempt_begins_once_they_are_used_up(site: Site) -> None:
    who = learner(site, bank_text(attempts=1))
    who.begin()
    who.hand_in()
    words = main_of(who.client.get(QUIZ))
    assert "đã dùng hết số lần" in words
    assert "Làm lại" not in words
    refused = post(who.client, QUIZ)
    assert refused.status_code == 422
    assert "đã dùng hết số lần" in refused.text
    assert count_attempts(site) == 1


def test_no_attempt_begins_before_the_opening_or_after_the_close(site: Site, clock_at: Clock) -> None:
    settings = {"open": "2026-11-21 10:00", "close": "2026-11-21 12:00"}
    who = learner(site, bank_text(**settings))
    assert "Bài này mở hôm nay lúc 10:00." in main_of(who.client.get(QUIZ))
    assert post(who.client, QUIZ).status_code == 422
    clock_at.forward(hours=1)
    assert "Bắt đầu" in main_of(who.client.get(QUIZ))
    clock_at.forward(hours=2)
    assert "Bài này đã đóng hôm nay lúc 12:00." in main_of(who.client.get(QUIZ))
    assert post(who.client, QUIZ).status_code == 422
    assert count_attempts(site) == 0


def test_a_new_edition_of_the_bank_leaves_the_running_attempt_alone(site: Site) -> None:
    who = learner(site)
    who.begin()
    before = who.sitting()
    other = learner(site, bank_text(attempts=5).replace("Ai được biết", "Ai nên biết"))
    assert "Ai được biết mã OTP?" in who.get("/cau/1").text
    assert who.sitting().drawn == before.drawn
    assert post(who.client, QUIZ).location.split("/")[2] == who.token
    other.begin()
    assert "Ai nên biết mã OTP?" in other.get("/cau/1").text


@pytest.mark.parametrize(
    "path",
    [
        QUIZ.replace("bai-mot", "bai-ba"),
        QUIZ.replace("kiem-tra/thu-nghiem", "kiem-tra/khong-co"),
        QUIZ.replace("kiem-tra/thu-nghiem", "kiem-tra/bam-nut"),
        QUIZ.replace("/hoc/thu-nghiem", "/hoc/khong-co"),
    ],
)
def test_what_is_no_quiz_has_no_page(site: Site, path: str) -> None:
    who = learner(site)
    assert who.client.get(path).status_code == 404
    assert post(who.client, path).status_code == 404


def test_a_stranger_is_asked_to_sign_in(site: Site) -> None:
    learner(site)
    answer = site.client().get(QUIZ)
    assert answer.status_code == 303
    assert answer.location.startswith("/dang-nhap?next=")


def test_two_people_have_attempts_of_their_own(site: Site) -> None:
    first = learner(site)
    someone = site.person("Lê Văn Bình")
    second = Learner(site, site.client(someone), someone)
    assert first.begin() != second.begin()


def test_a_close_that_cuts_the_time_short_is_told_before_beginning(site: Site, clock_at: Clock) -> None:
    who = learner(site, bank_text(time=20, close="2026-11-21 09:30"))
    assert "chỉ còn" not in main_of(who.client.get(QUIZ))
    clock_at.forward(minutes=25)
    assert "Bắt đầu bây giờ thì chỉ còn 5 phút để làm." in main_of(who.client.get(QUIZ))


def test_a_bank_that_only_closes_tells_what_then_happens(site: Site, clock_at: Clock) -> None:
    who = learner(site, bank_text(close="2026-11-21 09:30"))
    assert "Hết giờ, máy tự nộp những câu đã trả lời." in main_of(who.client.get(QUIZ))
