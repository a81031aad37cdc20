"""Marking what is wrong: how a text is cut, what is said of each choice, and what stays unsaid until the pass."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.core.practice import KINDS, Attempt, Report, RowState, Verdict
from lms.core.practice.declaration import Entry, item_id
from lms.core.practice.passages import LONGEST_CLAUSE, Passage, cut
from tests.core.practice.samples import SAMPLES, block

spot = KINDS["spot"]
SPEC = spot.parse(block("spot", SAMPLES["spot"].good))
TASK = spot.prepare(SPEC, 5)
WRONG = [passage for passage in SPEC.passages if passage.fault]
FINE = [passage for passage in SPEC.passages if not passage.fault]


def choose(*pairs: tuple[Passage, str]) -> dict[str, str]:
    return {f"p-{passage.id}": item_id(fault) for passage, fault in pairs}


def rightly(passages: list[Passage]) -> dict[str, str]:
    return choose(*((passage, passage.fault) for passage in passages))


def check(submission: dict[str, str]) -> Report:
    return spot.check(SPEC, TASK, submission)


def passages_of(text: str) -> list[Passage]:
    found: list[Passage] = []
    assert cut(Entry(1, text), found) == []
    return found


def test_every_word_of_the_text_belongs_to_a_passage_that_can_be_chosen() -> None:
    texts = [passage.text for passage in SPEC.passages]
    assert "Năm 1990 trường được UNESCO công nhận." in texts
    assert "Năm học này trường có 1.250 học sinh, tăng so với năm ngoái." in texts
    assert set(spot.fields(SPEC, TASK)) == {f"p-{passage.id}" for passage in SPEC.passages}
    assert [passage.begins for passage in SPEC.passages].count(True) == 2


def test_marks_and_what_they_say_are_not_in_the_page() -> None:
    page = spot.view(SPEC, TASK, Attempt())
    shown = repr(page.context["choices"])
    assert "[[" not in shown
    assert "UNESCO" in shown
    for passage in (each for each in SPEC.passages if each.why):
        assert passage.why not in repr(page.context)


def test_a_long_sentence_is_parted_so_that_unmarked_passages_are_as_long_as_marked_ones() -> None:
    text = "Nhà trường mời phụ huynh đến họp vào chiều thứ Sáu để nghe báo cáo về tình hình học tập của các em trong học kỳ"
    parts = passages_of(f"{text}. [[bịa: Có máy bay đón|Không có.]]")
    assert len(parts) == 3
    assert all(len(part.text) <= LONGEST_CLAUSE for part in parts)
    assert " ".join(part.text for part in parts[:2]) == f"{text}."


def test_the_same_words_twice_are_two_passages() -> None:
    first, second = passages_of("[[bịa: Giống nhau|vì a]] [[bịa: Giống nhau|vì b]]")
    assert first.id != second.id


@given(st.text(alphabet="ab .,;và[]|:đúng1", max_size=300))
def test_any_paragraph_is_cut_or_complained_of_and_loses_no_letter(text: str) -> None:
    found: list[Passage] = []
    errors = cut(Entry(3, text), found)
    assert all(line == 3 for line, _, _ in errors)
    if not errors and "[[" not in text:
        joined = "".join(passage.text for passage in found)
        assert joined.replace(" ", "") == "".join(text.split())


def test_all_faults_found_by_their_names_pass_and_are_explained() -> None:
    report = check(rightly(WRONG))
    assert report.verdict is Verdict.PASSED
    assert {row.reason for row in report.rows} == {passage.why for passage in WRONG}


def test_a_miss_is_explained_only_after_the_pass() -> None:
    passed = check(rightly(WRONG[:2]))
    assert passed.verdict is Verdict.PASSED
    row = passed.row(WRONG[2].id)
    assert row is not None
    assert (row.state, row.weight, row.reason) == (RowState.OPEN, 0, WRONG[2].why)
    failed = check(rightly(WRONG[:1]))
    assert failed.verdict is Verdict.FAILED
    said = json.dumps(failed.to_json(), ensure_ascii=False)
    for hidden in WRONG[1:]:
        assert hidden.text not in said
        assert hidden.why not in said


def test_what_is_left_is_counted_and_not_shown() -> None:
    row = check(rightly(WRONG[:1])).row("left")
    assert row is not None
    assert row.message % row.values == "Đã tìm đúng 1 trên 3 chỗ. Còn 2 chỗ chưa tìm ra."


def test_a_false_alarm_is_explained_with_the_authors_why_where_there_is_one() -> None:
    decoy = next(passage for passage in FINE if passage.why)
    report = check(rightly(WRONG[:1]) | choose((decoy, "bịa"), (FINE[0], "bịa")))
    rows = [report.row(decoy.id), report.row(FINE[0].id)]
    assert [(row.state, row.reason) for row in rows if row] == [
        (RowState.NOT_MET, decoy.why),
        (RowState.NOT_MET, ""),
    ]


def test_the_wrong_name_of_a_fault_is_neither_found_nor_explained_away() -> None:
    private = next(passage for passage in WRONG if passage.fault == "riêng tư")
    report = check(choose((private, "bịa")))
    row = report.row(private.id)
    assert row is not None
    assert row.state is RowState.NOT_MET
    assert private.why not in row.reason


def test_marking_everything_does_not_pass() -> None:
    assert check(choose(*((passage, "bịa") for passage in SPEC.passages))).verdict is Verdict.FAILED
    row = check(rightly(WRONG) | choose(*((passage, "bịa") for passage in FINE))).row("left")
    assert row is not None
    assert "chọn nhầm" in row.message


@pytest.mark.parametrize("value", ["", "khac", "on", None, 3, ["bịa"]])
def test_nothing_chosen_is_no_try_yet(value: object) -> None:
    report = spot.check(SPEC, TASK, {f"p-{WRONG[0].id}": value})
    (row,) = report.rows
    assert (row.state, row.weight) == (RowState.OPEN, 1)


def test_a_text_that_passes_by_marking_all_of_it_gets_advice() -> None:
    spec = spot.parse(block("spot", "đạt: tìm 50%, đúng 50%\n- [[bịa: Sai một chút|vì a]] Câu này ổn mà."))
    assert any("Chọn hết" in finding.vi for finding in spot.lint(spec, ()))


def test_a_marked_passage_far_longer_than_the_rest_gets_advice() -> None:
    long = "một đoạn rất dài " * 12
    spec = spot.parse(block("spot", f"- Câu này ổn và ngắn. [[bịa: {long}|vì a]] Câu kia cũng ổn và ngắn."))
    assert any("dài hơn hẳn" in finding.vi for finding in spot.lint(spec, ()))


def test_the_worked_example_shows_one_fault_that_was_not_found() -> None:
    (line,) = spot.example(SPEC, TASK, check(rightly(WRONG[:1])))
    assert (line.where, line.answer, line.why) == (WRONG[1].text, WRONG[1].fault, WRONG[1].why)


def test_the_thresholds_are_read_from_one_line() -> None:
    spec = spot.parse(block("spot", "đạt: tìm 60%\n- Câu này ổn. [[bịa: Câu kia sai|vì a]]"))
    assert (spec.recall, spec.precision) == (60, 70)
