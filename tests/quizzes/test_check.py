"""The list of questions before the hand-in."""

import pytest

from tests.factories import Site
from tests.quizzes.conftest import Clock
from tests.quizzes.makers import Learner, bank_text, learner, main_of


def test_it_lists_what_is_answered_and_what_is_not(site: Site) -> None:
    who = learner(site)
    who.begin()
    who.send(1, **who.right(1))
    page = who.get("/xem-lai")
    words = main_of(page)
    assert "Còn 2 câu chưa xong." in words
    assert "Ai được biết mã OTP? Đã trả lời" in words
    assert "Quận có bao nhiêu đoàn viên? Chưa trả lời" in words
    assert f'href="{who.path}/cau/3"' in page.text


def test_it_says_when_nothing_is_missing(site: Site) -> None:
    who = learner(site)
    who.begin()
    for number in (1, 2, 3):
        who.send(number, **who.right(number))
    words = main_of(who.get("/xem-lai"))
    assert "Thầy cô đã trả lời đủ 3 câu." in words
    assert words.endswith("Nộp bài")


def test_an_answer_with_holes_is_said_to_be_incomplete(site: Site) -> None:
    who = learner(site, bank_text("## Từng ý {#cum}\n- (Đ) Một\n- (S) Hai\n"))
    who.begin()
    name, value = next(iter(who.right(1).items()))
    who.send(1, **{name: value})
    assert "Chưa đủ" in main_of(who.get("/xem-lai"))


def test_another_person_finds_no_such_list(site: Site) -> None:
    who = learner(site)
    who.begin()
    someone = site.person("Lê Văn Bình")
    other = Learner(site, site.client(someone), someone)
    other.token = who.token
    assert other.get("/xem-lai").status_code == 404


@pytest.mark.parametrize(
    ("overdue", "words"),
    [
        ("submit", "nếu không, máy tự nộp những câu đã trả lời."),
        ("grace", "Bấm Nộp bài trước 09:15 để bài được tính."),
        ("abandon", "Bấm Nộp bài ngay để bài được tính."),
    ],
)
def test_once_the_time_is_up_it_says_what_happens_to_the_answers(
    site: Site, clock_at: Clock, overdue: str, words: str
) -> None:
    who = learner(site, bank_text(time=10, overdue=overdue, grace=5))
    who.begin()
    assert "Đã hết giờ" not in main_of(who.get("/xem-lai"))
    clock_at.forward(minutes=10, seconds=1)
    assert words in main_of(who.get("/xem-lai"))
