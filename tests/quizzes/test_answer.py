"""Answering one question by its form."""

import json
import re
from html import unescape

import pytest

from tests.conftest import Statements
from tests.factories import PASSWORD, Site, post
from tests.quizzes.makers import Learner, another_browser, bank_text, learner, main_of


@pytest.fixture
def at_end(site: Site) -> Learner:
    """A learner whose bank tells after the hand-in."""
    who = learner(site)
    who.begin()
    return who


@pytest.fixture
def at_once(site: Site) -> Learner:
    """A learner whose bank tells at once."""
    who = learner(site, bank_text(review="each"))
    who.begin()
    return who


def test_an_answer_is_saved_and_the_next_question_opens(at_end: Learner) -> None:
    answer = at_end.send(1, **at_end.right(1))
    assert answer.status_code == 303
    assert answer.location.endswith("/cau/2")
    assert at_end.sitting().answer("otp").response == at_end.right(1)


def test_after_the_last_question_comes_the_check(at_end: Learner) -> None:
    assert at_end.send(3, t="2803").location.endswith("/xem-lai")


def test_feedback_comes_at_once_where_the_bank_says_so(at_once: Learner) -> None:
    answer = at_once.send(1, **at_once.wrong(1))
    assert answer.location.endswith("/cau/1#nhan-xet")
    words = main_of(at_once.get("/cau/1"))
    assert "Chưa đúng, không sao." in words
    assert "Người hướng dẫn chỉ chỉ cách làm." in words
    assert "Không ai có quyền hỏi mã OTP." in words
    assert "Câu tiếp theo" in words
    at_once.send(3, t="2.803")
    assert "Đúng rồi. Máy đọc số của thầy cô là 2803." in main_of(at_once.get("/cau/3"))


def test_an_answer_that_got_feedback_stands(at_once: Learner) -> None:
    wrong = at_once.wrong(1)
    at_once.send(1, **wrong)
    again = at_once.send(1, seq=9, **at_once.right(1))
    assert again.location.endswith("/cau/1#nhan-xet")
    assert at_once.sitting().answer("otp").response == wrong
    assert at_once.save([{"question": "otp", "seq": 99, "fields": at_once.right(1)}]).status_code == 200
    assert at_once.sitting().answer("otp").response == wrong
    assert "Chưa đúng, không sao." in main_of(at_once.get("/cau/1"))


def test_an_empty_answer_asks_again_and_says_what_to_do(at_end: Learner, at_once: Learner) -> None:
    for who in (at_end, at_once):
        page = who.send(1)
        assert page.status_code == 422
        assert "<title>Lỗi: Câu 1 trên 3" in page.text
        assert 'href="#tra-loi"' in page.text
        assert "bấm “Để sau”" in main_of(page)
        assert not who.sitting().answers


def test_an_answer_with_holes_is_kept_but_not_judged_yet(site: Site) -> None:
    questions = "## Từng ý {#cum}\n- (Đ) Một\n- (S) Hai\n"
    who = learner(site, bank_text(questions, review="each"))
    who.begin()
    name, value = next(iter(who.right(1).items()))
    page = who.send(1, **{name: value})
    assert page.status_code == 422
    assert "Phần đã làm vẫn được giữ." in main_of(page)
    assert who.sitting().answer("cum").response
    assert not who.sitting().answer("cum").is_final
    assert 'name="seq" value="2"' in page.text
    assert who.send(1, seq=2, **who.right(1)).location.endswith("#nhan-xet")


def test_in_a_bank_that_tells_at_the_end_an_answer_may_be_changed_and_emptied(at_end: Learner) -> None:
    at_end.send(3, seq=0, t="12")
    at_end.send(3, seq=1, t="2803")
    assert at_end.sitting().answer("so-dv").response == {"t": "2803"}
    assert at_end.send(3, seq=2, t="").status_code == 303
    assert at_end.sitting().answer("so-dv").response == {}


def test_the_same_answer_a_hundred_times_is_one_row_and_the_same_reply(at_end: Learner) -> None:
    fields = at_end.right(1)
    replies = {at_end.send(1, seq=3, **fields).location for _ in range(100)}
    assert len(replies) == 1
    assert at_end.sitting().answer("otp").seq == 3


def test_a_second_tab_with_an_older_page_is_told_and_nothing_is_overwritten(at_end: Learner) -> None:
    other = another_browser(at_end)
    other.send(3, seq=5, t="2803")
    page = at_end.send(3, seq=0, t="12")
    assert page.status_code == 409
    assert "Câu này vừa được trả lời khác đi" in main_of(page)
    assert 'value="12"' in page.text
    assert at_end.sitting().answer("so-dv").response == {"t": "2803"}
    found = re.search(r'name="seq" value="(\d+)"', page.text)
    assert found
    assert at_end.send(3, seq=int(found[1]), t="12").status_code == 303
    assert at_end.sitting().answer("so-dv").response == {"t": "12"}


def test_foreign_fields_and_ids_change_nothing(at_end: Learner) -> None:
    sent = {
        "a": "khong-co",
        "score": "9",
        "is_passed": "1",
        "user_id": "1",
        "question": "so-dv",
        "marked_state": "right",
    }
    assert at_end.send(1, **sent).status_code == 422
    assert not at_end.sitting().answers
    for seq in ("-1", "abc", "9" * 30, "1e9"):
        at_end.send(1, **{**at_end.right(1), "seq": seq})
    assert at_end.sitting().answer("otp").response == at_end.right(1)


def test_a_hint_costs_what_it_says_and_keeps_what_was_typed(at_end: Learner) -> None:
    assert "bớt 50% điểm câu này" in main_of(at_end.get("/cau/3"))
    assert "Gần ba nghìn." not in at_end.get("/cau/3").text
    answer = at_end.send(3, seq=0, hint="1", t="28")
    assert answer.location.endswith("/cau/3#goi-y")
    page = at_end.get("/cau/3")
    assert "Gần ba nghìn." in page.text
    assert 'value="28"' in page.text
    assert "Xem gợi ý" not in page.text
    at_end.send(3, seq=2, hint="7", t="2803")
    assert at_end.sitting().answer("so-dv").hints_used == 1
    at_end.hand_in()
    assert at_end.sitting().score is not None
    assert float(at_end.sitting().score or 0) == 0.5


def test_after_the_hand_in_a_late_tab_goes_to_the_result(at_end: Learner) -> None:
    at_end.send(1, **at_end.wrong(1))
    at_end.hand_in()
    answer = at_end.send(1, seq=5, **at_end.right(1))
    assert answer.location.endswith("/ket-qua")
    assert "Bài này đã nộp rồi" in at_end.client.get(answer.location).text
    assert at_end.sitting().answer("otp").response == at_end.wrong(1)


def test_saving_takes_five_statements(at_end: Learner, statements: Statements) -> None:
    fields = at_end.right(1)
    at_end.send(2, **at_end.right(2))
    path = f"{at_end.path}/cau/1"
    token = re.search(r'csrf_token" value="([^"]+)"', at_end.get("/cau/1").text)
    assert token
    statements.clear()
    assert at_end.client.post(path, data={"csrf_token": token[1], "seq": 1, **fields}).status_code == 303
    assert len(statements) == 5, statements


def test_a_whole_quiz_without_script_takes_a_request_a_question_and_two(site: Site) -> None:
    who = learner(site)
    who.begin()
    for number in (1, 2, 3):
        assert who.send(number, **who.right(number)).status_code == 303
    assert "Thầy cô làm đúng 3 trên 3 câu, đạt." in main_of(who.hand_in())


def test_another_person_cannot_answer(at_end: Learner) -> None:
    someone = at_end.site.person("Lê Văn Bình")
    other = Learner(at_end.site, at_end.site.client(someone), someone)
    other.token = at_end.token
    assert other.send(1, **at_end.right(1)).status_code == 404
    assert not at_end.sitting().answers


def test_a_lost_session_loses_no_answer(at_end: Learner) -> None:
    fields = at_end.right(2)
    at_end.client.delete_cookie("session")
    lost = at_end.client.post(f"{at_end.path}/cau/2", data={"seq": 4, **fields})
    assert lost.status_code == 401
    assert "Bài đang làm không mất." in lost.text
    kept = re.search(r'name="kept"[^>]*value="([^"]*)"', lost.text)
    assert kept
    resumed = post(
        at_end.client,
        "/dang-nhap",
        identifier=at_end.person.phone,
        password=PASSWORD,
        kept=unescape(kept[1]),
    )
    assert f'action="{at_end.path}/cau/2"' in resumed.text
    pairs = json.loads(unescape(kept[1]))["fields"]
    for name, value in pairs:
        assert f'name="{name}" value="{value}"' in resumed.text
    sent: dict[str, list[str]] = {}
    for name, value in pairs:
        sent.setdefault(name, []).append(value)
    assert post(at_end.client, f"{at_end.path}/cau/2", **sent).status_code == 303
    assert at_end.sitting().answer("lua-dao").response == fields
