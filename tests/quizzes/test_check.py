"""The list of questions before the hand-in."""

from tests.factories import Site
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
