"""Sheets, merged cells and what Excel does to numbers, dates and formulas; whole banks, tidy or not."""

import io
from datetime import date
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.drawing.image import Image as SheetImage
from openpyxl.worksheet.worksheet import Worksheet
from PIL import Image

from lms.core.markup.rendering import render_markdown
from lms.core.problems import has_errors
from lms.core.questions import parse_bank
from lms.core.questions.importing.columns import HEADING_ROW
from lms.core.questions.importing.tables import headers_of, read_workbook
from lms.core.questions.manuscript import Status
from lms.core.questions.native import write_native
from tests.core.questions.importing.sheets import (
    CAPITAL,
    HEADINGS,
    codes,
    only,
    read,
    repacked,
    right,
    saved,
    untidy_bank,
    workbook,
)


def test_chapters_on_rows_of_their_own_and_levels_make_pools() -> None:
    rows = [
        HEADINGS,
        ["Chương 1: An toàn"],
        [*CAPITAL, "B"],
        ["PHẦN II - KÝ SỐ"],
        ["Câu hai?", "a", "b", "c", "d", "A"],
    ]
    assert [pool.title for pool in read(rows).manuscript.pools] == ["Chương 1: An toàn", "PHẦN II - KÝ SỐ"]
    levels = [
        [*HEADINGS, "Mức độ"],
        [*CAPITAL, "B", "Dễ"],
        ["Câu hai?", "a", "b", "c", "d", "A", "Khó"],
        ["Ba?", "a", "b", "c", "d", "A", "Dễ"],
    ]
    reading = read(levels)
    assert [(pool.title, len(pool.questions)) for pool in reading.manuscript.pools] == [("Dễ", 2), ("Khó", 1)]


def test_a_cell_merged_over_several_questions_speaks_for_each() -> None:
    rows = [
        ["Chủ đề", *HEADINGS, "Mức độ", "Điểm"],
        ["An toàn", *CAPITAL, "B", "Dễ", 2],
        [None, "Hai?", "a", "b", "c", "d", "A"],
        ["Ký số", "Ba?", "a", "b", "c", "d", "A"],
    ]

    def dress(sheet: Worksheet) -> None:
        for merged in ("A2:A3", "H2:H3", "I2:I3"):
            sheet.merge_cells(merged)

    reading = read(rows, dress=dress)
    assert [(pool.title, len(pool.questions)) for pool in reading.manuscript.pools] == [
        ("An toàn", 2),
        ("Ký số", 1),
    ]
    assert [(question.tags, question.points) for question in reading.manuscript.questions] == [
        (("Dễ",), 2),
        (("Dễ",), 2),
        ((), None),
    ]


def test_what_is_ready_can_be_published_as_it_was_read() -> None:
    rows, _ = untidy_bank(97, 3)
    odd = [98, "Bấm [[x]] {#a} # hay - (x)?", "- [x] a", "1. b", "> c", "A và B", "A", None]
    bank, problems = parse_bank(
        write_native(read([*rows, odd]).manuscript),
        "de.md",
        lambda text, inline: render_markdown(text, inline=inline),
    )
    assert not has_errors(problems)
    assert bank is not None
    assert [option.text for option in bank.questions[-1].options] == ["- [x] a", "1. b", "> c", "A và B"]


def test_a_title_merged_across_the_table_is_a_chapter_and_no_question() -> None:
    reading = read(
        [HEADINGS, ["An toàn thông tin"], [*CAPITAL, "B"]], dress=lambda sheet: sheet.merge_cells("A2:F2")
    )
    assert [pool.title for pool in reading.manuscript.pools] == ["An toàn thông tin"]


def test_each_sheet_is_a_pool_and_the_others_are_named() -> None:
    data = workbook(
        [HEADINGS, [*CAPITAL, "B"]],
        [["Hướng dẫn điền tệp"]],
        [HEADINGS, ["Hai?", "a", "b", "c", "d", "A"]],
        [],
        names=["Dễ", "Đọc trước", "Khó", "Trống"],
    )
    reading = read_workbook(data, "de.xlsx")
    assert [pool.title for pool in reading.manuscript.pools] == ["Dễ", "Khó"]
    assert [(t.code, t.where, t.question) for t in reading.troubles] == [
        ("sheet-skipped", "trang tính “Đọc trước”", None)
    ]
    places = [question.place for question in reading.manuscript.questions]
    assert places == sorted(places)


def test_a_hidden_sheet_is_passed_over_aloud() -> None:
    book = Workbook()
    for row in (HEADINGS, (*CAPITAL, "B")):
        book.active.append(row)
    hidden = book.create_sheet("Danh mục")
    hidden.append(HEADINGS)
    hidden.append([*CAPITAL, "A"])
    hidden.sheet_state = "hidden"
    reading = read_workbook(saved(book), "de.xlsx")
    assert (len(reading.manuscript.questions), codes(reading)) == (1, ["hidden-sheet"])


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [
        (1.0, "General", "1"),
        (0.45, "0%", "45%"),
        (0.125, "0.0%", "12.5%"),
        (0.1 + 0.2, "General", "0.3"),
        (2803, "#,##0", "2803"),
        (1.5, "0.00", "1.50"),
        (7, "000", "007"),
        (12345678901234, "General", "12345678901234"),
        (True, "General", "Đúng"),
        (-3, "General", "-3"),
        (1e-7, "General", "0.0000001"),
    ],
)
def test_a_number_in_a_cell_is_what_excel_shows(value: Any, number_format: str, shown: str) -> None:
    reading = read(
        [HEADINGS, ["Câu?", value, "b", "c", "d", "A"]],
        dress=lambda sheet: setattr(sheet["B2"], "number_format", number_format),
    )
    assert only(reading).options[0].text.replace("\\", "") == shown
    assert only(reading).status is Status.READY


def test_dates_are_shown_as_days_and_a_fraction_that_became_one_is_pointed_out() -> None:
    days = read(
        [
            HEADINGS,
            ["Ngày nào?", date(1930, 2, 3), date(1945, 9, 2), date(1975, 4, 30), date(1954, 5, 7), "B"],
        ]
    )
    assert [option.text for option in only(days).options] == [
        "03/02/1930",
        "02/09/1945",
        "30/04/1975",
        "07/05/1954",
    ]
    assert only(days).status is Status.READY
    fraction = read(
        [HEADINGS, ["Bao nhiêu?", date(2026, 2, 1), "2/3", "3/4", "1/5", "B"]],
        dress=lambda sheet: setattr(sheet["B2"], "number_format", "d-mmm"),
    )
    assert [(t.code, t.question) for t in fraction.troubles] == [("excel-date", 0)]
    assert only(fraction).status is Status.DRAFT
    assert right(only(fraction)) == ["2/3"]


def with_result(result: bytes) -> bytes:
    data = workbook([HEADINGS, ["Câu?", "=1+1", "b", "c", "d", "B"]])
    return repacked(
        data,
        {
            "xl/worksheets/sheet1.xml": lambda xml: xml.replace(
                b"<f>1+1</f><v />", b"<f>1+1</f>" + result
            ).replace(b"<f>1+1</f><v></v>", b"<f>1+1</f>" + result)
        },
    )


def test_of_a_formula_only_the_saved_result_is_read() -> None:
    solved = read_workbook(with_result(b"<v>2</v>"), "de.xlsx")
    assert [option.text for option in only(solved).options] == ["2", "b", "c", "d"]
    unsolved = read_workbook(with_result(b""), "de.xlsx")
    assert (only(unsolved).status, "error-cell" in codes(unsolved)) == (Status.DRAFT, True)
    broken = read([HEADINGS, ["Câu?", "#REF!", "b", "c", "d", "B"]])
    assert codes(broken) == ["error-cell"]


def test_a_question_with_a_picture_is_a_draft_that_keeps_its_words() -> None:
    picture = io.BytesIO()
    Image.new("RGB", (8, 8)).save(picture, "PNG")
    book = Workbook()
    for row in (HEADINGS, (*CAPITAL, "B"), ("Nút nào?", "a", "b", "c", "d", "A")):
        book.active.append(row)
    book.active.add_image(SheetImage(picture), "A3")
    reading = read_workbook(saved(book), "de.xlsx")
    first, second = reading.manuscript.questions
    assert (first.status, second.status) == (Status.READY, Status.DRAFT)
    assert second.stem.replace("\\", "") == "Nút nào? [hình]"
    assert [(t.code, t.question) for t in reading.troubles] == [("picture", 1)]


def test_words_are_escaped_composed_and_without_what_nobody_sees() -> None:
    question = only(
        read([HEADINGS, ["Câu 5:  2 * 3 * 4 là <b>gì</b>\u200b ?", "- 1", "# hai", "a_b_c", "{x}", "A"]])
    )
    assert question.stem.startswith("2 \\* 3 \\* 4")
    assert [option.text.replace("\\", "") for option in question.options] == ["- 1", "# hai", "a_b_c", "{x}"]
    assert "Câu hỏi: Câu 5: 2 * 3" in question.source


def test_a_question_of_several_lines_keeps_its_paragraphs() -> None:
    question = only(
        read(
            [HEADINGS, ["Đọc đoạn sau.\nNgười dùng quên\nmật khẩu.\nLàm gì trước?", "a", "b", "c", "d", "A"]]
        )
    )
    assert question.stem == "Đọc đoạn sau.\n\nNgười dùng quên mật khẩu.\n\nLàm gì trước?"


def test_rows_that_are_no_question_are_said_and_numbered_blanks_are_not() -> None:
    reading = read(
        [
            ["STT", *HEADINGS],
            [1, *CAPITAL, "B"],
            [2],
            [3],
            [None, "--- Hết ---"],
            [None, None, "a", "b", None, None, "A"],
            ["Người soạn: Nguyễn Văn A"],
        ]
    )
    assert len(reading.manuscript.questions) == 1
    assert codes(reading) == ["no-question", "row-skipped"]


def test_headings_repeated_on_each_page_are_no_questions() -> None:
    assert (
        len(
            read(
                [HEADINGS, [*CAPITAL, "B"], HEADINGS, ["Hai?", "a", "b", "c", "d", "A"]]
            ).manuscript.questions
        )
        == 2
    )


def test_options_twice_are_pointed_out() -> None:
    assert codes(read([HEADINGS, ["Câu?", "một", "một", "ba", "bốn", "C"]])) == ["duplicate-option"]


def test_a_table_without_options_is_of_short_answers() -> None:
    reading = read(
        [
            ["Câu hỏi", "Đáp án"],
            ["Viết tắt của mã dùng một lần?", "OTP"],
            ["Tả quy trình", "x" * 200],
            ["Mấy bước?", "12"],
        ]
    )
    assert [question.type.value for question in reading.manuscript.questions] == ["short", "essay", "number"]
    assert codes(reading) == ["assumed-short", "long-answer", "assumed-short"]


def test_columns_are_mapped_by_hand_where_nothing_is_recognised() -> None:
    data = workbook([["Hỏi gì", "Một", "Hai", "Chốt"], ["Câu?", "a", "b", "B"]])
    assert codes(read_workbook(data, "de.xlsx"))[0] == "no-headings"
    (sheet,) = headers_of(data, "de.xlsx")
    assert (sheet.name, sheet.row, sheet.rows[1]) == ("Sheet1", 0, ("Câu?", "a", "b", "B"))
    columns = {"question": 0, "option-1": 1, "option-2": 2, "key": 3, HEADING_ROW: 1}
    assert right(only(read_workbook(data, "de.xlsx", columns))) == ["b"]
    assert len(read_workbook(data, "de.xlsx", {**columns, HEADING_ROW: 0}).manuscript.questions) == 2


def test_the_headings_are_shown_with_what_they_were_taken_for() -> None:
    (sheet,) = headers_of(workbook([["ĐỀ"], [*HEADINGS, "Người duyệt"], [*CAPITAL, "B", "An"]]), "de.xlsx")
    assert sheet.row == 2
    assert sheet.labels == (*HEADINGS, "Người duyệt")
    assert sheet.roles == ("question", "option-1", "option-2", "option-3", "option-4", "key", "")
    assert sheet.rows == ((*CAPITAL, "B", "An"),)
    assert headers_of(b"%PDF-1.7", "de.xlsx") == ()


@pytest.mark.parametrize(("count", "seed"), [(97, 1), (440, 2)])
def test_an_untidy_bank_is_read_whole(count: int, seed: int) -> None:
    rows, keys = untidy_bank(count, seed)
    reading = read(rows)
    questions = reading.manuscript.questions
    assert len(questions) == count
    for number, (question, key) in enumerate(zip(questions, keys, strict=True), start=1):
        assert question.stem == f"Khi làm việc số {number}, thầy cô nên làm gì trước?"
        assert [option.text for option in question.options] == [
            f"việc {letter}{number} thật cẩn thận" for letter in "abcd"
        ]
        assert {index for index, option in enumerate(question.options) if option.fraction == 1} == key
        assert question.status is Status.READY
    assert not [trouble for trouble in reading.troubles if trouble.question is not None]
