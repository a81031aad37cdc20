"""One question a page."""

import gzip

import pytest

from tests.conftest import Statements
from tests.content import LESSON, publish, small_course
from tests.factories import Site
from tests.quizzes.makers import QUIZ, Learner, bank_text, learner, main_of

EVERY_TYPE = """## Một ý đúng? {#mot}
- (x) Có
- ( ) Không
## Nhiều ý đúng? {#nhieu}
- [x] Giục làm ngay
- [ ] Xưng đúng họ tên
## Từng ý đúng hay sai? {#cum}
- (Đ) Ký số dùng khóa bí mật
- (S) Ảnh chụp chữ ký tay là chữ ký số
## Gõ địa chỉ. {#go}
- = dichvucong.gov.vn
## Bao nhiêu? {#so}
- = 2803 ± 0
## Ghép. {#ghep}
- OTP -> mã dùng một lần
- PDF -> loại tệp văn bản
- -> số điện thoại
## Xếp thứ tự. {#xep}
1. Chọn tệp
2. Bấm Ký số
3. Gõ mã
## Mở [[VNeID]] rồi bấm [[(x) Đăng nhập | Thoát]]. {#dien}
## Viết vài câu. {#viet type=essay}
- 3đ: Nêu được hai việc
"""


@pytest.mark.parametrize("number", range(1, 9))
def test_every_type_is_asked_answered_kept_and_shown_again(site: Site, number: int) -> None:
    who = learner(site, bank_text(EVERY_TYPE))
    who.begin()
    assert who.get(f"/cau/{number}").status_code == 200
    assert who.send(number, **who.right(number)).status_code == 303
    question = who.question(number)
    assert who.sitting().answer(question.id).response
    again = who.get(f"/cau/{number}").text
    for value in who.right(number).values():
        for each in value if isinstance(value, list) else [value]:
            assert f'value="{each}"' in again
    assert "đã lưu lúc" in main_of(who.get(f"/cau/{number}"))


def test_an_essay_keeps_its_lines_and_shows_what_is_looked_for(site: Site) -> None:
    who = learner(site, bank_text(EVERY_TYPE))
    who.begin()
    assert "Nêu được hai việc" in who.get("/cau/9").text
    who.send(9, t="Không đọc mã.\r\nMỗi nơi một mật khẩu.")
    assert "Không đọc mã.\nMỗi nơi một mật khẩu.</textarea>" in who.get("/cau/9").text


def test_the_page_says_where_one_is_and_offers_help(site: Site) -> None:
    who = learner(site)
    who.begin()
    page = who.get("/cau/2")
    assert "Câu 2 trên 3" in main_of(page)
    assert "<title>Câu 2 trên 3 · Kiểm tra nhanh" in page.text
    assert "thu-nghiem/bai-mot/thu-nghiem/lua-dao" in page.text
    assert "Câu trước" in page.text
    assert "Để sau" in page.text


def test_a_page_says_when_its_answer_was_saved(site: Site, clock_at: object) -> None:
    who = learner(site)
    who.begin()
    assert "đã lưu lúc" not in main_of(who.get("/cau/1"))
    who.send(1, **who.right(1))
    assert "đã lưu lúc 09:00" in main_of(who.get("/cau/1"))


def test_a_number_beyond_the_questions_has_no_page(site: Site) -> None:
    who = learner(site)
    who.begin()
    for number in ("0", "4", "99999999999999999999"):
        assert who.get(f"/cau/{number}").status_code == 404


def test_a_question_page_takes_three_statements(site: Site, statements: Statements) -> None:
    who = learner(site)
    who.begin()
    who.send(1, **who.right(1))
    who.get("/cau/2")
    statements.clear()
    assert who.get("/cau/1").status_code == 200
    assert len(statements) == 3, statements


def test_another_person_finds_no_such_question(site: Site) -> None:
    who = learner(site)
    who.begin()
    someone = site.person("Lê Văn Bình")
    other = Learner(site, site.client(someone), someone)
    other.token = who.token
    assert other.get("/cau/1").status_code == 404


def test_a_stranger_is_asked_to_sign_in(site: Site) -> None:
    who = learner(site)
    who.begin()
    assert site.client().get(f"{who.path}/cau/1").location.startswith("/dang-nhap")


def test_a_question_that_left_the_course_is_still_asked(site: Site) -> None:
    who = learner(site)
    who.begin()
    without = LESSON.replace("[Kiểm tra nhanh](../../quizzes/thu-nghiem.md)\n", "")
    publish(site, small_course(**{"01_bai_mot__md": without}), bank=bank_text())
    assert who.client.get(QUIZ).status_code == 410
    assert who.get("/cau/1").status_code == 200
    assert "Thầy cô làm đúng 0 trên 3 câu" in main_of(who.hand_in())


def test_a_first_visit_to_a_question_with_a_countdown_is_light(site: Site) -> None:
    who = learner(site, bank_text(time=20, review="each"))
    who.begin()
    who.client.delete_cookie("css")
    page = who.get("/cau/3").text
    assert "<style" in page
    assert len(gzip.compress(page.encode(), 6)) <= 14_000
