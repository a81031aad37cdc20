"""Tables as they are kept: options in the question's cell, keys beside colours, columns that only their cells explain."""

import pytest
from openpyxl.styles import Font

from lms.core.questions.manuscript import Status
from lms.core.questions.model import QuestionType
from lms.core.questions.native import plain_of
from tests.core.questions.importing.sheets import CAPITAL, HEADINGS, codes, only, read, right

BELOW = "Thủ đô?\nA. Huế\nB. Hà Nội\nC. Vinh"
BANK = [(f"Câu hỏi thứ {n}?", "một", "hai", "ba", "bốn", "ABCD"[n % 4]) for n in range(8)]


def readied(reading):
    return [right(question) for question in reading.manuscript.questions if question.status is Status.READY]


def test_options_below_the_question_in_its_own_cell():
    question = only(read([("STT", "Câu hỏi", "Đáp án"), (1, BELOW, "B")]))
    assert question.stem == "Thủ đô?"
    assert right(question) == ["Hà Nội"]
    assert question.status is Status.READY


@pytest.mark.parametrize("key", ["B", "A, C", "Đáp án D"])
def test_letters_without_any_option_are_no_words_to_type(key):
    reading = read([("STT", "Câu hỏi", "Đáp án"), (1, "Thủ đô?", key)])
    assert only(reading).status is Status.DRAFT
    assert "key-without-options" in codes(reading)


def test_words_without_any_option_are_still_words_to_type():
    assert only(read([("STT", "Câu hỏi", "Đáp án"), (1, "Thủ đô?", "Hà Nội")])).type is QuestionType.SHORT


@pytest.mark.parametrize(("key", "words"), [("Đúng", "Đúng"), ("Sai", "Sai"), ("S", "Sai"), (True, "Đúng")])
@pytest.mark.parametrize("heading", ["Câu hỏi", "Nhận định"])
def test_a_column_of_true_and_false_makes_true_and_false(heading, key, words):
    question = only(read([("STT", heading, "Đúng/Sai"), (1, "Mật khẩu nên dài.", key)]))
    assert question.type is QuestionType.TRUE_FALSE
    assert question.stem == "Mật khẩu nên dài."
    assert right(question) == [words]


def test_a_key_against_the_colour_of_all_other_rows_is_a_draft():
    def dress(sheet):
        for row in range(2, 10):
            place = (row - 2) % 4 if row != 5 else 0  # row 5 has its key at D
            sheet.cell(row, 2 + place).font = Font(color="FFFF0000")

    reading = read([HEADINGS, *BANK], dress=dress)
    assert [question.status for question in reading.manuscript.questions].count(Status.DRAFT) == 1
    assert codes(reading) == ["key-against-look"]
    assert reading.troubles[0].place == 5


def test_colours_that_never_agree_with_the_keys_are_decoration():
    def dress(sheet):
        for row in range(2, 10):
            sheet.cell(row, 2).font = Font(color="FFFF0000")

    assert len(readied(read([HEADINGS, *BANK], dress=dress))) == len(BANK)


def test_a_star_at_another_option_than_the_key_names_is_a_draft():
    reading = read([HEADINGS, ("Thủ đô?", "*Huế", "Hà Nội", "Vinh", "Đà Nẵng", "B")])
    assert codes(reading) == ["key-against-look"]


def test_signs_that_belong_to_the_words_stay():
    reading = read([HEADINGS, ("Hàm nào?", "f(x)", "*.docx", "x", "y", "A")])
    assert [plain_of(option.text) for option in only(reading).options] == ["f(x)", "*.docx", "x", "y"]
    assert only(reading).status is Status.READY


def test_options_and_their_ticks_on_rows_of_their_own():
    reading = read(
        [
            ("STT", "Câu hỏi", "Đáp án", "Đúng"),
            (1, "Thủ đô?", "Huế", None),
            (None, None, "Hà Nội", "x"),
            (None, None, "Vinh", None),
        ]
    )
    assert right(only(reading)) == ["Hà Nội"]


def test_letters_of_options_in_a_column_of_their_own():
    reading = read(
        [
            ("STT", "Câu hỏi", "Phương án", "Nội dung", "Đáp án"),
            (1, "Thủ đô?", "A", "Huế", "B"),
            (None, None, "B", "Hà Nội", None),
            (None, None, "C", "Vinh", None),
        ]
    )
    assert right(only(reading)) == ["Hà Nội"]
    assert len(only(reading).options) == 3


def test_a_column_that_only_counts_is_not_the_question():
    reading = read([("Câu hỏi", "Nội dung", *HEADINGS[1:]), ("Câu 1", *CAPITAL, "B")])
    assert only(reading).stem == CAPITAL[0]


def test_a_title_beside_a_roman_number_opens_a_chapter():
    reading = read([("STT", *HEADINGS), ("I", "CHỮ KÝ SỐ"), (1, *BANK[0]), ("II.", "An toàn"), (1, *BANK[1])])
    assert [pool.title for pool in reading.manuscript.pools] == ["CHỮ KÝ SỐ", "An toàn"]
    assert len(readied(reading)) == 2


def test_a_table_without_headings_whose_last_column_is_letters():
    assert readied(read([(n, *row) for n, row in enumerate(BANK, start=1)])) == [
        [row["ABCD".index(row[5]) + 1]] for row in BANK
    ]
    assert readied(read(BANK[:3])) == [["một"], ["hai"], ["ba"]]


def test_a_table_without_headings_and_without_letters_is_not_guessed():
    assert read([row[:5] for row in BANK]).manuscript.questions == ()


def test_a_formula_that_counts_the_rows_breaks_no_question():
    assert len(readied(read([("STT", *HEADINGS), ("=ROW()-1", *BANK[0])]))) == 1
