"""What is shown before review, and what after."""

from decimal import Decimal

from lms.core.questions import draw, key_text, review, view
from tests.core.questions.banks import EXAMPLE, bank_of, full_key, option_id, question_of


def test_a_view_follows_the_frozen_order():
    question = question_of("## C {#c}\n- (x) a\n- ( ) b\n- ( ) c\n")
    order = [option_id(question, letter) for letter in "cab"]
    assert [option.text for option in view(question, order).options] == ["c", "a", "b"]


def test_a_view_of_a_cloze_gives_the_pieces_around_its_gaps():
    bank = bank_of(EXAMPLE)
    shown = view(bank.question("dien"), draw(bank, 3, "kien-thuc").question("dien").order)
    assert shown.parts == ("<p>Mở ", " rồi bấm ", ".</p>")
    assert [(gap.name, gap.kind) for gap in shown.gaps] == [("1", "text"), ("2", "choice")]
    assert {option.text for option in shown.gaps[1].options} == {"Đăng nhập", "Thoát"}
    assert shown.stem_text == "Mở (1) rồi bấm (2)."


def test_a_view_names_what_hints_cost_but_not_what_they_say():
    question = question_of("## C {#c}\n- (x) a\n- ( ) b\n\n> Gợi ý (-10%): chữ cái đầu\n")
    shown = view(question, ())
    assert shown.hint_penalties == (Decimal("0.1"),)
    assert "chữ cái đầu" not in repr(shown)


def test_the_rubric_of_an_essay_is_shown_to_the_learner():
    shown = view(question_of("## C {#c type=essay}\n- 3đ: rõ\n"), ())
    assert shown.needs_person
    assert [line.text for line in shown.rubric] == ["rõ"]


def test_the_key_in_words_names_every_answer_that_earns_all():
    assert (
        key_text(question_of("## C {#c}\n- = Zalo\n- = ứng dụng Zalo\n- =50% mạng\n"))
        == "Zalo hoặc ứng dụng Zalo"
    )
    assert key_text(question_of("## C {#c}\n- = 100 ± 5%\n")) == "từ 95 đến 105"
    assert key_text(question_of("## C {#c type=essay}\n")) == ""


def test_review_of_a_choice_gives_feedback_on_the_chosen_and_marks_the_missed():
    question = question_of(
        "## C {#c lesson=otp}\n- [x] a\n  > khen a\n- [x] b\n  > khen b\n- [ ] c\n  > nhắc c\n- [ ] d\n\n"
        "> Giải thích: vì thế\n\n> Sai: xem lại\n"
    )
    seen = review(question, {"a": [option_id(question, "a"), option_id(question, "c")]})
    assert [(row.verdict, row.feedback_html) for row in seen.rows] == [
        ("right", "khen a"),
        ("missed", ""),
        ("wrong", "nhắc c"),
        ("", ""),
    ]
    assert (seen.state, seen.remark_html, seen.explanation_html) == ("wrong", "xem lại", "vì thế")
    assert (seen.key_text, seen.lesson) == ("a; b", "otp")


def test_review_of_statements_pairs_items_and_gaps_says_what_was_answered_and_what_is_right():
    cluster = question_of("## C {#c}\n- (Đ) a\n- (S) b\n")
    rows = review(cluster, {"o": {option_id(cluster, "a"): "s"}}).rows
    assert [(row.answer, row.key, row.verdict) for row in rows] == [
        ("Sai", "Đúng", "wrong"),
        ("", "Sai", "missed"),
    ]
    matching = question_of("## C {#c}\n- a -> x\n- b -> y\n")
    rows = review(matching, {"m": {matching.pairs[0].id: option_id(matching, "x")}}).rows
    assert [(row.answer, row.key, row.verdict) for row in rows] == [("x", "x", "right"), ("", "y", "missed")]
    ordering = question_of("## C {#c}\n1. a\n2. b\n")
    first, second = (option.id for option in ordering.options)
    rows = review(ordering, {"p": {first: 1, second: 1}}).rows
    assert [(row.answer, row.key, row.verdict) for row in rows] == [("1", "1", "wrong"), ("1", "2", "wrong")]
    cloze = question_of("## [[một]] [[(x) hai | ba]] {#c}\n")
    rows = review(cloze, {"g": {"1": "mot", "2": cloze.gaps[1].options[1].id}}).rows
    assert [(row.answer, row.key, row.verdict) for row in rows] == [
        ("mot", "một", "right"),
        ("ba", "hai", "wrong"),
    ]


def test_review_of_a_typed_answer_brings_the_feedback_foreseen_for_it():
    question = question_of("## C {#c}\n- = 5\n- =0% 6\n  > đếm thừa một\n")
    (row,) = review(question, {"t": "6"}).rows
    assert (row.answer, row.key, row.verdict, row.feedback_html) == ("6", "5", "wrong", "đếm thừa một")


def test_review_without_the_key_judges_only_what_was_chosen():
    question = question_of("## C {#c}\n- (x) a\n- ( ) b\n")
    seen = review(question, {"a": option_id(question, "b")}, show_key=False)
    assert [(row.verdict, row.key) for row in seen.rows] == [("", ""), ("wrong", "")]
    assert seen.key_text == ""


def test_review_of_an_essay_shows_the_text_and_judges_nothing():
    question = question_of("## C {#c type=essay}\n- 3đ: rõ\n\n> Giải thích: gợi ý chấm\n")
    seen = review(question, full_key(question))
    assert [(row.answer, row.verdict) for row in seen.rows] == [("Bài viết của tôi", "")]
    assert (seen.state, seen.explanation_html) == ("needs_person", "gợi ý chấm")


def test_the_words_between_the_authors_are_said_in_the_readers_language():
    english = {
        "hoặc": "or",
        "từ %(low)s đến %(high)s": "from %(low)s to %(high)s",
        "Đúng": "True",
        "Sai": "False",
    }
    say = english.__getitem__
    gaps = question_of("## Gõ [[VNeID|VN eID]] và [[= 5 ± 1]] {#c}\n")
    assert key_text(gaps, say) == "(1) VNeID or VN eID; (2) from 4 to 6"
    cluster = question_of("## C {#c}\n- (Đ) a\n- (S) b\n")
    assert key_text(cluster, say) == "a: True; b: False"
    rows = review(cluster, {"o": {option_id(cluster, "a"): "s"}}, say=say).rows
    assert [(row.answer, row.key, row.verdict) for row in rows] == [
        ("False", "True", "wrong"),
        ("", "False", "missed"),
    ]
