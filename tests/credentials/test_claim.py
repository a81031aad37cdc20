"""Claiming a certificate: only the ledger earns one, and asking twice gives the same."""

import pytest
from sqlalchemy import select, update

from lms.core.completion import ItemState
from lms.credentials import services
from lms.credentials.models import Certificate
from lms.db import db
from lms.progress.models import Enrolment
from tests.content import COURSE, publish, small_course
from tests.credentials.makers import certify, study, withdraw
from tests.factories import NOW, Site, post

CLAIM = "/chung-nhan/thu-nghiem/nhan"


def count(site: Site) -> int:
    with site.app.app_context():
        return len(db.session.scalars(select(Certificate)).all())


def test_whoever_finished_claims_a_certificate_and_sees_it(site: Site) -> None:
    publish(site)
    person = site.person()
    study(site, person)
    answer = post(client := site.client(person), CLAIM)
    assert answer.status_code == 303
    page = client.get(answer.location)
    assert "Chúc mừng thầy cô đã học xong!" in page.text
    assert "Nguyễn Thị Hòa" in page.text
    assert "Khóa thử nghiệm" in page.text


def test_claiming_twice_gives_one_certificate(site: Site) -> None:
    publish(site)
    person = site.person()
    study(site, person)
    client = site.client(person)
    assert post(client, CLAIM).location == post(client, CLAIM).location
    assert count(site) == 1


def test_an_unfinished_course_gives_none_and_says_what_to_do(site: Site) -> None:
    publish(site)
    person = site.person()
    study(site, person, items=6)
    answer = post(site.client(person), CLAIM)
    assert answer.status_code == 422
    assert "mở khóa học để làm nốt" in answer.text
    assert count(site) == 0


def test_a_stored_row_that_somebody_changed_earns_nothing(site: Site) -> None:
    publish(site)
    person = site.person()
    study(site, person, items=1)
    with site.working():
        done = {"bai-mot/bam-nut": {"state": ItemState.DONE.value, "at": NOW.isoformat()}}
        db.session.execute(
            update(Enrolment).values(completed_at=NOW, done_items=7, next_key="", records=done)
        )
    assert post(site.client(person), CLAIM).status_code == 422
    assert count(site) == 0


def test_what_was_withdrawn_in_the_ledger_no_longer_earns_one(site: Site) -> None:
    publish(site)
    person = site.person()
    study(site, person)
    withdraw(site, person, "bai-hai/nv-xem")
    assert post(site.client(person), CLAIM).status_code == 422


def test_a_course_without_certificate_gives_none(site: Site) -> None:
    plain = COURSE.format(minutes=9).replace("certificate: true", "certificate: false")
    publish(site, small_course(course__md=plain))
    person = site.person()
    study(site, person)
    answer = post(site.client(person), CLAIM)
    assert answer.status_code == 422
    assert "không cấp giấy chứng nhận" in answer.text


def test_extra_fields_decide_nothing(site: Site) -> None:
    publish(site)
    person, other = site.person(), site.person("Đỗ Văn Hùng")
    study(site, person)
    post(site.client(person), CLAIM, user_id=other.id, full_name="Người khác", code="AAAA-AAAA-AAAA")
    with site.app.app_context():
        certificate = db.session.scalars(select(Certificate)).one()
        assert (certificate.user_id, certificate.full_name) == (person.id, "Nguyễn Thị Hòa")
        assert certificate.code != "AAAA-AAAA-AAAA"


def test_a_stranger_is_asked_to_sign_in_and_an_unknown_course_is_not_found(site: Site) -> None:
    publish(site)
    assert post(site.client(), CLAIM).status_code == 401
    assert post(site.client(site.person()), "/chung-nhan/khong-co/nhan").status_code == 404


def test_the_certificate_keeps_the_name_of_the_day_and_counts_each_trust_apart(site: Site) -> None:
    publish(site)
    mentor, person = site.person("Trần Quang Minh", honorific="thầy"), site.person()
    site.pair(mentor, person)
    study(site, person, by=mentor.id)
    post(site.client(person), CLAIM)
    with site.app.app_context():
        certificate = db.session.scalars(select(Certificate)).one()
        assert certificate.evidence == {
            "self": {"step": 3, "task": 1},
            "machine": {"quiz": 1},
            "person": {"task": 2},
        }
        assert certificate.skills == ["Cài ứng dụng đúng chỗ"]
        assert certificate.mentor_name == "thầy Trần Quang Minh"
        assert certificate.unit_name == "THCS Sông Cầu"


def test_of_two_taps_at_one_moment_the_slower_gets_the_certificate_of_the_faster(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(site)
    person = site.person()
    code = certify(site, person)
    looks = iter([None])  # the slower one looked before the faster one wrote
    find = services.find_valid_certificate
    monkeypatch.setattr(services, "find_valid_certificate", lambda *ids: next(looks, find(*ids)))
    assert post(site.client(person), CLAIM).location == f"/chung-nhan/{code}"
    assert count(site) == 1
