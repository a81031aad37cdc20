"""One attempt before its trainer's eyes: answers, marks, what came late, and who may look."""

from datetime import timedelta

import pytest

from lms import clock
from lms.db import db
from lms.quizzes.models import Answer
from tests.assessment.makers import MARKING, essay_of, other_trainer, school
from tests.factories import Site
from tests.quizzes.makers import main_of

TIMED = (
    "## Một? {#mot}\n- (x) Đúng\n- ( ) Sai\n## Hai? {#hai}\n- = 2803 ± 0\n\n> Gợi ý (-50%): Gần ba nghìn.\n"
)


def look(token: str) -> str:
    return f"/soan-bai/ket-qua/bai-lam/{token}"


def test_it_shows_each_question_with_answer_key_mark_and_state(site: Site) -> None:
    here = school(site)
    who = essay_of(here.learner(), right=False)
    words = main_of(here.get(look(who.token)))
    assert "Nguyễn Thị Hòa: 0 trên 7 điểm, còn chờ chấm" in words
    assert "Trả lời Người hướng dẫn Đáp án Chỉ mình tôi" in words
    assert "0/2 điểm Chưa đúng" in words
    assert "Trả lời Tuần trước tôi chỉ cô Lý ký số." in words
    assert "Chấm câu này" in words


def test_it_says_which_hints_were_read(site: Site) -> None:
    here = school(site, questions=TIMED)
    who = here.learner()
    who.begin()
    who.send(2, hint=1)
    who.send(2, seq=2, t="2803")
    who.hand_in()
    words = main_of(here.get(look(who.token)))
    assert "Gợi ý đã xem 1" in words
    assert "0,5/1 điểm" in words


def test_what_came_late_is_kept_apart_and_marked_so(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    here = school(site, questions=TIMED, time="10")
    who = here.learner()
    who.begin()
    who.send(2, t="1")
    later = clock.now() + timedelta(minutes=12)
    monkeypatch.setattr(clock, "now", lambda: later)
    who.send(2, seq=2, t="2803")
    words = main_of(here.get(look(who.token)))
    assert "1 câu có phần gửi sau giờ. Phần ấy để riêng, không tính điểm." in words
    assert "Trả lời 1 Đáp án 2803" in words
    assert "Gửi sau giờ, không tính" in words
    assert "): 2803" in words


def test_time_that_is_up_is_acted_on_when_the_trainer_looks_first(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = school(site, questions=TIMED, time="10")
    who = here.learner()
    who.begin()
    who.send(2, t="2803")
    assert "đang làm bài" in main_of(here.get(look(who.token)))
    later = clock.now() + timedelta(minutes=12)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert "1 trên 2 điểm, chưa đạt" in main_of(here.get(look(who.token)))
    assert here.attempt(who.token).state == "graded"


def test_it_tells_who_marked_and_what_changed(site: Site) -> None:
    here = school(site)
    who = essay_of(here.learner())
    here.mark(who, "3", "1", remark="Kể rõ lắm.")
    here.mark(who, "2", "1", remark="Kể rõ lắm.", seen=1)
    words = main_of(here.get(look(who.token)))
    assert "Cô Lan chấm hôm nay" in words
    assert "2 trên 3 điểm: Có chuyện thật" in words
    assert "Kể rõ lắm." in words
    assert "Cô Lan: – → 4 điểm" in words
    assert "Cô Lan: 4 → 3 điểm" in words


def test_what_a_learner_wrote_is_text_and_nothing_else(site: Site) -> None:
    here = school(site)
    who = essay_of(here.learner(), text='<script>alert("x")</script>')
    page = here.get(look(who.token))
    assert "<script>alert" not in page.text
    assert "&lt;script&gt;alert" in page.text


def test_a_trainer_of_another_unit_finds_nothing(site: Site) -> None:
    here = school(site)
    who = essay_of(here.learner())
    stranger = other_trainer(site)
    assert stranger.get(look(who.token)).status_code == 404
    assert stranger.get(look("x" * 43)).status_code == 404
    assert stranger.get(look("x")).status_code == 404


def test_the_learner_has_another_page_for_it(site: Site) -> None:
    here = school(site)
    who = essay_of(here.learner())
    assert who.client.get(look(who.token)).status_code == 403


def test_ones_own_attempt_may_be_seen_but_not_judged(site: Site) -> None:
    here = school(site)
    own = here.learner()
    own.client, own.person = here.client, here.trainer
    essay_of(own)
    words = main_of(here.get(look(own.token)))
    assert "Đây là bài của chính thầy cô: chỉ xem được." in words
    assert "Hủy lần làm này" not in words
    assert "Chấm câu này" not in words
    assert here.get(f"{MARKING}?bai={own.token}&cau=ke").status_code == 404


def test_an_answer_row_without_a_mark_is_no_fault(site: Site) -> None:
    here = school(site)
    who = here.learner()
    who.begin()
    who.send(2, t="Đang viết dở")
    with site.working():
        db.session.query(Answer).update({"marked_state": ""})
    assert here.get(look(who.token)).status_code == 200
