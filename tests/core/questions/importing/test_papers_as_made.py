"""What real papers hold that looks like something else: shouting options, file names, links, words below the end."""

import pytest

from lms.core.questions.importing.papers import read_text
from lms.core.questions.model import QuestionType
from lms.core.questions.native import plain_of
from tests.core.questions.importing.word_makers import codes, keys, para, read, table, texts

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


# Tables


OPTIONS = "\n".join(FOUR)


def stacked(text):
    """Return a cell with a paragraph for each line."""
    return "".join(para(line) for line in text.split("\n"))


@pytest.mark.parametrize("heading", ["Phương án trả lời", "Các phương án", "Đáp án lựa chọn"])
def test_a_table_with_all_options_in_one_cell(heading):
    reading = read(
        table(
            ["TT", "Nội dung câu hỏi", heading, "Mức độ", "Đáp án đúng", "Giải thích"],
            ["1", "Chọn?", stacked(OPTIONS), "NB", "B", "Theo điều 5."],
        )
    )
    (question,) = questions(reading)
    assert keys(reading) == ["B"]
    assert texts(question) == ["một", "hai", "ba", "bốn"]
    assert question.explanation == "Theo điều 5."
    assert codes(reading) == []


def test_options_of_one_cell_need_no_letters():
    reading = read(
        table(["STT", "Câu hỏi", "Phương án", "Đáp án"], ["1", "Chọn?", stacked("một\nhai\nba"), "hai"])
    )
    assert keys(reading) == ["B"]


def test_a_column_that_is_not_known_is_told():
    reading = read(
        table(["STT", "Câu hỏi", "A", "B", "Đáp án", "Bối cảnh"], ["1", "Chọn?", "x", "y", "A", "Lan viết:"])
    )
    assert keys(reading) == ["A"]
    assert codes(reading) == ["column"]


@pytest.mark.parametrize("head", [[], [["Câu", "Câu hỏi và phương án", "Đáp án"]]])
def test_a_table_with_the_options_below_each_question(head):
    rows = [["1", stacked(f"Chọn?\n{OPTIONS}"), "C"], ["2", stacked(f"Nữa?\n{OPTIONS}"), "A"]]
    reading = read(table(*head, *rows))
    assert keys(reading) == ["C", "A"]
    assert texts(questions(reading)[1])[3] == "bốn"


def test_an_empty_answer_sheet_is_no_question_and_no_key():
    sheet = table(["Câu", "1", "2"], ["Đáp án", "", ""])
    crosses = table(["Câu", "A", "B", "C", "D"], ["1", "", "", "", ""], ["2", "", "", "", ""])
    reading = read(sheet, crosses, "Câu 1: Chọn?", *FOUR, "Đáp án: A", "Câu 2: Nữa?", *FOUR, "Đáp án: B")
    assert keys(reading) == ["A", "B"]


@pytest.mark.parametrize(
    "key",
    [
        table(["Câu", "A", "B", "C", "D"], ["1", "", "X", "", ""], ["2", "", "", "", "X"]),
        table(["Câu hỏi", "Đáp án đúng", "Ghi chú"], ["Câu 1", "B", "xem lại"], ["Câu 2", "D", ""]),
        table(["Câu", "Đáp án", "Điểm", "Ghi chú"], ["1", "B", "0,25", ""], ["2", "D", "0,25", ""]),
    ],
)
@pytest.mark.parametrize("is_first", [True, False])
def test_key_tables_with_crosses_points_and_remarks(key, is_first):
    paper = ["Câu 1: Chọn?", *FOUR, "Câu 2: Nữa?", *FOUR]
    blocks = ["ĐÁP ÁN", key, "ĐỀ BÀI", *paper] if is_first else [*paper, "ĐÁP ÁN", key]
    assert keys(read(*blocks)) == ["B", "D"]


# A letter and words beside it


@pytest.mark.parametrize("words", ["B. ba", "B – ba", "B: ba."])
def test_a_letter_beside_the_words_of_another_option_is_a_draft(words):
    reading = typed("Câu 1: Chọn?", *FOUR, f"Đáp án: {words}")
    assert codes(reading) == ["key-words"]
    reading = typed("Câu 1: Chọn?", *FOUR, "BẢNG ĐÁP ÁN", f"Câu 1: {words}")
    assert codes(reading) == ["key-words"]


def test_a_letter_beside_its_own_words_says_nothing_more():
    reading = typed("Câu 1: Chọn?", *FOUR, "Đáp án: B. hai")
    assert keys(reading) == ["B"]
    assert questions(reading)[0].explanation == ""


def test_a_root_is_no_tick_and_bullets_before_letters_are_no_words():
    reading = typed("Câu 1: Chọn?", "• A. 3", "• B. √2", "• C.√3", "• D. 2 *", "Câu 2: Nữa?", *FOUR)
    assert texts(questions(reading)[0]) == ["3", "√2", "√3", "2"]
    assert keys(reading) == ["D", "?"]


def test_the_table_of_contents_holds_no_questions():
    contents = (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
        f"<w:sdtContent>{para('Câu 1: Chọn?')}</w:sdtContent></w:sdt>"
    )
    assert keys(read(contents, "Câu 1: Chọn?", *FOUR, "Đáp án: A")) == ["A"]


def test_lines_that_could_be_titles_are_looked_at_in_bounded_time():
    lines = ["Câu 1: Chọn?", *["A. =SUM(A1:A10) TỔNG"] * 5_000]
    assert len(typed(*lines).manuscript.questions) == 1


# What looks like a mark or a verdict and is none


def seven(look, which):
    """Return seven questions; ``which`` gives the place of the option that ``look`` is laid on, by the number."""
    blocks = []
    for number in range(1, 8):
        options = list(FOUR)
        if which(number) is not None:
            options[which(number)] = look.format(options[which(number)])
        blocks += [f"Câu {number}: Gì?", *options]
    return blocks


def coloured(element):
    """Return a third option whose run carries an element."""
    return f"<w:p><w:r><w:rPr>{element}</w:rPr><w:t>C. ba</w:t></w:r></w:p>"


@pytest.mark.parametrize(
    "element",
    [
        '<w:color w:val="4D5156"/>',
        '<w:color w:val="666666"/>',
        '<w:shd w:val="clear" w:fill="F8F9FA"/>',
        '<w:shd w:val="clear" w:fill="FAFAFA"/>',
    ],
)
def test_greys_of_pasted_pages_are_no_mark(element):
    assert keys(read("Câu 1: Gì?", "A. một", "B. hai", coloured(element), "D. bốn")) == ["?"]


@pytest.mark.parametrize("element", ['<w:color w:val="C00000"/>', '<w:shd w:val="clear" w:fill="FFF2CC"/>'])
def test_colours_still_mark(element):
    assert keys(read("Câu 1: Gì?", "A. một", "B. hai", coloured(element), "D. bốn")) == ["C"]


def test_every_other_option_shaded_is_a_pattern():
    blocks = []
    for number in range(1, 5):
        blocks += [f"Câu {number}: Gì?", "<shade>A. một</shade>", "B. hai", "<shade>C. ba</shade>", "D. bốn"]
    assert keys(read(*blocks)) == ["?"] * 4


def test_a_first_letter_that_is_bold_everywhere_is_left_over_from_the_stem():
    blocks = []
    for number in range(1, 7):
        blocks += [f"Câu {number}: Gì?", "<b>A.</b> một", *FOUR[1:]]
    assert keys(read(*blocks)) == ["?"] * 6


def test_first_options_that_are_bold_throughout_are_marked():
    assert keys(read(*seven("<b>{}</b>", lambda _: 0))) == ["A"] * 7


def test_one_bold_option_where_six_are_underlined_is_a_draft():
    blocks = seven("<u>{}</u>", lambda number: None if number == 4 else number % 4)
    blocks[blocks.index("Câu 4: Gì?") + 1] = "<b>A. một</b>"
    assert keys(read(*blocks))[3] == "?"


@pytest.mark.parametrize(
    "line",
    [
        "Phương án C thiếu căn cứ nên không chọn C.",
        "Không có căn cứ nên loại đáp án C.",
        "Theo luật thì sai ở đáp án C.",
        "Đáp án A sai vì thiếu.",
        "Đáp án A: không đúng.",
        "Chọn C là sai.",
    ],
)
def test_reasons_against_an_option_do_not_choose_it(line):
    reading = typed("Câu 1: Gì?", *FOUR, "Lời giải:", line)
    assert keys(reading) == ["?"]
    assert line in questions(reading)[0].explanation


@pytest.mark.parametrize(
    "line",
    [
        "Chọn B vì đủ căn cứ.",
        "Đáp án B do có luật.",
        "Vậy chọn B.",
        "Đáp án B là đúng.",
        "Đáp án B",
        "Ta thấy A. sai vì lẽ khác. Đáp án B.",
    ],
)
def test_reasons_for_an_option_choose_it(line):
    assert keys(typed("Câu 1: Gì?", *FOUR, "Lời giải:", line)) == ["B"]


def test_an_answer_line_that_names_every_letter_is_to_be_filled_in():
    reading = typed("Câu 1: Gì?", *FOUR, "Đáp án: A  B  C  D")
    assert codes(reading) == ["all-marked"]


PAPER = ["Câu 1: Một?", *FOUR, "Câu 2: Hai?", *FOUR]


def test_a_key_of_another_exam_code_is_left_out_and_said():
    reading = typed("ĐỀ KIỂM TRA", "Mã đề 101", *PAPER, "ĐÁP ÁN MÃ ĐỀ 102", "1-A 2-B")
    assert keys(reading) == ["?", "?"]
    assert codes(reading).count("key-of-other-paper") == 2


@pytest.mark.parametrize("title", ["ĐÁP ÁN", "ĐÁP ÁN MÃ ĐỀ 101", "ĐÁP ÁN (Mã đề: 0101)"])
def test_a_key_of_the_same_code_or_of_none_is_the_papers(title):
    assert keys(typed("Mã đề 101", *PAPER, title, "1-A 2-B")) == ["A", "B"]


def test_of_two_keys_each_paper_takes_its_own():
    reading = typed("Mã đề 101", *PAPER, "ĐÁP ÁN MÃ ĐỀ 102", "1-C 2-D", "ĐÁP ÁN MÃ ĐỀ 101", "1-A 2-B")
    assert keys(reading) == ["A", "B"]


@pytest.mark.parametrize("letter", range(4))
def test_one_letter_that_is_bold_in_every_question_marks_nothing(letter):
    paper = []
    for number in range(1, 7):
        options = [f"{text[:2]} {text[3:]}" for text in FOUR]
        options[letter] = f"<b>{FOUR[letter][:2]}</b> {FOUR[letter][3:]}"
        paper += [f"Câu {number}: Hỏi gì?", *options]
    assert keys(read(*paper)) == ["?"] * 6
