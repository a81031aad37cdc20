"""Every way to write a question, its options, its mark and its key table, in combination, gives the same key."""

import itertools

import pytest

from tests.core.questions.importing.word_makers import codes, keys, para, read, table, texts

QUESTIONS = (
    ("Thủ đô của Việt Nam là thành phố nào?", ("Hà Nội", "Huế", "Đà Nẵng", "Cần Thơ"), "B"),
    ("Phím nào dùng để xuống dòng?", ("Phím Enter", "Phím Shift", "Phím Esc", "Phím Tab"), "A"),
    ("Ai được biết mã OTP?", ("Ngân hàng", "Tổ trưởng", "Công an", "Chỉ mình tôi"), "D"),
    ("Tệp PDF mở bằng gì?", ("Máy in", "Trình đọc PDF", "Loa", "Con chuột"), "B"),
    ("Mật khẩu tốt dài bao nhiêu?", ("4 ký tự", "5 ký tự", "12 ký tự", "1 ký tự"), "C"),
)
HEADS = {
    "Câu 1:": lambda n: (f"Câu {n}: ",),
    "Câu 1.": lambda n: (f"<b>Câu {n}.</b> ",),
    "Câu 01": lambda n: (f"Câu {n:02d}. ",),
    "CÂU 1": lambda n: (f"CÂU {n}: ",),
    "Câu hỏi 1": lambda n: (f"Câu hỏi {n}: ",),
    "points": lambda n: (f"Câu {n} (0,25 điểm): ",),
    "level": lambda n: (f"Câu {n} (NB): ",),
    "level after": lambda n: (f"Câu {n}. [TH] ",),
    "Bài 3)": lambda n: (f"Bài {n}) ",),
    "Question": lambda n: (f"Question {n}. ",),
    "1.": lambda n: (f"{n}. ",),
    "1/": lambda n: (f"{n}/ ",),
    "1)": lambda n: (f"{n}) ",),
    "own line": lambda n: (f"<b>Câu {n}.</b>", ""),
}
LABELS = {
    "A.": "{}. ",
    "A)": "{}) ",
    "A/": "{}/ ",
    "A:": "{}: ",
    "A -": "{} - ",
    "(A)": "({}) ",
}
LAYOUTS = ("lines", "tabs", "spaces", "two by two", "broken lines", "table")
MARKS = {
    "bold": ("b", "whole"),
    "underlined letter": ("u", "letter"),
    "underlined words": ("u", "words"),
    "red": ("red", "whole"),
    "red letter": ("red", "letter"),
    "highlighted": ("hl", "words"),
    "shaded": ("shade", "whole"),
    "star before": ("*{}", "text"),
    "star after": ("{}*", "text"),
    "tick": ("✓ {}", "text"),
    "Đ": ("{} (Đ)", "text"),
}


def option(label, letter, words, mark, *, is_right, bold_letters=False):
    """Return one option with its mark."""
    shown = label.format(letter)
    kind, where = MARKS.get(mark, ("", ""))
    if not is_right or not kind:
        return f"<b>{shown}</b>{words}" if bold_letters else shown + words
    if where == "text":
        return kind.format(shown + words)
    if where == "letter":
        return f"<{kind}>{shown}</{kind}>{words}"
    if where == "words":
        return f"{shown}<{kind}>{words}</{kind}>"
    return f"<{kind}>{shown}{words}</{kind}>"


def laid(options, layout):
    """Return the options as the paragraphs of a layout."""
    if layout == "tabs":
        return ["\t".join(options)]
    if layout == "spaces":
        return ["      ".join(options)]
    if layout == "two by two":
        return ["\t\t".join(options[:2]), "\t\t".join(options[2:])]
    if layout == "broken lines":
        return ["\n".join(options)]
    if layout == "table":
        return [table(options[:2], options[2:])]
    return options


def paper(head="Câu 1:", label="A.", layout="lines", mark="", **looks):
    """Return the paragraphs of a paper in which everything is written in one way."""
    blocks = []
    for number, (stem, words, right) in enumerate(QUESTIONS, start=1):
        first, *rest = HEADS[head](number)
        blocks += [first, stem] if rest else [first + stem]
        options = [
            option(LABELS[label], letter, each, mark, is_right=letter == right, **looks)
            for letter, each in zip("ABCD", words, strict=True)
        ]
        blocks += laid(options, layout)
    return blocks


RIGHT = [right for _, _, right in QUESTIONS]


def assert_read(reading):
    assert keys(reading) == RIGHT
    assert [texts(each) for each in reading.manuscript.questions] == [
        list(words) for _, words, _ in QUESTIONS
    ]
    assert [each.stem for each in reading.manuscript.questions] == [stem for stem, _, _ in QUESTIONS]
    assert not reading.troubles


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_each_beginning_is_read_with_each_layout(head, layout):
    assert_read(read(*paper(head, layout=layout, mark="underlined letter")))


@pytest.mark.parametrize(("label", "layout"), [*itertools.product(LABELS, LAYOUTS)])
def test_each_label_is_read_with_each_layout(label, layout):
    assert_read(read(*paper(label=label, layout=layout, mark="red")))


@pytest.mark.parametrize(("mark", "layout"), [*itertools.product(MARKS, LAYOUTS)])
def test_each_mark_is_read_with_each_layout(mark, layout):
    assert_read(read(*paper(mark=mark, layout=layout)))


@pytest.mark.parametrize("mark", [mark for mark in MARKS if mark != "bold"])
def test_bold_letters_everywhere_are_no_mark(mark):
    assert_read(read(*paper(mark=mark, layout="tabs", bold_letters=True)))


def test_a_bold_option_stands_out_among_bold_letters():
    assert_read(read(*paper(mark="bold", bold_letters=True)))


PAIRS = list(enumerate(RIGHT, start=1))
TABLES = {
    "1-A": ["BẢNG ĐÁP ÁN", "  ".join(f"{n}-{key}" for n, key in PAIRS)],
    "1.A": ["ĐÁP ÁN", *(f"{n}.{key}" for n, key in PAIRS)],
    "1a": ["Đáp án", " ".join(f"{n}{key.lower()}" for n, key in PAIRS)],
    "one line": ["Đáp án: " + ", ".join(f"{n}-{key}" for n, key in PAIRS)],
    "Câu 1: A": ["ĐÁP ÁN:", *(f"Câu {n}: {key}" for n, key in PAIRS)],
    "no title": [" ".join(f"{n}.{key}" for n, key in PAIRS)],
    "two rows": ["ĐÁP ÁN", table([str(n) for n, _ in PAIRS], RIGHT)],
    "two rows with heads": [table(["Câu", *(str(n) for n, _ in PAIRS)], ["Đáp án", *RIGHT])],
    "two columns": ["Bảng đáp án", table(["Câu", "Đáp án"], *([str(n), key] for n, key in PAIRS))],
    "two columns twice": [
        table(["Câu", "ĐA", "Câu", "ĐA"], ["1", "B", "4", "B"], ["2", "A", "5", "C"], ["3", "D", "", ""])
    ],
    "pairs in cells": [table(["1.B", "2.A", "3.D"], ["4.B", "5.C", ""])],
    "numbers over letters": ["ĐÁP ÁN", "\t".join(str(n) for n, _ in PAIRS), "\t".join(RIGHT)],
    "Key": ["KEY", "1B 2A 3D 4B 5C"],
    "Answer key": ["ANSWER KEY", "1. B", "2. A", "3. D", "4. B", "5. C"],
    "solutions": ["HƯỚNG DẪN GIẢI CHI TIẾT", *(f"Câu {n}: Chọn {key}." for n, key in PAIRS)],
}


@pytest.mark.parametrize("head", ["Câu 1:", "1.", "Bài 3)"])
@pytest.mark.parametrize("name", TABLES)
def test_a_key_after_the_questions_is_read(name, head):
    assert_read(read(*paper(head, layout="tabs"), "----- HẾT -----", *TABLES[name]))


@pytest.mark.parametrize("name", TABLES)
def test_a_key_before_the_questions_is_read(name):
    assert_read(read("ĐỀ KIỂM TRA SỐ 1", *TABLES[name], *paper()))


ANSWERS = (
    "Đáp án: {}",
    "Đáp án {}",
    "Đáp án đúng là {}.",
    "Chọn {}",
    "=> Chọn đáp án {}",
    "Key: {}",
    "ĐA: {}",
    "Đáp án đúng: {}",
    "→ Đáp án {}.",
    "Answer: {}",
)


@pytest.mark.parametrize("answer", ANSWERS)
@pytest.mark.parametrize("layout", ["lines", "tabs"])
def test_an_answer_below_each_question_is_read(answer, layout):
    blocks = []
    for number, (stem, words, right) in enumerate(QUESTIONS, start=1):
        options = [
            option("{}. ", letter, each, "", is_right=False)
            for letter, each in zip("ABCD", words, strict=True)
        ]
        blocks += [f"Câu {number}: {stem}", *laid(options, layout), answer.format(right)]
    assert_read(read(*blocks))


@pytest.mark.parametrize("letters", ["abcd", "АВСD", "ΑΒCD", "ＡＢＣＤ"])
def test_letters_of_other_keyboards_are_read(letters):
    blocks = []
    for number, (stem, words, right) in enumerate(QUESTIONS, start=1):
        place = "ABCD".index(right)
        blocks += [f"Câu {number}: {stem}"]
        blocks += [
            f"<u>{letter}.</u> {each}" if index == place else f"{letter}. {each}"
            for index, (letter, each) in enumerate(zip(letters, words, strict=True))
        ]
    assert_read(read(*blocks))


def test_a_paper_wholly_in_blue_has_no_mark_but_red_in_it_is_one():
    blue = [f"<blue>{block}</blue>" for block in paper()]
    assert keys(read(*blue)) == ["?"] * 5
    assert_read(read(*[f"<blue>{block}</blue>" for block in paper(mark="underlined letter")]))


@pytest.mark.parametrize("mark", ["bold", "red", "highlighted"])
def test_what_every_option_carries_is_no_mark(mark):
    tag = MARKS[mark][0]
    blocks = [
        f"<{tag}>{block}</{tag}>" if block.startswith(("A.", "B.", "C.", "D.")) else block
        for block in paper()
    ]
    reading = read(*blocks)
    assert keys(reading) == ["?"] * 5
    assert set(codes(reading)) == {"all-marked"}


def test_no_mark_is_a_draft_and_says_so():
    reading = read(*paper())
    assert keys(reading) == ["?"] * 5
    assert codes(reading) == ["no-key"] * 5
    assert [trouble.question for trouble in reading.troubles] == [0, 1, 2, 3, 4]
    assert reading.troubles[0].where == "đoạn 1"


def test_always_the_first_is_right_where_the_trainer_says_so():
    assert keys(read(*paper(), first_is_right=True)) == ["A"] * 5


def test_a_mark_against_the_switch_is_a_draft():
    reading = read(*paper(mark="red"), first_is_right=True)
    assert keys(reading) == ["?", "A", "?", "?", "?"]
    assert "first-disagrees" in codes(reading)


def test_style_and_paragraph_mark_give_looks_too():
    styles = '<w:style w:type="paragraph" w:styleId="Dung"><w:rPr><w:b/></w:rPr></w:style>'
    blocks = [
        para("Câu 1: Một cộng một?"),
        para("A. 1"),
        para("B. 2", style="Dung"),
        para("C. 3"),
        para("D. 4"),
    ]
    assert keys(read(*blocks, styles=styles)) == ["B"]
