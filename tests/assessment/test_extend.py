"""Personal extensions: what is granted holds at once, is listed, and is taken back."""

from datetime import timedelta

from lms import clock
from lms.accounts.models import AuditEntry
from lms.db import db
from lms.quizzes.models import Extension
from tests.assessment.makers import RESULTS, School, other_trainer, school, sit
from tests.factories import Site, post
from tests.quizzes.makers import QUIZ, Learner, main_of

ONE = "## Một? {#mot}\n- (x) Đúng\n- ( ) Sai\n"


def path_for(who: Learner) -> str:
    return f"{RESULTS}/gia-han/{who.person.id}"


def rows(site: Site) -> list[Extension]:
    with site.app.app_context():
        found = db.session.query(Extension).order_by(Extension.id).all()
        for each in found:
            db.session.expunge(each)
        return found


def limited(site: Site) -> School:
    return school(site, questions=ONE, time="10", attempts=1)


def test_only_what_the_bank_limits_can_be_extended(site: Site) -> None:
    here = limited(site)
    words = main_of(here.get(path_for(here.learner())))
    assert "Thêm bao nhiêu phút Bài có 10 phút." in words
    assert "Thêm mấy lần làm Bài cho làm 1 lần." in words
    assert "Đóng muộn hơn" not in words


def test_a_bank_without_limits_needs_no_extension(site: Site) -> None:
    here = school(site, questions=ONE)
    assert "nên không cần gia hạn" in main_of(here.get(path_for(here.learner())))


def test_another_attempt_is_granted_and_used(site: Site) -> None:
    here = limited(site)
    who = sit(here.learner(), False)
    assert post(who.client, QUIZ).status_code == 422
    answer = here.post(path_for(who), extra_attempts="1", reason="Máy hỏng")
    assert answer.status_code == 303
    assert "Đã gia hạn cho Nguyễn Thị Hòa." in here.get(answer.location).text
    assert post(who.client, QUIZ).status_code == 303


def test_more_minutes_reach_an_attempt_that_runs(site: Site) -> None:
    here = limited(site)
    who = here.learner()
    who.begin()
    before = who.sitting().deadline_at
    here.post(path_for(who), extra_minutes="15", reason="Mắt kém")
    after = who.sitting().deadline_at
    assert before is not None
    assert after == before + timedelta(minutes=15)


def test_a_later_close_is_on_the_sites_clock(site: Site) -> None:
    tomorrow = clock.now() + timedelta(days=1)
    here = school(site, questions=ONE, close=tomorrow.strftime('"%Y-%m-%d %H:%M"'))
    who = here.learner()
    later = (tomorrow + timedelta(days=2)).strftime("%Y-%m-%dT10:00")
    assert here.post(path_for(who), closes_at=later, reason="Đi công tác").status_code == 303
    (granted,) = rows(site)
    assert granted.closes_at is not None
    zone = site.app.extensions["settings"].timezone
    assert granted.closes_at.astimezone(zone).strftime("%Y-%m-%dT%H:%M") == later


def test_what_is_missing_or_odd_is_said(site: Site) -> None:
    here = school(site, questions=ONE, time="10", close='"2099-01-01 08:00"')
    who = here.learner()
    cases = {
        "Chưa gia hạn gì.": {"reason": "Vì sao"},
        "Một câu ngắn là đủ.": {"extra_minutes": "5"},
        "Gõ một số từ 0 đến 600": {"extra_minutes": "-5", "reason": "Vì"},
        "Chưa đọc được ngày giờ.": {"closes_at": "mai", "reason": "Vì"},
        "Chọn một lúc sau bây giờ": {"closes_at": "2020-01-01T10:00", "reason": "Vì"},
    }
    for sentence, fields in cases.items():
        answer = here.post(path_for(who), **fields)
        assert answer.status_code == 422, sentence
        assert sentence in main_of(answer)
        assert "<title>Lỗi:" in answer.text
    for minutes in ("٥", "1e3", "601", "99999999999"):
        assert here.post(path_for(who), extra_minutes=minutes, reason="Vì").status_code == 422
    assert rows(site) == []


def test_the_same_twice_is_once_and_another_replaces_it(site: Site) -> None:
    here = limited(site)
    who = here.learner()
    for _ in range(2):
        here.post(path_for(who), extra_minutes="5", reason="Mắt kém")
    assert len(rows(site)) == 1
    assert "Đang có: thêm 5 phút." in main_of(here.get(path_for(who)))
    here.post(path_for(who), extra_minutes="20", reason="Mắt kém")
    first, second = rows(site)
    assert first.revoked_at is not None
    assert second.revoked_at is None


def test_it_is_listed_with_its_reason_and_taken_back_once(site: Site) -> None:
    here = limited(site)
    who = sit(here.learner(), False)
    here.post(path_for(who), extra_minutes="5", extra_attempts="1", reason="Máy hỏng")
    words = main_of(here.get(f"{RESULTS}/gia-han"))
    assert "1 người được gia hạn riêng" in words
    assert "Thêm 5 phút, thêm 1 lần làm Máy hỏng Cô Lan" in words
    revoke = f"/soan-bai/ket-qua/gia-han/{rows(site)[0].id}/thu-hoi"
    assert here.post(revoke, ve=f"{RESULTS}/gia-han").location == f"{RESULTS}/gia-han"
    assert here.post(revoke).status_code == 303
    assert "Chưa ai được gia hạn riêng" in main_of(here.get(f"{RESULTS}/gia-han"))
    assert post(who.client, QUIZ).status_code == 422
    with site.app.app_context():
        actions = [
            each.action for each in db.session.query(AuditEntry).filter(AuditEntry.action.like("extension.%"))
        ]
    assert sorted(actions) == ["extension.granted", "extension.revoked"]


def test_people_are_found_by_name_before_they_begin(site: Site) -> None:
    here = limited(site)
    here.learner("Vũ Thị Lý")
    page = here.get(f"{RESULTS}/gia-han?tim=vu thi ly")
    assert "Vũ Thị Lý" in main_of(page)
    assert "Không có ai tên như vậy" in main_of(here.get(f"{RESULTS}/gia-han?tim=khong ai"))
    assert "Lê Thị Lan" not in main_of(here.get(f"{RESULTS}/gia-han?tim=lan")), "not for oneself"


def test_nobody_extends_beyond_ones_reach_or_for_oneself(site: Site) -> None:
    here = limited(site)
    who, stranger = here.learner(), other_trainer(site)
    assert stranger.get(path_for(who)).status_code == 404
    assert post(stranger, path_for(who), extra_minutes=5, reason="Vì").status_code == 404
    assert here.post(f"{RESULTS}/gia-han/{here.trainer.id}", extra_minutes=5, reason="Vì").status_code == 404
    assert post(who.client, path_for(who), extra_minutes=5, reason="Vì").status_code == 403
    assert rows(site) == []
    here.post(path_for(who), extra_minutes=5, reason="Vì")
    assert post(stranger, f"/soan-bai/ket-qua/gia-han/{rows(site)[0].id}/thu-hoi").status_code == 404
    assert post(stranger, "/soan-bai/ket-qua/gia-han/999999/thu-hoi").status_code == 404
    assert rows(site)[0].revoked_at is None
    assert "Nguyễn" not in main_of(stranger.get(f"{RESULTS}/gia-han?tim=nguyen"))
