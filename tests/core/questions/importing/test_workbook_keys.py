"""Excel files as trainers have them: every layout with every way of writing a key."""

import itertools
from collections.abc import Callable
from typing import Any

import pytest
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from lms.core.questions.manuscript import Status
from lms.core.questions.model import QuestionType
from tests.core.questions.importing.sheets import (
    CAPITAL,
    HEADINGS,
    codes,
    only,
    read,
    right,
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
