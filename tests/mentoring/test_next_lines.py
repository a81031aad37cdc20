"""What to do next: one line a person, why, and a button that leads there."""

import re
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update

from lms import clock
from lms.courses.queries import get_head
from lms.db import db
from lms.mentoring.models import Meeting
from lms.pairing.models import AccessEntry, Pair, PairGoal, PairingRules
from lms.practice.models import Submission
from lms.progress.services import finish_step
from tests.factories import NOW, Site, post
from tests.pairing.makers import ask, requests_of
from tests.practice.makers import OBSERVED, SLUG, SORT, School, make_school, sort_fields, submissions

BOARD = "/nguoi-toi-giup"
LINE = re.compile(
    r'<li><span class="num[^>]*>(?:.)</span>\s*<span><b>([^<]+)</b><br><span[^>]*>([^<]*)</span></span>\s*'
    r'<a class="btn[^"]*" href="([^"]+)">([^<]+)<'
)


def lines_of(site: Site, school: School) -> list[tuple[str, ...]]:
    """Return name, words, path and button of each line on the mentor's screen."""
    return LINE.findall(site.client(school.mentor).get(BOARD).text)


def line_of(site: Site, school: School) -> tuple[str, ...]:
    (only,) = lines_of(site, school)
    return only[1:]


def met(site: Site, pair_id: int, author_id: int, days_ago: int = 0) -> None:
    with site.working():
        day = (clock.now() - timedelta(days=days_ago)).date()
        db.session.add(
            Meeting(
                pair_id=pair_id,
                on=day,
                minutes=30,
                place="school",
                logged_by_id=author_id,
                logged_at=clock.now(),
                idempotency_key=f"{pair_id}-{days_ago}",
            )
        )


def set_pair(site: Site, pair_id: int, **values: object) -> None:
    with site.working():
        db.session.execute(update(Pair).where(Pair.id == pair_id).values(**values))


@pytest.fixture
def school(site: Site, monkeypatch: pytest.MonkeyPatch) -> School:
    """A pair made this morning: nothing is due."""
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(hours=2))
    return make_school(site)


def at(monkeypatch: pytest.MonkeyPatch, **later: float) -> datetime:
    instant = NOW + timedelta(**later)
    monkeypatch.setattr(clock, "now", lambda: instant)
    return instant


def test_where_all_is_well_nothing_is_asked_of_the_mentor(site: Site, school: School) -> None:
    assert line_of(site, school) == ("Ổn, chưa cần làm gì", f"{BOARD}/{school.pair_id}", "Mở")
    assert "Hôm nay mọi người đều đang ổn" in site.client(school.mentor).get(BOARD).text


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (0, "vừa nộp, nên xem trước ngày 24/11/2026"),
        (30, "chờ 1 ngày, nên xem trước ngày 24/11/2026"),
        (48, "chờ 2 ngày, nên xem trước sáng mai"),
        (71, "chờ 2 ngày, nên xem trong hôm nay"),
        (72, "chờ 3 ngày, đã quá 72 giờ, xem giúp ngay nhé"),
    ],
)
def test_a_hand_in_says_how_long_it_waits(
    site: Site, school: School, monkeypatch: pytest.MonkeyPatch, hours: int, words: str
) -> None:
    post(site.client(school.learner), OBSERVED)
    at(monkeypatch, hours=hours + 2)
    said, path, button = line_of(site, school)
    assert said == f"Nộp “Làm trước mặt người hướng dẫn”: {words}"
    assert (path, button) == (f"/duyet/{submissions(site, school.learner)[-1].id}", "Xem bài")


def test_the_evening_of_tomorrow_is_called_so(
    site: Site, school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    post(site.client(school.learner), OBSERVED)
    with site.working():
        db.session.execute(update(Submission).values(handed_in_at=NOW + timedelta(hours=11)))
    at(monkeypatch, days=2, hours=11)
    assert line_of(site, school)[0].endswith("chờ 2 ngày, nên xem trước tối mai")


def test_a_hand_in_is_late_when_its_own_unit_says_so(
    site: Site, school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    post(site.client(school.learner), OBSERVED)
    with site.working():
        db.session.add(PairingRules(unit_id=school.unit_id, thresholds={"review_within": 24}, changed_at=NOW))
    page = f"/duyet/{submissions(site, school.learner)[-1].id}"
    at(monkeypatch, hours=2 + 24)
    late = "chờ 1 ngày, đã quá 24 giờ, xem giúp ngay nhé"
    assert line_of(site, school)[0].endswith(late)
    assert late in site.client(school.mentor).get(page).text


def test_a_request_leads_to_its_answer(site: Site, school: School) -> None:
    ask(site.client(school.learner), "Không thấy nút")
    words, path, button = line_of(site, school)
    assert words == "Đang kẹt ở “Bài 1 · Bấm nút nguồn”, nhờ giúp vừa mới đây"
    assert (path, button) == (f"{BOARD}/nho-giup/{requests_of(site, school.learner)[0].id}", "Trả lời")


def test_three_failures_are_said_without_blame(site: Site, school: School) -> None:
    learner = site.client(school.learner)
    for _ in range(3):
        post(learner, SORT, **sort_fields(learner, right=False))
    assert line_of(site, school)[0] == "Thử vài lần chưa qua: Xếp ba trang. Cùng làm một lần nhé."


def test_a_first_meeting_is_due_after_a_week_and_the_next_after_three(
    site: Site, school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, days=6, hours=23)
    assert line_of(site, school)[0].startswith("Ổn")
    at(monkeypatch, days=7)
    words, path, button = line_of(site, school)
    assert words.startswith("Chưa gặp lần nào.")
    assert (path, button) == (f"/cap/{school.pair_id}/gap", "Ghi buổi gặp")
    met(site, school.pair_id, school.mentor.id)
    assert line_of(site, school)[0].startswith("Ổn")
    at(monkeypatch, days=29)
    assert line_of(site, school)[0].startswith("22 ngày chưa gặp nhau.")


def test_two_weeks_without_learning_ask_for_a_word(
    site: Site, school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, days=13)
    met(site, school.pair_id, school.mentor.id)
    assert line_of(site, school)[0].startswith("Ổn")
    at(monkeypatch, days=14)
    assert line_of(site, school)[0] == "14 ngày chưa học. Hỏi thăm một câu."


def test_a_pair_without_a_goal_is_led_to_set_one(site: Site, school: School) -> None:
    with site.working():
        db.session.execute(update(PairGoal).values(dropped_at=NOW))
    words, path, button = line_of(site, school)
    assert words.startswith("Chưa có mục tiêu chung.")
    assert (path, button) == (f"/cap/{school.pair_id}/muc-tieu", "Đặt mục tiêu")


def test_a_goal_that_the_mentee_proposed_waits_for_the_mentor(site: Site, school: School) -> None:
    with site.working():
        db.session.execute(update(PairGoal).values(agreed_at=None, set_by_id=school.learner.id))
    assert line_of(site, school)[0].startswith("Đề nghị một mục tiêu chung")


def test_what_was_just_passed_is_for_praise(
    site: Site, school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    learner = site.client(school.learner)
    at(monkeypatch, hours=3)
    with site.working():
        finish_step(school.learner.id, get_head(SLUG).id, "bai-mot/bam-nut", clock.now())
    assert line_of(site, school)[0].startswith("Ổn")
    post(learner, SORT, **sort_fields(learner, right=True))
    words, path, button = line_of(site, school)
    assert words == "Vừa làm được: Xếp ba trang. Khen một câu nhé."
    assert (path, button) == (f"{BOARD}/{school.pair_id}", "Khen")
    at(monkeypatch, days=15)
    met(site, school.pair_id, school.mentor.id)
    assert "Vừa làm được" not in line_of(site, school)[0]


def test_a_pair_paused_for_harm_is_spoken_of_in_neutral_words_and_nothing_opens(
    site: Site, school: School
) -> None:
    post(site.client(school.learner), OBSERVED)
    learner = site.client(school.learner)
    post(learner, SORT, **sort_fields(learner, right=True))
    set_pair(site, school.pair_id, state="paused", paused_for_harm=True)
    words, path, _button = line_of(site, school)
    assert words == "Cặp đang tạm nghỉ. Thầy cô chưa cần làm gì."
    assert path == f"/cap/{school.pair_id}/tam-nghi"
    page = site.client(school.mentor).get(BOARD).text
    for hidden in ("Xếp ba trang", "Khóa thử nghiệm", f'{BOARD}/{school.pair_id}"', "tel:"):
        assert hidden not in page
    assert site.client(school.mentor).get(f"{BOARD}/{school.pair_id}").status_code == 303


def test_a_resting_pair_asks_for_no_meeting(
    site: Site, school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_pair(site, school.pair_id, state="paused", paused_at=NOW)
    at(monkeypatch, days=30)
    assert line_of(site, school)[0].startswith("Cặp đang tạm nghỉ.")


def test_open_requests_come_first_then_what_waits_longest(
    site: Site, school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = {
        name: site.person(name, school.unit_id) for name in ("Bùi Thị Mai", "Đặng Thị Lâu", "Lý Thị Yên")
    }
    for person in people.values():
        with site.working():
            pair = Pair(
                mentor_id=school.mentor.id,
                mentee_id=person.id,
                unit_id=school.unit_id,
                state="active",
                created_at=NOW,
                started_at=NOW,
            )
            db.session.add(pair)
            db.session.flush()
            db.session.add(PairGoal(pair_id=pair.id, skill="*", due_on=NOW.date(), set_at=NOW, agreed_at=NOW))
    post(site.client(people["Bùi Thị Mai"]), OBSERVED)
    at(monkeypatch, hours=3)
    post(site.client(people["Đặng Thị Lâu"]), OBSERVED)
    ask(site.client(school.learner))
    names = [line[0] for line in lines_of(site, school)]
    assert names == ["Cô Hòa", "Cô Mai", "Cô Lâu", "Cô Yên"]


def test_each_person_has_one_line_and_other_mentors_see_none_of_it(site: Site, school: School) -> None:
    learner = site.client(school.learner)
    ask(learner)
    post(learner, OBSERVED)
    assert len(lines_of(site, school)) == 1
    for person in school.outsiders:
        assert "Hòa" not in site.client(person).get(BOARD).text


def test_seeing_the_cards_leaves_one_line_an_hour_and_takes_no_praise_away(
    site: Site, school: School
) -> None:
    learner, mentor = site.client(school.learner), site.client(school.mentor)
    post(learner, SORT, **sort_fields(learner, right=True))
    for _ in range(2):
        mentor.get(BOARD)
    with site.app.app_context():
        found = db.session.execute(
            select(AccessEntry.viewer_id, AccessEntry.subject_id, AccessEntry.what)
        ).all()
    assert [tuple(row) for row in found] == [(school.mentor.id, school.learner.id, "card")]
    assert "xem thẻ tóm tắt tiến độ" in learner.get("/cua-toi/ai-da-xem").text
    assert "Vừa làm được" in line_of(site, school)[0]
