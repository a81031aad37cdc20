"""Matching: only the right sides pass, extra ones are explained like any other, nothing is given away."""

import itertools

from lms.core.practice import KINDS, Attempt, Report, RowState, Verdict
from tests.core.practice.samples import SAMPLES, block

kind = KINDS["match"]
SPEC = kind.parse(block("match", SAMPLES["match"].good.replace("đạt: 3\n", "")))
TASK = kind.prepare(SPEC, 7)


def check(*sides: str) -> Report:
    fields = {f"m-{pair.id}": side for pair, side in zip(SPEC.pairs, sides, strict=True)}
    return kind.check(SPEC, TASK, fields)


def parse(text: str):  # type: ignore[no-untyped-def]
    return kind.parse(block("match", text))


def test_of_all_ways_to_match_only_the_right_one_passes() -> None:
    right = tuple(pair.side_id for pair in SPEC.pairs)
    for sides in itertools.product([side.id for side in SPEC.sides], repeat=len(SPEC.pairs)):
        report = check(*sides)
        assert (report.verdict is Verdict.PASSED) == (sides == right)
        assert len(report.failing) == sum(one != other for one, other in zip(sides, right, strict=True))


def test_as_many_right_pairs_as_the_author_asks_pass() -> None:
    spec = parse("đạt: 2\n- Một -> A\n- Hai -> B\n- Ba -> C")
    ids = {side.text: side.id for side in spec.sides}
    fields = {f"m-{pair.id}": ids["A"] for pair in spec.pairs}
    assert kind.check(spec, kind.prepare(spec, 3), fields).verdict is Verdict.FAILED
    fields[f"m-{spec.pairs[1].id}"] = ids["B"]
    assert kind.check(spec, kind.prepare(spec, 3), fields).verdict is Verdict.PASSED


def test_a_pair_without_an_answer_is_no_try_and_keeps_its_reason() -> None:
    report = kind.check(SPEC, TASK, {})
    assert {row.state for row in report.rows} == {RowState.OPEN}
    assert {row.reason for row in report.rows} == {""}


def test_a_wrong_pair_is_explained_in_the_authors_words() -> None:
    decoy = next(side.id for side in SPEC.sides if side.text == "Phụ huynh")
    row = check(decoy, *(pair.side_id for pair in SPEC.pairs[1:])).failing[0]
    assert row.reason == "Người đứng đầu trường chịu trách nhiệm."
    assert row.next_step


def test_the_page_offers_every_side_in_alphabetical_order_and_no_key() -> None:
    page = kind.view(SPEC, TASK, Attempt()).context
    assert [side.text for side in page["sides"]] == [
        "Bảo vệ",
        "Giáo viên chủ nhiệm",
        "Giáo viên dạy Toán",
        "Hiệu trưởng",
        "Phụ huynh",
    ]
    assert page["spare"] == 2
    assert not any(hasattr(card, "side_id") for card in page["cards"])


def test_two_pairs_may_share_a_right_side() -> None:
    spec = parse("- Một -> A\n- Hai -> a\n- Ba -> B")
    assert [side.text for side in spec.sides] == ["A", "B"]


def test_the_example_is_another_pair_than_the_last_wrong_one() -> None:
    wrong = check(*(SPEC.sides[0].id for _ in SPEC.pairs))
    (line,) = kind.example(SPEC, TASK, wrong)
    assert line.where == wrong.failing[0].where
    right = [pair.side_id for pair in SPEC.pairs]
    last = check(*right[:2], SPEC.sides[0].id)
    (line,) = kind.example(SPEC, TASK, last)
    assert line.where != last.failing[0].where


def test_advice_names_what_is_missing_or_too_easy() -> None:
    said = [each.vi for each in kind.lint(parse("- Một -> A\n- Hai -> B"), ())]
    assert sum("lời giải thích" in each for each in said) == 2
    assert any("vế thừa" in each for each in said)
    same = [each.vi for each in kind.lint(parse("- Một -> A\n- Hai -> A"), ())]
    assert any("cùng một vế phải" in each for each in same)
    alike = [each.vi for each in kind.lint(parse("thừa: mã pin\n- Một -> Mã PỊN\n- Hai -> B"), ())]
    assert any("gần như trùng" in each for each in alike)
