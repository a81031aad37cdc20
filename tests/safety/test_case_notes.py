"""A canary in case notes and outcomes: it sings on the pages of those who look after that report, and nowhere else.

Both of a pair may report, each may hold the safeguarding role, and the two reports may lie on different desks.
"""

from dataclasses import dataclass

import pytest

from lms.core.people import Role
from lms.db import Base, db
from tests.factories import Person, Site, post
from tests.mentoring.test_harm import reports

SONG, SECOND_SONG = "chim-hoàng-yến-vụ-việc", "hoàng-yến-vụ-thứ-hai"


@dataclass(frozen=True)
class Desks:
    """The mentor is coordinator of the school: what is said of him lies above it, what he says of her lies below."""

    school: int
    mentee: Person
    mentor: Person
    below: Person
    above: Person
    pair_id: int

    @property
    def path(self) -> str:
        return f"/cap/{self.pair_id}/khong-on"


@pytest.fixture
def desks(site: Site) -> Desks:
    union = site.unit("Công đoàn xã", "union")
    school = site.unit("THCS Sông Cầu", "school", union)
    mentor = site.person("Trần Quang Minh", school, honorific="thầy", role=Role.COORDINATOR)
    mentee = site.person("Nguyễn Thị Hòa", school)
    below = site.person("Ngô Thị Bảy", school, role=Role.SAFEGUARDING)
    above = site.person("Lê Thị Lan", union, role=Role.SAFEGUARDING)
    return Desks(school, mentee, mentor, below, above, site.pair(mentor, mentee))


def report(site: Site, desks: Desks, by: Person) -> str:
    assert post(site.client(by), desks.path, kind="other", words=f"lời của {by.full_name}").status_code == 303
    return f"/an-toan/{reports(site)[-1].id}"


def note(site: Site, path: str, by: Person, words: str) -> None:
    assert post(site.client(by), f"{path}/ghi-chu", words=words, newest="0").status_code == 303


def test_what_lies_above_is_not_read_below(site: Site, desks: Desks) -> None:
    about_him, about_her = report(site, desks, desks.mentee), report(site, desks, desks.mentor)
    note(site, about_him, desks.above, SONG)
    note(site, about_her, desks.below, SECOND_SONG)
    below, above = site.client(desks.below), site.client(desks.above)
    assert below.get(about_him).status_code == 404
    page = below.get(about_her).text
    assert SECOND_SONG in page
    assert SONG not in page
    page = above.get(about_him).text
    assert SONG in page
    assert SECOND_SONG in page  # whoever reads both reads the case as one


def test_who_reports_back_reads_nothing_about_oneself(site: Site, desks: Desks) -> None:
    guardian = site.person("Vũ Thị Lý", desks.school, role=Role.SAFEGUARDING)
    partner = site.person("Bùi Thị Mai", desks.school)
    pair_id = site.pair(guardian, partner)
    pair = Desks(desks.school, partner, guardian, desks.below, desks.above, pair_id)
    about_guardian = report(site, pair, partner)
    note(site, about_guardian, desks.above, SONG)
    back = report(site, pair, guardian)
    note(site, back, desks.below, SECOND_SONG)
    client = site.client(guardian)
    for path in (about_guardian, back):
        assert client.get(path).status_code == 404
        for action in ("nhan", "ghi-chu", "di-tiep", "ket-thuc", "khep-lai"):
            assert post(client, f"{path}/{action}", words="x", outcome="x", newest="0").status_code == 404
    listed = client.get("/an-toan").text
    assert not any(path in listed for path in (about_guardian, back))


def test_whoever_is_the_only_office_may_read_what_one_said_oneself(site: Site) -> None:
    school = site.unit("Trường một người", "school")
    only = site.person("Vũ Thị Lý", school, role=Role.SAFEGUARDING)
    partner = site.person("Bùi Thị Mai", school)
    pair = Desks(school, partner, only, only, only, site.pair(only, partner))
    path = report(site, pair, only)
    client = site.client(only)
    assert path in client.get("/an-toan").text
    assert client.get(path).status_code == 200


def test_the_words_stand_in_their_own_columns_and_in_no_log(site: Site, desks: Desks) -> None:
    path = report(site, desks, desks.mentee)
    note(site, path, desks.above, SONG)
    guardian = site.client(desks.above)
    assert post(guardian, f"{path}/ket-thuc").status_code == 303
    assert post(guardian, f"{path}/khep-lai", outcome=SECOND_SONG).status_code == 303
    found = set()
    with site.app.app_context():
        for table in Base.metadata.sorted_tables:
            for row in db.session.execute(db.select(table)).mappings():
                found |= {
                    (table.name, str(name))
                    for name, value in row.items()
                    if any(each in str(value) for each in (SONG, SECOND_SONG, "lời của"))
                }
    assert found == {("pair_notes", "words"), ("harm_reports", "outcome"), ("harm_reports", "words")}
