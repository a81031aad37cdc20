"""Who looked at whose work: written down once an hour, shown to whom it belongs to, never in the way of a page."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from lms import clock
from lms.core.people import Role
from lms.db import db, unit_of_work
from lms.pairing.models import AccessEntry
from lms.pairing.services.looking import note_look
from tests.factories import Site
from tests.pairing.makers import make_staff

PATH = "/cua-toi/ai-da-xem"


def entries(site: Site) -> list[tuple[int, int, str]]:
    with site.app.app_context():
        found = db.session.scalars(select(AccessEntry).order_by(AccessEntry.id)).all()
        return [(each.viewer_id, each.subject_id, each.what) for each in found]


def test_the_learner_reads_who_looked(site: Site) -> None:
    staff = make_staff(site)
    site.client(staff.mentor).get(f"/nguoi-toi-giup/{staff.pair_id}")
    site.client(staff.officer).get(f"/bao-cao/{staff.unit_id}/nguoi/{staff.learner.id}")
    page = site.client(staff.learner).get(PATH).text
    assert "Thầy Minh xem những bài đã xong" in page
    assert "Thầy Sơn xem tiến độ trong báo cáo đơn vị" in page


def test_nobody_looked_yet(site: Site) -> None:
    assert "Chưa có ai mở bài" in site.client(site.person()).get(PATH).text


def test_nobody_sees_who_looked_at_somebody_else(site: Site) -> None:
    staff = make_staff(site)
    site.client(staff.mentor).get(f"/nguoi-toi-giup/{staff.pair_id}")
    for person in (staff.mentor, staff.colleague, staff.officer, staff.stranger):
        assert "xem những bài" not in site.client(person).get(PATH).text


def test_one_line_an_hour_for_the_same_eyes_and_work(site: Site) -> None:
    staff, now = make_staff(site), clock.now().replace(minute=30)
    with site.working():
        for minutes in (0, 5, 29, 31):
            note_look(staff.mentor.id, staff.learner.id, "progress", now + timedelta(minutes=minutes))
        note_look(staff.mentor.id, staff.learner.id, "work", now)
        note_look(staff.learner.id, staff.learner.id, "work", now)
    assert [what for _viewer, _subject, what in entries(site)] == ["progress", "progress", "work"]


def test_a_page_that_was_refused_leaves_no_line(site: Site) -> None:
    staff = make_staff(site)
    for person in (staff.stranger, staff.other_officer, staff.colleague):
        client = site.client(person)
        client.get(f"/nguoi-toi-giup/{staff.pair_id}")
        client.get(f"/bao-cao/{staff.unit_id}/nguoi/{staff.learner.id}")
    assert entries(site) == []


def test_a_busy_database_costs_nobody_the_page(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    staff = make_staff(site)
    client = site.client(staff.mentor)

    def busy(*_args: object) -> None:
        raise OperationalError("INSERT", {}, Exception("database is locked"))

    monkeypatch.setattr("lms.pairing.views.looking.note_look", busy)
    assert client.get(f"/nguoi-toi-giup/{staff.pair_id}").status_code == 200
    assert entries(site) == []


def test_many_lines_are_paged(site: Site) -> None:
    unit = site.unit()
    learner, officer = site.person(unit_id=unit), site.person("Phạm Văn Sơn", unit, role=Role.COORDINATOR)
    with site.app.app_context(), unit_of_work():
        for hours in range(50, -1, -1):
            note_look(officer.id, learner.id, "person", clock.now() - timedelta(hours=hours))
    client = site.client(learner)
    assert client.get(PATH).text.count("xem tiến độ") == 50
    assert client.get(f"{PATH}?trang=2").text.count("xem tiến độ") == 1
