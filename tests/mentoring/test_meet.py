"""A learner's QR code on the phone of whoever watches: five minutes, once, and only for who may confirm."""

from datetime import timedelta

import pytest
from sqlalchemy import event, select

from lms import clock
from lms.db import db
from lms.practice.models import MeetingPass
from tests.factories import PASSWORD, Site, csrf_token, post
from tests.practice.makers import OBSERVED, events, make_school, submissions
from tests.practice.meeting import SEEN, meet


def test_the_mentor_scans_ticks_and_confirms_and_the_learner_sees_it(site: Site) -> None:
    school = make_school(site)
    learner, mentor = site.client(school.learner), site.client(school.mentor)
    shown, scanned = meet(learner)
    page = learner.get(shown).text
    assert "<svg" in page
    assert scanned in page
    page = mentor.get(scanned).text
    assert "Nguyễn Thị Hòa" in page
    assert "Tự bấm nút" in page
    answer = post(mentor, scanned, **SEEN)
    assert answer.status_code == 303
    (only,) = submissions(site, school.learner)
    assert (only.state, only.decided_by_id, only.means) == ("passed", school.mentor.id, "qr")
    assert events(site, school.learner)[-1] == ("observed_alone", "person", "mentor")
    assert "bằng mã QR" in mentor.get(answer.location).text
    assert learner.get(shown).location == f"{OBSERVED}#ket-qua"
    page = learner.get(OBSERVED).text
    assert "bằng mã QR" in page
    assert "Hiện mã QR" not in page


def test_looking_uses_nothing_up(site: Site) -> None:
    school = make_school(site)
    _shown, scanned = meet(site.client(school.learner))
    mentor = site.client(school.mentor)
    writes: list[str] = []
    engine = site.app.extensions["test_engine"]

    def watch(_conn: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE")):
            writes.append(statement)

    event.listen(engine, "before_cursor_execute", watch)
    try:
        for _ in range(3):
            assert mentor.get(scanned).status_code == 200
    finally:
        event.remove(engine, "before_cursor_execute", watch)
    assert writes == []
    assert post(mentor, scanned, **SEEN).status_code == 303


def test_only_a_hash_of_the_pass_is_kept(site: Site) -> None:
    school = make_school(site)
    _shown, scanned = meet(site.client(school.learner))
    token = scanned.rpartition("/")[2]
    assert len(token) >= 43
    with site.app.app_context():
        (row,) = db.session.execute(select(MeetingPass.__table__)).all()
    assert all(token not in str(value) for value in row)


def test_a_pass_works_once_for_five_minutes_and_a_new_one_replaces_it(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    school = make_school(site)
    learner, mentor = site.client(school.learner), site.client(school.mentor)
    _shown, first = meet(learner)
    shown, second = meet(learner)
    assert mentor.get(first).status_code == 410
    assert post(mentor, first, **SEEN).status_code == 410
    now = clock.now()
    with monkeypatch.context() as patch:
        patch.setattr(clock, "now", lambda: now + timedelta(minutes=5, seconds=1))
        assert mentor.get(second).status_code == 410
        answer = post(mentor, second, **SEEN)
        assert answer.status_code == 410
        assert "5 phút" in answer.text
        assert "Lấy mã mới" in learner.get(shown).text
    assert submissions(site, school.learner) == []
    assert post(mentor, second, **SEEN).status_code == 303
    assert post(mentor, second, **SEEN).status_code == 410
    assert len(submissions(site, school.learner)) == 1


def test_a_list_that_is_not_enough_leaves_the_pass_as_it_was(site: Site) -> None:
    school = make_school(site)
    _shown, scanned = meet(site.client(school.learner))
    mentor = site.client(school.mentor)
    answer = post(mentor, scanned, how="alone")
    assert answer.status_code == 422
    assert "<title>Lỗi:" in answer.text
    assert submissions(site, school.learner) == []
    assert post(mentor, scanned, **SEEN).status_code == 303


def test_others_find_nothing_behind_it(site: Site) -> None:
    school = make_school(site)
    shown, scanned = meet(site.client(school.learner))
    for person in (school.colleague, school.other_officer):
        client = site.client(person)
        answer = client.get(scanned)
        assert answer.status_code == 404
        assert "Hòa" not in answer.text
        assert post(client, scanned, **SEEN).status_code == 404
        assert client.get(shown).status_code == 404
    assert submissions(site, school.learner) == []


def test_ones_own_pass_confirms_nothing(site: Site) -> None:
    school = make_school(site)
    learner = site.client(school.learner)
    _shown, scanned = meet(learner)
    for answer in (learner.get(scanned), post(learner, scanned, **SEEN)):
        assert answer.status_code == 403
        assert "mã của chính thầy cô" in answer.text
    assert submissions(site, school.learner) == []


def test_a_pair_that_ended_meanwhile_confirms_nothing_and_the_officer_can(site: Site) -> None:
    school = make_school(site)
    learner = site.client(school.learner)
    _shown, scanned = meet(learner)
    post(learner, f"/cap/{school.pair_id}/ket-thuc", reason="đã học xong")
    mentor = site.client(school.mentor)
    assert mentor.get(scanned).status_code == 404
    assert post(mentor, scanned, **SEEN).status_code == 404
    assert post(site.client(school.other_officer), scanned, **SEEN).status_code == 404
    assert post(site.client(school.officer), scanned, **SEEN).status_code == 303
    (only,) = submissions(site, school.learner)
    assert (only.decided_by_id, only.means) == (school.officer.id, "qr")
    assert events(site, school.learner)[-1][2] == "assessor"


def test_whoever_is_signed_out_signs_in_and_comes_back_to_it(site: Site) -> None:
    school = make_school(site)
    _shown, scanned = meet(site.client(school.learner))
    phone = site.client()
    answer = phone.get(scanned)
    assert answer.status_code == 303
    assert "/dang-nhap" in answer.location
    fields = {"identifier": school.mentor.phone, "password": PASSWORD, "next": scanned}
    answer = post(phone, "/dang-nhap", csrf_token=csrf_token(phone, answer.location), **fields)
    assert answer.location == scanned
    assert phone.get(scanned).status_code == 200


@pytest.mark.parametrize("item", ["bai-hai/nhiem-vu/nv-anh", "bai-mot/nhiem-vu/nv-tu-kiem"])
def test_only_observed_tasks_have_passes_and_codes(site: Site, item: str) -> None:
    school = make_school(site)
    learner = site.client(school.learner)
    assert post(learner, f"/hoc/thu-nghiem/{item}/gap").status_code == 404
    assert learner.get(f"/hoc/thu-nghiem/{item}/nhap-ma").status_code == 404
    assert "Hiện mã QR" not in learner.get(f"/hoc/thu-nghiem/{item}").text


def test_what_waits_is_what_is_confirmed(site: Site) -> None:
    school = make_school(site)
    learner = site.client(school.learner)
    post(learner, OBSERVED)
    assert "Hiện mã QR" in learner.get(OBSERVED).text
    _shown, scanned = meet(learner)
    assert post(site.client(school.mentor), scanned, **SEEN).status_code == 303
    assert [(each.state, each.means) for each in submissions(site, school.learner)] == [("passed", "qr")]
