"""Numbers and words that people type."""

from decimal import Decimal

import pytest

from lms.core.questions import grade
from lms.core.questions.numbers import number_key, readings, written
from lms.core.questions.texts import comparable
from tests.core.questions.banks import question_of


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2803", ["2803"]),
        (" 2 803 ", ["2803"]),
        ("1.762", ["1762", "1.762"]),
        ("1,762", ["1762", "1.762"]),
        ("0,5", ["0.5"]),
        ("0.762", ["0.762"]),
        (",5", ["0.5"]),
        ("5.", ["5"]),
        ("1.762,5", ["1762.5"]),
        ("1,762.5", ["1762.5"]),
        ("1 762,5", ["1762.5"]),
        ("1.234.567", ["1234567"]),
        ("-3", ["-3"]),
        ("−3,25", ["-3.25"]),
        ("２８０３", ["2803"]),
        ("2803 đoàn viên", ["2803"]),
        ("50 %", ["50"]),
        ("3 triệu đồng", ["3000000"]),
        ("1,5 tỷ", ["1500000000"]),
        ("1.2.3", []),
        ("1.76.2", []),
        ("12 34", []),
        ("2803 hay 2804", []),
        ("năm", []),
        ("", []),
        (".", []),
        ("1" * 60, []),
    ],
)
def test_a_number_is_read_in_every_way_it_may_be_meant(typed, meant):
    assert readings(typed) == tuple(Decimal(value) for value in meant)


@pytest.mark.parametrize(
    ("typed", "state", "reading"),
    [
        ("1762", "right", ("1762",)),
        ("1.762", "right", ("1762",)),
        ("1,762 đoàn viên", "right", ("1762",)),
        ("1.763", "wrong", ("1763", "1,763")),
        ("nhiều", "wrong", ()),
    ],
)
def test_a_number_counts_if_either_reading_fits_and_the_reading_is_shown_back(typed, state, reading):
    marked = grade(question_of("## Bao nhiêu? {#c}\n- = 1762\n"), {"t": typed}, Decimal(1))
    assert (marked.state, marked.reading) == (state, reading)


def test_half_may_be_written_with_a_comma_or_a_point():
    question = question_of("## Bao nhiêu? {#c}\n- = 0,5\n")
    assert [grade(question, {"t": typed}, Decimal(1)).state for typed in ("0,5", "0.5", ".50", "5")] == [
        "right",
        "right",
        "right",
        "wrong",
    ]


@pytest.mark.parametrize(
    ("key", "low", "high"),
    [
        ("2803", "2803", "2803"),
        ("2803 ± 0", "2803", "2803"),
        ("100 ± 5%", "95", "105"),
        ("-100 +/- 5%", "-105", "-95"),
        ("3,1 .. 3,2", "3.1", "3.2"),
        ("-5..-3", "-5", "-3"),
    ],
)
def test_a_numeric_key_is_a_closed_interval(key, low, high):
    found = number_key(key)
    assert found is not None
    assert (found.low, found.high, found.trouble) == (Decimal(low), Decimal(high), "")


@pytest.mark.parametrize("key", ["0912345678", "abc", "21/11/2026", "50%", "v..x", ""])
def test_words_and_codes_are_no_numeric_key(key):
    assert number_key(key) is None


def test_numbers_are_written_without_thousands_marks():
    assert [written(Decimal(value)) for value in ("1762", "1.7620", "1E+3", "-0.50")] == [
        "1762",
        "1,762",
        "1000",
        "-0,5",
    ]


@pytest.mark.parametrize(
    ("match", "typed", "same"),
    [
        ("fold", "CHU KY  so", True),
        ("fold", "chu ki so", False),
        ("accent", "CHỮ KÝ SỐ", True),
        ("accent", "chu ky so", False),
        ("case", "chữ ký số", True),
        ("case", "Chữ ký số", False),
        ("exact", "chữ ký số", True),
        ("exact", "Chữ ký số", False),
    ],
)
def test_words_are_compared_as_the_author_asked(match, typed, same):
    assert (comparable(typed, match) == comparable("chữ ký số", match)) is same


@pytest.mark.parametrize(
    ("match", "same"), [("fold", True), ("accent", True), ("case", True), ("exact", False)]
)
def test_where_the_tone_was_put_matters_to_an_exact_comparison_only(match, same):
    assert (comparable("hoà thuý", match) == comparable("hòa thúy", match)) is same


def test_folding_reads_d_with_stroke_as_d():
    assert comparable("Đường đi", "fold") == comparable("duong di", "fold")


def test_the_answer_that_earns_most_counts_and_brings_its_feedback():
    question = question_of(
        "## Gọi là gì? {#c match=accent}\n- = chữ ký số\n- =50% chữ ký\n  > còn thiếu một từ\n- =0% con dấu\n  > không phải\n"
    )
    half = grade(question, {"t": " Chữ  ký "}, Decimal(2))
    assert (half.score, half.state, half.feedback, half.reading) == (
        Decimal(1),
        "partly",
        ("còn thiếu một từ",),
        ("Chữ ký",),
    )
    foreseen = grade(question, {"t": "con dấu"}, Decimal(2))
    assert (foreseen.score, foreseen.state, foreseen.feedback) == (Decimal(0), "wrong", ("không phải",))
    assert grade(question, {"t": "khác"}, Decimal(2)).feedback == ()
