"""Time limits, by the server's clock alone; answers that come late; the sweep."""

from click.testing import CliRunner

from lms.db import db
from lms.progress.models import LearningEvent
from lms.quizzes.cli import group
from lms.quizzes.queries import list_kept
from tests.factories import Site, post
from tests.quizzes.conftest import Clock
from tests.quizzes.makers import QUIZ, Learner, bank_text, learner, main_of


def late(who: Learner) -> dict[str, object]:
    """Return the answers that came late, by question."""
    with who.site.app.app_context():
        return {key: kept.response for key, kept in list_kept(who.sitting().id, is_late=True).items()}


def sweep(site: Site) -> str:
    with site.app.app_context():
        done = CliRunner().invoke(group, ["sweep"], catch_exceptions=False)
    assert done.exit_code == 0
    return done.output


def test_the_page_says_until_when(site: Site, clock_at: Clock) -> None:
    who = learner(site, bank_text(time=20))
    who.begin()
    assert "hết giờ lúc 09:20" in main_of(who.get("/cau/1"))


def test_the_close_cuts_an_attempt_short(site: Site, clock_at: Clock) -> None:
    who = learner(site, bank_text(time=20, close="2026-11-21 09:05"))
    who.begin()
    assert "hết giờ lúc 09:05" in main_of(who.get("/cau/1"))


def test_an_answer_within_a_minute_of_the_deadline_counts(site: Site, clock_at: Clock) -> None:
    who = learner(site, bank_text(time=20))
    who.begin()
    clock_at.forward(minutes=20, seconds=60)
    assert who.send(1, **who.right(1)).location.endswith("/cau/2")
    assert who.sitting().answer("otp").response == who.right(1)


def test_when_time_is_up_what_was_answered_is_handed_in(site: Site, clock_at: Clock) -> None:
    who = learner(site, bank_text(time=20))
    who.begin()
    who.send(1, **who.right(1))
    who.send(3, **who.right(3))
    clock_at.forward(minutes=22)
    assert who.get("/cau/2").location.endswith("/ket-qua")
    words = main_of(who.get("/ket-qua"))
    assert "Thầy cô làm đúng 2 trên 3 câu, đạt." in words
    assert "Hết giờ hôm nay lúc 09:20" in words
    with site.app.app_context():
        event = db.session.query(LearningEvent).filter_by(verb="quiz_passed").one()
        assert (event.actor_kind, event.actor_id) == ("system", None)


def test_a_late_answer_is_kept_apart_and_does_not_count(site: Site, clock_at: Clock) -> None:
    who = learner(site, bank_text(time=20))
    who.begin()
    who.send(1, **who.wrong(1))
    clock_at.forward(minutes=25)
    told = who.save([{"question": "otp", "seq": 9, "fields": who.right(1)}]).get_json()
    assert told["late"] is True
    assert late(who) == {"otp": who.right(1)}
    assert who.sitting().answer("otp").response == who.wrong(1)
    assert "đúng 0 trên 3 câu" in main_of(who.get("/ket-qua"))
    answer = who.send(2, **who.right(2))
    assert answer.status_code == 303
    assert "không tính điểm" in who.client.get(answer.location, follow_redirects=True).text
    assert set(late(who)) == {"otp", "lua-dao"}


def test_a_late_answer_gets_no_feedback(site: Site, clock_at: Clock) -> None:
    who = learner(site, bank_text(time=20, review="each", overdue="abandon"))
    who.begin()
    clock_at.forward(minutes=25)
    answer = who.send(1, **who.wrong(1))
    assert "nhan-xet" not in answer.location
    assert "Không ai có quyền" not in who.client.get(answer.location, follow_redirects=True).text


def test_within_the_grace_one_may_still_hand_in_but_not_answer(site: Site, clock_at: Clock) -> None:
    who = learner(site, bank_text(time=20, overdue="grace", grace=10))
    who.begin()
    for number in (1, 2):
        who.send(number, **who.right(number))
    clock_at.forward(minutes=25)
    assert "Đã hết giờ trả lời." in main_of(who.get("/cau/3"))
    assert who.sitting().state == "overdue"
    assert who.send(3, **who.right(3)).location == who.path
    assert set(late(who)) == {"so-dv"}
    assert "Thầy cô làm đúng 2 trên 3 câu, đạt." in main_of(who.hand_in())


def test_after_the_grace_an_attempt_is_lost_but_its_answers_are_kept(site: Site, clock_at: Clock) -> None:
    who = learner(site, bank_text(time=20, overdue="grace", grace=10))
    who.begin()
    who.send(1, **who.right(1))
    clock_at.forward(minutes=31)
    words = main_of(who.hand_in())
    assert "hết giờ trước khi nộp nên không tính" in words
    assert who.sitting().state == "abandoned"
    assert who.sitting().answer("otp").response == who.right(1)
    assert who.begin() != who.path


def test_an_abandoned_attempt_uses_up_one_of_those_allowed(site: Site, clock_at: Clock) -> None:
    who = learner(site, bank_text(time=20, overdue="abandon", attempts=1))
    who.begin()
    clock_at.forward(minutes=25)
    assert post(who.client, QUIZ).status_code == 422
    assert who.sitting().state == "abandoned"


def test_a_clock_that_is_set_back_does_no_harm(site: Site, clock_at: Clock) -> None:
    who = learner(site, bank_text(time=20))
    who.begin()
    clock_at.forward(minutes=-90)
    assert who.send(1, **who.right(1)).status_code == 303
    clock_at.forward(minutes=92)
    assert "Thầy cô làm đúng 1 trên 3 câu" in main_of(who.hand_in())
    before = who.sitting()
    clock_at.forward(minutes=-90)
    assert who.get("/cau/1").location.endswith("/ket-qua")
    assert who.sitting() == before


def test_a_start_after_the_time_was_up_begins_a_new_attempt(site: Site, clock_at: Clock) -> None:
    who = learner(site, bank_text(time=20))
    first = who.begin()
    clock_at.forward(minutes=30)
    assert who.begin() != first
    assert who.sitting().number == 2


def test_the_sweep_ends_what_is_due_and_nothing_else(site: Site, clock_at: Clock) -> None:
    who = learner(site, bank_text(time=20))
    who.begin()
    who.send(1, **who.right(1))
    clock_at.forward(minutes=15)
    someone = site.person("Lê Văn Bình")
    other = Learner(site, site.client(someone), someone)
    other.begin()
    assert sweep(site).startswith("0 attempts moved on\n")
    clock_at.forward(minutes=7)
    assert sweep(site).startswith("1 attempts moved on\n")
    assert (who.sitting().state, other.sitting().state) == ("graded", "in_progress")
    assert who.sitting().submitted_at == who.sitting().deadline_at
    assert sweep(site).startswith("0 attempts moved on\n")
