"""Exam papers as a whole: parts, headings, passages, keys that disagree, statements, short answers, essays."""

import pytest

from lms.core.questions import parse_bank
from lms.core.questions.importing.papers import read_text
from lms.core.questions.model import QuestionType
from lms.core.questions.native import plain_of, write_native
from tests.core.questions.banks import render
from tests.core.questions.importing.word_makers import codes, key_of, keys, read, table, texts

FOUR = ["A. một", "B. hai", "C. ba", "D. bốn"]


def typed(*lines, **switches):
    """Return the reading of a plain text of these lines."""
    return read_text("\n".join(lines).encode(), "de.txt", **switches)


def questions(reading):
    return reading.manuscript.questions


def titles(reading):
    return [pool.title for pool in reading.manuscript.pools]


# Furniture of the sheet


def test_the_head_and_the_end_of_the_sheet_are_in_no_question():
    reading = typed(
        "SỞ GD&ĐT THÁI NGUYÊN",
        "TRƯỜNG THPT CHU VĂN AN",
        "ĐỀ THI HỌC KỲ I NĂM HỌC 2024-2025",
        "Môn: Tin học 10",
        "Thời gian: 45 phút (không kể thời gian phát đề)",
        "Họ và tên: ……………………… Lớp: ………",
        "Mã đề 101",
        "Câu 1: Thủ đô?",
        *FOUR,
        "Trang 1/2",
        "Câu 2: Phím?",
        *FOUR,
        "---------- HẾT ----------",
        "Cán bộ coi thi không giải thích gì thêm.",
        "BẢNG ĐÁP ÁN",
        "1-A 2-B",
    )
    assert keys(reading) == ["A", "B"]
    assert texts(questions(reading)[0])[3] == texts(questions(reading)[1])[3] == "bốn"
    assert titles(reading) == ["ĐỀ THI HỌC KỲ I NĂM HỌC 2024-2025"] or len(titles(reading)) == 1


@pytest.mark.parametrize(
    "heading",
    [
        "PHẦN II. CÂU HỎI VẬN DỤNG",
        "Phần 2: Kỹ năng số",
        "II. TRẮC NGHIỆM",
        "Chương 2: Mạng máy tính",
        "Mức độ nhận biết",
        "VẬN DỤNG CAO",
        "B. PHẦN TRẮC NGHIỆM KHÁCH QUAN",
        "Chủ đề 3. An toàn thông tin",
        "II. Kiến thức mạng",
        "Bài 4: Chữ ký số",
        "AN TOÀN THÔNG TIN",
    ],
)
def test_a_heading_begins_a_pool_and_never_sticks_to_an_option(heading):
    reading = typed("Câu 1: Thủ đô?", *FOUR, "Đáp án: B", heading, "Câu 2: Phím?", "*A. một", *FOUR[1:])
    assert keys(reading) == ["B", "A"]
    assert titles(reading) == ["", heading]
    reading = typed("Câu 1: Thủ đô?", *FOUR, heading, "Câu 2: Phím?", *FOUR, "ĐÁP ÁN", "1A 2C")
    assert keys(reading) == ["A", "C"]
    assert texts(questions(reading)[0])[3] == "bốn"


def test_numbers_that_begin_again_in_each_part_find_the_key_of_their_part():
    reading = typed(
        "PHẦN I", "Câu 1: a?", *FOUR, "Câu 2: b?", *FOUR, "PHẦN II", "Câu 1: c?", *FOUR, "HẾT",
        "ĐÁP ÁN", "PHẦN I", "1A 2B", "PHẦN II", "1C",
    )  # fmt: skip
    assert keys(reading) == ["A", "B", "C"]


def test_each_chapter_with_a_key_of_its_own():
    reading = typed(
        "Chương 1: Máy", "Câu 1: a?", *FOUR, "Câu 2: b?", *FOUR, "ĐÁP ÁN", "1A 2B",
        "Chương 2: Mạng", "Câu 1: c?", *FOUR, "Câu 2: d?", *FOUR, "ĐÁP ÁN", "1C 2D",
    )  # fmt: skip
    assert keys(reading) == ["A", "B", "C", "D"]
    assert titles(reading) == ["Chương 1: Máy", "Chương 2: Mạng"]


def test_one_key_for_numbers_that_come_twice_is_not_guessed():
    reading = typed(
        "Chương 1: Máy", "Câu 1: a?", *FOUR, "Câu 2: b?", *FOUR, "Chương 2: Mạng", "Câu 1: c?", *FOUR,
        "HẾT", "ĐÁP ÁN", "1A 2B",
    )  # fmt: skip
    assert keys(reading) == ["?", "B", "?"]


def test_a_shared_passage_goes_with_each_of_its_questions():
    reading = typed(
        "Câu 1: a?", *FOUR, "Đọc đoạn văn sau và trả lời các câu hỏi từ câu 2 đến câu 3:", "Trời hôm nay rất đẹp.",
        "Câu 2: b?", *FOUR, "Câu 3: c?", *FOUR, "Câu 4: d?", *FOUR, "ĐÁP ÁN", "1A 2B 3C 4D",
    )  # fmt: skip
    assert keys(reading) == ["A", "B", "C", "D"]
    assert ["Trời hôm nay" in each.stem for each in questions(reading)] == [False, True, True, False]
    assert texts(questions(reading)[0])[3] == "bốn"


# Stems and options


def test_a_stem_of_several_paragraphs_with_a_list_and_letters_in_it():
    reading = typed(
        "Câu 1: Cho các phát biểu sau:",
        "(1) Vitamin A. Tan trong dầu.",
        "(2) Vitamin C. Tan trong nước.",
        "Số phát biểu đúng là",
        "A. 0",
        "*B. 2",
        "C. 1",
        "D. 3",
    )
    assert keys(reading) == ["B"]
    assert questions(reading)[0].stem.count("\n\n") == 3


def test_names_with_initials_are_not_options():
    reading = typed(
        "Câu 1: A. Einstein là ai?", "A. Nhà văn", "*B. Nhà khoa học", "C. Ca sĩ", "D. C. Mác",
        "Câu 2: Ai viết thuyết tiến hóa?", "A. A. Einstein   *B. C. Darwin   C. I. Newton   D. E. Fermi",
    )  # fmt: skip
    assert keys(reading) == ["B", "B"]
    assert texts(questions(reading)[0]) == ["Nhà văn", "Nhà khoa học", "Ca sĩ", "C. Mác"]
    assert texts(questions(reading)[1]) == ["A. Einstein", "C. Darwin", "I. Newton", "E. Fermi"]


def test_a_line_that_begins_like_an_option_but_ends_the_stem():
    reading = typed(
        "Câu 1: Đọc câu sau.", "A. Einstein sinh năm nào?", "*A. 1879", "B. 1880", "C. 1881", "D. 1882"
    )
    assert texts(questions(reading)[0]) == ["1879", "1880", "1881", "1882"]
    assert keys(reading) == ["A"]


def test_options_behind_the_stem_on_one_line_with_single_spaces():
    reading = typed(
        "Câu 1: Vitamin nào? A. Vitamin A. B. Vitamin B. C. Vitamin C. D. Vitamin D.", "Đáp án: C"
    )
    assert texts(questions(reading)[0]) == ["Vitamin A.", "Vitamin B.", "Vitamin C.", "Vitamin D."]
    assert keys(reading) == ["C"]


def test_options_up_to_h_and_several_right_ones():
    reading = typed("Câu 1: Chọn mọi ý đúng", *(f"{'*' if x in 'ACH' else ''}{x}. ý {x}" for x in "ABCDEFGH"))
    assert keys(reading) == ["ACH"]
    assert questions(reading)[0].type is QuestionType.MULTIPLE


def test_all_of_the_above_and_named_letters_keep_their_words():
    reading = typed("Câu 1: Gì?", "A. một", "B. hai", "C. A và B đều đúng", "*D. Tất cả các đáp án trên")
    assert texts(questions(reading)[0]) == ["một", "hai", "A và B đều đúng", "Tất cả các đáp án trên"]
    assert keys(reading) == ["D"]


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        (["*A. một", "B. hai", "C. ba", "C. bốn"], "letter-twice"),
        (["*A. một", "B. hai", "D. bốn"], "letter-missing"),
        (["*A. một", "B. hai", "C. hai", "D. bốn"], "duplicate-option"),
        (["*A. một", "B. ", "C. ba", "D. bốn"], "empty-option"),
        (["*A. một", "*B. hai", "*C. ba", "*D. bốn"], "all-marked"),
        (["*A. một", "B. hai", "C. ba", "D. bốn", "Đáp án: C"], "key-disagrees"),
        (["A. một", "B. hai", "C. ba", "D. bốn", "Đáp án: E"], "key-letter"),
        (["A. một", "B. hai", "C. ba", "D. bốn", "Đáp án: A", "Lời giải: vì thế. Chọn B."], "keys-differ"),
    ],
)
def test_what_is_unsure_is_a_draft_that_says_why(lines, code):
    reading = typed("Câu 1: Gì?", *lines)
    assert keys(reading) == ["?"]
    assert codes(reading) == [code]
    trouble = reading.troubles[0]
    assert (trouble.question, trouble.where) == (0, "dòng 1")
    assert trouble.vi
    assert trouble.en
    assert trouble.mend_vi
    assert trouble.mend_en


def test_a_key_table_against_the_formatting_names_both():
    reading = read("Câu 1: Gì?", "A. một", "<b>B. hai</b>", "C. ba", "D. bốn", "ĐÁP ÁN", "1. C")
    assert keys(reading) == ["?"]
    assert "C" in reading.troubles[0].vi
    assert "B" in reading.troubles[0].vi


def test_the_mark_of_the_paper_is_the_one_that_singles_out_an_option_most_often():
    blocks = []
    for number in range(1, 13):
        blocks += [
            f"Câu {number}: Gì?",
            "A. một",
            "<u>B.</u> hai",
            "C. <b>ba</b>" if number == 5 else "C. ba",
            "D. bốn",
        ]
    reading = read(*blocks)
    assert keys(reading) == ["B"] * 4 + ["?"] + ["B"] * 7
    assert codes(reading) == ["marks-disagree"]
    assert "gạch chân" in reading.troubles[0].vi
    assert "in đậm" in reading.troubles[0].vi


def test_a_stray_bold_word_is_no_key_where_the_paper_underlines():
    blocks = []
    for number in range(1, 13):
        second = "B. hai" if number == 5 else "<u>B.</u> hai"
        third = "C. <b>ba</b>" if number == 5 else "C. ba"
        blocks += [f"Câu {number}: Gì?", "A. một", second, third, "D. bốn"]
    reading = read(*blocks)
    assert keys(reading)[4] == "?"
    assert codes(reading) == ["mark-unlike-the-rest"]


def test_numbers_that_come_twice_or_are_left_out_are_told():
    reading = typed(
        *(line for n in (1, 2, 2, 4, 7) for line in (f"Câu {n}: hỏi {n}?", "*A. một", *FOUR[1:])),
    )
    assert keys(reading) == ["A"] * 5
    assert [(each.code, each.vi) for each in reading.troubles] == [
        ("number-twice", "Số câu 2 xuất hiện hai lần."),
        ("number-missing", "Thiếu câu số 3."),
        ("number-missing", "Thiếu câu số 5–6."),
    ]


def test_a_key_for_a_question_that_is_not_there_is_told():
    reading = typed("Câu 1: Gì?", *FOUR, "Câu 2: Gì nữa?", *FOUR, "ĐÁP ÁN", "1A 2B 3C")
    assert keys(reading) == ["A", "B"]
    assert codes(reading) == ["key-unused"]


# Explanations


@pytest.mark.parametrize(
    "label",
    [
        "Lời giải:",
        "Hướng dẫn giải:",
        "Hướng dẫn:",
        "Giải thích:",
        "Giải thích chi tiết:",
        "HD:",
        "Lời giải chi tiết:",
    ],
)
def test_an_explanation_is_kept_apart(label):
    reading = typed(
        "Câu 1: Gì?",
        "*A. một",
        *FOUR[1:],
        f"{label} Vì một là đầu tiên.",
        "Và chỉ có một.",
        "Câu 2: Gì?",
        *FOUR,
    )
    question = questions(reading)[0]
    assert question.explanation == "Vì một là đầu tiên.\n\nVà chỉ có một."
    assert texts(question)[3] == "bốn"


def test_a_solution_below_its_own_line_gives_key_and_reasons():
    reading = typed(
        "Câu 1: Gì?",
        *FOUR,
        "Lời giải",
        "Chọn B",
        "Vì hai lớn hơn một.",
        "Câu 2: Gì?",
        *FOUR,
        "Lời giải",
        "Ta có ba.",
        "Vậy chọn đáp án C.",
    )
    assert keys(reading) == ["B", "C"]
    assert questions(reading)[0].explanation == "Vì hai lớn hơn một."


def test_solutions_at_the_end_go_to_their_questions():
    reading = typed(
        "Câu 1: Gì?", *FOUR, "Câu 2: Gì nữa?", *FOUR, "HẾT", "HƯỚNG DẪN GIẢI CHI TIẾT",
        "Câu 1. Chọn B", "Vì hai.", "Câu 2: Đáp án D. Vì bốn.",
    )  # fmt: skip
    assert keys(reading) == ["B", "D"]
    assert [each.explanation for each in questions(reading)] == ["Vì hai.", "Vì bốn."]


# Other kinds


def test_points_and_levels_beside_the_number():
    question = questions(typed("Câu 1 (0,25 điểm) [TH]: Gì?", "*A. một", *FOUR[1:]))[0]
    assert str(question.points) == "0.25"
    assert question.tags == ("thông hiểu",)
    assert question.stem == "Gì?"


def test_true_or_false_as_two_options():
    question = questions(typed("Câu 1: Trái đất tròn.", "*A. Đúng", "B. Sai"))[0]
    assert question.type is QuestionType.TRUE_FALSE
    assert key_of(question) == "A"


STATEMENTS = ["a) Một", "b) Hai", "c) Ba", "d) Bốn"]
PART = "PHẦN II. Câu trắc nghiệm đúng sai. Thí sinh trả lời từ câu 1 đến câu 4."


@pytest.mark.parametrize(
    "lines",
    [
        ["a) Một (Đ)", "b) Hai (S)", "c) Ba (Đ)", "d) Bốn (S)"],
        ["a) Một. Đúng", "b) Hai. Sai", "c) Ba. Đúng", "d) Bốn. Sai"],
        ["a) Một – Đúng", "b) Hai – Sai", "c) Ba – Đúng", "d) Bốn – Sai"],
        ["a) Một\tĐ", "b) Hai\tS", "c) Ba\tĐ", "d) Bốn\tS"],
        [*STATEMENTS, "Đáp án: a) Đúng, b) Sai, c) Đúng, d) Sai"],
        [*STATEMENTS, "Đáp án: ĐSĐS"],
        [*STATEMENTS, "Đáp án: Đ - S - Đ - S"],
        [*STATEMENTS, "Lời giải", "a) Đúng. Vì một.", "b) Sai. Vì hai.", "c) Đúng", "d) Sai"],
        [*STATEMENTS, "HẾT", "ĐÁP ÁN", "Câu 1: ĐSĐS"],
        [*STATEMENTS, "HẾT", "ĐÁP ÁN", "PHẦN II", "1: a-Đ, b-S, c-Đ, d-S"],
    ],
)
def test_statements_of_part_two_are_each_true_or_false(lines):
    reading = typed(PART, "Câu 1: Xét các phát biểu sau:", *lines)
    question = questions(reading)[0]
    assert question.type is QuestionType.CLUSTER
    assert texts(question) == ["Một", "Hai", "Ba", "Bốn"] or texts(question) == [
        "Một.",
        "Hai.",
        "Ba.",
        "Bốn.",
    ]
    assert key_of(question) == "AC"
    assert question.score == "thpt2025"
    assert question.status == "ready"


def test_statements_in_a_table_with_columns_of_true_and_false():
    rows = [
        ["Phát biểu", "Đúng", "Sai"],
        ["a) Một", "X", ""],
        ["b) Hai", "", "X"],
        ["c) Ba", "x", ""],
        ["d) Bốn", "", "x"],
    ]
    reading = read("Câu 1: Đánh dấu X vào cột Đúng hoặc Sai:", table(*rows))
    assert key_of(questions(reading)[0]) == "AC"
    assert texts(questions(reading)[0]) == ["Một", "Hai", "Ba", "Bốn"]


def test_true_statements_that_are_underlined_and_a_key_by_letters_and_questions():
    lines = ["<u>a)</u> Một", "b) Hai", "<u>c)</u> Ba", "d) Bốn"]
    assert key_of(questions(read(PART, "Câu 1: Xét:", *lines))[0]) == "AC"
    key = table(["Câu", "1", "2"], ["a", "Đ", "S"], ["b", "S", "S"], ["c", "Đ", "Đ"], ["d", "S", "Đ"])
    reading = read(PART, "Câu 1: Xét:", *STATEMENTS, "Câu 2: Xét nữa:", *STATEMENTS, "ĐÁP ÁN", key)
    assert [key_of(each) for each in questions(reading)] == ["AC", "CD"]


def test_statements_without_a_key_are_a_draft():
    reading = typed(PART, "Câu 1: Xét:", "a) Một (Đ)", "b) Hai", "c) Ba", "d) Bốn")
    assert questions(reading)[0].status == "draft"
    assert codes(reading) == ["statements-unsure"]
    assert "b), c), d)" in reading.troubles[0].vi


@pytest.mark.parametrize(
    ("answer", "kind", "shown"),
    [
        ("Đáp án: 12,5", QuestionType.NUMBER, "12,5 ± 0"),
        ("Trả lời: 2803", QuestionType.NUMBER, "2803 ± 0"),
        ("Đáp số: -4", QuestionType.NUMBER, "-4 ± 0"),
        ("Đáp án: Hà Nội", QuestionType.SHORT, "Hà Nội"),
        ("Kết quả: 12 cm", QuestionType.SHORT, "12 cm"),
    ],
)
def test_short_answers_are_numbers_or_words(answer, kind, shown):
    reading = typed("PHẦN III. Câu trả lời ngắn", "Câu 1: Tính?", answer)
    question = questions(reading)[0]
    assert (question.type, question.status) == (kind, "ready")
    assert [each.text for each in question.answers] == [shown]


def test_a_short_answer_from_the_key_or_none_or_ambiguous():
    lines = ["PHẦN III. Trả lời ngắn", "Câu 1: Tính?", "Đáp án: ………", "Câu 2: Đo?", "Trả lời: ...."]
    reading = typed(*lines, "HẾT", "ĐÁP ÁN", "Câu 1: 12,5")
    assert [each.status for each in questions(reading)] == ["ready", "draft"]
    reading = typed("PHẦN III. Trả lời ngắn", "Câu 1: Tính?", "Đáp án: 1.762")
    assert codes(reading) == ["ambiguous-number"]


def test_essays_need_no_key():
    reading = typed(
        "I. TRẮC NGHIỆM (3 điểm)", "Câu 1: Gì?", "*A. một", *FOUR[1:], "II. TỰ LUẬN (7 điểm)",
        "Câu 1 (3 điểm): Trình bày cách ký số.", "a) Nêu các bước.", "b) Nêu lưu ý.", "Câu 2 (4 điểm): Viết một đoạn.", "HẾT",
    )  # fmt: skip
    assert [(each.type, each.status) for each in questions(reading)] == [
        (QuestionType.SINGLE, "ready"),
        (QuestionType.ESSAY, "ready"),
        (QuestionType.ESSAY, "ready"),
    ]
    assert "Nêu lưu ý." in questions(reading)[1].stem
    assert not questions(reading)[1].options


def test_a_question_without_options_or_answer_waits_for_a_person():
    reading = typed("Câu 1: Gì?", "*A. một", *FOUR[1:], "Câu 2: Hãy nêu ý kiến.")
    assert [each.status for each in questions(reading)] == ["ready", "draft"]
    assert codes(reading) == ["no-options"]


def test_bullets_without_letters_are_options_where_one_is_marked():
    reading = typed("Câu 1: Gì?", "- một", "- hai *", "- ba")
    assert keys(reading) == ["B"]


def test_bare_numbers_are_questions_and_lists_in_stems_are_not():
    reading = typed(
        "1. Sắp các bước:", "1) Mở máy", "2) Đăng nhập", "A. 1-2", "*B. 2-1",
        "2. Gì?", "*A. một", "B. hai", "3. Gì nữa?", "A. một", "*B. hai",
    )  # fmt: skip
    assert keys(reading) == ["B", "A", "B"]


def test_words_are_escaped_so_that_they_show_as_they_are():
    question = questions(typed("Câu 1: Thẻ <b> và dấu * là gì?", "*A. một_hai", "B. [a]"))[0]
    assert plain_of(question.stem) == "Thẻ <b> và dấu * là gì?"
    assert [plain_of(each) for each in texts(question)] == ["một_hai", "[a]"]


def test_the_source_stands_beside_the_reading():
    question = questions(typed("Câu 1:   Gì?", "*A. một", "B. hai"))[0]
    assert question.source == "Câu 1: Gì?\n*A. một\nB. hai"
    assert (question.where, question.place) == ("dòng 1", 1)


def test_tables_with_a_question_a_row():
    head = ["STT", "Câu hỏi", "A", "B", "C", "D", "Đáp án"]
    rows = [
        ["1", "Thủ đô?", "Hà Nội", "Huế", "Vinh", "Mỹ Tho", "A"],
        ["2", "Phím?", "một", "hai", "ba", "bốn", "C"],
    ]
    reading = read(table(head, *rows))
    assert keys(reading) == ["A", "C"]
    assert texts(questions(reading)[0]) == ["Hà Nội", "Huế", "Vinh", "Mỹ Tho"]
    head = ["TT", "Nội dung câu hỏi", "Đáp án"]
    rows = [["1", "Thủ đô?\nA. Hà Nội\nB. Huế", "A"], ["2", "Phím?\nA. một\nB. hai", "B"]]
    assert keys(read(table(head, *rows))) == ["A", "B"]


def test_a_long_paper_of_the_format_of_2025_is_read_whole():
    blocks = [
        table(["SỞ GD&ĐT BẮC NINH", "ĐỀ THI THỬ TỐT NGHIỆP NĂM 2025"], ["TRƯỜNG THPT SỐ 1", "Môn: TIN HỌC"]),
        "Họ, tên thí sinh: …………………………",
        "PHẦN I. Câu trắc nghiệm nhiều phương án lựa chọn. Thí sinh trả lời từ câu 1 đến câu 24.",
    ]
    right = ["ABCD"[(n * 7) % 4] for n in range(1, 25)]
    for n, letter in enumerate(right, start=1):
        marked = {x: f"<b>{x}.</b> ý {x} của câu {n}" for x in "ABCD"}
        marked[letter] = f"<u><b>{letter}.</b></u> ý {letter} của câu {n}"
        blocks.append(f"<b>Câu {n}.</b> Nội dung câu hỏi {n}, xem hình chữ A. và B?")
        blocks += ["\t".join(marked.values())] if n % 3 else list(marked.values())
    blocks.append("PHẦN II. Câu trắc nghiệm đúng sai. Thí sinh trả lời từ câu 1 đến câu 4.")
    for n in range(1, 5):
        blocks += [
            f"<b>Câu {n}.</b> Một nhóm lập trang web.",
            "<u>a)</u> Ý một.",
            "b) Ý hai.",
            "<u>c)</u> Ý ba.",
            "d) Ý bốn.",
        ]
    blocks.append("PHẦN III. Câu trắc nghiệm trả lời ngắn. Thí sinh trả lời từ câu 1 đến câu 6.")
    for n in range(1, 7):
        blocks += [f"<b>Câu {n}.</b> Kết quả là bao nhiêu?", f"Đáp án: {n},5"]
    blocks += [
        "PHẦN IV. TỰ LUẬN",
        "<b>Câu 1</b> (2 điểm). Trình bày.",
        "------ HẾT ------",
        "- Thí sinh không được sử dụng tài liệu.",
    ]
    reading = read(*blocks)
    found = questions(reading)
    assert keys(reading)[:24] == right
    assert [key_of(each) for each in found[24:28]] == ["AC"] * 4
    assert [each.answers[0].text for each in found[28:34]] == [f"{n},5 ± 0" for n in range(1, 7)]
    assert found[34].type is QuestionType.ESSAY
    assert {each.status for each in found} == {"ready"}
    assert len(reading.manuscript.pools) == 4
    assert not reading.troubles


def test_a_long_bank_with_chapters_and_a_key_at_the_end_of_each_is_read_whole():
    blocks, right = ["NGÂN HÀNG CÂU HỎI TIN HỌC"], []
    for chapter in range(1, 5):
        blocks.append(f"Chương {chapter}: Nội dung số {chapter}")
        given = ["ABCD"[(n + chapter) % 4] for n in range(1, 26)]
        for n in range(1, 26):
            blocks += [
                f"{n}. Câu hỏi {n} của chương {chapter} nói về điều gì?",
                "A) một\tB) hai",
                "C) ba\tD) Cả A và B",
            ]
        blocks += [
            "ĐÁP ÁN",
            table(
                *(
                    row
                    for at in (0, 10, 20)
                    for row in ([str(n) for n in range(at + 1, min(at + 11, 26))], given[at : at + 10])
                )
            ),
        ]
        right += given
    reading = read(*blocks)
    assert keys(reading) == right
    assert [len(pool.questions) for pool in reading.manuscript.pools] == [25] * 4
    assert not reading.troubles


def test_solutions_that_repeat_each_question_do_not_make_two_of_it():
    asked = [["Câu 1: Gì?", *FOUR], ["Câu 2: Gì nữa?", *FOUR]]
    solved = [[*asked[0], "Lời giải", "Chọn B", "Vì hai."], [*asked[1], "Lời giải", "Chọn C"]]
    reading = typed(*asked[0], *asked[1], "HẾT", "HƯỚNG DẪN GIẢI CHI TIẾT", *solved[0], *solved[1])
    assert keys(reading) == ["B", "C"]
    assert questions(reading)[0].explanation == "Vì hai."
    assert not reading.troubles


@pytest.mark.parametrize("tail", [["ĐÁP ÁN", "B"], ["Đáp án:", "B"], ["ĐÁP ÁN: B"], ["Đáp án: hai"]])
def test_an_answer_on_the_line_below_its_word_or_in_words(tail):
    assert keys(typed("Câu 1: Gì?", *FOUR, *tail, "Câu 2: Gì?", *FOUR, *tail)) == ["B", "B"]


def test_a_key_with_each_letter_below_its_number():
    assert keys(typed("Câu 1: Gì?", *FOUR, "Câu 2: Gì?", *FOUR, "ĐÁP ÁN", "Câu 1", "B", "Câu 2", "C")) == [
        "B",
        "C",
    ]


def test_a_statement_that_is_answered_by_true_or_false():
    question = questions(typed("Câu 1: Trái đất tròn, đúng hay sai?", "Đáp án: Đúng"))[0]
    assert question.type is QuestionType.TRUE_FALSE
    assert key_of(question) == "A"


def test_what_is_ready_is_a_valid_bank():
    reading = typed(
        "PHẦN I. TRẮC NGHIỆM", "Câu 1: Thẻ <b>, a_b * [[x]] {#y} là gì?", "1) một", "# hai", "*A. - x", "B. ~~y~~", "C. A và B",
        "Giải thích: > vì", "Câu 2: Chọn mọi ý.", "*A. một", "*B. hai", "C. ba", "PHẦN II. ĐÚNG SAI", "Câu 1: Xét", "a) Một (Đ)",
        "b) Hai (S)", "c) Ba (Đ)", "d) Bốn (S)", "PHẦN III. TRẢ LỜI NGẮN", "Câu 1: Tính", "Đáp án: -12,5", "Câu 2: Ở đâu",
        "Đáp án: Hà Nội", "PHẦN IV. TỰ LUẬN", "Câu 1 (2 điểm): Viết.",
    )  # fmt: skip
    assert {each.status for each in questions(reading)} == {"ready"}
    bank, problems = parse_bank(write_native(reading.manuscript), "de.md", render)
    assert not [problem for problem in problems if problem.level == "error"]
    assert [each.type for each in bank.questions] == [each.type for each in questions(reading)]
