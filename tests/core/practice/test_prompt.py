"""Building a prompt: ready-made ways are judged, a text of one's own gets hints and a person."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.core.practice import KINDS, Attempt, Report, RowState, Verdict
from lms.core.practice.prompt import LONGEST_TEXT, hints, prompt_in
from lms.core.practice.prompt_block import PromptSpec
from tests.core.practice.samples import SAMPLES, block
from tests.core.practice.samples.prompt import FREE

prompt = KINDS["prompt"]
CLOSED: PromptSpec = prompt.parse(block("prompt", SAMPLES["prompt"].good))  # type: ignore[assignment]
OPEN: PromptSpec = prompt.parse(block("prompt", FREE))  # type: ignore[assignment]
TASK = prompt.prepare(CLOSED, 3)
OWN = (
    "Bạn là giáo viên lớp 5. Soạn thư mời họp phụ huynh, dưới 150 từ. Chỗ nào không chắc thì ghi cần hỏi lại."
)


def choose(*are_good: bool | None) -> dict[str, str]:
    """Return a submission with a good way, a poor one, or none for each part."""
    return {
        f"g-{part.key}": next(way.id for way in part.ways if way.is_good == is_good)
        for part, is_good in zip(CLOSED.parts, are_good, strict=True)
        if is_good is not None
    }


def free(text: str, **more: str) -> Report:
    return prompt.check(OPEN, TASK, {**choose(True, True, True), "van-ban": text, **more})


def test_good_ways_pass_by_machine_and_each_is_explained() -> None:
    report = prompt.check(CLOSED, TASK, choose(True, True, True))
    assert report.verdict is Verdict.PASSED
    assert report.rows[0].reason == "Nói rõ vai thì giọng văn hợp người đọc."


def test_a_poor_way_fails_kindly_and_is_explained() -> None:
    report = prompt.check(CLOSED, TASK, choose(True, False, True))
    assert report.verdict is Verdict.FAILED
    (row,) = report.failing
    assert row.reason == "Đây là thông tin riêng của một em."
    assert "không sao" in row.message


def test_a_part_without_a_choice_is_asked_for_and_tells_nothing() -> None:
    row = prompt.check(CLOSED, TASK, choose(True, None, True)).rows[1]
    assert (row.state, row.weight, row.form_field) == (RowState.OPEN, 1, "g-context")
    assert row.reason == ""


def test_the_page_mixes_the_ways_and_tells_neither_which_are_good_nor_why() -> None:
    orders = {
        prompt.view(CLOSED, prompt.prepare(CLOSED, seed), Attempt()).context["cards"][0].ways
        for seed in range(20)
    }
    assert len(orders) == 2
    shown = repr(prompt.view(CLOSED, TASK, Attempt()).context)
    assert "Khen AI" not in shown
    assert "is_good" not in shown
    assert "Kính gửi" not in shown


def test_the_prompt_is_put_together_from_what_was_chosen() -> None:
    page = prompt.view(CLOSED, TASK, Attempt(choose(True, None, True)))
    assert page.context["prompt"] == (
        "Bạn là giáo viên chủ nhiệm lớp 5.\nChỗ nào không chắc thì ghi “cần hỏi lại”."
    )
    assert page.context["answer"] == ""


def test_the_recorded_answer_is_labelled_as_written_by_a_person() -> None:
    row = prompt.check(CLOSED, TASK, choose(True, True, True)).row("answer")
    assert row is not None
    assert row.message == "Câu trả lời mẫu do người soạn viết, không phải AI đang chạy:"
    assert row.reason.startswith("Kính gửi quý phụ huynh,\n")


def test_a_free_text_always_waits_for_a_person_whatever_it_says() -> None:
    for text in (OWN, "Viết", "abc"):
        report = free(text)
        assert report.verdict is Verdict.NEEDS_PERSON
        waiting = [row.where for row in report.rows if row.state is RowState.WAITING]
        assert waiting == ["Câu lệnh tự viết", "Nói rõ việc cần làm", "Không có tên học sinh"]


@given(st.text(max_size=200))
def test_no_free_text_is_ever_passed_or_failed_for_its_words(text: str) -> None:
    report = free(text, **{"da-doc": "on"})
    if report.verdict is not Verdict.NEEDS_PERSON:
        (row,) = (each for each in report.rows if each.state is not RowState.MET)
        assert (row.id, row.state, row.weight) == ("text", RowState.OPEN, 1)


def test_the_mentor_reads_the_text_in_the_report() -> None:
    row = free(OWN).row("text")
    assert row is not None
    assert row.reason == OWN


def test_missing_parts_are_hints_without_weight() -> None:
    report = free("Soạn thư mời họp.")
    found = {row.id for row in report.rows if row.id.startswith("missing-")}
    assert found == {"missing-role", "missing-context", "missing-verification"}
    assert all(row.weight == 0 for row in report.rows if row.id in found)
    assert not [row for row in free(OWN).rows if row.id.startswith("missing-")]


def test_what_may_be_personal_is_asked_about_once_and_then_the_learner_decides() -> None:
    text = f"{OWN} Em Nguyễn Văn An lớp 5B, mẹ số 0912345678."
    report = free(text)
    row = report.row("seen")
    assert row is not None
    assert (row.state, row.weight, row.form_field) == (RowState.OPEN, 1, "da-doc")
    assert free(text, **{"da-doc": "on"}).verdict is Verdict.NEEDS_PERSON


def test_hints_say_may_and_never_safe() -> None:
    said = [hint.sentence % hint.values for hint in hints(OPEN, "Em Nguyễn Văn An lớp 5B")]
    assert all(sentence.startswith("Có thể") for sentence in said)
    assert not any("an toàn" in sentence for sentence in said)
    page = prompt.view(OPEN, TASK, Attempt({"van-ban": OWN}))
    assert page.context["hints"] == ()
    assert "an toàn" not in json.dumps(free(OWN).to_json(), ensure_ascii=False)


@pytest.mark.parametrize("text", ["", "   ", None, 3, ["a"], "x" * (LONGEST_TEXT + 1)])
def test_a_free_text_that_is_missing_or_too_long_is_no_try_yet(text: object) -> None:
    report = prompt.check(OPEN, TASK, {**choose(True, True, True), "van-ban": text})
    row = report.row("text")
    assert row is not None
    assert (row.state, row.weight, row.form_field) == (RowState.OPEN, 1, "van-ban")


def test_a_closed_task_has_no_field_for_a_text_and_reads_none() -> None:
    assert set(prompt.fields(CLOSED, TASK)) == {"g-role", "g-context", "g-verification"}
    sent = {**choose(True, True, True), "van-ban": OWN}
    assert prompt.check(CLOSED, TASK, sent).verdict is Verdict.PASSED
    assert prompt_in(CLOSED, sent).startswith("Bạn là giáo viên chủ nhiệm")
    assert prompt_in(OPEN, sent) == OWN


def test_the_worked_example_is_a_part_that_went_wrong() -> None:
    report = prompt.check(CLOSED, TASK, choose(True, False, True))
    (line,) = prompt.example(CLOSED, TASK, report)
    assert (line.where, line.answer) == ("Bối cảnh", "Lớp sắp họp phụ huynh cuối học kỳ.")


def test_a_free_task_survives_json() -> None:
    assert prompt.spec_from_json(json.loads(json.dumps(OPEN.to_json()))) == OPEN
