"""What holds for every bank and every answer."""

import json
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from lms.core.questions import (
    QuestionType,
    bank_from_json,
    bank_to_json,
    clean_response,
    draw,
    drawn_from_json,
    drawn_to_json,
    grade,
    is_answered,
    key_text,
    parse_bank,
    review,
    view,
)
from tests.core.questions.banks import EXAMPLE, FRONT, bank_of, full_key, question_of, render
from tests.core.questions.shapes import (
    CANARY,
    bank_sources,
    choice_sources,
    multiple_sources,
    question_sources,
)

_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)
_seeds = st.integers(0, 2**63)


@st.composite
def _forms(draw, question):
    """Form fields that hit the question's own names often, with sane and with hostile values."""
    ids = [option.id for option in (*question.options, *question.choices)]
    ids += [option.id for gap in question.gaps for option in gap.options]
    names = ["a", "t", *(f"{kind}-{each}" for kind in "omp" for each in ids)]
    names += [f"m-{pair.id}" for pair in question.pairs] + [f"g-{gap.name}" for gap in question.gaps]
    values = st.sampled_from([*ids, "d", "s", "1", "2", "3", "98765", CANARY, "nửa vời"]) | st.text(
        max_size=12
    )
    return draw(st.dictionaries(st.sampled_from(names), st.lists(values, max_size=5), max_size=len(names)))


@given(question_sources(), st.data())
def test_a_score_lies_between_nought_and_the_points(source, data):
    question = question_of(source)
    response = clean_response(question, data.draw(_forms(question)))
    points = data.draw(st.sampled_from([question.points, Decimal("0.1"), Decimal(7), Decimal(1000)]))
    marked = grade(question, response, points, data.draw(st.integers(0, 5)))
    assert 0 <= marked.score <= points
    assert isinstance(marked.score, Decimal)


@given(question_sources())
def test_the_full_key_earns_full_points(source):
    question = question_of(source)
    marked = grade(question, full_key(question), question.points)
    assert (marked.score, marked.state) == (question.points, "right")
    assert is_answered(question, full_key(question))


@given(choice_sources, st.data())
def test_shuffling_options_changes_no_score(source, data):
    question = question_of(source)
    heading, *rest = source.split("\n")
    answers = [line for line in rest if line.startswith("- ")]
    shuffled = question_of("\n".join([heading, *data.draw(st.permutations(answers))]))
    response = clean_response(question, data.draw(_forms(question)))
    assert (
        grade(shuffled, response, question.points).score == grade(question, response, question.points).score
    )


@given(multiple_sources)
def test_ticking_everything_never_earns_full_points_unless_all_are_right(source):
    question = question_of(source)
    everything = {"a": [option.id for option in question.options]}
    score = grade(question, everything, question.points).score
    assert (score == question.points) == all(option.right for option in question.options)


@given(question_sources(), _seeds)
def test_a_view_shows_nothing_that_only_review_may_show(source, seed):
    question = question_of(source)
    bank = bank_of(FRONT + source)
    shown = repr(view(question, draw(bank, seed).questions[0].order)).casefold()
    assert CANARY not in shown
    assert "98765" not in shown
    assert "fraction" not in shown


@given(question_sources())
def test_a_view_without_a_frozen_order_still_does_not_show_the_key_as_the_order(source):
    question = question_of(source)
    if question.type is QuestionType.ORDERING:
        assert [option.id for option in view(question, ()).options] == sorted(
            option.id for option in question.options
        )


@given(bank_sources())
def test_a_bank_comes_back_from_json_as_it_went(source):
    bank = bank_of(source)
    assert bank_from_json(json.loads(json.dumps(bank_to_json(bank)))) == bank


@given(bank_sources(), _seeds)
def test_a_draw_depends_on_the_bank_and_the_seed_alone(source, seed):
    bank = bank_of(source)
    drawn = draw(bank, seed)
    assert drawn == draw(bank_from_json(bank_to_json(bank)), seed)
    assert drawn_from_json(json.loads(json.dumps(drawn_to_json(drawn)))) == drawn


@given(bank_sources(), _seeds)
def test_a_draw_takes_as_many_as_each_pool_says_and_keeps_every_option(source, seed):
    bank = bank_of(source)
    drawn = draw(bank, seed)
    for pool in bank.pools:
        ids = {question.id for question in pool.questions}
        assert sum(each.id in ids for each in drawn.questions) == (pool.draw or len(pool.questions))
    for each in drawn.questions:
        question = bank.question(each.id)
        known = {option.id for option in (*question.options, *question.choices)}
        known |= {option.id for gap in question.gaps for option in gap.options}
        assert set(each.order) == known
        assert len(each.order) == len(known)


@given(bank_sources(), _seeds)
def test_pinned_options_keep_their_place_in_every_draw(source, seed):
    bank = bank_of(source)
    for each in draw(bank, seed).questions:
        for place, option in enumerate(bank.question(each.id).options):
            if option.pinned:
                assert each.order[place] == option.id


@given(question_sources(), st.data())
def test_a_cleaned_answer_is_json_and_cleaning_it_again_changes_nothing(source, data):
    question = question_of(source)
    response = clean_response(question, data.draw(_forms(question)))
    assert json.loads(json.dumps(response)) == response
    assert len(json.dumps(response)) < 20_000


@given(question_sources(), st.dictionaries(st.sampled_from(["a", "o", "t", "m", "p", "g", "files"]), _JSON))
def test_no_stored_answer_however_odd_breaks_grading_or_review(source, response):
    question = question_of(source)
    assert 0 <= grade(question, response, question.points).score <= question.points
    review(question, response)
    is_answered(question, response)


@given(question_sources(), st.data())
def test_review_without_the_key_never_says_what_was_missed(source, data):
    question = question_of(source)
    response = clean_response(question, data.draw(_forms(question)))
    seen = review(question, response, show_key=False)
    assert seen.key_text == ""
    assert all(row.key == "" and row.verdict != "missed" for row in seen.rows)


@given(question_sources())
def test_review_of_the_full_key_finds_nothing_wrong_or_missed(source):
    question = question_of(source)
    seen = review(question, full_key(question))
    assert seen.state == "right"
    assert {row.verdict for row in seen.rows} <= {"right", ""}
    assert seen.key_text == key_text(question)


@given(st.binary(max_size=400))
def test_any_bytes_give_findings_and_never_a_traceback(raw):
    bank, problems = parse_bank(raw, "a.md", render)
    assert (bank is None) == any(problem.level == "error" for problem in problems)


_PIECES = st.sampled_from(
    [
        "---\n", "id: thu\n", "title: Thử\n", "pass: 70%\n", "shuffle: [options]\n", "close: 2026-13-40\n", "a: &b [*b]\n",
        "# Nhóm {#n draw=2}\n", "# Nhóm\n", "## Câu {#c}\n", "## Câu {#c type=essay}\n", "## Điền [[a|b]] {#g}\n", "##Câu\n",
        "- (x) một\n", "- ( ) hai\n", "- [x] ba\n", "- [50%] tư\n", "- (Đ) năm\n", "- (S) sáu\n", "- = 5 ± 1\n", "- = 1.762\n",
        "- =50% nửa\n", "- a -> b\n", "- -> c\n", "1. bước\n", "3. bước\n", "- 3đ: ý\n", "- (?) lạ\n", "  > lời\n", "> lời\n",
        "> Gợi ý (-200%): x\n", "> Giải thích: y\n", "> Giải thich y\n", "```\n", "~~~\n", "[[", "]]", "{#", "}", "`", "|", "\n",
        "\t", "\x00", "\u2028", "\ufeff", "\ue000", "“", "Đ", "  tiếp\n", "<!-- x -->\n", "- (x) {pin\n", "- ( ) Cả A và B\n",
    ]
)  # fmt: skip


@settings(max_examples=400)
@given(st.lists(_PIECES, max_size=40))
def test_any_heap_of_half_written_pieces_gives_findings_with_lines(pieces):
    source = "".join(pieces)
    bank, problems = parse_bank(source.encode(), "a.md", render)
    assert (bank is None) == any(problem.level == "error" for problem in problems)
    assert all(1 <= problem.line <= source.count("\n") + source.count("\r") + 1 for problem in problems)
    assert all(problem.vi and problem.en for problem in problems)


@given(st.integers(0, len(EXAMPLE)), st.integers(0, 60))
def test_a_bank_cut_anywhere_is_reported_not_raised(start, length):
    bank, problems = parse_bank(EXAMPLE[:start] + EXAMPLE[start + length :], "a.md", render)
    assert (bank is None) == any(problem.level == "error" for problem in problems)
