"""Partial credit, one way after another."""

from decimal import Decimal
from itertools import combinations

import pytest

from lms.core.questions import grade
from tests.core.questions.banks import full_key, option_id, question_of

MULTIPLE = "- [x] a\n- [x] b\n- [ ] c\n- [ ] d\n"
CLUSTER = "- (Đ) a\n- (S) b\n- (Đ) c\n- (S) d\n"


def ticks(question, letters: str) -> dict:
    return {"a": [option_id(question, letter) for letter in letters]}


@pytest.mark.parametrize(
    ("score", "expected"),
    [
        ("all-right", {"a": "0.5", "ab": "1", "ac": "0", "abc": "0", "abcd": "0", "c": "0"}),
        ("exact", {"a": "0", "ab": "1", "abc": "0", "abcd": "0"}),
        ("proportional", {"a": "0.75", "ab": "1", "abc": "0.75", "abcd": "0.5", "cd": "0"}),
        ("moodle", {"a": "0.5", "ab": "1", "ac": "0", "abc": "0.5", "abcd": "0", "cd": "0"}),
    ],
)
def test_multiple_choice_gives_partial_credit_as_asked(score, expected):
    question = question_of(f"## Chọn {{#c score={score}}}\n{MULTIPLE}")
    got = {letters: grade(question, ticks(question, letters), Decimal(1)).score for letters in expected}
    assert got == {letters: Decimal(share) for letters, share in expected.items()}


def test_courses_give_no_credit_once_a_wrong_box_is_ticked_unless_told_otherwise():
    assert question_of(f"## Chọn {{#c}}\n{MULTIPLE}").score == "all-right"


def test_weights_are_added_and_kept_within_nought_and_the_points():
    question = question_of("## Chọn {#c}\n- [33%] a\n- [33%] b\n- [33%] c\n- [-50%] d\n")
    got = {
        letters: grade(question, ticks(question, letters), Decimal(3)).score
        for letters in ("a", "abc", "ad", "d")
    }
    assert got == {"a": Decimal(1), "abc": Decimal(3), "ad": Decimal(0), "d": Decimal(0)}


def test_ticking_everything_earns_nothing_by_weights_even_where_wrong_ones_are_free():
    question = question_of("## Chọn {#c}\n- [100%] a\n- [0%] b\n- [0%] c\n")
    assert grade(question, ticks(question, "abc"), Decimal(1)).score == 0


@pytest.mark.parametrize(
    ("score", "by_right"),
    [
        ("thpt2025", ["0", "0.1", "0.25", "0.5", "1"]),
        ("even", ["0", "0.25", "0.5", "0.75", "1"]),
        ("exact", ["0", "0", "0", "0", "1"]),
    ],
)
def test_a_cluster_earns_by_the_number_of_right_statements(score, by_right):
    question = question_of(f"## Đúng hay sai {{#c score={score}}}\n{CLUSTER}")
    key = full_key(question)["o"]
    for count, share in enumerate(by_right):
        for kept in combinations(key, count):
            wrong = {each: "s" if said == "d" else "d" for each, said in key.items()}
            response = {"o": {**wrong, **{each: key[each] for each in kept}}}
            assert grade(question, response, Decimal(1)).score == Decimal(share)


def test_statements_left_open_are_not_right():
    question = question_of(f"## Đúng hay sai {{#c}}\n{CLUSTER}")
    marked = grade(question, {"o": {option_id(question, "a"): "d"}}, Decimal(4))
    assert (marked.score, marked.state) == (Decimal(1), "partly")


def test_matching_counts_right_pairs():
    question = question_of("## Ghép {#c}\n- a -> x\n- b -> y\n- c -> z\n- -> w\n")
    key = full_key(question)["m"]
    first, second, third = key
    assert grade(question, {"m": {first: key[first], second: key[third]}}, Decimal(3)).score == 1
    assert grade(question, {"m": {first: option_id(question, "w")}}, Decimal(3)).state == "wrong"


def test_ordering_counts_items_in_their_place_and_ignores_a_place_given_twice():
    question = question_of("## Xếp {#c}\n1. a\n2. b\n3. c\n4. d\n")
    a, b, c, d = (option.id for option in question.options)
    assert grade(question, {"p": {a: 1, b: 2, c: 4, d: 3}}, Decimal(4)).score == 2
    assert grade(question, {"p": {a: 1, b: 1, c: 1, d: 1}}, Decimal(4)).score == 0


def test_cloze_counts_right_gaps_and_all_or_nothing_is_possible():
    source = "## Mở [[VNeID]], bấm [[(x) Ký | Thoát]], chờ [[= 5 ± 1]] phút {#c SCORE}\n"
    even, exact = (
        question_of(source.replace("SCORE", "")),
        question_of(source.replace("SCORE", "score=exact")),
    )
    response = {"g": {**full_key(even)["g"], "3": "9"}}
    assert grade(even, response, Decimal(3)).score == 2
    assert grade(exact, response, Decimal(3)).score == 0
    assert grade(even, {"g": {"1": "vneid", "3": "4,0"}}, Decimal(3)).score == 2


def test_a_score_is_rounded_once_and_thirds_still_add_up():
    question = question_of("## Chọn {#c}\n- [x] a\n- [x] b\n- [x] c\n- [ ] d\n")
    third = grade(question, ticks(question, "a"), Decimal(1)).score
    assert third == Decimal("0.33333")
    assert (3 * third).quantize(Decimal("0.01")) == Decimal("1.00")
    assert str(grade(question, ticks(question, "abc"), Decimal("2.50")).score) == "2.50"
    assert str(grade(question, ticks(question, "a"), Decimal(30)).score) == "10"


def test_feedback_is_that_of_the_chosen_options_and_then_of_the_question():
    question = question_of(
        "## Chọn {#c}\n- (x) a\n  > tốt\n- ( ) b\n  > xem lại\n\n> Đúng: Giỏi lắm.\n\n> Sai: Chưa đúng, không sao.\n"
    )
    assert grade(question, {"a": option_id(question, "a")}, Decimal(1)).feedback == ("tốt", "Giỏi lắm.")
    assert grade(question, {"a": option_id(question, "b")}, Decimal(1)).feedback == (
        "xem lại",
        "Chưa đúng, không sao.",
    )


def test_asking_for_hints_costs_their_penalties_but_the_answer_stays_right():
    question = question_of("## Chọn {#c}\n- (x) a\n- ( ) b\n\n> Gợi ý (-25%): x\n\n> Gợi ý (-100%): y\n")
    marks = [grade(question, full_key(question), Decimal(2), hints_used=used) for used in (0, 1, 2, 9)]
    assert [mark.score for mark in marks] == [Decimal(2), Decimal("1.5"), Decimal(0), Decimal(0)]
    assert {mark.state for mark in marks} == {"right"}


@pytest.mark.parametrize("response", [{}, {"a": "khác"}, {"a": []}, {"a": None}, {"t": "x"}, {"a": ["x"]}])
def test_nothing_that_the_question_knows_is_blank(response):
    question = question_of("## Chọn {#c}\n- (x) a\n- ( ) b\n\n> Sai: chưa đúng\n")
    marked = grade(question, response, Decimal(1))
    assert (marked.score, marked.state, marked.feedback, marked.reading) == (0, "blank", (), ())


def test_an_essay_waits_for_a_person_and_an_empty_one_is_blank():
    question = question_of("## Viết {#c type=essay}\n- 3đ: rõ\n")
    assert grade(question, {"t": "Bài của tôi"}, Decimal(3)).state == "needs_person"
    assert grade(question, {"t": "  "}, Decimal(3)).state == "blank"


def test_evidence_is_answered_by_files_that_the_site_itself_recorded():
    question = question_of("## Gửi ảnh {#c type=evidence}\n")
    assert grade(question, {"files": ["k1"]}, Decimal(1)).state == "needs_person"
    assert grade(question, {"files": []}, Decimal(1)).state == "blank"
