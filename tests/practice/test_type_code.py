"""A printed code on the learner's phone: whose it must be, that it works once, what wrong ones cost."""

import logging
import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from lms import clock
from lms.core.people import Role
from lms.db import Base, db
from lms.practice.models import ConfirmationCode, WrongCode
from tests.factories import Site, post
from tests.practice.makers import OBSERVED, events, make_school, submissions
from tests.practice.meeting import CODES, SEEN, TYPE_CODE, codes_of, print_codes, type_code

WRONG = "222 222 222"


def wrong_codes(site: Site) -> int:
    with site.app.app_context():
        return db.session.scalar(select(func.count(WrongCode.id))) or 0


def test_a_code_confirms_on_the_learners_phone_and_opens_no_session(site: Site) -> None:
    school = make_school(site)
    codes, learner = codes_of(site, school), site.client(school.learner)
    assert TYPE_CODE in learner.get(OBSERVED).text
    page = learner.get(TYPE_CODE).text
    assert "Tự bấm nút" in page
    assert type_code(learner, 7, codes[6].lower()) == 303
    (only,) = submissions(site, school.learner)
    assert (only.state, only.decided_by_id, only.means) == ("passed", school.mentor.id, "code")
    assert events(site, school.learner)[-1] == ("observed_alone", "person", "mentor")
    assert "bằng mã trên thẻ giấy" in learner.get(OBSERVED).text
    assert "Nguyễn Thị Hòa" in learner.get("/tai-khoan").text
    assert learner.get(f"/duyet/{only.id}").status_code == 404


def test_the_mentor_is_told_and_takes_it_back_in_one_tap(site: Site) -> None:
    school = make_school(site)
    codes, learner, mentor = codes_of(site, school), site.client(school.learner), site.client(school.mentor)
    type_code(learner, 7, codes[6])
    page = mentor.get("/nguoi-toi-giup").text
    assert "Mã số 7 vừa dùng để xác nhận cho cô Hòa" in page
    assert "còn 9 trên 10 mã" in mentor.get(CODES).text
    (only,) = submissions(site, school.learner)
    reason = re.search(r'name="reason" value="([^"]+)"', page)
    assert reason
    assert post(mentor, f"/duyet/{only.id}/rut-lai", reason=reason[1]).status_code == 303
    assert "Mã số 7" not in mentor.get("/nguoi-toi-giup").text
    assert reason[1] in learner.get(OBSERVED).text
    assert submissions(site, school.learner)[0].state == "revoked"


def test_after_three_days_there_is_nothing_to_take_back(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    school = make_school(site)
    mentor = site.client(school.mentor)
    type_code(site.client(school.learner), 1, print_codes(mentor)[0])
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(hours=73))
    assert "Mã số 1" not in mentor.get("/nguoi-toi-giup").text


def test_a_code_works_once_and_a_new_list_withdraws_the_old(site: Site) -> None:
    school = make_school(site)
    old = codes_of(site, school)
    new = codes_of(site, school)
    learner, mentor = site.client(school.learner), site.client(school.mentor)
    assert type_code(learner, 1, old[0]) == 422
    assert type_code(learner, 1, new[0]) == 303
    (only,) = submissions(site, school.learner)
    post(mentor, f"/duyet/{only.id}/rut-lai", reason="nhầm")
    assert type_code(learner, 1, new[0]) == 422
    assert type_code(learner, 2, new[1]) == 303


def test_only_codes_of_who_may_watch_this_learner_count(site: Site) -> None:
    school = make_school(site)
    learner, elsewhere = site.client(school.learner), site.person("Tạ Văn Xa", school.other_officer.unit_id)
    site.pair(elsewhere, site.person("Lý Thị Xa", elsewhere.unit_id))
    for person in (school.other_officer, elsewhere):
        assert type_code(learner, 3, print_codes(site.client(person))[2]) == 422
    assert type_code(learner, 3, print_codes(site.client(school.officer))[2]) == 303
    (only,) = submissions(site, school.learner)
    assert (only.decided_by_id, events(site, school.learner)[-1][2]) == (school.officer.id, "assessor")


def test_the_code_of_another_mentor_of_the_unit_counts_and_says_whose_it_was(site: Site) -> None:
    school = make_school(site)
    learner = site.client(school.learner)
    assert type_code(learner, 3, print_codes(site.client(school.other_mentor))[2]) == 303
    (only,) = submissions(site, school.learner)
    assert (only.decided_by_id, events(site, school.learner)[-1][2]) == (school.other_mentor.id, "assessor")


def test_nobody_confirms_oneself_by_an_own_code(site: Site) -> None:
    school = make_school(site)
    site.pair(school.learner, site.person("Lê Văn Tư", school.unit_id))
    learner = site.client(school.learner)
    assert type_code(learner, 1, print_codes(learner)[0]) == 422
    chief = site.person("Đinh Thị Mai", school.unit_id, role=Role.COORDINATOR)
    officer = site.client(chief)
    assert type_code(officer, 1, print_codes(officer)[0]) == 422
    assert submissions(site, chief) == submissions(site, school.learner) == []


def test_wrong_number_wrong_code_and_used_code_get_the_same_answer(site: Site) -> None:
    school = make_school(site)
    codes, learner = codes_of(site, school), site.client(school.learner)
    answers = []
    for number, code in ((1, WRONG), (2, codes[0])):
        answer = post(learner, TYPE_CODE, number=number, confirmation_code=code, **SEEN)
        answers.append(re.sub(r'csrf_token" value="[^"]+"|nonce="[^"]+"|value="\d"', "", answer.text))
        assert answer.status_code == 422
        assert code not in answer.text
        assert answer.text.count(" checked") == 2
    assert answers[0] == answers[1]
    assert wrong_codes(site) == 2


def test_five_wrong_codes_pause_an_hour_also_for_the_right_one(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    school = make_school(site)
    codes, learner = codes_of(site, school), site.client(school.learner)
    for _ in range(5):
        assert type_code(learner, 1, WRONG) == 422
    answer = post(learner, TYPE_CODE, number=1, confirmation_code=codes[0], **SEEN)
    assert answer.status_code == 429
    assert "60 phút" in answer.text
    assert "quét mã QR" in answer.text
    assert wrong_codes(site) == 5
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(minutes=61))
    assert type_code(learner, 1, codes[0]) == 303


@pytest.mark.parametrize(
    ("number", "code"),
    [("", ""), ("0", WRONG), ("11", WRONG), ("1", "222"), ("²", WRONG), ("1", "000 000 000")],
)
def test_what_cannot_be_a_code_is_said_and_not_counted(site: Site, number: str, code: str) -> None:
    school = make_school(site)
    answer = post(site.client(school.learner), TYPE_CODE, number=number, confirmation_code=code, **SEEN)
    assert answer.status_code == 422
    assert "<title>Lỗi:" in answer.text
    assert wrong_codes(site) == 0


def test_without_the_ticks_no_code_is_looked_at(site: Site) -> None:
    school = make_school(site)
    codes, learner = codes_of(site, school), site.client(school.learner)
    for code in (WRONG, codes[0]):
        assert type_code(learner, 1, code, how="alone") == 422
    assert wrong_codes(site) == 0
    assert type_code(learner, 1, codes[0]) == 303


def test_codes_stand_in_clear_neither_in_the_database_nor_in_a_log_nor_in_a_kept_form(
    site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    school = make_school(site)
    caplog.set_level(logging.DEBUG)
    codes, learner = codes_of(site, school), site.client(school.learner)
    type_code(learner, 9, codes[8])
    type_code(learner, 9, codes[8])
    plain = {code.replace(" ", "") for code in codes}
    with site.app.app_context():
        for table in Base.metadata.sorted_tables:
            for row in db.session.execute(select(table)):
                assert not any(code in str(value) for code in plain for value in row), table.name
    assert not any(code in caplog.text or code.replace(" ", "") in caplog.text for code in codes)
    fields = {"number": "1", "confirmation_code": codes[0], **SEEN}
    lost = site.client().post(TYPE_CODE, data=fields)
    assert lost.status_code == 401
    assert codes[0] not in lost.text


def test_the_list_is_shown_once_and_only_to_who_may_confirm(site: Site) -> None:
    school = make_school(site)
    mentor = site.client(school.mentor)
    codes = print_codes(mentor)
    assert len(set(codes)) == 10
    assert not any(code in mentor.get(CODES).text for code in codes)
    for person in (school.learner, school.colleague):
        client = site.client(person)
        assert client.get(CODES).status_code == 404
        assert post(client, CODES).status_code == 404
        assert CODES not in client.get("/nguoi-toi-giup").text
    with site.app.app_context():
        assert db.session.scalar(select(func.count(ConfirmationCode.id))) == 10
