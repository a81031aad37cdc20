"""The private result: how it went, what to read again, and the review where the bank allows it."""

import pytest

from lms.db import db
from lms.quizzes.models import Answer, Attempt, PersonMark
from tests.factories import NOW, Site
from tests.quizzes.conftest import Clock
from tests.quizzes.makers import QUIZ, Learner, bank_text, learner, main_of

KEY = "Không ai có quyền hỏi mã OTP."


def sit(who: Learner, *right: int) -> str:
    who.begin()
    for number in (1, 2, 3):
        who.send(number, **(who.right(number) if number in right else who.wrong(number)))
    return main_of(who.hand_in())


def test_a_pass_says_so_and_leads_on(site: Site) -> None:
    who = learner(site)
    words = sit(who, 1, 2)
    assert "Thầy cô làm đúng 2 trên 3 câu, đạt." in words
    assert "Học tiếp" in words
    assert "Chỉ thầy cô và người soạn bài của đơn vị xem được kết quả này." in words
    assert 'class="btn main" href="/hoc/thu-nghiem/bai-hai/' in who.get("/ket-qua").text


def test_what_to_read_again_is_named_by_the_questions_that_went_wrong(site: Site) -> None:
    who = learner(site)
    sit(who, 2, 3)
    page = who.get("/ket-qua").text
    reread = page.partition("Nên đọc lại")[2].partition("</ul>")[0]
    assert 'href="/hoc/thu-nghiem/bai-mot"' in reread
    assert "bai-hai" not in reread


def test_all_right_names_nothing_to_read_again(site: Site) -> None:
    who = learner(site)
    assert "Nên đọc lại" not in sit(who, 1, 2, 3)


def test_a_failure_offers_to_do_it_again_first(site: Site) -> None:
    who = learner(site)
    words = sit(who)
    assert "Cần đúng từ 60% để đạt. Đọc lại một chút rồi làm lần nữa là được." in words
    assert '<button class="btn main" name="lam" value="1">Làm lại</button>' in who.get("/ket-qua").text


def test_without_attempts_left_it_does_not_offer_what_cannot_be(site: Site) -> None:
    who = learner(site, bank_text(attempts=1))
    words = sit(who)
    assert "Làm lại" not in words
    assert "hỏi người hướng dẫn" in words
    assert "Học tiếp" in words


@pytest.mark.parametrize(("review", "is_shown"), [("each", True), ("end", True), ("never", False)])
def test_the_review_follows_the_banks_rule(site: Site, review: str, is_shown: bool) -> None:
    who = learner(site, bank_text(review=review))
    sit(who)
    page = who.get("/ket-qua").text
    assert (KEY in page) is is_shown
    assert ("Từng câu" in page) is is_shown


def test_a_review_after_the_close_waits_for_the_close(site: Site, clock_at: Clock) -> None:
    who = learner(site, bank_text(review="after-close", close="2026-11-21 10:00"))
    words = sit(who)
    assert KEY not in words
    assert "Đáp án mở hôm nay lúc 10:01." in words
    clock_at.forward(hours=1, minutes=1, seconds=1)
    assert KEY in main_of(who.get("/ket-qua"))


def test_the_key_stays_closed_while_a_slow_line_may_still_bring_an_answer_that_counts(
    site: Site, clock_at: Clock
) -> None:
    who = learner(site, bank_text(review="after-close", close="2026-11-21 10:00"))
    slow = Learner(site, site.client(person := site.person("Lê Văn Bình")), person)
    slow.begin()
    sit(who)
    clock_at.forward(hours=1, seconds=60)
    assert KEY not in main_of(who.get("/ket-qua"))
    number = slow.sitting().drawn.question_ids.index("so-dv") + 1
    slow.send(number, **slow.right(number))
    assert slow.sitting().answer("so-dv").response == slow.right(number)
    clock_at.forward(seconds=1)
    assert KEY in main_of(who.get("/ket-qua"))


def test_a_close_that_was_put_off_keeps_the_key_closed(site: Site, clock_at: Clock) -> None:
    who = learner(site, bank_text(review="after-close", close="2026-11-21 10:00"))
    sit(who)
    learner(site, bank_text(review="after-close", close="2026-11-22 10:00"))
    clock_at.forward(hours=2)
    assert KEY not in main_of(who.get("/ket-qua"))


def test_the_key_stays_hidden_where_the_bank_does_not_show_it(site: Site) -> None:
    who = learner(site, bank_text(show_key="false", review="each"))
    who.begin()
    who.send(3, t="12")
    assert "2803" not in who.get("/cau/3").text
    who.hand_in()
    assert "2803" not in who.get("/ket-qua").text


def test_with_the_key_shown_the_review_says_the_right_answer(site: Site) -> None:
    who = learner(site)
    words = sit(who)
    assert "Đáp án: 2803" in words
    assert "Chưa đúng, không sao." in words


def test_a_second_attempt_says_which_result_counts(site: Site) -> None:
    who = learner(site)
    sit(who, 1, 2, 3)
    assert "Kết quả được tính là lần cao nhất: 100%." in sit(who)


def test_the_result_stays_what_it_was_when_the_bank_changes(site: Site) -> None:
    who = learner(site)
    before = sit(who, 1, 2)
    learner(
        site,
        bank_text(**{"pass": "100%"})
        .replace("- (x) Chỉ mình tôi", "- ( ) Chỉ mình tôi", 1)
        .replace("- ( ) Người hướng dẫn", "- (x) Người hướng dẫn", 1),
    )
    assert main_of(who.get("/ket-qua")) == before


def test_an_attempt_that_runs_has_no_result_yet(site: Site) -> None:
    who = learner(site)
    who.begin()
    assert who.get("/ket-qua").location == who.path


def test_another_person_finds_no_such_result(site: Site) -> None:
    who = learner(site)
    sit(who)
    mentor = site.person("Trần Thị Lan")
    site.pair(mentor, who.person)
    other = Learner(site, site.client(mentor), mentor)
    other.token = who.token
    assert other.get("/ket-qua").status_code == 404


def test_no_cache_keeps_a_page_of_an_attempt(site: Site) -> None:
    who = learner(site)
    who.begin()
    for path in (QUIZ, f"{who.path}/cau/1", f"{who.path}/xem-lai"):
        assert who.client.get(path).headers["Cache-Control"] == "no-store"


def test_a_voided_attempt_says_why_and_is_not_counted(site: Site) -> None:
    who = learner(site, bank_text(attempts=1))
    who.begin()
    who.hand_in()
    with site.working():
        attempt = db.session.query(Attempt).one()
        attempt.state, attempt.void_reason = "void", "Mất điện giữa chừng"
    words = main_of(who.get("/ket-qua"))
    assert "Lần làm này đã được hủy, không tính" in words
    assert "Mất điện giữa chừng" in words
    assert who.begin()


def essay_marked(site: Site, review: str) -> Learner:
    """An essay that somebody has read: one point of two, and a word to the learner."""
    essay = "## Vì sao không đưa mã OTP? {#viet type=essay}\n- 1,5đ: Nêu rủi ro\n- 0,5đ: Nêu cách từ chối\n"
    who = learner(site, bank_text("# Chung {#chung}\n" + essay, review=review))
    who.begin()
    who.send(1, t="Vì kẻ gian lấy được tiền.")
    who.hand_in()
    reader = site.person("Lê Thị Lan")
    with site.working():
        attempt = db.session.query(Attempt).one()
        attempt.state = "graded"
        db.session.query(Answer).one().marked_state = "partly"
        mark = PersonMark(
            attempt_id=attempt.id,
            question_id="viet",
            points=["1.5", "0"],
            remark="Viết thêm cách từ chối nhé.",
            marked_by_id=reader.id,
            marked_at=NOW,
        )
        db.session.add(mark)
    return who


def test_a_marked_essay_shows_points_by_the_rubric_and_the_remark(site: Site) -> None:
    words = main_of(essay_marked(site, "end").get("/ket-qua"))
    assert "Người chấm cho 1,5 điểm." in words
    assert "1,5 trên 1,5 điểm: Nêu rủi ro" in words
    assert "0 trên 0,5 điểm: Nêu cách từ chối" in words
    assert "Viết thêm cách từ chối nhé." in words
    assert "Đúng một phần" in words


def test_a_remark_waits_until_review_is_allowed(site: Site) -> None:
    assert "Viết thêm" not in main_of(essay_marked(site, "never").get("/ket-qua"))


def test_points_are_told_where_they_say_more_than_how_many_are_right(site: Site) -> None:
    weighty = bank_text().replace("{#otp ", "{#otp points=3 ")
    assert "Được 3 trên 5 điểm, tức 60%." in sit(learner(site, weighty), 1)
    assert "điểm, tức" not in sit(learner(site), 1)


def test_partial_credit_and_the_price_of_a_hint_are_explained_in_words(site: Site) -> None:
    who = learner(site)
    who.begin()
    who.send(2, a=who.right(2)["a"][0])
    who.send(3, hint=1)
    who.send(3, seq=3, **who.right(3))
    words = main_of(who.hand_in())
    assert "Được 0,5 trên 1 điểm. Chọn thiếu thì được một phần điểm" in words
    assert "Được 0,5 trên 1 điểm. Đã bớt điểm của phần gợi ý." in words


def test_answers_that_came_late_are_named_and_said_not_to_count(site: Site, clock_at: Clock) -> None:
    who = learner(site, bank_text(time=10))
    who.begin()
    clock_at.forward(minutes=12)
    who.save([{"question": "so-dv", "seq": 1, "fields": {"t": "2803"}}])
    assert "Có 1 câu gửi đến sau khi hết giờ." in main_of(who.get("/ket-qua"))


def test_no_new_attempt_is_offered_once_the_quiz_has_closed(site: Site, clock_at: Clock) -> None:
    who = learner(site, bank_text(close="2026-11-21 09:30"))
    assert "Làm lại" in sit(who, 1)
    clock_at.forward(hours=1)
    assert "Làm lại" not in main_of(who.get("/ket-qua"))
