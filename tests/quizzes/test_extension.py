"""What one person was granted beyond the bank's rules: more time, more attempts, a later close."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from lms.courses.queries import get_head
from lms.db import db
from lms.quizzes import services
from lms.quizzes.models import Extension
from tests.factories import NOW, Site, post
from tests.quizzes.conftest import Clock
from tests.quizzes.makers import QUIZ, Learner, bank_text, learner, main_of

ITEM = "bai-mot/thu-nghiem"
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def grant(who: Learner, **granted: object) -> int:
    with who.site.working():
        extension = Extension(
            user_id=who.person.id,
            course_id=course_id(),
            item_key=ITEM,
            reason="Máy yếu",
            granted_by_id=who.person.id,
            granted_at=NOW,
            **granted,
        )
        db.session.add(extension)
        db.session.flush()
        return extension.id


def course_id() -> int:
    return get_head("thu-nghiem").id


def apply(who: Learner) -> bool:
    with who.site.working():
        return services.apply_extension(who.person.id, course_id(), [ITEM], ZONE)


def newcomer(first: Learner) -> Learner:
    person = first.site.person("Lê Văn Bình")
    return Learner(first.site, first.site.client(person), person)


def test_more_minutes_count_from_the_start_for_this_person_alone(site: Site, clock_at: Clock) -> None:
    who = learner(site, bank_text(time=20))
    grant(who, extra_minutes=10)
    words = main_of(who.client.get(QUIZ))
    assert "Có 30 phút" in words
    assert "cho thêm thời gian" in words
    who.begin()
    assert who.sitting().deadline_at == clock_at.at + timedelta(minutes=30)
    other = newcomer(who)
    assert "Có 20 phút" in main_of(other.client.get(QUIZ))
    other.begin()
    assert other.sitting().deadline_at == clock_at.at + timedelta(minutes=20)


def test_more_minutes_end_with_the_close_all_the_same(site: Site, clock_at: Clock) -> None:
    who = learner(site, bank_text(time=20, close="2026-11-21 09:15"))
    grant(who, extra_minutes=30)
    who.begin()
    assert who.sitting().deadline_at == clock_at.at + timedelta(minutes=15)


def test_more_attempts_are_exactly_so_many(site: Site) -> None:
    who = learner(site, bank_text(attempts=1))
    grant(who, extra_attempts=1)
    for _ in range(2):
        who.begin()
        who.hand_in()
    assert post(who.client, QUIZ).status_code == 422
    assert "Được làm 2 lần, thầy cô còn 0 lần." in main_of(who.client.get(QUIZ))


def test_a_later_close_opens_the_quiz_again_for_one(site: Site, clock_at: Clock) -> None:
    who = learner(site, bank_text(close="2026-11-21 08:00"))
    assert "đã đóng" in main_of(who.client.get(QUIZ))
    grant(who, closes_at=NOW + timedelta(hours=2))
    who.begin()
    assert who.sitting().deadline_at == NOW + timedelta(hours=2)
    assert post(newcomer(who).client, QUIZ).status_code == 422


def test_the_key_stays_hidden_until_the_last_close_that_was_granted(site: Site, clock_at: Clock) -> None:
    who = learner(site, bank_text(review="after-close", close="2026-11-21 09:30"))
    slow = newcomer(who)
    grant(slow, closes_at=NOW + timedelta(hours=2))
    who.begin()
    who.hand_in()
    clock_at.forward(minutes=45)
    assert "Không ai có quyền" not in main_of(who.get("/ket-qua"))
    clock_at.forward(hours=2)
    assert "Không ai có quyền" in main_of(who.get("/ket-qua"))


def test_what_was_taken_back_counts_no_more(site: Site) -> None:
    who = learner(site, bank_text(attempts=1))
    number = grant(who, extra_attempts=5)
    with site.working():
        db.session.get(Extension, number).revoked_at = NOW
    who.begin()
    who.hand_in()
    assert post(who.client, QUIZ).status_code == 422


def test_a_running_attempt_gets_the_time_that_is_granted_meanwhile(site: Site, clock_at: Clock) -> None:
    who = learner(site, bank_text(time=20))
    who.begin()
    grant(who, extra_minutes=10)
    assert apply(who)
    assert who.sitting().deadline_at == clock_at.at + timedelta(minutes=30)
    clock_at.forward(minutes=25)
    assert who.send(1, **who.right(1)).location.endswith("/cau/2")


def test_an_attempt_that_waits_for_its_hand_in_takes_answers_again(site: Site, clock_at: Clock) -> None:
    who = learner(site, bank_text(time=20, overdue="grace", grace=10))
    who.begin()
    clock_at.forward(minutes=25)
    who.get("/cau/1")
    assert who.sitting().state == "overdue"
    grant(who, extra_minutes=10)
    assert apply(who)
    assert who.sitting().state == "in_progress"
    who.send(1, **who.right(1))
    assert who.sitting().answer("otp").response == who.right(1)


def test_nobody_is_given_less_time_in_mid_attempt(site: Site) -> None:
    who = learner(site, bank_text(time=20))
    number = grant(who, extra_minutes=30)
    who.begin()
    before = who.sitting().deadline_at
    with site.working():
        db.session.get(Extension, number).revoked_at = NOW
    assert not apply(who)
    assert who.sitting().deadline_at == before


def test_an_extension_moves_no_attempt_that_has_ended(site: Site, clock_at: Clock) -> None:
    who = learner(site, bank_text(time=20))
    who.begin()
    who.hand_in()
    before = who.sitting()
    grant(who, extra_minutes=30)
    assert not apply(who)
    assert who.sitting() == before


def test_the_key_stays_hidden_while_an_attempt_runs_on_time_that_was_taken_back(
    site: Site, clock_at: Clock
) -> None:
    who = learner(site, bank_text(review="after-close", close="2026-11-21 09:30"))
    slow = newcomer(who)
    number = grant(slow, closes_at=NOW + timedelta(hours=2))
    slow.begin()
    with site.working():
        db.session.get(Extension, number).revoked_at = NOW
    who.begin()
    who.hand_in()
    clock_at.forward(minutes=45)
    assert "Không ai có quyền" not in main_of(who.get("/ket-qua"))
    slow.hand_in()
    assert "Không ai có quyền" in main_of(who.get("/ket-qua"))


def test_the_result_offers_the_attempt_that_was_granted(site: Site, clock_at: Clock) -> None:
    who = learner(site, bank_text(attempts=1))
    who.begin()
    assert "Làm lại" not in main_of(who.hand_in())
    grant(who, extra_attempts=1)
    assert "Làm lại" in main_of(who.get("/ket-qua"))
