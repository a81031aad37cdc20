"""Aiken becomes a manuscript of single choices; whatever leaves the key unsure is a draft that says where."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.core.questions.importing.aiken import read_aiken
from lms.core.questions.manuscript import MOST_IMPORTED, Manuscript, Reading, Status
from lms.core.questions.model import QuestionType


def read(text: str) -> Reading:
    return read_aiken(text.encode(), "de.txt")


def test_options_are_lettered_with_a_full_stop_or_a_bracket() -> None:
    reading = read(
        "Mở tệp bằng gì?\nA. Word\nB) Excel *\nC. Zalo\nANSWER: B\n\nHai?\nA) có\nB) không\nANSWER: A\n"
    )
    first, second = reading.manuscript.questions

    assert reading.troubles == ()
    assert first.type is QuestionType.SINGLE
    assert [(o.text, o.fraction) for o in first.options] == [("Word", 0), ("Excel \\*", 1), ("Zalo", 0)]
    assert (second.stem, second.where, second.status) == ("Hai?", "dòng 7", Status.READY)
    assert second.source == "Hai?\nA) có\nB) không\nANSWER: A"


def test_a_stem_and_an_option_may_take_several_lines() -> None:
    (question,) = read("Đọc:\nTrời xanh.\nHỏi gì?\nA. một\nhai\nB. ba\nANSWER: A").manuscript.questions

    assert question.stem == "Đọc:\\\nTrời xanh.\\\nHỏi gì?"
    assert [option.text for option in question.options] == ["một hai", "ba"]


def test_twenty_six_options_small_letters_line_ends_and_a_byte_order_mark_are_fine() -> None:
    letters = [chr(ord("a") + place) for place in range(26)]
    text = "Câu\r\n" + "".join(f"{letter}) ý {letter}\r\n" for letter in letters) + "answer: z\r\n"
    (question,) = read_aiken(b"\xef\xbb\xbf" + text.encode(), "x").manuscript.questions

    assert [option.fraction for option in question.options] == [0] * 25 + [1]
    assert question.status is Status.READY


def test_questions_without_a_blank_line_between_them_end_at_their_answer() -> None:
    questions = read("Một\nA. a\nB. b\nANSWER: A\nHai\nA. a\nB. b\nANSWER: B").manuscript.questions

    assert [question.stem for question in questions] == ["Một", "Hai"]


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("Một\nA. a\nB. b\n", "unsure-no-key", 1),
        ("Một\nA. a\nB. b\nANSWER: C", "unsure-answer", 4),
        ("Một\nA. a\nB. b\nANSWER:", "unsure-answer", 4),
        ("Một\nA. a\nB. b\nANSWER: A, B", "unsure-several-right", 4),
        ("Một\nA. a\nA. b\nANSWER: A", "unsure-no-key", 1),
        ("Một\nA. a\nC. c\nB. b\nANSWER: A", "letters", 2),
        ("Một\nA. a\nANSWER: A", "too-few", 1),
        ("A. a\nB. b\nANSWER: A", "no-stem", 1),
        ("Một\nA. a\nB.\nANSWER: A", "empty-option", 3),
    ],
)
def test_what_is_unsure_is_a_draft_with_its_line(text: str, code: str, line: int) -> None:
    reading = read(text)

    assert (code, line) in [(trouble.code, trouble.place) for trouble in reading.troubles]
    assert reading.manuscript.questions[0].status is Status.DRAFT
    assert all(trouble.mend_vi and trouble.mend_en for trouble in reading.troubles)


def test_a_question_that_broke_off_does_not_take_the_next_one_along() -> None:
    first, second = read("Một\nA. a\nB. b\n\nHai\nA. c\nB. d\nANSWER: B").manuscript.questions

    assert first.status is Status.DRAFT
    assert (second.stem, second.status) == ("Hai", Status.READY)


def test_a_text_without_questions_and_a_file_that_is_no_text_say_so() -> None:
    for data in ("Xin chào.".encode(), b"", b"%PDF-1.7", b"PK\x03\x04"):
        reading = read_aiken(data, "de.txt")
        assert reading.manuscript.questions == ()
        assert reading.troubles


def test_more_questions_than_are_read_at_once_are_refused_with_the_limit_named() -> None:
    reading = read("Một\nA. a\nB. b\nANSWER: A\n" * 10_000)

    assert reading.manuscript == Manuscript()
    assert [str(MOST_IMPORTED) in trouble.vi for trouble in reading.troubles] == [True]


@pytest.mark.parametrize("unit", ["A. ", "A.\n", "ANSWER:", "ANSWER: A,", "ANSWER:\n", " ", "a\n", "A A "])
def test_a_hostile_megabyte_is_read(unit: str) -> None:
    assert isinstance(read(unit * (1_000_000 // len(unit))), Reading)


@given(st.binary(max_size=300) | st.text("A.B) \nANSWER:b", max_size=80).map(str.encode))
def test_any_bytes_are_read_somehow(data: bytes) -> None:
    reading = read_aiken(data, "x.txt")

    drafts = {n for n, q in enumerate(reading.manuscript.questions) if q.status is Status.DRAFT}
    assert drafts <= {trouble.question for trouble in reading.troubles}
