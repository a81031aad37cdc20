"""Excel files as trainers have them: every layout with every way of writing a key, and what Excel does to cells."""

import io
import itertools
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.drawing.image import Image as SheetImage
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet
from PIL import Image

from lms.core.markup.rendering import render_markdown
from lms.core.problems import has_errors
from lms.core.questions import parse_bank
from lms.core.questions.importing.columns import HEADING_ROW
from lms.core.questions.importing.tables import headers_of, read_workbook
from lms.core.questions.manuscript import MOST_IMPORTED, Status
from lms.core.questions.model import QuestionType
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

RED = Font(color="FFFF0000")
YELLOW = PatternFill("solid", fgColor="FFFFFF00")


def in_columns(key: Any, *names: str) -> list[list[Any]]:
    return [["STT", "Câu hỏi", *names, "Đáp án đúng"], [1, *CAPITAL, key]]


def in_one_cell(key: Any, joined: str) -> list[list[Any]]:
    return [["Nội dung câu hỏi", "Các phương án", "Đáp án"], [CAPITAL[0], joined, key]]


LAYOUTS: dict[str, Callable[[Any], list[list[Any]]]] = {
    "letters": lambda key: in_columns(key, "A", "B", "C", "D"),
    "phương án 1": lambda key: in_columns(key, *(f"Phương án {n}" for n in range(1, 5))),
    "Đáp án A": lambda key: in_columns(key, *(f"Đáp án {letter}" for letter in "ABCD")),
    "no diacritics": lambda key: [
        ["CAU HOI", "DAP AN A", "DAP AN B", "DAP AN C", "DAP AN D", "DAP AN"],
        [*CAPITAL, key],
    ],
    "English": lambda key: [
        ["Question", "Option 1", "Option 2", "Option 3", "Option 4", "Correct Answer"],
        [*CAPITAL, key],
    ],
    "any order": lambda key: [
        ["Đáp án", "D", "C", "B", "A", "Câu hỏi"],
        [key, CAPITAL[4], CAPITAL[3], CAPITAL[2], CAPITAL[1], CAPITAL[0]],
    ],
    "a title above": lambda key: [["ĐỀ THI"], [], ["Năm 2026"], *in_columns(key, "A", "B", "C", "D")],
    "headings on two rows": lambda key: [
        ["STT", "Câu hỏi", "Phương án trả lời", None, None, None, "Đáp án"],
        [None, None, "A", "B", "C", "D", None],
        [1, *CAPITAL, key],
    ],
    "snake case": lambda key: [
        ["question", "option_a", "option_b", "option_c", "option_d", "correct"],
        [*CAPITAL, key],
    ],
    "decomposed": lambda key: [["Câu hỏi", "A", "B", "C", "D", "Đáp án"], [*CAPITAL, key]],
    "lines in a cell": lambda key: in_one_cell(key, "\n".join(CAPITAL[1:])),
    "semicolons": lambda key: in_one_cell(key, "; ".join(CAPITAL[1:])),
    "bars": lambda key: in_one_cell(key, " | ".join(CAPITAL[1:])),
    "lettered lines": lambda key: in_one_cell(key, "A. Huế\nB. Hà Nội\nC. Vinh\nD. Đà Nẵng"),
    "lettered on one line": lambda key: in_one_cell(key, "A. Huế  B. Hà Nội C) Vinh D/ Đà Nẵng"),
    "letters repeated": lambda key: [
        HEADINGS,
        [CAPITAL[0], "A. Huế", "B. Hà Nội", "C. Vinh", "D. Đà Nẵng", key],
    ],
    "Kahoot": lambda key: [
        [],
        [None, "Quiz template"],
        [
            None,
            "Question - max 120 characters",
            *(f"Answer {n} - max 75 characters" for n in range(1, 5)),
            "Time limit (sec) – 5, 10, 20, 30, 60, 90, 120, or 240 secs",
            "Correct answer(s) - choose at least one",
        ],
        [1, *CAPITAL, 20, key],
    ],
    "Quizizz": lambda key: [
        [
            "Question Text",
            "Question Type",
            "Option 1",
            "Option 2",
            "Option 3",
            "Option 4",
            "Option 5",
            "Correct Answer",
            "Time in seconds",
            "Image Link",
        ],
        ["Text of the question (required)", "Question Type", "Text for option 1", "Text for option 2"],
        [CAPITAL[0], "Multiple Choice", *CAPITAL[1:], None, key, 30, None],
    ],
    "Azota": lambda key: [
        [
            "Câu",
            "Nội dung câu hỏi",
            "Đáp án A",
            "Đáp án B",
            "Đáp án C",
            "Đáp án D",
            "Đáp án đúng",
            "Lời giải",
            "Mức độ",
        ],
        ["Câu 1", *CAPITAL, key, None, None],
    ],
}
KEYS: dict[str, Any] = {
    "letter": "B",
    "small letter": "b",
    "letter with a point": "B.",
    "in brackets": "(B)",
    "named": "Đáp án B",
    "named in capitals": "ĐÁP ÁN: B",
    "number": 2,
    "number as text": "2",
    "own words": "Hà Nội",
    "own words in capitals": "HÀ NỘI",
    "letter and words": "B. Hà Nội",
    "decomposed words": "Hà Nội",
}


@pytest.mark.parametrize(("layout", "key"), list(itertools.product(LAYOUTS, KEYS)))
def test_each_layout_is_read_with_each_way_of_writing_the_key(layout: str, key: str) -> None:
    reading = read(LAYOUTS[layout](KEYS[key]))
    question = only(reading)
    assert (question.type, question.status) == (QuestionType.SINGLE, Status.READY)
    assert question.stem == CAPITAL[0]
    assert sorted(option.text for option in question.options) == sorted(CAPITAL[1:])
    assert right(question) == ["Hà Nội"]
    assert not reading.troubles


@pytest.mark.parametrize(
    "key",
    [
        "A,C",
        "A, C",
        "A;C",
        "A và C",
        "a C",
        "AC",
        "1,3",
        "1;3",
        "1 và 3",
        "Huế; Vinh",
        "Huế\nVinh",
        "A & C",
        "A/C",
        "A+C",
    ],
)
def test_several_right_options_make_a_multiple_choice(key: str) -> None:
    question = only(read([HEADINGS, [*CAPITAL, key]]))
    assert (question.type, right(question)) == (QuestionType.MULTIPLE, ["Huế", "Vinh"])


@pytest.mark.parametrize(
    "key", ["E", "5", "0", "Paris", "A?", "không rõ", "A. Hà Nội", "1.3", "-1", "B hay là C nhỉ"]
)
def test_a_key_that_names_no_option_is_never_guessed(key: str) -> None:
    reading = read([HEADINGS, [*CAPITAL, key]])
    question = only(reading)
    assert question.status is Status.DRAFT
    assert not right(question)
    assert [(t.code, t.question) for t in reading.troubles] == [("unsure-key", 0)]


def test_no_key_and_every_option_marked_are_drafts() -> None:
    reading = read(
        [
            HEADINGS,
            [*CAPITAL, None],
            ["Câu khác?", "a", "b", "c", "d", "A"],
            ["Tất cả?", "a", "b", "c", "d", "A,B,C,D"],
        ]
    )
    assert [question.status for question in reading.manuscript.questions] == [
        Status.DRAFT,
        Status.READY,
        Status.DRAFT,
    ]
    assert [(t.code, t.question, t.where) for t in reading.troubles] == [
        ("no-key", 0, "trang tính “Sheet1”, dòng 2"),
        ("all-marked", 2, "trang tính “Sheet1”, dòng 4"),
    ]


def test_a_number_that_is_also_an_option_is_read_as_the_other_rows_prove() -> None:
    odd = ["2 + 2 = ?", "3", "2", "5", "4", "4"]  # the fourth, or the words "4": both are the last
    clash = ["1 + 1 = ?", "2", "1", "4", "3", "2"]  # the second option is "1", the words "2" are the first
    alone = only(read([HEADINGS, clash]))
    assert alone.status is Status.DRAFT
    by_number = read([HEADINGS, clash, [*CAPITAL, 3]]).manuscript.questions
    assert right(by_number[0]) == ["1"]
    by_words = read([HEADINGS, clash, [*CAPITAL, "Vinh"]]).manuscript.questions
    assert right(by_words[0]) == ["2"]
    assert right(only(read([HEADINGS, odd]))) == ["4"]


def test_an_empty_option_keeps_the_letters_of_the_others() -> None:
    question = only(read([HEADINGS, ["Câu?", "một", None, "ba", "bốn", "D"]]))
    assert ([option.text for option in question.options], right(question)) == (["một", "ba", "bốn"], ["bốn"])
    assert only(read([HEADINGS, ["Câu?", "một", None, "ba", "bốn", "B"]])).status is Status.DRAFT


@pytest.mark.parametrize("mark", ["x", "X", 1, True, "TRUE", "Đúng", "✓", "1"])
def test_marks_beside_the_options_are_the_key(mark: Any) -> None:
    rows = [
        ["Câu hỏi", "Phương án 1", "Đúng", "Phương án 2", "Đúng", "Phương án 3", "Đúng"],
        ["Câu?", "một", None, "hai", mark, "ba", None],
    ]
    question = only(read(rows))
    assert (question.status, right(question)) == (Status.READY, ["hai"])


def test_zeros_and_ones_and_named_mark_columns_are_read() -> None:
    rows = [
        ["Question", "Option 1", "Option 2", "Option 3", "Correct 1", "Correct 2", "Correct 3"],
        ["Q?", "a", "b", "c", 1, 0, 1],
    ]
    question = only(read(rows))
    assert (question.type, right(question)) == (QuestionType.MULTIPLE, ["a", "c"])
    assert codes(read([rows[0], ["Q?", "a", "b", "c", 0, 0, 0]])) == ["no-key"]
    assert codes(read([rows[0], ["Q?", "a", "b", "c", 0, "có lẽ", 0]])) == ["unsure-key"]


def test_wrong_options_in_columns_of_their_own() -> None:
    question = only(
        read(
            [
                ["Câu hỏi", "Đáp án đúng", "Đáp án sai 1", "Đáp án sai 2", "Đáp án sai 3"],
                ["Câu?", "đúng rồi", "sai", "hỏng", None],
            ]
        )
    )
    assert ([option.text for option in question.options], right(question)) == (
        ["đúng rồi", "sai", "hỏng"],
        ["đúng rồi"],
    )


def test_options_on_rows_of_their_own_belong_to_the_question_above() -> None:
    rows = [
        ["STT", "Câu hỏi", "Phương án", "Đáp án"],
        [1, "Một?", "a", None],
        [None, None, "b", "x"],
        [None, None, "c", None],
        [2, "Hai?", "A. d", "C"],
        [None, None, "B. e", None],
        [None, None, "C. f", None],
    ]
    reading = read(rows)
    assert [right(question) for question in reading.manuscript.questions] == [["b"], ["f"]]
    assert not reading.troubles


def test_options_below_their_question_in_its_column_belong_to_it() -> None:
    rows = [
        ["STT", "Nội dung", "Đáp án"],
        [1, "Một?", "B"],
        [None, "A. a"],
        [None, "B. b"],
        [None, "C. c"],
        [2, "Hai?", None],
        [None, "A. d"],
        [None, "B. e", "x"],
        [3, "Ba?"],
        [None, "A. g"],
        [None, "B. h"],
    ]
    reading = read(rows)
    assert [[option.text for option in question.options] for question in reading.manuscript.questions] == [
        ["a", "b", "c"],
        ["d", "e"],
        ["g", "h"],
    ]
    assert [right(question) for question in reading.manuscript.questions] == [["b"], ["e"], []]
    assert [(t.code, t.question) for t in reading.troubles] == [("no-key", 2)]


@pytest.mark.parametrize(
    "rows",
    [
        [["Câu 1: Một?"], ["A. a"], ["B. b"], ["Câu 2: Hai?"], ["A. c"], ["B. d"]],
        [[1, "Một?"], ["A", "a"], ["B", "b"], [2, "Hai?"], ["A", "c"], ["B", "d"]],
        [["ĐỀ KIỂM TRA"], ["Câu 1: Một?"], ["A. a", "B. b"], ["Câu 2: Hai?"], ["A. c", "B. d"]],
    ],
)
def test_a_paper_written_down_the_rows_of_a_sheet_is_read_as_a_paper(rows: list[list[Any]]) -> None:
    def dress(sheet: Worksheet) -> None:
        for cells in sheet.iter_rows():
            for cell in cells:
                if cell.value in {"B. b", "b", "A. c", "c"}:
                    cell.font = RED

    questions = read(rows, dress=dress).manuscript.questions
    assert [question.stem for question in questions] == ["Một?", "Hai?"]
    assert [right(question) for question in questions] == [["b"], ["c"]]
    assert questions[0].where.startswith("trang tính “Sheet1”, dòng ")


def dressed(places: str, **look: Any) -> Callable[[Worksheet], None]:
    def dress(sheet: Worksheet) -> None:
        for place in places.split():
            for name, value in look.items():
                setattr(sheet[place], name, value)

    return dress


BARE = [HEADINGS[:-1], CAPITAL]


@pytest.mark.parametrize(
    "look", [{"font": RED}, {"font": Font(bold=True)}, {"font": Font(underline="single")}, {"fill": YELLOW}]
)
def test_without_a_column_for_keys_the_one_option_that_looks_different_is_right(look: dict[str, Any]) -> None:
    question = only(read(BARE, dress=dressed("C2", **look)))
    assert (question.status, right(question)) == (Status.READY, ["Hà Nội"])


@pytest.mark.parametrize("places", ["", "B2 C2", "B2 C2 D2 E2", "B2 C2 D2"])
def test_looks_that_do_not_single_out_one_option_are_no_key(places: str) -> None:
    reading = read(BARE, dress=dressed(places, font=RED))
    assert only(reading).status is Status.DRAFT
    assert codes(reading)[0] in {"unsure-look", "no-key"}


def test_looks_count_for_nothing_beside_a_key_or_as_the_habit_of_a_column() -> None:
    assert right(only(read([HEADINGS, [*CAPITAL, "A"]], dress=dressed("C2", font=RED)))) == ["Huế"]
    rows = [HEADINGS[:-1], *([f"Câu số {n}?", "a", "b", "c", "d"] for n in range(6))]
    reading = read(rows, dress=dressed("B2 B3 B4 B5 B6 B7", fill=YELLOW))
    assert set(codes(reading)) == {"unsure-look"}


@pytest.mark.parametrize("starred", ["*Hà Nội", "Hà Nội*", "✓ Hà Nội", "Hà Nội (đúng)"])
def test_a_star_marks_the_right_option(starred: str) -> None:
    rows = [HEADINGS[:-1], [CAPITAL[0], "Huế", starred, "Vinh", "Đà Nẵng"]]
    assert right(only(read(rows))) == ["Hà Nội"]
    assert right(only(read([["Câu hỏi", "Phương án"], ["Câu?", "A. Huế\n*B. Hà Nội\nC. Vinh"]]))) == [
        "Hà Nội"
    ]


def test_one_star_among_many_rows_without_is_part_of_the_words() -> None:
    rows = [
        HEADINGS[:-1],
        *([f"Câu số {n}?", "a", "b", "c", "d"] for n in range(5)),
        ["Mật khẩu nào mạnh?", "123", "An@1987*", "abc", "an"],
    ]
    reading = read(rows)
    assert {question.status for question in reading.manuscript.questions} == {Status.DRAFT}


TYPED = ("Câu hỏi", "Loại câu", "A", "B", "C", "D", "Đáp án")


def test_every_type_is_read_by_its_name() -> None:
    reading = read(
        [
            TYPED,
            ["Một?", "Trắc nghiệm", "a", "b", "c", "d", "C"],
            ["Nhiều?", "Nhiều đáp án", "a", "b", "c", "d", "A"],
            ["Đúng không?", "Đúng/Sai", None, None, None, None, "Sai"],
            ["Từng ý?", "Đúng/Sai", "ý một", "ý hai", "ý ba", "ý bốn", "Đ,S,S,Đ"],
            ["Gõ gì?", "Trả lời ngắn", None, None, None, None, "VNeID; vneid app"],
            ["Bao nhiêu?", "Số", None, None, None, None, 2803],
            ["Ghép", "Ghép đôi", "OTP -> mã", "PDF → tệp", None, None, None],
            ["Xếp", "Sắp xếp", "hai", "một", "ba", None, "B, A, C"],
            ["Viết", "Tự luận", None, None, None, None, "Nêu được ba ý"],
        ]
    )
    questions = reading.manuscript.questions
    assert [question.type.value for question in questions] == [
        "single",
        "multiple",
        "truefalse",
        "cluster",
        "short",
        "number",
        "matching",
        "ordering",
        "essay",
    ]
    assert all(question.status is Status.READY for question in questions)
    assert not reading.troubles
    assert right(questions[2]) == ["Sai"]
    assert right(questions[3]) == ["ý một", "ý bốn"]
    assert [answer.text for answer in questions[4].answers] == ["VNeID", "vneid app"]
    assert [answer.text for answer in questions[5].answers] == ["2803"]
    assert [(pair.left, pair.right) for pair in questions[6].pairs] == [("OTP", "mã"), ("PDF", "tệp")]
    assert [option.text for option in questions[7].options] == ["một", "hai", "ba"]
    assert questions[8].explanation == "Nêu được ba ý"


@pytest.mark.parametrize(
    "key",
    [
        "Đ,S,S,Đ",
        "ĐSSĐ",
        "đ s s đ",
        "Đúng; Sai; Sai; Đúng",
        "a-Đ, b-S, c-S, d-Đ",
        "1Đ 2S 3S 4Đ",
        "a) Đ b) S c) S d) Đ",
        "T,F,F,T",
        "a. Đúng\nb. Sai\nc. Sai\nd. Đúng",
    ],
)
def test_statements_with_their_truths_are_a_cluster(key: str) -> None:
    question = only(
        read([HEADINGS, ["Chọn Đúng hay Sai cho từng ý", "ý một", "ý hai", "ý ba", "ý bốn", key]])
    )
    assert (question.type, question.status) == (QuestionType.CLUSTER, Status.READY)
    assert right(question) == ["ý một", "ý bốn"]


@pytest.mark.parametrize(
    ("key", "expected"),
    [("Đúng", "Đúng"), ("S", "Sai"), (True, "Đúng"), ("FALSE", "Sai"), ("A", "Đúng"), (2, "Sai")],
)
def test_true_or_false_in_two_columns(key: Any, expected: str) -> None:
    question = only(read([HEADINGS, ["OTP là bí mật?", "Đúng", "Sai", None, None, key]]))
    assert (question.type, right(question)) == (QuestionType.TRUE_FALSE, [expected])


def test_types_of_quizizz_and_unknown_ones() -> None:
    headings = [
        "Question Text",
        "Question Type",
        "Option 1",
        "Option 2",
        "Option 3",
        "Correct Answer",
        "Time in seconds",
    ]
    reading = read(
        [
            headings,
            ["Chọn", "Checkbox", "a", "b", "c", "1,3", 30],
            ["Điền", "Fill-in-the-Blank", "Hà Nội", "Ha Noi", None, None, 30],
            ["Mở", "Open-Ended", None, None, None, None, 60],
            ["Vẽ", "Draw", "a", "b", None, 1, 60],
        ]
    )
    assert [question.type.value for question in reading.manuscript.questions] == [
        "multiple",
        "short",
        "essay",
        "single",
    ]
    assert [(t.code, t.question) for t in reading.troubles] == [("unknown-type", 3)]


def test_a_type_that_contradicts_its_key_is_a_draft() -> None:
    assert codes(read([TYPED, ["Một?", "Một đáp án", "a", "b", "c", "d", "A,B"]])) == ["several-right"]
    assert codes(read([TYPED, ["Ghép", "Ghép", "a", "b", None, None, None]])) == ["unsure-pairs"]
    assert codes(read([TYPED, ["Xếp", "Sắp xếp", "a", "b", "c", None, "B, A"]])) == ["unsure-order"]
    assert codes(read([TYPED, ["Số", "Số", None, None, None, None, "1.762"]])) == ["unsure-number"]
    assert codes(read([TYPED, ["Một", "Trắc nghiệm", "a", None, None, None, "A"]])) == ["too-few-options"]


def test_a_number_of_excel_is_no_thousand() -> None:
    question = only(read([TYPED, ["Số", "Số", None, None, None, None, 1.762]]))
    assert ([answer.text for answer in question.answers], question.status) == (["1.7620"], Status.READY)


def test_points_remarks_tags_and_chapters_are_kept() -> None:
    reading = read(
        [
            [
                "Mã câu",
                "Câu hỏi",
                "A",
                "B",
                "Đáp án",
                "Điểm",
                "Giải thích",
                "Gợi ý",
                "Phản hồi A",
                "Phản hồi B",
                "Chủ đề",
                "Mức độ",
                "Nhãn",
            ],
            [
                "KS-01",
                "Một?",
                "a",
                "b",
                "A",
                1.5,
                "vì thế",
                "nghĩ xem",
                "đúng rồi",
                "chưa đúng",
                "An toàn",
                "Dễ",
                "otp, mật khẩu",
            ],
            ["KS-02", "Hai?", "a", "b", "B", "nhiều", None, None, None, None, None, "Khó", None],
        ]
    )
    first, second = reading.manuscript.questions
    assert (first.points, first.explanation, first.hints[0].text, first.title) == (
        Decimal("1.5"),
        "vì thế",
        "nghĩ xem",
        "KS-01",
    )
    assert [option.feedback for option in first.options] == ["đúng rồi", "chưa đúng"]
    assert (first.tags, second.tags) == (("otp", "mật khẩu", "Dễ"), ("Khó",))
    assert [(pool.title, pool.id) for pool in reading.manuscript.pools] == [("An toàn", "an-toan")]
    assert codes(reading) == ["bad-points"]
    assert second.status is Status.READY


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


def test_more_questions_than_a_file_may_have_are_refused_with_the_number() -> None:
    rows = [HEADINGS, *([f"Câu số {n}?", "a", "b", "c", "d", "A"] for n in range(10_000))]
    reading = read(rows)
    assert not reading.manuscript.questions
    assert [trouble.code for trouble in reading.troubles] == ["too-many-questions"]
    assert str(MOST_IMPORTED) in reading.troubles[0].vi
    assert str(MOST_IMPORTED) in reading.troubles[0].en


def test_a_size_that_lies_and_a_cell_far_away_cost_nothing() -> None:
    data = workbook([HEADINGS, [*CAPITAL, "B"]], dress=lambda sheet: setattr(sheet["XFD1"], "value", "x"))
    lying = repacked(
        data, {"xl/worksheets/sheet1.xml": lambda xml: xml.replace(b'ref="A1:XFD2"', b'ref="A1:XFD1048576"')}
    )
    assert right(only(read_workbook(lying, "de.xlsx"))) == ["Hà Nội"]


def sheet_of(xml: bytes, **more: Callable[[bytes], bytes]) -> bytes:
    data = workbook([HEADINGS, [*CAPITAL, "B"]])
    return repacked(data, {"xl/worksheets/sheet1.xml": lambda _: xml})


NAMESPACE = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
HOSTILE: dict[str, Callable[[], bytes]] = {
    "no rows": lambda: sheet_of(b"<worksheet " + NAMESPACE + b"><sheetData/></worksheet>"),
    "no sheet": lambda: sheet_of(b""),
    "cut short": lambda: sheet_of(b"<worksheet " + NAMESPACE + b'><sheetData><row r="1"><c'),
    "a string that is not there": lambda: sheet_of(
        b"<worksheet "
        + NAMESPACE
        + b'><sheetData><row r="1"><c r="A1" t="s"><v>999</v></c></row></sheetData></worksheet>'
    ),
    "a style that is not there": lambda: sheet_of(
        b"<worksheet "
        + NAMESPACE
        + b'><sheetData><row r="1"><c r="A1" s="99"><v>1</v></c></row></sheetData></worksheet>'
    ),
    "an odd place": lambda: sheet_of(
        b"<worksheet "
        + NAMESPACE
        + b'><sheetData><row r="x"><c r="??"><v>1</v></c></row></sheetData></worksheet>'
    ),
    "a number beyond numbers": lambda: sheet_of(
        b"<worksheet "
        + NAMESPACE
        + b'><sheetData><row r="1"><c r="A1"><v>1e999</v></c></row></sheetData></worksheet>'
    ),
    "a million cells": lambda: sheet_of(
        b"<worksheet "
        + NAMESPACE
        + b'><sheetData><row r="1">'
        + b"".join(b'<c r="A1"><v>%d</v></c>' % n for n in range(700_000))
        + b"</row></sheetData></worksheet>"
    ),
    "a million strings": lambda: repacked(
        workbook([HEADINGS, [*CAPITAL, "B"]]),
        **{
            "xl__sharedStrings.xml": b"<sst "
            + NAMESPACE
            + b">"
            + b"".join(b"<si><t>%d</t></si>" % n for n in range(300_000))
            + b"</sst>"
        },
    ),
    "no workbook": lambda: repacked(workbook([HEADINGS]), {"xl/workbook.xml": lambda _: b"<workbook/>"}),
    "no content types": lambda: repacked(
        workbook([HEADINGS]), {"[Content_Types].xml": lambda _: b"<Types/>"}
    ),
    "deep nesting": lambda: sheet_of(
        b"<worksheet " + NAMESPACE + b"><sheetData>" + b"<row>" * 50_000 + b"</sheetData></worksheet>"
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_workbook_is_a_sentence_and_never_an_error(name: str) -> None:
    reading = read_workbook(HOSTILE[name](), "de.xlsx")
    assert not reading.manuscript.questions
    assert reading.troubles
    assert all(
        trouble.vi and trouble.en and trouble.mend_vi and trouble.mend_en for trouble in reading.troubles
    )
    headers_of(HOSTILE[name](), "de.xlsx")
