"""GIFT becomes a manuscript: what each sign means, what Moodle would do, and what is said where a file is odd."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.core.questions.importing.gift import pool_title, read_gift
from lms.core.questions.manuscript import MOST_IMPORTED, Manuscript, Reading, Status, WrittenQuestion
from lms.core.questions.model import QuestionType
from tests.core.questions.importing.gift_shapes import shapes_of


def read(text: str) -> Reading:
    return read_gift(text.encode(), "de.gift")


def only(text: str) -> WrittenQuestion:
    (question,) = read(text).manuscript.questions
    return question


def codes(text: str) -> list[tuple[str, int]]:
    return [(trouble.code, trouble.place) for trouble in read(text).troubles]


def test_a_single_choice_keeps_its_feedback_title_and_explanation() -> None:
    question = only(
        "::Câu 1:: Ai giữ mã OTP?{\n=Chính mình#Đúng rồi\n~Tổ trưởng#Không nhé\n####Mã OTP là chìa khóa\n}"
    )

    assert question.type is QuestionType.SINGLE
    assert (question.title, question.stem, question.explanation) == (
        "Câu 1",
        "Ai giữ mã OTP?",
        "Mã OTP là chìa khóa",
    )
    assert [(o.text, o.fraction, o.feedback) for o in question.options] == [
        ("Chính mình", 1, "Đúng rồi"),
        ("Tổ trưởng", 0, "Không nhé"),
    ]
    assert question.status is Status.READY


def test_a_rounded_weight_snaps_to_the_grade_that_moodle_knows() -> None:
    question = only("Chọn{~%33%a ~%33.3%b ~%33.33333%c ~%-16.7%d ~%-35%e}")

    assert question.type is QuestionType.MULTIPLE
    assert question.score == "moodle"
    shares = [option.fraction for option in question.options]
    third = Decimal("0.3333333")
    assert shares == [third, third, third, Decimal("-0.1666667"), Decimal("-0.35")]


@pytest.mark.parametrize(
    ("text", "true_feedback", "false_feedback"),
    [("Trái đất tròn{T#sai#đúng}", "đúng", "sai"), ("Trái đất vuông{FALSE#sai#đúng}", "sai", "đúng")],
)
def test_the_first_feedback_of_a_true_false_question_is_for_the_wrong_answer(
    text: str, true_feedback: str, false_feedback: str
) -> None:
    question = only(text)

    assert question.type is QuestionType.TRUE_FALSE
    assert [option.text for option in question.options] == ["Đúng", "Sai"]
    assert [option.feedback for option in question.options] == [true_feedback, false_feedback]


@pytest.mark.parametrize(
    ("block", "answers"),
    [
        ("{#2803}", ["2803 ± 0"]),
        ("{#3:2}", ["3 ± 2"]),
        ("{#-1.50 : .25}", ["-1.5 ± 0.25"]),
        ("{#1..5}", ["1 .. 5"]),
        ("{#3.141..3.142}", ["3.1410 .. 3.1420"]),
        ("{#=%50%4:1 =5:0}", ["4 ± 1", "5 ± 0"]),
    ],
)
def test_numbers_are_written_as_banks_write_them(block: str, answers: list[str]) -> None:
    question = only(f"Bao nhiêu? {block}")

    assert question.type is QuestionType.NUMBER
    assert [answer.text for answer in question.answers] == answers
    assert question.status is Status.READY


def test_what_catches_every_other_answer_becomes_the_remark_for_wrong_answers() -> None:
    assert only("Con gì?{=Mèo =%0%*#Chưa phải}").wrong == "Chưa phải"
    assert only("Mấy?{#=3:0 ~#Đếm lại nhé}").wrong == "Đếm lại nhé"


def test_text_after_the_answers_makes_a_blank_in_the_stem() -> None:
    question = only("Hà Nội là {=thủ đô ~làng} của Việt Nam.")

    assert question.stem == r"Hà Nội là \_\_\_\_\_ của Việt Nam."
    assert question.type is QuestionType.SINGLE


def test_a_matching_takes_extra_right_hand_sides() -> None:
    question = only("Ghép{=OTP -> mã một lần =PDF -> tệp văn bản = -> hình}")

    assert [(pair.left, pair.right) for pair in question.pairs] == [
        ("OTP", "mã một lần"),
        ("PDF", "tệp văn bản"),
        ("", "hình"),
    ]


def test_ids_and_tags_come_from_the_comments_above_a_question() -> None:
    first, second = read("// [id:c-1] [tag:an toàn]\nMột{T}\n\nHai{F}").manuscript.questions

    assert (first.id, first.tags) == ("c-1", ("an toàn",))
    assert (second.id, second.tags) == ("", ())
    assert only("// [id:Câu 5/A]\nMột{T}").id == "cau-5-a"


def test_categories_become_pools() -> None:
    pools = read(
        "$CATEGORY: $course$/top/An toàn/OTP\n\nMột{T}\n\n$CATEGORY: tom/24//7\nHai{F}\n"
    ).manuscript.pools

    assert [(pool.title, len(pool.questions)) for pool in pools] == [("An toàn / OTP", 1), ("tom / 24/7", 1)]
    assert pool_title("$course$/top") == ""


def test_the_four_formats_become_markdown() -> None:
    assert only("[html]<p>Chọn <b>một</b></p>{T}").stem == "Chọn **một**"
    assert only("[markdown]Chọn *một*\\n- x{T}").stem == "Chọn *một*\n- x"
    assert only("[plain]a <b> *c*{T}").stem == r"a <b\> \*c\*"
    assert only("Chọn <i>một</i>{T}").stem == "Chọn *một*"
    assert only("5 < 6 * 2\\n  nhé{T}").stem == "5 < 6 \\* 2\\\nnhé"


def test_escaped_signs_are_text_and_a_lone_backslash_is_itself() -> None:
    assert shapes_of(r"a\=b \~ \# \{ \} \: \\ \x \\={T}")[0]["stem"][
        "text"
    ] == r"a=b ~ # { } : \ \x \=".replace(r"\=", "\\=")


def test_line_ends_and_a_byte_order_mark_do_not_matter() -> None:
    unix = read("Một{T}\n\nHai{\n=a\n~b\n}\n").manuscript

    for other in ("Một{T}\r\n\r\nHai{\r\n=a\r\n~b\r\n}\r\n", "Một{T}\r\rHai{\r=a\r~b\r}\r"):
        questions = read_gift(b"\xef\xbb\xbf" + other.encode(), "x").manuscript.questions
        assert [(q.stem, q.options, q.place) for q in questions] == [
            (q.stem, q.options, q.place) for q in unix.questions
        ]
    assert read_gift("Một{T}".encode("utf-16"), "x").manuscript.questions[0].stem == "Một"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Một{~a ~b}", ("unsure-no-key", 1)),
        ("Một{~%50%a ~%50%b}", ("unsure-all-right", 1)),
        ("Một{\n=a\n=b\n~c}", ("unsure-several-right", 3)),
        ("Một{\n~%50%a\n~%20%b\n~c}", ("unsure-weights", 2)),
        ("Một{=%50%a}", ("no-full-answer", 1)),
        ("Một{=a*b}", ("wildcard", 1)),
        ("Một{=a -> b\n=c}", ("half-matching", 2)),
        ("Một\n{~a =b", ("open-brace", 2)),
        ("Một\n~a =b}", ("stray-brace", 2)),
        ("Một{~a =b}\nhai } ba", ("stray-brace", 2)),
        ("Một{~a {x} =b}", ("stray-brace", 1)),
        ("Một {=a ~b} hai {=c ~d}", ("second-block", 1)),
        ("Một{#ba}", ("no-number", 1)),
        ("Một{#123456789012345678901234:0}", ("unreadable-number", 1)),
        ("Một{True}", ("small-truth", 1)),
        ("Một{~%5x%a =b}", ("bad-weight", 1)),
        ("Một{~%500%a =b}", ("bad-weight", 1)),
        ('Một{\n=<a href="x">b</a>\n~c}', ("tag-equals", 2)),
        ("Một{a =b ~c}", ("words-before-answers", 1)),
        ("{=a ~b}", ("no-stem", 1)),
        ("Một{~a}", ("too-few", 1)),
        ("Một{=a -> b}", ("too-few", 1)),
        ("[html]Hình <img src\\=x>{T}", ("unsure-picture", 1)),
        ("[markdown]Hình ![sơ đồ](a.png){T}", ("unsure-picture", 1)),
    ],
)
def test_what_is_unsure_is_a_draft_with_its_line(text: str, expected: tuple[str, int]) -> None:
    reading = read(text)

    assert expected in [(trouble.code, trouble.place) for trouble in reading.troubles]
    assert reading.manuscript.questions[0].status is Status.DRAFT
    assert all(trouble.question == 0 and trouble.mend_vi and trouble.mend_en for trouble in reading.troubles)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Một{=a\n~%50%b}", ("mixed-weights", 2)),
        ("::Một{=a ~b}", ("open-title", 1)),
        ("Một{=a\n\n~b}", ("blank-line", 2)),
        ("Một{=a =%-50%b}", ("negative-answer", 1)),
    ],
)
def test_what_is_only_odd_is_ready_and_said(text: str, expected: tuple[str, int]) -> None:
    reading = read(text)

    assert [(trouble.code, trouble.place) for trouble in reading.troubles] == [expected]
    assert reading.manuscript.questions[0].status is Status.READY


def test_forgotten_blank_lines_part_questions_all_the_same() -> None:
    text = "// [id:m]\nMột{=a ~b}\n// [id:h]\n::Hai:: Hai{T}\nBa{=c}"
    questions = read(text).manuscript.questions

    assert [(q.id, q.stem, q.place) for q in questions] == [("m", "Một", 2), ("h", "Hai", 4), ("", "Ba", 5)]
    assert codes(text) == [("no-blank-line", 4), ("no-blank-line", 5)]


def test_a_text_without_a_question_is_said_and_a_reading_passage_joins_its_question() -> None:
    assert codes("Chào các bạn.\n\nMột{T}") == [("description", 1)]

    text = "Đọc đoạn văn sau: Trời xanh.\n\nTrời màu gì?{=xanh}\n\nHai{T}"
    first, second = read(text).manuscript.questions
    assert first.stem == "Đọc đoạn văn sau: Trời xanh.\n\nTrời màu gì?"
    assert second.stem == "Hai"
    assert codes(text) == [("joined-description", 1)]


def test_the_source_of_a_question_is_what_stood_in_the_file() -> None:
    assert only("// chú thích\nMột{\n  =a\n  ~b\n}\n\n").source == "Một{\n  =a\n  ~b\n}"


def test_more_questions_than_are_read_at_once_are_refused_with_the_limit_named() -> None:
    reading = read("Một{T}\n\n" * 10_000)

    assert reading.manuscript == Manuscript()
    (trouble,) = reading.troubles
    assert str(MOST_IMPORTED) in trouble.vi


@pytest.mark.parametrize(
    "data", [b"", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 90, b"%PDF-1.7", b"\xff\xfe\x00"]
)
def test_a_file_that_is_no_text_gives_no_question_and_one_trouble(data: bytes) -> None:
    reading = read_gift(data, "de.gift")

    assert reading.manuscript.questions == ()
    assert len(reading.troubles) == 1


@pytest.mark.parametrize(
    "unit",
    [
        "{",
        "}",
        "=",
        "~",
        "#",
        "\\",
        "::",
        "%",
        "->",
        "a{",
        "{~",
        "{=<a ",
        "!",
        "![",
        "<",
        "x{T}\n",
        "{\n\n",
        "[tag:",
        " ",
    ],
)
def test_a_hostile_megabyte_is_read_in_the_time_of_an_honest_one(unit: str) -> None:
    text = unit * (1_000_000 // len(unit))

    assert isinstance(read(text), Reading)
    assert isinstance(read(f"Câu{{=a{text}}}"), Reading)


@given(st.binary(max_size=400))
def test_any_bytes_are_read_somehow(data: bytes) -> None:
    assert isinstance(read_gift(data, "x.gift"), Reading)


@given(st.text(alphabet="ab=~#{}:\\n\n%->*.0 19T[]/$", max_size=120))
def test_any_signs_are_read_somehow_and_drafts_say_why(text: str) -> None:
    reading = read(text)

    drafts = {n for n, q in enumerate(reading.manuscript.questions) if q.status is Status.DRAFT}
    assert drafts <= {trouble.question for trouble in reading.troubles}
