"""A table written for Excel: right types, readable, and inert."""

import io
import re
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from lms.core.spreadsheet import HEADER_ROW, Column, write_table

COLUMNS = (
    Column("Họ và tên", 28),
    Column("Số bài", 10, "number"),
    Column("Ngày đạt", 14, "date"),
    Column("Tỉ lệ", 10, "percent"),
)
ROWS = [
    ("Nguyễn Thị Hòa", 7, date(2026, 11, 21), Decimal("0.43")),
    ("Trần Văn Minh", None, None, None),
]
TITLE, NOTE = "Kết quả quý IV", "Tính đến ngày 21/11/2026, cả người chưa có tài khoản."


def read(data: bytes) -> Worksheet:
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert isinstance(sheet, Worksheet)
    return sheet


def has_formula(data: bytes) -> bool:
    """Return whether any part of the workbook holds an ``<f>`` element."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return any(re.search(rb"<(\w+:)?f[\s/>]", archive.read(name)) for name in archive.namelist())


def text_table(*texts: str) -> bytes:
    return write_table(TITLE, [Column("Ghi chú", 20)], [[text] for text in texts], NOTE)


def test_a_table_reads_back_as_it_was_written() -> None:
    sheet = read(write_table(TITLE, COLUMNS, ROWS, NOTE))
    assert sheet["A1"].value == TITLE
    assert sheet["A2"].value == NOTE
    assert [cell.value for cell in sheet[HEADER_ROW]] == [column.label for column in COLUMNS]
    day = datetime(2026, 11, 21)  # noqa: DTZ001 - a day in a workbook has no zone
    assert [cell.value for cell in sheet[5]] == ["Nguyễn Thị Hòa", 7, day, 0.43]
    assert [cell.value for cell in sheet[6]] == ["Trần Văn Minh", None, None, None]
    assert sheet.max_row == 6


def test_dates_and_percentages_are_real_ones() -> None:
    sheet = read(write_table(TITLE, COLUMNS, ROWS, NOTE))
    assert sheet["C5"].is_date
    assert sheet["C5"].number_format == "dd/mm/yyyy"
    assert sheet["D5"].data_type == "n"
    assert sheet["D5"].number_format == "0%"


def test_an_instant_in_a_date_column_becomes_its_day() -> None:
    sheet = read(
        write_table(TITLE, [Column("Ngày", 12, "date")], [[datetime(2026, 1, 5, 9, tzinfo=UTC)]], NOTE)
    )
    assert sheet["A5"].value == datetime(2026, 1, 5)  # noqa: DTZ001 - a day in a workbook has no zone


def test_the_header_stays_in_sight_and_is_repeated_in_print() -> None:
    sheet = read(write_table(TITLE, COLUMNS, ROWS, NOTE))
    assert sheet.freeze_panes == "A5"
    assert sheet.print_title_rows == "$4:$4"
    assert sheet.page_setup.orientation == "landscape"


def test_columns_have_their_widths_and_a_filter() -> None:
    sheet = read(write_table(TITLE, COLUMNS, ROWS, NOTE))
    assert [sheet.column_dimensions[letter].width for letter in "ABCD"] == [28, 10, 14, 10]
    assert sheet.auto_filter.ref == "A4:D6"


def test_a_table_without_rows_is_still_a_table() -> None:
    assert read(write_table(TITLE, COLUMNS, [], NOTE)).auto_filter.ref == "A4:D4"


@pytest.mark.parametrize("trigger", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_text_that_looks_like_a_formula_stays_text(trigger: str) -> None:
    text = f"{trigger}HYPERLINK(1,2)"
    data = text_table(text)
    cell = read(data)["A5"]
    assert cell.data_type == "s"
    assert cell.quotePrefix
    assert str(cell.value).strip() == text.strip()
    assert not has_formula(data)


@pytest.mark.parametrize("text", ["=1+1", "#N/A", "#REF!", "=cmd|' /C calc'!A0", "@SUM(1)", "-1+1"])
def test_titles_notes_headings_and_cells_of_every_kind_are_inert(text: str) -> None:
    columns = [Column(text, 10, "text"), Column(text, 10, "number"), Column(text, 10, "date")]
    data = write_table(text, columns, [[text, text, text]], text)
    for row in read(data).iter_rows():
        assert {cell.data_type for cell in row if cell.value is not None} <= {"s"}
    assert not has_formula(data)


def test_ordinary_text_gets_no_quote_mark() -> None:
    assert not read(text_table("Hòa = 7"))["A5"].quotePrefix


def test_the_search_for_formulas_would_find_one() -> None:
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.worksheets[0]["A1"] = "=1+1"
    book.save(out)
    assert has_formula(out.getvalue())


def test_a_figure_that_is_not_defined_is_an_empty_cell() -> None:
    for value in (float("nan"), float("inf"), Decimal("NaN")):
        assert read(write_table(TITLE, [Column("Độ khó", 9, "number")], [[value]], NOTE))["A5"].value is None


def test_whole_and_broken_numbers_are_shown_as_such() -> None:
    sheet = read(write_table(TITLE, [Column("Điểm", 9, "number")], [[Decimal(7)], [Decimal("7.25")]], NOTE))
    assert [sheet["A5"].number_format, sheet["A6"].number_format] == ["#,##0", "#,##0.##"]


def test_numbers_that_begin_with_a_minus_stay_numbers() -> None:
    cell = read(write_table(TITLE, [Column("Chênh", 9, "number")], [[-3]], NOTE))["A5"]
    assert (cell.value, cell.data_type) == (-3, "n")


def test_a_telephone_number_keeps_its_first_nought() -> None:
    assert read(text_table("0912345678"))["A5"].value == "0912345678"


def test_text_is_composed_and_loses_only_what_a_workbook_cannot_hold() -> None:
    assert read(text_table("Hòa\x00\x07\ud800\uffff"))["A5"].value == "Hòa"
    assert len(str(read(text_table("a" * 40_000))["A5"].value)) == 32_767


@pytest.mark.parametrize("title", ["", "[a]:*?/\\", "x" * 60, "'trích'", "Kết quả 1/2026"])
def test_any_title_gives_a_sheet_that_opens(title: str) -> None:
    name = read(write_table(title, COLUMNS, ROWS, NOTE)).title
    assert 1 <= len(name) <= 31


def test_a_row_of_the_wrong_length_is_a_mistake_and_not_a_shifted_table() -> None:
    with pytest.raises(ValueError, match="zip"):
        write_table(TITLE, COLUMNS, [("Hòa",)], NOTE)


def test_a_large_table_is_written_from_a_stream() -> None:
    rows = ((f"Người {n}", n, None, None) for n in range(3000))
    assert read(write_table(TITLE, COLUMNS, rows, NOTE)).max_row == HEADER_ROW + 3000


@given(text=st.text(max_size=40))
def test_any_text_is_written_and_stays_text(text: str) -> None:
    data = text_table(text)
    cell = read(data)["A5"]
    assert cell.value is None or cell.data_type == "s"
    assert not has_formula(data)
