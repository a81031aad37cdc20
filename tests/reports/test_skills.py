"""How far a unit's people are in each skill: every level apart, honest denominators, each number with its names."""

import io
import re
from datetime import datetime, timedelta

import openpyxl

from lms.core.completion import Trust, Verb
from lms.core.proficiency import FORTNIGHT, HOLDS
from lms.core.spreadsheet import CONTENT_TYPE, HEADER_ROW
from lms.db import db
from lms.units.models import Membership
from tests.conftest import Statements
from tests.content import publish
from tests.factories import NOW, Person, Site
from tests.skills.conftest import Set, at
from tests.skills.makers import OBSERVED, SORTED, day, practise, publish_skills, tell
from tests.units.cast import Cast, make_cast, refuses_outsiders

__all__ = ["at"]


def page(cast: Cast, unit_id: int | None = None, /, **asked: str) -> str:
    answer = cast.client("officer").get(f"/bao-cao/{unit_id or cast.union}/ky-nang", query_string=asked)
    assert answer.status_code == 200
    return str(answer.text)


def names(text: str) -> list[str]:
    return re.findall(r'<a href="/bao-cao/\d+/nguoi/\d+">([^<]+)</a>', text)


def figures(text: str, title: str) -> list[int]:
    """Return the numbers of a row: the list, none, claimed, practised, observed, independent, held, due, exempt."""
    row = next(each for each in re.findall(r"<tr>.*?</tr>", text, re.S) if title in each)
    return [int(re.sub(r"<[^>]+>", "", cell)) for cell in re.findall(r'<td class="n">(.*?)</td>', row, re.S)]


def at_every_stage(site: Site, cast: Cast) -> dict[str, Person]:
    """Put somebody of the school at each stage on the day asked about, day 60."""
    publish_skills(site)
    people = {
        name: site.person(name, cast.school)
        for name in ("Khai An", "Máy Bình", "Xem Chi", "Mình Dung", "Giữ Em", "Hạn Giang")
    }
    outsider = site.person("Người Ngoài", cast.school)
    mentor = site.person("Người Kèm", cast.school)
    site.pair(mentor, people["Xem Chi"])
    claim, self_trust = people["Khai An"], Trust.SELF
    tell(site, claim, Verb.STEP_DONE, "bai-hai/lam-lai", NOW, by=claim, kind="self", trust=self_trust)
    for name, person in people.items():
        if name != "Khai An":
            practise(site, person)
    tell(site, people["Xem Chi"], Verb.OBSERVED_ALONE, OBSERVED, day(1), by=mentor, kind="mentor")
    tell(site, people["Mình Dung"], Verb.OBSERVED_ALONE, OBSERVED, day(59), by=outsider)
    for name in ("Giữ Em", "Hạn Giang"):
        tell(site, people[name], Verb.RECHECKED, SORTED, NOW + FORTNIGHT)
    tell(site, people["Giữ Em"], Verb.RECHECKED, SORTED, NOW + FORTNIGHT + HOLDS[0])
    return people


def test_each_level_stands_apart_and_nobody_is_counted_twice(site: Site, at: Set) -> None:
    cast = make_cast(site)
    at_every_stage(site, cast)
    at(day(60))
    counted, none, *stages, exempt = figures(page(cast), "Nhận ra trang giả")
    assert stages == [1, 1, 1, 1, 1, 1]
    assert counted == none + sum(stages)
    assert exempt == 0


def test_the_sentence_says_who_does_it_alone_and_names_the_due_apart(site: Site, at: Set) -> None:
    cast = make_cast(site)
    at_every_stage(site, cast)
    at(day(60))
    text = page(cast, **{"ky-nang": "xep-trang"})
    assert re.search(r"<h1>2 trên \d+ người tự làm được một mình</h1>", text)
    assert "1 người nữa đã từng tự làm được và đến hạn làm lại, tính riêng." in text


def test_each_number_opens_its_names(site: Site, at: Set) -> None:
    cast = make_cast(site)
    at_every_stage(site, cast)
    at(day(60))
    wanted = {
        "claimed": ["Khai An"],
        "practised": ["Máy Bình"],
        "observed": ["Xem Chi"],
        "independent": ["Mình Dung"],
        "held": ["Giữ Em"],
        "due": ["Hạn Giang"],
    }
    text = page(cast)
    for stage, people in wanted.items():
        assert f"ky-nang=xep-trang&amp;bac={stage}#danh-sach" in text
        assert names(page(cast, **{"ky-nang": "xep-trang", "bac": stage})) == people


def test_people_without_an_account_count_and_the_exempt_stand_apart_with_their_reason(
    site: Site, at: Set
) -> None:
    publish_skills(site)
    cast = make_cast(site)
    before = figures(page(cast), "Nhận ra trang giả")
    site.person("Bác Chưa Vào", cast.school, password=None)
    excused = site.person("Cô Nghỉ", cast.school)
    with site.working():
        found = db.session.query(Membership).filter_by(user_id=excused.id).one()
        found.exempt_reason = "nghỉ thai sản"
    after = figures(page(cast), "Nhận ra trang giả")
    assert (after[0], after[1], after[-1]) == (before[0] + 1, before[1] + 1, 1)
    text = page(cast, **{"ky-nang": "xep-trang", "bac": "mien"})
    assert names(text) == ["Cô Nghỉ"]
    assert "miễn: nghỉ thai sản" in text


def test_units_below_are_listed_and_the_units_own_people_apart(site: Site, at: Set) -> None:
    publish_skills(site)
    cast = make_cast(site)
    own = site.person("Cán Bộ Riêng", cast.union)
    practise(site, own)
    at(day(1))
    text = page(cast, **{"ky-nang": "xep-trang"})
    assert "Trực thuộc" in text
    assert names(page(cast, **{"ky-nang": "xep-trang", "bac": "practised", "rieng": "1"})) == ["Cán Bộ Riêng"]
    below = page(cast, cast.school, **{"ky-nang": "xep-trang"})
    assert "Cán Bộ Riêng" not in below


def test_the_report_of_the_unit_says_it_in_one_sentence(site: Site, at: Set) -> None:
    cast = make_cast(site)
    at_every_stage(site, cast)
    at(day(60))
    text = cast.client("officer").get(f"/bao-cao/{cast.union}").text
    assert re.search(r"2 trên \d+ người tự làm được một mình ít nhất một kỹ năng", text)
    assert f"/bao-cao/{cast.union}/ky-nang?khoa=thu-nghiem" in text


def test_only_officers_of_the_unit_or_above_open_it(site: Site) -> None:
    publish_skills(site)
    cast = make_cast(site)
    assert refuses_outsiders(cast, f"/bao-cao/{cast.union}/ky-nang")
    assert refuses_outsiders(cast, f"/bao-cao/{cast.union}/ky-nang.xlsx")


def test_a_course_that_is_not_there_has_no_such_page(site: Site) -> None:
    publish(site)
    cast = make_cast(site)
    officer = cast.client("officer")
    assert officer.get(f"/bao-cao/{cast.union}/ky-nang?khoa=khong-co").status_code == 404
    assert officer.get(f"/bao-cao/{cast.union}/ky-nang.xlsx?khoa=khong-co").status_code == 404
    assert "Ai làm được đến đâu" in page(cast, **{"ky-nang": "khong-co", "bac": "lạ", "trang": "99"})


def test_the_workbook_has_everybody_with_the_level_and_its_day(site: Site, at: Set) -> None:
    cast = make_cast(site)
    at_every_stage(site, cast)
    at(day(60))
    answer = cast.client("officer").get(f"/bao-cao/{cast.union}/ky-nang.xlsx")
    assert (answer.status_code, answer.mimetype) == (200, CONTENT_TYPE)
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    assert book.sheetnames == ["Từng bậc", "Tên từng người"]
    sheet = book["Tên từng người"]
    rows = {row[0]: row for row in sheet.iter_rows(min_row=HEADER_ROW, values_only=True)}
    at_skill = rows["Họ và tên"].index("Nhận ra trang giả")
    assert rows["Hạn Giang"][at_skill] == "Đến hạn làm lại"
    assert rows["Giữ Em"][at_skill] == "Giữ được"
    since = rows["Giữ Em"][at_skill + 1]
    assert isinstance(since, datetime)
    assert since.date() == (NOW + FORTNIGHT + HOLDS[0] + timedelta(hours=7)).date()
    assert rows["Khai An"][at_skill] == "Đã học, tự khai"


def test_the_workbook_counts_each_level_as_the_page_does(site: Site, at: Set) -> None:
    cast = make_cast(site)
    at_every_stage(site, cast)
    at(day(60))
    answer = cast.client("officer").get(f"/bao-cao/{cast.union}/ky-nang.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.data))["Từng bậc"]
    rows = {row[0]: list(row[1:]) for row in sheet.iter_rows(min_row=HEADER_ROW, values_only=True)}
    assert rows["Kỹ năng"][4:7] == ["Có người đã xem", "Tự làm một mình", "Giữ được"]
    assert rows["Nhận ra trang giả"] == figures(page(cast), "Nhận ra trang giả")


def test_who_does_it_alone_stands_beside_the_skill_where_the_table_is_wider_than_the_phone(
    site: Site, at: Set
) -> None:
    cast = make_cast(site)
    at_every_stage(site, cast)
    at(day(60))
    first = next(
        each for each in re.findall(r"<td>(.*?)</td>", page(cast), re.S) if "Nhận ra trang giả" in each
    )
    assert re.search(r"2 trên \d+ tự làm một mình", first)


def test_the_statements_do_not_grow_with_the_people(site: Site, at: Set, statements: Statements) -> None:
    cast = make_cast(site)
    at_every_stage(site, cast)
    at(day(60))
    officer, counts = cast.client("officer"), []
    for _ in range(2):
        for _number in range(20):
            practise(site, site.person("Lê Thị Số", cast.school, password=None))
        officer.get(f"/bao-cao/{cast.union}/ky-nang?ky-nang=xep-trang")
        statements.clear()
        officer.get(f"/bao-cao/{cast.union}/ky-nang?ky-nang=xep-trang")
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 10
