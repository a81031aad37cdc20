"""The safer of two: the sides are mixed, each choice is explained, a pair left out tells nothing."""

from lms.core.practice import KINDS, Attempt, RowState, Verdict
from lms.core.practice.declaration import item_id
from tests.core.practice.samples import SAMPLES, block

safer = KINDS["safer"]
SPEC = safer.parse(block("safer", SAMPLES["safer"].good))
TASK = safer.prepare(SPEC, 3)


def choose(*are_right: bool | None) -> dict[str, str]:
    """Return a submission with the safer way, the other, or none for each pair."""
    sent = {}
    for pair, is_right in zip(SPEC.pairs, are_right, strict=True):
        if is_right is not None:
            sent[f"x-{pair.id}"] = "1" if (pair.id in TASK.first) == is_right else "2"
    return sent


def test_all_safer_ways_pass_with_their_why() -> None:
    report = safer.check(SPEC, TASK, choose(True, True))
    assert report.verdict is Verdict.PASSED
    assert [row.reason for row in report.rows] == [pair.why for pair in SPEC.pairs]


def test_the_worse_way_fails_kindly_and_is_explained() -> None:
    report = safer.check(SPEC, TASK, choose(True, False))
    assert report.verdict is Verdict.FAILED
    (row,) = report.failing
    assert row.where == SPEC.pairs[1].worse
    assert row.reason == SPEC.pairs[1].why
    assert "không sao" in row.message


def test_a_pair_left_out_is_asked_for_and_tells_nothing() -> None:
    row = safer.check(SPEC, TASK, choose(None, True)).rows[0]
    assert (row.state, row.form_field) == (RowState.OPEN, f"x-{SPEC.pairs[0].id}")
    assert row.reason == ""


def test_the_sides_depend_on_the_learner_alone() -> None:
    sides = {safer.prepare(SPEC, seed).first for seed in range(40)}
    assert len(sides) == 2 ** len(SPEC.pairs)


def test_the_page_shows_both_ways_and_neither_the_key_nor_the_why() -> None:
    page = safer.view(SPEC, TASK, Attempt())
    for card, pair in zip(page.context["cards"], SPEC.pairs, strict=True):
        assert {text for _, text in card.ways} == {pair.safer, pair.worse}
        assert pair.why not in repr(card)
        assert pair.id not in [value for value, _ in card.ways]


def test_notes_may_go_on_over_lines_and_carry_a_situation() -> None:
    assert SPEC.pairs[0].why == "Câu kém đưa tên và hoàn cảnh của một em ra ngoài trường."
    assert SPEC.pairs[1].case == "AI nêu một con số rất đẹp."


def test_a_task_that_guessing_passes_gets_advice() -> None:
    text = SAMPLES["safer"].good.replace("đạt: 2", "đạt: 1")
    assert any("Chọn bừa" in finding.vi for finding in safer.lint(safer.parse(block("safer", text)), ()))


def test_the_worked_example_is_a_pair_that_went_wrong() -> None:
    report = safer.check(SPEC, TASK, choose(False, True))
    (line,) = safer.example(SPEC, TASK, report)
    assert (line.where, line.answer) == (SPEC.pairs[0].worse, SPEC.pairs[0].safer)


def test_no_name_on_the_page_tells_which_way_is_the_safer() -> None:
    text = SAMPLES["safer"].good
    pair = SPEC.pairs[1]
    swapped = text.replace(pair.safer, "@").replace(pair.worse, pair.safer).replace("@", pair.worse)
    turned = safer.parse(block("safer", swapped))
    assert (turned.pairs[1].safer, turned.pairs[1].worse) == (pair.worse, pair.safer)
    assert turned.pairs[1].id == pair.id
    assert pair.id not in {item_id(pair.safer), item_id(pair.worse)}
