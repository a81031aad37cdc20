"""What real papers hold that looks like something else: shouting options, file names, links, words below the end."""

import pytest

from lms.core.questions.importing.papers import read_text
from lms.core.questions.model import QuestionType
from lms.core.questions.native import plain_of
from tests.core.questions.importing.word_makers import codes, keys, para, read, texts

FOUR = ["A. một", "B. hai", "C. ba", "D. bốn"]
LINK = '<w:hyperlink><w:r><w:rPr><w:color w:val="0563C1"/><w:u w:val="single"/></w:rPr><w:t>tra-cuu.vn</w:t></w:r></w:hyperlink>'


def typed(*lines):
    """Return the reading of a plain text of these lines."""
    return read_text("\n".join(lines).encode(), "de.txt")


def questions(reading):
    return reading.manuscript.questions


@pytest.mark.parametrize(
    "options",
    [
        ["=SUM(A1:A10)", "=MAX(A1:A10)", "=COUNT(A1:A10)", "=AVERAGE(A1:A10)"],
        ["ROM", "RAM", "HTTPS VÀ SSL", "USB FLASH"],
        ["Tự luận", "Trắc nghiệm", "Đúng/Sai", "Trả lời ngắn"],
        ["Nhận biết", "Thông hiểu", "Vận dụng", "Vận dụng cao"],
    ],
)
def test_an_option_that_reads_like_a_title_stays_an_option(options):
    lettered = [f"{letter}. {text}" for letter, text in zip("ABCD", options, strict=True)]
    reading = typed("Câu 1: Chọn?", *lettered, "Đáp án: D", "Câu 2: Nữa?", *FOUR, "Đáp án: A")
    assert texts(questions(reading)[0]) == options
    assert keys(reading) == ["D", "A"]
    assert len(reading.manuscript.pools) == 1


def test_a_part_by_letter_behind_a_whole_question_is_still_a_part():
    reading = typed("A. TRẮC NGHIỆM", "Câu 1: Chọn?", *FOUR, "Đáp án: B", "B. TỰ LUẬN", "Câu 1: Trình bày.")
    assert keys(reading)[0] == "B"
    assert questions(reading)[1].type is QuestionType.ESSAY


@pytest.mark.parametrize("answer", ["ANSWER: B", "ĐÁP ÁN ĐÚNG: B", "→ B", "=> B.", "-> B"])
def test_an_answer_in_capitals_or_behind_an_arrow_is_an_answer(answer):
    reading = typed("Câu 1: Chọn?", *FOUR, answer, "Câu 2: Nữa?", *FOUR, answer)
    assert keys(reading) == ["B", "B"]
    assert texts(questions(reading)[0])[3] == "bốn"


@pytest.mark.parametrize(
    "end",
    ["----- Hết -----", "Hết./.", "--- HẾT ---", "*** End ***", "Người ra đề", "Chúc các em làm bài tốt!"],
)
def test_what_stands_below_the_paper_sticks_to_no_option(end):
    reading = typed("Câu 1: Chọn?", *FOUR[:3], "*D. bốn", end, "Nguyễn Văn A")
    assert texts(questions(reading)[0])[3] == "bốn"
    assert keys(reading) == ["D"]


def test_the_end_of_a_program_is_not_the_end_of_the_paper():
    reading = typed("Câu 1: Cho đoạn mã:", "Begin", "x := 1;", "End.", "Kết quả?", *FOUR, "Đáp án: A")
    assert keys(reading) == ["A"]


@pytest.mark.parametrize(
    "options",
    [
        ["f(x)", "x", "2x", "0"],
        ["COUNT(*)", "COUNT", "SUM", "MAX"],
        ["*.docx", "?.docx", "docx", "doc"],
        ["[chữ](x)", "chữ", "(chữ)", "[chữ]"],
        ["2**", "2^", "2x", "2"],
    ],
)
def test_signs_that_belong_to_the_words_of_an_option_are_no_mark(options):
    lettered = [f"{letter}. {text}" for letter, text in zip("ABCD", options, strict=True)]
    reading = typed("Câu 1: Cách viết nào?", *lettered)
    assert keys(reading) == ["?"]
    assert [plain_of(text) for text in texts(questions(reading)[0])] == options


@pytest.mark.parametrize("option", ["một (x)", "một*", "một *", "một ✓", "một (*)", "một [x]", "* một"])
def test_signs_beside_the_words_still_mark(option):
    assert keys(typed("Câu 1: Chọn?", f"A. {option}", *FOUR[1:])) == ["A"]


def test_boxes_ticked_and_empty():
    reading = typed("Câu 1: Chọn?", "☐ A. một", "☑ B. hai", "☐ C. ba", "[ ] D. bốn")
    assert keys(reading) == ["B"]
    assert texts(questions(reading)[0]) == ["một", "hai", "ba", "bốn"]


def test_a_link_among_the_options_is_no_mark():
    reading = read("Câu 1: Trang nào?", "A. một", para("B. ", inner=LINK), "C. ba", "D. bốn")
    assert keys(reading) == ["?"]
    assert texts(questions(reading)[0])[1] == "tra-cuu.vn"


def test_a_link_does_not_contradict_the_key():
    assert keys(
        read("Câu 1: Trang nào?", "A. một", para("B. ", inner=LINK), "C. ba", "D. bốn", "Đáp án: C")
    ) == ["C"]


def test_a_letter_without_any_option_is_a_draft_and_no_word_to_type():
    reading = typed("Câu 1: Chọn?", "① một", "② hai", "Đáp án: B")
    assert codes(reading) == ["key-without-options"]
    assert keys(reading) == ["?"]


def test_a_key_that_gives_letter_and_words_below_a_title_of_its_own():
    reading = typed("Câu 1: Chọn?", *FOUR, "Câu 2: Nữa?", *FOUR, "Đáp án:", "Câu 1: B. hai", "Câu 2: D. bốn")
    assert keys(reading) == ["B", "D"]


def test_wide_signs_are_signs():
    reading = typed("Câu 1：Chọn？", "Ａ．một", "Ｂ．hai", "Đáp án：Ｂ")
    assert keys(reading) == ["B"]
    assert texts(questions(reading)[0]) == ["một", "hai"]
