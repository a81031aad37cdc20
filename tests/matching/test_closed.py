"""What people wrote about the end of a pair: the officers of the unit read it, and nobody else, the other of the two least of all."""

import pytest

from lms.core.people import Role
from lms.pairing.services import life
from tests.factories import NOW, Site, post
from tests.pairing.inviting import moved
from tests.pairing.makers import Staff, make_staff


@pytest.fixture
def staff(site: Site) -> Staff:
    return make_staff(site)


def page(staff: Staff) -> str:
    return f"/ghep-cap/{staff.unit_id}/vi-sao"


def end(site: Site, staff: Staff, reason: str = "khó gặp quá") -> None:
    post(site.client(staff.learner), f"/cap/{staff.pair_id}/ket-thuc", reason=reason)


def test_the_officer_reads_what_was_written_at_the_end(site: Site, staff: Staff) -> None:
    officer = site.client(staff.officer)
    assert "Chưa có lời nào" in officer.get(page(staff)).text
    end(site, staff)
    text = officer.get(page(staff)).text
    assert "khó gặp quá" in text
    assert "Trần Quang Minh kèm Nguyễn Thị Hòa" in text
    assert f'href="{page(staff)}"' in officer.get(f"/ghep-cap/{staff.unit_id}").text


def test_nobody_else_does(site: Site, staff: Staff) -> None:
    end(site, staff)
    for person in (staff.learner, staff.mentor, staff.colleague, staff.stranger, staff.other_officer):
        answer = site.client(person).get(page(staff))
        assert answer.status_code in (403, 404)
        assert "khó gặp quá" not in answer.text


def test_an_officer_does_not_read_what_was_written_about_her_own_pair(site: Site, staff: Staff) -> None:
    pair_id = site.pair(staff.officer, staff.colleague)
    post(site.client(staff.colleague), f"/cap/{pair_id}/ket-thuc", reason="ngại hỏi cán bộ")
    assert "ngại hỏi cán bộ" not in site.client(staff.officer).get(page(staff)).text
    other = site.person("Hoàng Thị Cán", staff.unit_id, role=Role.COORDINATOR, role_unit_id=staff.unit_id)
    assert "ngại hỏi cán bộ" in site.client(other).get(page(staff)).text


def test_what_closed_without_a_word_is_not_there(site: Site, staff: Staff) -> None:
    moved(
        site,
        staff.pair_id,
        lambda pair: life.end(pair, staff.officer.id, "", "", "", NOW, is_safeguarding=True),
    )
    text = site.client(staff.officer).get(page(staff)).text
    assert "Chưa có lời nào" in text
    assert "Nguyễn Thị Hòa" not in text


def test_why_a_pair_rests_stands_on_the_board(site: Site, staff: Staff) -> None:
    post(site.client(staff.learner), f"/cap/{staff.pair_id}/tam-nghi", reason="đi tập huấn một tuần")
    board = f"/ghep-cap/{staff.unit_id}?muc=dang-di"
    assert "đi tập huấn một tuần" in site.client(staff.officer).get(board).text
    pair_id = site.pair(staff.officer, staff.colleague)
    post(site.client(staff.colleague), f"/cap/{pair_id}/tam-nghi", reason="mệt vì anh Sơn")
    assert "mệt vì anh Sơn" not in site.client(staff.officer).get(board).text
