"""Voiding an attempt: a reason, the ledger, the count of attempts; once, and by nobody for oneself."""

from lms.accounts.models import AuditEntry
from lms.core.completion import Verb
from lms.db import db
from lms.progress.models import LearningEvent
from lms.progress.queries import find_enrolment
from lms.quizzes.models import MarkChange
from tests.assessment.makers import School, essay_of, other_trainer, school, sit
from tests.factories import Site, post
from tests.quizzes.makers import Learner, main_of

ONE = "## Một? {#mot}\n- (x) Đúng\n- ( ) Sai\n"
REASON = "Máy mất điện giữa giờ"


def void_path(token: str) -> str:
    return f"/soan-bai/ket-qua/bai-lam/{token}/huy"


def verbs(site: Site, who: Learner) -> list[str]:
    with site.app.app_context():
        rows = db.session.query(LearningEvent.verb).filter_by(
            subject_id=who.person.id, item_key="bai-mot/thu-nghiem"
        )
        return [verb for (verb,) in rows.order_by(LearningEvent.id)]


def is_done(site: Site, who: Learner) -> bool:
    with site.app.app_context():
        enrolment = find_enrolment(who.person.id, who.sitting().course_id)
        assert enrolment is not None
        return enrolment.records.get("bai-mot/thu-nghiem", {}).get("state") == "done"


def voided(here: School, token: str) -> None:
    answer = here.post(void_path(token), reason=REASON)
    assert answer.status_code == 303, answer.text


def test_the_page_says_what_will_happen(site: Site) -> None:
    here = school(site, questions=ONE)
    who = sit(here.learner(), True)
    words = main_of(here.get(void_path(who.token)))
    assert "Hủy lần làm thứ 1 của Nguyễn Thị Hòa?" in words
    assert "Lần khác đã đạt thì vẫn giữ." in words
    assert "Giấy chứng nhận đã cấp, nếu có, vẫn còn giá trị." in words
    assert "Việc ấy do cán bộ công đoàn của đơn vị quyết định." in words


def test_a_reason_is_needed(site: Site) -> None:
    here = school(site, questions=ONE)
    who = sit(here.learner(), True)
    answer = here.post(void_path(who.token), reason="  ")
    assert answer.status_code == 422
    assert "<title>Lỗi:" in answer.text
    assert "Một câu ngắn là đủ" in main_of(answer)
    assert here.attempt(who.token).state == "graded"


def test_a_pass_that_it_alone_gave_is_withdrawn(site: Site) -> None:
    here = school(site, questions=ONE)
    who = sit(here.learner(), True)
    assert is_done(site, who)
    voided(here, who.token)
    assert not is_done(site, who)
    assert verbs(site, who) == [Verb.QUIZ_PASSED, Verb.WITHDRAWN]
    attempt = here.attempt(who.token)
    assert (attempt.state, attempt.is_passed, attempt.void_reason) == ("void", None, REASON)
    assert attempt.voided_by_id == here.trainer.id


def test_another_pass_keeps_it(site: Site) -> None:
    here = school(site, questions=ONE)
    who = here.learner()
    first = sit(who, True).token
    sit(who, True)
    voided(here, first)
    assert is_done(site, who)
    assert Verb.WITHDRAWN not in verbs(site, who)


def test_a_pass_that_a_void_attempt_stood_before_is_recorded_anew(site: Site) -> None:
    here = school(site, questions=ONE, grade="first")
    who = here.learner()
    first = sit(who, False).token
    sit(who, True)
    assert not is_done(site, who)
    voided(here, first)
    assert is_done(site, who)


def test_voiding_an_attempt_that_failed_changes_nothing_in_the_ledger(site: Site) -> None:
    here = school(site, questions=ONE)
    who = sit(here.learner(), False)
    voided(here, who.token)
    assert verbs(site, who) == [Verb.QUIZ_NOT_PASSED]


def test_it_frees_an_attempt(site: Site) -> None:
    here = school(site, questions=ONE, attempts=1)
    who = sit(here.learner(), False)
    path = "/hoc/thu-nghiem/bai-mot/kiem-tra/thu-nghiem"
    assert post(who.client, path).status_code == 422
    voided(here, who.token)
    assert post(who.client, path).status_code == 303


def test_a_running_attempt_may_be_voided_and_takes_no_more_answers(site: Site) -> None:
    here = school(site, questions=ONE)
    who = here.learner()
    who.begin()
    voided(here, who.token)
    assert here.attempt(who.token).state == "void"
    assert who.send(1, **who.right(1)).status_code == 303
    assert who.sitting().answers == {}
    again = who.begin()
    assert again != who.path.rpartition("/")[0]


def test_it_is_audited_and_stands_in_the_history_of_marks(site: Site) -> None:
    here = school(site, questions=ONE)
    who = sit(here.learner(), True)
    voided(here, who.token)
    with site.app.app_context():
        entry = db.session.query(AuditEntry).filter_by(action="attempt.voided").one()
        assert (entry.actor_id, entry.subject, entry.note) == (
            here.trainer.id,
            f"user:{who.person.id}",
            REASON,
        )
        change = db.session.query(MarkChange).one()
        assert (change.kind, change.before, change.after, change.reason) == ("void", 1, None, REASON)


def test_the_second_press_changes_nothing(site: Site) -> None:
    here = school(site, questions=ONE)
    who = sit(here.learner(), True)
    voided(here, who.token)
    answer = here.post(void_path(who.token), reason="Lý do khác")
    assert answer.status_code == 303
    assert here.attempt(who.token).void_reason == REASON
    assert verbs(site, who).count(Verb.WITHDRAWN) == 1
    assert here.get(void_path(who.token)).status_code == 303
    assert "từ trước" in main_of(here.get(answer.location)) or "đã hủy" in main_of(here.get(answer.location))


def test_the_attempt_says_that_it_is_void_and_keeps_its_answers(site: Site) -> None:
    here = school(site)
    who = essay_of(here.learner())
    voided(here, who.token)
    words = main_of(here.get(f"/soan-bai/ket-qua/bai-lam/{who.token}"))
    assert "lần làm này đã hủy" in words
    assert f"Lý do người học đọc: {REASON}" in words
    assert "Tuần trước tôi chỉ cô Lý ký số." in words
    assert "Chấm câu này" not in words


def test_the_learner_reads_why_and_may_try_again(site: Site) -> None:
    here = school(site, questions=ONE, attempts=1)
    who = sit(here.learner(), True)
    voided(here, who.token)
    page = who.client.get(f"{who.path}/ket-qua")
    assert page.status_code == 200
    assert REASON in main_of(page)
    assert "hết giờ" not in main_of(page).lower()
    assert "Làm lại" in main_of(page)


def test_nobody_voids_beyond_ones_reach_or_for_oneself(site: Site) -> None:
    here = school(site, questions=ONE)
    who = sit(here.learner(), True)
    stranger = other_trainer(site)
    assert stranger.get(void_path(who.token)).status_code == 404
    assert post(stranger, void_path(who.token), reason=REASON).status_code == 404
    own = here.learner()
    own.client, own.person = here.client, here.trainer
    sit(own, True)
    assert here.get(void_path(own.token)).status_code == 404
    assert here.post(void_path(own.token), reason=REASON).status_code == 404
    assert post(who.client, void_path(who.token), reason=REASON).status_code == 403
    assert here.attempt(who.token).state == "graded"
