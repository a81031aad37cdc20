"""A unit's report: the news, honest denominators, everybody and where each stands."""

import re
import unicodedata
from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient

from lms.accounts import services as accounts
from lms.accounts.queries import get_user
from lms.courses.queries import get_head, get_published
from lms.courses.services import store_revision
from lms.db import db
from lms.units import services as units
from lms.units.models import Membership, Unit
from tests.conftest import Statements
from tests.content import publish
from tests.credentials.makers import certify, study
from tests.factories import NOW, Site
from tests.units.cast import Cast, make_cast, refuses_outsiders


def people(page: str) -> list[str]:
    """Return the names of the table in the order in which it shows them."""
    return re.findall(r'<a href="/bao-cao/\d+/nguoi/\d+">([^<]+)</a>', page)


def report(cast: Cast, client: FlaskClient, **asked: str) -> str:
    answer = client.get(f"/bao-cao/{cast.union}", query_string=asked)
    assert answer.status_code == 200
    return str(answer.text)


def exempt(site: Site, user_id: int, reason: str) -> None:
    with site.working():
        db.session.query(Membership).filter_by(user_id=user_id).one().exempt_reason = reason


def test_the_heading_says_the_news(site: Site) -> None:
    publish(site)
    cast = make_cast(site)
    officer = cast.client("officer")
    assert "Chưa ai trong 4 người bắt đầu khóa Khóa thử nghiệm" in report(cast, officer)
    study(site, cast.trainer, items=1)
    assert "1 trên 4 người đang học khóa Khóa thử nghiệm" in report(cast, officer)
    study(site, cast.learner)
    assert "1 trên 4 người đã xong khóa Khóa thử nghiệm" in report(cast, officer)


def test_who_has_no_way_to_sign_in_is_on_the_list_and_named_as_such(site: Site) -> None:
    publish(site)
    cast = make_cast(site)
    site.person("Bác Chưa Vào", cast.school, password=None)
    page = report(cast, cast.client("officer"))
    assert "<b>5</b>" in page
    assert "kể cả 1 người chưa đăng nhập được" in page
    only = people(report(cast, cast.client("officer"), loc="chua-vao"))
    assert only == ["Bác Chưa Vào"]


def test_an_exempt_person_is_counted_apart_with_the_reason(site: Site) -> None:
    publish(site)
    cast = make_cast(site)
    study(site, cast.learner)
    exempt(site, cast.learner.id, "nghỉ thai sản")
    page = report(cast, cast.client("officer"))
    assert "Chưa ai trong 3 người" in page
    assert "1 người được miễn, tính riêng" in page
    assert "miễn: nghỉ thai sản" in page


def test_whoever_left_or_closed_the_account_is_in_no_denominator(site: Site) -> None:
    publish(site)
    cast = make_cast(site)
    with site.working():
        accounts.close_account(get_user(cast.learner.id), NOW)
        db.session.query(Membership).filter_by(user_id=cast.trainer.id).one().to_on = date(2026, 11, 1)
    assert "Chưa ai trong 2 người" in report(cast, cast.client("officer"))


def test_each_row_says_where_the_person_is(site: Site) -> None:
    publish(site)
    cast = make_cast(site)
    site.pair(cast.trainer, cast.learner)
    study(site, cast.learner, items=1)
    study(site, cast.trainer, items=2)
    study(site, cast.officer, items=5)
    page = report(cast, cast.client("officer"))
    for words in (
        "Bài 1, bước 2",
        "Bài 1, việc thực hành",
        "Bài 2, việc thực hành",
        "đã xong 1/7",
        "Thầy Soạn",
        "Chưa bắt đầu",
    ):
        assert words in page


def test_a_certificate_is_linked_from_its_row(site: Site) -> None:
    publish(site)
    cast = make_cast(site)
    code = certify(site, cast.learner)
    assert f'href="/chung-nhan/{code}"' in report(cast, cast.client("officer"))


def test_each_figure_opens_its_list(site: Site) -> None:
    publish(site)
    cast = make_cast(site)
    study(site, cast.learner)
    study(site, cast.trainer, items=1)
    officer = cast.client("officer")
    assert people(report(cast, officer, loc="xong")) == ["Nguyễn Thị Hòa"]
    assert people(report(cast, officer, loc="dang")) == ["Lê Văn Soạn"]
    assert people(report(cast, officer, loc="chua")) == ["Phạm Văn Sơn", "Vũ Thị Tâm"]
    assert people(report(cast, officer, loc="mien")) == []


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("text", ["hoa", "HÒA", "thị hòa", "nguyen thi"])
def test_a_search_finds_names_whatever_their_marks(site: Site, text: str, form: str) -> None:
    publish(site)
    cast = make_cast(site)
    asked = unicodedata.normalize(form, text)  # type: ignore[arg-type]
    assert people(report(cast, cast.client("officer"), tim=asked)) == ["Nguyễn Thị Hòa"]


def test_names_are_in_vietnamese_order_and_backwards(site: Site) -> None:
    publish(site)
    cast = make_cast(site)
    for name in ("Lê Thị Ánh", "Lê Thị Ân", "Đỗ Văn Đức", "Đỗ Văn Dũng"):
        site.person(name, cast.school, password=None)
    names = people(report(cast, cast.client("officer")))
    assert names == [
        "Lê Thị Ánh",
        "Lê Thị Ân",
        "Đỗ Văn Dũng",
        "Đỗ Văn Đức",
        "Nguyễn Thị Hòa",
        "Lê Văn Soạn",
        "Phạm Văn Sơn",
        "Vũ Thị Tâm",
    ]
    assert people(report(cast, cast.client("officer"), xep="-ten")) == names[::-1]


def test_the_table_sorts_by_progress_and_by_last_activity(site: Site) -> None:
    publish(site)
    cast = make_cast(site)
    study(site, cast.learner, items=4)
    study(site, cast.trainer, items=2, now=NOW + timedelta(days=1))
    officer = cast.client("officer")
    assert people(report(cast, officer, xep="-tien-do"))[:2] == ["Nguyễn Thị Hòa", "Lê Văn Soạn"]
    assert people(report(cast, officer, xep="-hoat-dong"))[:2] == ["Lê Văn Soạn", "Nguyễn Thị Hòa"]
    assert 'aria-sort="descending"' in report(cast, officer, xep="-tien-do")


def test_an_odd_question_is_answered_like_none(site: Site) -> None:
    publish(site)
    cast = make_cast(site)
    page = report(cast, cast.client("officer"), xep="' or 1=1", loc="moi", trang="-4")
    assert len(people(page)) == 4
    assert cast.client("officer").get(f"/bao-cao/{cast.union}?khoa=khong-co").status_code == 404


def test_a_long_list_comes_in_pages_that_keep_the_question(site: Site) -> None:
    publish(site)
    cast = make_cast(site)
    for number in range(55):
        site.person(f"Lê Thị Số {number}", cast.school, password=None)
    first = report(cast, cast.client("officer"), tim="le thi")
    assert len(people(first)) == 50
    assert "Trang 1 trên 2" in first
    second = report(cast, cast.client("officer"), tim="le thi", trang="2")
    assert len(people(second)) == 5
    assert not set(people(first)) & set(people(second))


def test_units_below_are_compared_and_the_chart_says_its_conclusion(site: Site) -> None:
    publish(site)
    cast = make_cast(site)
    second = site.unit("Tiểu học Bến Cũ", "school", cast.union)
    for number in range(5):
        site.person(f"Lê Văn Trên {number}", cast.school, password=None)
        site.person(f"Lê Văn Dưới {number}", second, password=None)
    study(site, cast.learner)
    page = report(cast, cast.client("officer"))
    assert page.count("THCS Sông Cầu đi đầu, Tiểu học Bến Cũ cần thêm người kèm") == 2
    assert f'<a href="/bao-cao/{cast.school}">THCS Sông Cầu</a>' in page
    assert "Trực thuộc Công đoàn xã Sông Cầu" in page
    assert "14 %" in page


def test_a_handful_of_people_is_not_held_up_to_others(site: Site) -> None:
    publish(site)
    cast = make_cast(site)
    study(site, cast.learner)
    assert "đi đầu" not in report(cast, cast.client("officer"))


def test_two_tenants_never_mix(site: Site) -> None:
    publish(site)
    cast = make_cast(site)
    page = report(cast, cast.client("officer"))
    assert "Bến Lạ" not in page
    assert "Đỗ Thị Lạ" not in page
    other = cast.client("other_officer").get(f"/bao-cao/{cast.other_school}").text
    assert "Nguyễn Thị Hòa" not in other


def test_everybody_else_is_refused(site: Site) -> None:
    publish(site)
    cast = make_cast(site)
    assert refuses_outsiders(cast, f"/bao-cao/{cast.union}")
    assert refuses_outsiders(cast, f"/bao-cao/{cast.school}")


def test_an_officer_of_a_school_does_not_see_the_unit_above(site: Site) -> None:
    publish(site)
    cast = make_cast(site)
    assert cast.client("other_officer").get(f"/bao-cao/{cast.other_school}").status_code == 200
    assert cast.client("other_officer").get(f"/bao-cao/{cast.union}").status_code == 404
    assert cast.client("officer").get("/bao-cao/999999").status_code == 404


def test_an_empty_unit_and_a_site_without_courses_say_what_to_do(site: Site) -> None:
    cast = make_cast(site)
    assert "Chưa có khóa học nào để báo cáo" in cast.client("officer").get(f"/bao-cao/{cast.union}").text
    publish(site)
    with site.working():
        parent = db.session.get(Unit, cast.union)
        empty = units.add_unit("Trường mới", "school", parent, NOW).id
    page = cast.client("officer").get(f"/bao-cao/{empty}").text
    assert "Danh sách chưa có ai" in page
    assert "Thêm người" in page


def test_the_course_is_chosen_by_the_address(site: Site) -> None:
    publish(site)
    with site.working():
        course = get_published(get_head("thu-nghiem").revision_id).course
        store_revision(replace(course, id="khoa-hai", title="Khóa hai"), "0" * 64, {}, {}, None, NOW)
    cast = make_cast(site)
    assert "bắt đầu khóa Khóa hai" in report(cast, cast.client("officer"), khoa="khoa-hai")


def test_the_statements_do_not_grow_with_the_people(site: Site, statements: Statements) -> None:
    publish(site)
    cast = make_cast(site)
    officer = cast.client("officer")
    report(cast, officer)
    statements.clear()
    report(cast, officer)
    few = len(statements)
    for number in range(60):
        site.person(f"Lê Thị Số {number}", cast.school, password=None)
    statements.clear()
    report(cast, officer)
    assert len(statements) == few <= 18
