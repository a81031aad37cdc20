"""From form fields to what is stored."""

from lms.core.questions import clean_response, is_answered
from tests.core.questions.banks import option_id, question_of


def test_a_single_choice_keeps_one_known_option():
    question = question_of("## C {#c}\n- (x) a\n- ( ) b\n")
    a, b = option_id(question, "a"), option_id(question, "b")
    assert clean_response(question, {"a": [a, b], "csrf": ["x"]}) == {"a": a}
    assert clean_response(question, {"a": ["lạ"]}) == {}
    assert clean_response(question, {"a": a}) == {"a": a}


def test_ticks_are_kept_once_and_in_the_order_of_the_source():
    question = question_of("## C {#c}\n- [x] a\n- [ ] b\n- [x] c\n")
    a, c = option_id(question, "a"), option_id(question, "c")
    assert clean_response(question, {"a": [c, a, c, "lạ"]}) == {"a": [a, c]}


def test_a_cluster_is_answered_when_every_statement_is():
    question = question_of("## C {#c}\n- (Đ) a\n- (S) b\n")
    a, b = option_id(question, "a"), option_id(question, "b")
    half = clean_response(question, {f"o-{a}": ["d"], f"o-{b}": ["khác"]})
    assert half == {"o": {a: "d"}}
    assert not is_answered(question, half)
    assert is_answered(question, clean_response(question, {f"o-{a}": ["d"], f"o-{b}": ["s"]}))


def test_matching_keeps_known_sides_only():
    question = question_of("## C {#c}\n- a -> x\n- b -> y\n")
    first, second = question.pairs
    x, y = option_id(question, "x"), option_id(question, "y")
    assert clean_response(question, {f"m-{first.id}": [y], f"m-{second.id}": ["lạ"], "m-lạ": [x]}) == {
        "m": {first.id: y}
    }


def test_ordering_keeps_places_from_one_to_the_number_of_items():
    question = question_of("## C {#c}\n1. a\n2. b\n3. c\n")
    a, b, c = (option.id for option in question.options)
    assert clean_response(question, {f"p-{a}": ["2"], f"p-{b}": ["4"], f"p-{c}": ["²"]}) == {"p": {a: 2}}
    assert is_answered(question, {"p": {a: 2, b: 1, c: 3}})
    assert not is_answered(question, {"p": {a: True, b: 1, c: 3}})


def test_gaps_are_kept_by_their_number():
    question = question_of("## [[một]] [[(x) hai | ba]] {#c}\n")
    two = question.gaps[1].options[0].id
    response = clean_response(question, {"g-1": ["  Một\n "], "g-2": [two], "g-3": ["x"]})
    assert response == {"g": {"1": "Một", "2": two}}
    assert is_answered(question, response)
    assert not is_answered(question, {"g": {"1": "Một"}})


def test_typed_text_is_bounded_and_can_be_stored_anywhere():
    question = question_of("## C {#c}\n- = a\n")
    assert clean_response(question, {"t": ["  hai\x00 \ud800 từ\u0301 "]}) == {"t": "hai từ\u0301"}
    assert len(clean_response(question, {"t": ["x" * 10_000]})["t"]) == 500
    assert clean_response(question, {"t": [" \n "]}) == {}
    assert not is_answered(question, {})


def test_an_essay_keeps_its_paragraphs():
    question = question_of("## C {#c type=essay}\n")
    assert clean_response(question, {"t": ["một\r\n\r\nhai "]}) == {"t": "một\n\nhai"}


def test_a_form_cannot_claim_files():
    question = question_of("## C {#c type=evidence}\n")
    assert clean_response(question, {"files": ["của người khác"], "t": ["ghi chú"]}) == {"t": "ghi chú"}
