"""Mending a spreadsheet: what is planted, how each cell is judged, and files as other programs save them."""

import io
import re
from contextlib import suppress
from datetime import date, datetime, time
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from lms.core.practice import UPLOAD, Report, Row, RowState, Upload, Verdict
from lms.core.practice.spreadsheet import HANDOUT, Spreadsheet, formulas
from lms.core.practice.spreadsheet.columns import fault, read_date, read_number
from lms.core.practice.spreadsheet.spec import SheetSpec, SheetTask
from lms.core.practice.spreadsheet.writing import HEADER_ROW
from tests.core.practice.samples.shape import block
from tests.core.practice.samples.spreadsheet import GOOD, WRITTEN, mended
from tests.core.practice.workbooks import edited, saved, with_part

KIND = Spreadsheet()
SEED = 2026
FIRST = HEADER_ROW + 1


def made(text: str = GOOD, seed: int = SEED) -> tuple[SheetSpec, SheetTask]:
    spec = KIND.parse(block("spreadsheet", text))
    return spec, KIND.prepare(spec, seed)


def checked(data: bytes, text: str = GOOD, seed: int = SEED, name: str = "bang.xlsx") -> Report:
    return KIND.check(*made(text, seed), {UPLOAD: Upload(name, data)})


def right(text: str = GOOD) -> bytes:
    return mended(*made(text))


def said(row: Row) -> str:
    return f"{row.message % row.values} {row.next_step % row.values}"


def only_row(report: Report) -> Row:
    (row,) = report.failing
    return row


@given(seed=st.integers(0, 2**48))
def test_every_variant_has_its_defects_and_is_right_without_them(seed: int) -> None:
    spec, task = made(seed=seed)
    assert len(task.defects) == 5
    assert len({(one.row, one.column) for one in task.defects}) == 5
    for cells in task.rows:
        for column, cell in zip(spec.columns, cells, strict=True):
            assert not fault(column, cell)
    for one in task.defects:
        assert one.wrong != task.rows[one.row][one.column]


@given(seed=st.integers(0, 2**48))
def test_each_defect_is_found_where_it_was_planted_and_nowhere_else(seed: int) -> None:
    spec, task = made(seed=seed)
    report = KIND.check(spec, task, {UPLOAD: Upload("a.xlsx", KIND.handout(spec, task, HANDOUT))})
    places = {f"{'ABCDEFG'[one.column]}{FIRST + one.row}" for one in task.defects}
    assert report.verdict is Verdict.FAILED
    assert {row.id for row in report.failing} == places
    assert KIND.check(spec, task, {UPLOAD: Upload("a.xlsx", mended(spec, task))}).verdict is Verdict.PASSED


def test_two_people_get_two_tables() -> None:
    assert made(seed=1)[1].rows != made(seed=2)[1].rows


def test_the_workbook_is_one_that_other_programs_open_and_says_that_it_is_made_up() -> None:
    spec, task = made()
    book = load_workbook(io.BytesIO(KIND.handout(spec, task, HANDOUT)))
    assert book.sheetnames == ["Bảng", "Phiếu gốc"]
    assert "CHỈ ĐỂ THỰC HÀNH" in str(book["Bảng"]["A1"].value)
    assert task.code in str(book["Bảng"]["A1"].value)
    slips = [str(book["Phiếu gốc"].cell(4 + at, 2).value) for at in range(len(task.rows))]
    for slip, cells in zip(slips, task.rows, strict=True):
        assert all(cell in slip for number, cell in enumerate(cells) if number != 5)


def test_a_finding_names_the_cell_why_and_which_slip_says_what_is_right() -> None:
    spec, task = made(WRITTEN)
    report = checked(KIND.handout(spec, task, HANDOUT), WRITTEN)
    row = next(row for row in report.failing if row.id == f"B{FIRST}")
    assert said(row).startswith(f"Ô B{FIRST}: “31/09/2025” không có trong lịch. ")
    assert "phiếu số 1" in said(row)
    assert row.reason == "tháng 9 chỉ có 30 ngày."
    assert "05/09/2025" not in said(row)


def write(place: str, value: Any) -> bytes:
    """Return the mended workbook after one cell was given another value."""
    return edited(right(), lambda sheet: sheet.__setitem__(place, value))


@pytest.mark.parametrize(
    ("place", "value", "why"),
    [
        ("C4", "31/02/2013", "lỡ sửa thành “31/02/2013”"),
        ("C4", None, "nay bị trống"),
        ("B5", "Nguyễn Văn Khác", "lỡ sửa thành “Nguyễn Văn Khác”"),
        ("D4", 11, "lỡ sửa thành “11”"),
        ("E4", "bảy", "lỡ sửa thành “bảy”"),
        ("D4", date(2026, 5, 7), "đã đổi số này thành ngày"),
        ("G5", "6C", "lỡ sửa thành “6C”"),
        ("F4", 5, "lỡ sửa thành “5”"),
        ("F4", "=AVERAGE(D4,E5)", "lỡ sửa"),
        ("F4", "=D4", "lỡ sửa"),
    ],
)
def test_a_good_cell_that_was_changed_is_found_too(place: str, value: Any, why: str) -> None:
    row = only_row(checked(write(place, value)))
    assert row.id == place
    assert why in said(row)


def test_a_day_whose_month_was_taken_for_its_day_is_recognised() -> None:
    _, task = made()
    at, day = next(
        (at, found)
        for at, cells in enumerate(task.rows)
        if (found := read_date(cells[2])) and found.day <= 12 and found.day != found.month
    )
    row = only_row(checked(write(f"C{FIRST + at}", date(day.year, day.day, day.month))))
    assert "bị đổi chỗ" in said(row)


@pytest.mark.parametrize(
    "write_day",
    [
        lambda day: day,
        lambda day: datetime.combine(day, time()),
        lambda day: f"{day:%d/%m/%Y}",
        lambda day: f"{day.day}-{day.month}-{day.year}",
        lambda day: day.isoformat(),
        lambda day: f" {day:%d.%m.%Y} ",
    ],
)
def test_a_day_may_be_a_day_or_text_in_any_usual_form(write_day: Any) -> None:
    _, task = made()
    day = read_date(task.rows[0][2])
    assert checked(write("C4", write_day(day))).verdict is Verdict.PASSED


def test_a_number_may_be_text_with_a_comma_or_a_point() -> None:
    _, task = made()
    number = read_number(task.rows[0][3])
    for text in (f"{number}", f"{number}".replace(".", ","), f"{number:.2f}"):
        report = checked(write("D4", text))
        assert report.verdict is Verdict.PASSED, text


@pytest.mark.parametrize(
    "formula",
    [
        "=AVERAGE(D4:E4)",
        "=(D4+E4)/2",
        "=SUM(D4:E4)/2",
        "=AVERAGE($D$4,E4)",
        "=D4*0.5+0.5*E4",
        "=ROUND((D4+E4)/2,3)",
    ],
)
def test_a_formula_may_be_written_another_way_as_long_as_it_gives_the_same(formula: str) -> None:
    assert checked(write("F4", formula)).verdict is Verdict.PASSED


def test_a_formula_beyond_our_understanding_goes_by_its_saved_result_or_cannot_be_checked() -> None:
    data = write("F4", "=MEDIAN(D4:E4)")
    report = checked(data)
    assert report.verdict is Verdict.CANNOT_CHECK
    assert [row.id for row in report.rows if row.state is RowState.WAITING] == ["F4"]
    _, task = made()
    result = str(read_number(task.rows[0][5])).encode()
    stored = with_part(
        data,
        "xl/worksheets/sheet1.xml",
        lambda part: re.sub(
            rb"(<f>MEDIAN\(D4:E4\)</f>)<v */>|(<f>MEDIAN\(D4:E4\)</f>)<v></v>",
            rb"\1\2<v>" + result + rb"</v>",
            part,
        ),
    )
    assert checked(stored).verdict is Verdict.PASSED


def test_a_formula_shared_by_a_column_goes_by_its_saved_result() -> None:
    shared = with_part(
        right(),
        "xl/worksheets/sheet1.xml",
        lambda part: part.replace(b"<f>AVERAGE(D5,E5)</f>", b'<f t="shared" si="0"/>'),
    )
    assert checked(shared).verdict is Verdict.PASSED


def add_column(sheet: Any) -> None:
    sheet.insert_cols(1)
    sheet["A3"] = "Ghi chú"
    for row in range(FIRST, FIRST + 8):
        sheet[f"G{row}"] = f"=AVERAGE(E{row},F{row})"


def turn_round(sheet: Any) -> None:
    rows = [[sheet.cell(row, column).value for column in range(1, 8)] for row in range(FIRST, FIRST + 8)]
    for at, cells in enumerate(reversed(rows)):
        for column, value in enumerate(cells, 1):
            sheet.cell(FIRST + at, column).value = (
                f"=AVERAGE(D{FIRST + at},E{FIRST + at})" if column == 6 else value
            )


def move_down(sheet: Any) -> None:
    sheet.insert_rows(1, 3)
    for row in range(FIRST + 3, FIRST + 11):
        sheet[f"F{row}"] = f"=AVERAGE(D{row},E{row})"


@pytest.mark.parametrize(
    "change",
    [
        lambda sheet: None,
        lambda sheet: sheet.parent.create_sheet("Nháp", 0),
        lambda sheet: sheet.__setitem__("Z400", " "),
        lambda sheet: setattr(sheet.parent["Phiếu gốc"], "sheet_state", "hidden"),
        lambda sheet: setattr(sheet, "title", "Sheet1"),
        add_column,
        turn_round,
        move_down,
    ],
)
def test_other_sheets_columns_and_orders_are_no_fault(change: Any) -> None:
    report = checked(edited(right(), change))
    assert report.verdict is Verdict.PASSED, [said(row) for row in report.failing]


def test_a_file_that_counts_its_days_from_1904_is_read_so() -> None:
    book = load_workbook(io.BytesIO(right()))
    book.epoch = CALENDAR_MAC_1904
    assert checked(saved(book)).verdict is Verdict.PASSED


def empty_row(sheet: Any) -> None:
    for column in range(1, 8):
        sheet.cell(6, column).value = None


def test_a_row_that_is_gone_and_a_row_too_many_are_said() -> None:
    gone = checked(edited(right(), empty_row))
    assert "phiếu số 3" in said(only_row(gone))
    more = checked(edited(right(), lambda sheet: sheet.__setitem__("B20", "Người lạ")))
    assert "Dòng 20 không có phiếu" in said(only_row(more))


def test_a_title_that_was_changed_is_said_and_its_cells_are_left_alone() -> None:
    assert "“Ngày sinh”" in said(only_row(checked(write("C3", "Sinh nhật"))))


def test_somebody_elses_workbook_is_no_failure_and_is_told_kindly() -> None:
    report = checked(mended(*made(seed=7)))
    assert report.verdict is Verdict.CANNOT_CHECK
    assert "bảng của một người khác" in said(report.rows[0])
    without_code = edited(mended(*made(seed=7)), lambda sheet: sheet.__setitem__("A1", None))
    assert "không giống bảng đã phát" in said(checked(without_code).rows[0])


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"Ma,Ho ten\nHS1,An", "không phải bảng tính .xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "kiểu cũ (.xls), hoặc có đặt mật khẩu"),
        (b"%PDF-1.7", "không phải bảng tính .xlsx"),
    ],
)
def test_another_sort_of_file_is_refused_with_how_to_save_it(data: bytes, why: str) -> None:
    report = checked(data)
    assert report.verdict is Verdict.CANNOT_CHECK
    assert why in said(report.rows[0])
    assert "Lưu thành" in said(report.rows[0])


def test_nothing_chosen_is_no_try() -> None:
    (row,) = KIND.check(*made(), {}).rows
    assert (row.state, row.form_field) == (RowState.OPEN, UPLOAD)


def test_the_example_is_of_another_table() -> None:
    spec, task = made()
    own = {task.rows[one.row][one.column] for one in task.defects}
    lines = KIND.example(spec, task, None)
    assert lines
    assert not {line.answer for line in lines} & own - {"6A", "6B"}


def test_an_author_may_say_which_columns_get_defects() -> None:
    spec, task = made(GOOD.replace("lỗi: 5", "lỗi: C 2, F 1"))
    assert sorted(one.column for one in task.defects) == [2, 2, 5]
    assert not KIND.lint(spec, ())


def test_more_defects_than_fit_are_told_to_the_author() -> None:
    text = "cột: A | B\ncột A: không trống\nlỗi: 9\n- a | b\n- c | d\n- e | f"
    spec, _ = made(text)
    assert [finding.level for finding in KIND.lint(spec, ())] == ["warning"]


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("=1+2*3", 7),
        ("=(1+2)*3", 9),
        ("=-2+5", 3),
        ("=ROUND(2.675,2)", 2.68),
        ("=MAX(1;5;3)", 5),
        ("=SUM(A1:B2)", 10),
    ],
)
def test_formulas_give_what_every_program_gives(text: str, result: float) -> None:
    cells = {("A", 1): 1.0, ("B", 1): 2.0, ("A", 2): 3.0, ("B", 2): 4.0}
    found = formulas.evaluate(formulas.parse(text), lambda column, row: cells.get((column, cast(int, row))))
    assert found == pytest.approx(result)


@given(text=st.text(alphabet="=ABD12.+-*/(),;:$ SUM", max_size=60))
def test_any_text_is_a_formula_or_is_none(text: str) -> None:
    with suppress(formulas.FormulaError):
        formulas.evaluate(formulas.parse(text), lambda column, row: 1.0)
