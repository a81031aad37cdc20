"""Putting steps in order: only the right order passes, and what is said fits what was done."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.core.practice import KINDS, Attempt, Report, RowState, Verdict
from tests.core.practice.samples import FIRST_LINE, SAMPLES, block

kind = KINDS["order"]
SPEC = kind.parse(block("order", SAMPLES["order"].good))
TASK = kind.prepare(SPEC, 7)
RIGHT = (0, 1, 2, 3)


def sent(order: tuple[int, ...]) -> dict[str, str]:
    """Return the form in which step ``order[0]`` got the number 1, and so on."""
    return {f"b-{SPEC.steps[at].id}": str(number) for number, at in enumerate(order, start=1)}


def check(order: tuple[int, ...]) -> Report:
    return kind.check(SPEC, TASK, sent(order))


def wrong(order: tuple[int, ...]) -> list[tuple[str, str]]:
    return [(row.where, row.message % row.values) for row in check(order).failing]


def test_every_order_but_the_right_one_fails_with_a_step_to_move() -> None:
    for order in itertools.permutations(RIGHT):
        report = check(order)
        assert (report.verdict is Verdict.PASSED) == (order == RIGHT)
        assert bool(report.failing) == (order != RIGHT)
        assert not any(row.state is RowState.OPEN for row in report.rows)


@given(order=st.permutations(range(9)))
def test_the_steps_that_are_not_named_stand_in_order_among_each_other(order: list[int]) -> None:
    spec = kind.parse(block("order", "\n".join(f"- Việc {name}" for name in "abcdefghi")))
    task = kind.prepare(spec, 1)
    fields = {f"b-{spec.steps[at].id}": str(number) for number, at in enumerate(order, start=1)}
    report = kind.check(spec, task, fields)
    kept = [int("abcdefghi".index(row.where[-1])) for row in report.rows if row.state is RowState.MET]
    assert kept == sorted(kept)
    assert len(kept) + len(report.failing) == 9


def test_one_step_moved_is_one_mistake_though_every_number_changed() -> None:
    ((where, said),) = wrong((1, 2, 3, 0))
    assert where == "Mở tệp cần ký"
    assert "muộn quá" in said
    ((where, said),) = wrong((3, 0, 1, 2))
    assert where == "Mở tệp đã ký, xem chữ ký hợp lệ"
    assert said == "Bước này đứng sớm quá: phải làm “Mở tệp cần ký” trước đã."


def test_the_authors_reason_stands_beside_a_step_out_of_place() -> None:
    (row,) = check((1, 2, 3, 0)).failing
    assert row.reason == "Phải thấy tệp rồi mới biết ký cái gì."


@given(seed=st.integers(min_value=0, max_value=2**63))
def test_the_page_never_begins_in_the_right_order(seed: int) -> None:
    order = kind.prepare(SPEC, seed).order
    assert order != RIGHT
    assert sorted(order) == list(RIGHT)


def test_a_step_without_a_number_is_no_try() -> None:
    fields = sent(RIGHT)
    missing = fields.popitem()[0]
    (row,) = kind.check(SPEC, TASK, fields).rows
    assert (row.state, row.form_field) == (RowState.OPEN, missing)
    assert row.reason == ""


def test_one_number_twice_is_no_try_and_names_both_steps() -> None:
    fields = sent(RIGHT) | {f"b-{SPEC.steps[3].id}": "1"}
    (row,) = kind.check(SPEC, TASK, fields).rows
    said = row.message % row.values
    assert row.state is RowState.OPEN
    assert "Mở tệp cần ký" in said
    assert "Mở tệp đã ký, xem chữ ký hợp lệ" in said
    assert "số 1" in said


@pytest.mark.parametrize("value", ["0", "5", "-1", "1.0", "²", "một", "9" * 500])
def test_what_is_no_number_of_a_step_is_no_choice(value: str) -> None:
    fields = sent(RIGHT) | {f"b-{SPEC.steps[0].id}": value}
    assert [row.state for row in kind.check(SPEC, TASK, fields).rows] == [RowState.OPEN]


def test_after_a_try_the_page_stands_as_the_learner_put_it() -> None:
    order = (2, 0, 3, 1)
    cards = kind.view(SPEC, TASK, Attempt(sent(order), check(order), 1)).context["cards"]
    assert [card.text for card in cards] == [SPEC.steps[at].text for at in order]
    fresh = kind.view(SPEC, TASK, Attempt()).context["cards"]
    assert [card.text for card in fresh] == [SPEC.steps[at].text for at in TASK.order]


def test_the_example_leaves_the_last_wrong_step_to_the_learner() -> None:
    last = check((3, 0, 1, 2))
    (line,) = kind.example(SPEC, TASK, last)
    assert line.where != last.failing[0].where
    many = check((3, 2, 1, 0))
    (line,) = kind.example(SPEC, TASK, many)
    place = [step.text for step in SPEC.steps].index(line.where) + 1
    assert line.where in {row.where for row in many.failing}
    assert line.answer == str(place)


def test_steps_that_give_their_place_away_or_are_alike_get_advice() -> None:
    text = "- Bước 1. Mở tệp\n  > Vì sao: a.\n- Đọc kỹ\n  > Vì sao: b.\n- đoc ky\n  > Vì sao: c.\n- Cuối cùng lưu lại"
    found = [
        (each.line - FIRST_LINE, each.vi[:20]) for each in kind.lint(kind.parse(block("order", text)), ())
    ]
    assert [line for line, _ in found] == [0, 4, 6, 6]
    assert all(each.level == "warning" for each in kind.lint(SPEC, ()))


def test_many_steps_get_advice() -> None:
    spec = kind.parse(block("order", "\n".join(f"- Việc {name}\n  > Vì sao: rõ." for name in "abcdefgh")))
    (finding,) = kind.lint(spec, ())
    assert "8" in finding.vi
