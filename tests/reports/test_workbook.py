"""The report as an Excel workbook: the same people, Vietnamese names, nothing that calculates."""

import io

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from lms.core.spreadsheet import CONTENT_TYPE, HEADER_ROW
from tests.content import publish
from tests.credentials.makers import certify, study
from tests.factories import Site
from tests.units.cast import Cast, make_cast, refuses_outsiders


def workbook(cast: Cast, **asked: str) -> Worksheet:
    answer = cast.client("officer").get(f"/bao-cao/{cast.union}.xlsx", query_string=asked)
    assert answer.status_code == 200
    assert answer.mimetype == CONTENT_TYPE
    sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).active
    assert isinstance(sheet, Worksheet)
    return sheet


def names(sheet: Worksheet) -> list[object]:
    return [row[0].value for row in sheet.iter_rows(min_row=HEADER_ROW + 1)]


def test_it_holds_everybody_with_where_each_stands(site: Site) -> None:
    publish(site)
    cast = make_cast(site)
    code = certify(site, cast.learner)
    study(site, cast.trainer, items=1)
    sheet = workbook(cast)
    headings = [cell.value for cell in sheet[HEADER_ROW]]
    rows = {
        row[0].value: dict(zip(headings, (cell.value for cell in row), strict=True))
        for row in sheet.iter_rows(min_row=HEADER_ROW + 1)
    }
    assert rows["Nguyễn Thị Hòa"]["Mã giấy chứng nhận"] == code
    assert rows["Nguyễn Thị Hòa"]["Tỉ lệ"] == 1
    assert rows["Lê Văn Soạn"]["Đang ở đâu"] == "Bài 1, bước 2"
    assert rows["Phạm Văn Sơn"]["Đang ở đâu"] == "Chưa bắt đầu"
    assert rows["Nguyễn Thị Hòa"]["Học gần nhất"].date().isoformat() == "2026-11-21"


def test_it_chooses_the_same_people_as_the_page(site: Site) -> None:
    publish(site)
    cast = make_cast(site)
    study(site, cast.learner)
    assert names(workbook(cast, loc="xong")) == ["Nguyễn Thị Hòa"]
    assert names(workbook(cast, tim="SON")) == ["Phạm Văn Sơn"]


def test_the_file_has_a_vietnamese_name_and_stays_out_of_caches(site: Site) -> None:
    publish(site)
    cast = make_cast(site)
    answer = cast.client("officer").get(f"/bao-cao/{cast.union}.xlsx")
    assert "filename*=UTF-8''B%C3%A1o%20c%C3%A1o" in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_name_that_looks_like_a_formula_is_text(site: Site) -> None:
    publish(site)
    cast = make_cast(site)
    for name in ('=HYPERLINK("http://x","y")', "+84 gọi tôi", "-1+1", "@SUM(A1)"):
        site.person(name, cast.school, password=None)
    cells = [row[0] for row in workbook(cast).iter_rows(min_row=HEADER_ROW + 1)]
    risky = [cell for cell in cells if str(cell.value)[0] in "=+-@"]
    assert len(risky) == 4
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in risky)


def test_two_tenants_never_mix(site: Site) -> None:
    publish(site)
    cast = make_cast(site)
    assert not any("Lạ" in str(name) or "Xa" in str(name) for name in names(workbook(cast)))


def test_it_holds_no_phone_number(site: Site) -> None:
    publish(site)
    cast = make_cast(site)
    cells = [str(cell.value) for row in workbook(cast).iter_rows() for cell in row]
    assert not any(cast.learner.phone in cell for cell in cells)


def test_everybody_else_is_refused(site: Site) -> None:
    publish(site)
    cast = make_cast(site)
    assert refuses_outsiders(cast, f"/bao-cao/{cast.union}.xlsx")


def test_a_site_without_courses_has_no_workbook(site: Site) -> None:
    cast = make_cast(site)
    assert cast.client("officer").get(f"/bao-cao/{cast.union}.xlsx").status_code == 404
