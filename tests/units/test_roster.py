"""The roster: who belongs to a unit, who can sign in, what may be done for whom."""

import re

import pytest

from lms import clock
from lms.accounts.services import issue_card
from tests.conftest import SECRET, Statements
from tests.factories import Site
from tests.units.cast import make_cast, refuses_outsiders


def test_it_names_everybody_and_who_cannot_sign_in_yet(site: Site) -> None:
    cast = make_cast(site)
    site.person("Bác Chưa Vào", cast.school, password=None)
    page = cast.client("officer").get(f"/danh-sach/{cast.school}").text
    assert "3 người, trong đó 1 người chưa đăng nhập được" in page
    assert "Nguyễn Thị Hòa" in page
    assert "có mật khẩu" in page
    assert "chưa có" in page


def test_a_printed_card_is_a_way_in_until_its_day(site: Site) -> None:
    cast = make_cast(site)
    person = site.person("Bác Có Thẻ", cast.school, password=None)
    with site.working():
        issue_card(person.id, None, SECRET, clock.now())
    page = cast.client("officer").get(f"/danh-sach/{cast.school}").text
    assert "ai cũng đăng nhập được" in page
    assert "thẻ đến" in page


def test_only_learners_get_a_box_to_tick_and_a_card(site: Site) -> None:
    cast = make_cast(site)
    page = cast.client("officer").get(f"/danh-sach/{cast.union}").text
    assert re.findall(r'name="nguoi" value="(\d+)"', page) == [str(cast.learner.id)]
    assert re.findall(r'name="mot" value="(\d+)"', page) == [str(cast.learner.id)]


def test_those_without_a_way_in_are_ticked_on_request(site: Site) -> None:
    cast = make_cast(site)
    missing = site.person("Bác Chưa Vào", cast.school, password=None)
    page = cast.client("officer").get(f"/danh-sach/{cast.school}?chon=chua").text
    assert re.findall(r'value="(\d+)" checked', page) == [str(missing.id)]


@pytest.mark.parametrize("text", ["hoa", "HOÀ", "Ho\u0300a"])
def test_a_search_finds_names_whatever_their_marks(site: Site, text: str) -> None:
    cast = make_cast(site)
    page = cast.client("officer").get(f"/danh-sach/{cast.union}", query_string={"tim": text}).text
    assert "Nguyễn Thị Hòa" in page
    assert "Lê Văn Soạn" not in page


def test_two_tenants_never_mix(site: Site) -> None:
    cast = make_cast(site)
    assert "Đỗ Thị Lạ" not in cast.client("officer").get(f"/danh-sach/{cast.union}").text
    searched = cast.client("officer").get(f"/danh-sach/{cast.union}?tim=la").text
    assert cast.other_learner.phone not in searched


def test_everybody_else_is_refused(site: Site) -> None:
    cast = make_cast(site)
    assert refuses_outsiders(cast, f"/danh-sach/{cast.school}")


def test_an_empty_roster_says_what_to_do(site: Site) -> None:
    cast = make_cast(site)
    empty = site.unit("Trường mới", "school", cast.union)
    page = cast.client("officer").get(f"/danh-sach/{empty}").text
    assert "Chưa có ai trong danh sách" in page
    assert "chỉ cần họ và tên" in page


def test_the_statements_do_not_grow_with_the_people(site: Site, statements: Statements) -> None:
    cast = make_cast(site)
    officer = cast.client("officer")
    path = f"/danh-sach/{cast.school}"
    officer.get(path)
    statements.clear()
    officer.get(path)
    few = len(statements)
    for number in range(60):
        site.person(f"Lê Thị Số {number}", cast.school, password=None)
    statements.clear()
    officer.get(path)
    assert len(statements) == few <= 9
