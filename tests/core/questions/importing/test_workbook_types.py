"""The types of questions in Excel files, and what stands beside a question: points, remarks, tags."""

from decimal import Decimal
from typing import Any

import pytest

from lms.core.questions.manuscript import Status
from lms.core.questions.model import QuestionType
from tests.core.questions.importing.sheets import (
    HEADINGS,
    codes,
    only,
    read,
    right,
)

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
