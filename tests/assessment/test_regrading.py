"""Grading again by a corrected key: the preview, what is applied, the log, the ledger, and who may."""

import re

import pytest

from lms.accounts.models import AuditEntry
from lms.assessment import services
from lms.core.completion import Verb
from lms.db import db
from lms.quizzes.models import MarkChange
from tests.assessment.makers import RESULTS, School, other_trainer, school, score_of, sit
from tests.assessment.test_void import is_done, verbs
from tests.content import publish
from tests.factories import Site, post
from tests.quizzes.makers import Learner, bank_text, main_of

REGRADING = f"{RESULTS}/cham-lai"
WRONG_KEY = """# Chung {#chung}
## Ai giữ mã OTP? {#otp}
- ( ) Chỉ mình tôi
- (x) Người hướng dẫn

> Giải thích: Lời giải cũ.
## Tệp đã ký là gì? {#tep}
- (x) PDF
- ( ) Ảnh
"""
RIGHT_KEY = (
    WRONG_KEY.replace("( ) Chỉ", "(x) Chỉ")
    .replace("(x) Người", "( ) Người")
    .replace("Lời giải cũ", "Lời giải mới")
)
REASON = "Đáp án câu 1 ghi nhầm"


def sat(site: Site) -> tuple[School, Learner, Learner]:
    """Two people sat the quiz while its key was wrong: one by the wrong key, one by what is right."""
    here = school(site, questions=WRONG_KEY)
    return (
        here,
        sit(here.learner("Nguyễn Thị Hòa"), True, True),
        sit(here.learner("Lê Văn Bình"), False, True),
    )


def mend(here: School, questions: str = RIGHT_KEY) -> None:
    publish(here.site, bank=bank_text(questions))


def revision(page: str) -> str:
    found = re.search(r'name="ban" value="(\d+)"', page)
    assert found, page
    return found[1]


def apply(here: School, *chosen: str, reason: str = REASON, ban: str = "") -> object:
    ban = ban or revision(here.get(REGRADING).text)
    return here.post(REGRADING, ban=ban, cau=list(chosen), reason=reason)


def test_nothing_to_do_says_so(site: Site) -> None:
    here, _former, _other = sat(site)
    assert "Không có gì cần chấm lại" in main_of(here.get(REGRADING))


def test_the_preview_lists_what_would_change_and_changes_nothing(site: Site) -> None:
    here, former, other = sat(site)
    mend(here)
    words = main_of(here.get(REGRADING))
    assert "Chấm lại theo đáp án mới sẽ đổi điểm 2 lượt làm" in words
    assert "1 lượt nay đạt. 1 lượt nay không còn đạt." in words
    assert "Trước: Người hướng dẫn Nay: Chỉ mình tôi" in words
    assert "1 lượt lên điểm, 1 lượt xuống điểm, 0 lượt giữ nguyên" in words
    assert [score_of(here.attempt(who.token)) for who in (former, other)] == [2, 1]
    with site.app.app_context():
        assert db.session.query(MarkChange).count() == 0


def test_what_is_applied_is_what_was_listed_and_stands_in_the_log(site: Site) -> None:
    here, former, other = sat(site)
    mend(here)
    answer = apply(here, "otp")
    assert answer.status_code == 303
    told = main_of(here.get(answer.location))
    assert "Lê Văn Bình" in told
    assert [score_of(here.attempt(who.token)) for who in (former, other)] == [1, 2]
    assert [here.attempt(who.token).is_passed for who in (former, other)] == [False, True]
    with site.app.app_context():
        log = db.session.query(MarkChange).order_by(MarkChange.attempt_id).all()
        assert [(each.kind, each.question_id, int(each.before), int(each.after)) for each in log] == [
            ("regrade", "otp", 1, 0),
            ("regrade", "otp", 0, 1),
        ]
        assert {each.reason for each in log} == {REASON}
        assert db.session.query(AuditEntry).filter_by(action="attempts.regraded").one().note == REASON
    assert "chấm lại" in main_of(here.get(f"/soan-bai/ket-qua/bai-lam/{other.token}"))


def test_the_ledger_follows_both_ways(site: Site) -> None:
    here, former, other = sat(site)
    assert (is_done(site, former), is_done(site, other)) == (True, False)
    mend(here)
    apply(here, "otp")
    assert (is_done(site, former), is_done(site, other)) == (False, True)
    assert verbs(site, former) == [Verb.QUIZ_PASSED, Verb.WITHDRAWN]
    assert verbs(site, other) == [Verb.QUIZ_NOT_PASSED, Verb.QUIZ_PASSED]


def test_the_learner_then_sees_the_new_key(site: Site) -> None:
    here, former, _other = sat(site)
    assert "Lời giải cũ" in main_of(former.get("/ket-qua"))
    mend(here)
    apply(here, "otp")
    words = main_of(former.get("/ket-qua"))
    assert "Lời giải mới" in words
    assert "Lời giải cũ" not in words
    assert "làm đúng 1 trên 2 câu" in words


def test_a_second_time_there_is_nothing_left_to_change(site: Site) -> None:
    here, former, _other = sat(site)
    mend(here)
    ban = revision(here.get(REGRADING).text)
    apply(here, "otp")
    before = here.attempt(former.token)
    again = apply(here, "otp", ban=ban)
    assert again.status_code == 303
    assert here.attempt(former.token).score == before.score
    with site.app.app_context():
        assert db.session.query(MarkChange).count() == 2
    assert "Không có gì cần chấm lại" in main_of(here.get(REGRADING))


def test_a_bank_published_anew_meanwhile_is_refused_with_a_fresh_list(site: Site) -> None:
    here, former, _other = sat(site)
    mend(here)
    ban = revision(here.get(REGRADING).text)
    mend(here, RIGHT_KEY + "\n> Gợi ý: Nghĩ kỹ.\n")
    answer = apply(here, "otp", ban=ban)
    assert answer.status_code == 409
    assert "vừa có bản mới" in main_of(answer)
    assert revision(answer.text) != ban
    assert score_of(here.attempt(former.token)) == 2


def test_a_reason_and_a_question_are_needed(site: Site) -> None:
    here, former, _other = sat(site)
    mend(here)
    for answer in (apply(here, "otp", reason=" "), apply(here)):
        assert answer.status_code == 422
        assert "<title>Lỗi:" in answer.text
    assert score_of(here.attempt(former.token)) == 2


def test_an_answer_whose_option_was_reworded_keeps_its_mark_and_is_named(site: Site) -> None:
    here, former, other = sat(site)
    mend(here, RIGHT_KEY.replace("Chỉ mình tôi", "Một mình tôi"))
    words = main_of(here.get(REGRADING))
    assert "phương án đã chọn nay không còn hoặc đã sửa chữ" in words
    apply(here, "otp")
    assert [score_of(here.attempt(who.token)) for who in (former, other)] == [1, 1]


def test_a_question_that_is_gone_is_named(site: Site) -> None:
    here, former, _other = sat(site)
    mend(here, "# Chung {#chung}\n" + RIGHT_KEY[RIGHT_KEY.index("## Tệp") :])
    words = main_of(here.get(REGRADING))
    assert "Không có câu nào chấm lại được" in words
    assert "câu này không còn trong ngân hàng" in words
    assert score_of(here.attempt(former.token)) == 2


def test_nobody_grades_oneself_again(site: Site) -> None:
    here, former, _other = sat(site)
    own = sit(Learner(site, here.client, here.trainer), False, True)
    mend(here)
    assert "Lê Thị Lan" not in main_of(here.get(REGRADING))
    apply(here, "otp")
    assert score_of(here.attempt(own.token)) == 1
    assert score_of(here.attempt(former.token)) == 1


def test_another_units_trainer_changes_nothing_here(site: Site) -> None:
    here, former, _other = sat(site)
    mend(here)
    ban = revision(here.get(REGRADING).text)
    stranger = other_trainer(site)
    assert "Không có gì cần chấm lại" in main_of(stranger.get(REGRADING))
    assert post(stranger, REGRADING, ban=ban, cau=["otp"], reason=REASON).status_code == 303
    assert score_of(here.attempt(former.token)) == 2


def test_a_learner_finds_no_such_page(site: Site) -> None:
    here, former, _other = sat(site)
    assert former.client.get(REGRADING).status_code in (403, 404)
    assert post(former.client, REGRADING, ban="1", cau=["otp"], reason=REASON).status_code in (403, 404)
    assert here.get("/soan-bai/ket-qua/thu-nghiem/bai-mot/khong-co/cham-lai").status_code == 404


def test_more_attempts_than_one_transaction_takes_are_all_graded_again_and_logged_once(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, former, other = sat(site)
    mend(here)
    monkeypatch.setattr(services, "AT_ONCE", 1)
    apply(here, "otp")
    assert [score_of(here.attempt(who.token)) for who in (former, other)] == [1, 2]
    with site.app.app_context():
        entry = db.session.query(AuditEntry).filter_by(action="attempts.regraded").one()
        assert entry.detail["changed"] == 2
