"""Read a signature: verdict and reason a file, no key on the page, each miss led back to the line that decides."""

from dataclasses import replace

import pytest

from lms.core.practice import KINDS, Attempt, AuthoringErrors, Report, RowState, Verdict
from lms.core.practice.read_signature import FileCard, ReadSpec, ReadTask
from lms.core.signing.samples import Flaw
from tests.core.practice.samples import block, laboratory
from tests.core.practice.samples.read_signature import GOOD, complete

KIND = KINDS["read-signature"]
SEED = 11


def read(text: str = GOOD) -> tuple[ReadSpec, ReadTask]:
    spec = KIND.parse(block("read-signature", text))
    assert isinstance(spec, ReadSpec)
    task = KIND.prepare(spec, SEED)
    assert isinstance(task, ReadTask)
    return spec, task


def number_of(task: ReadTask, flaw: Flaw) -> int:
    return next(each.number for each in task.samples if each.flaw is flaw)


def check(text: str = GOOD, **changed: str) -> Report:
    spec, task = read(text)
    return KIND.check(spec, task, {**complete(spec, task), **changed})


def test_the_check_needs_no_kit() -> None:
    assert check().verdict is Verdict.PASSED


def test_a_right_verdict_for_a_wrong_reason_is_not_right() -> None:
    _, task = read()
    number = number_of(task, Flaw.ALTERED)
    report = check(**{f"w-{number}": "picture"})
    row = report.row(f"file-{number}")
    assert report.verdict is Verdict.FAILED
    assert row is not None
    assert row.state is RowState.NOT_MET
    assert "Toàn vẹn" in row.next_step


def test_trusting_a_file_for_the_reason_that_forbids_it_is_not_right() -> None:
    _, task = read()
    number = number_of(task, Flaw.EXPIRED)
    row = check(**{f"v-{number}": "trust"}).row(f"file-{number}")
    assert row is not None
    assert row.state is RowState.NOT_MET
    assert "Hiệu lực" in row.next_step


@pytest.mark.parametrize("flaw", list(Flaw))
def test_a_miss_does_not_say_the_answer(flaw: Flaw) -> None:
    _, task = read()
    number = number_of(task, flaw)
    other = "altered" if flaw is not Flaw.ALTERED else "expired"
    row = check(**{f"w-{number}": other}).row(f"file-{number}")
    assert row is not None
    assert row.state is RowState.NOT_MET
    assert not row.reason
    assert "tin được" not in f"{row.message} {row.next_step}"


@pytest.mark.parametrize(
    ("typed", "state"),
    [
        ("NGUYEN THI TAP SU", RowState.NOT_MET),
        ("", RowState.OPEN),
        ("không có", RowState.NOT_MET),
    ],
)
def test_the_name_is_asked_where_the_author_wants_it(typed: str, state: RowState) -> None:
    _, task = read()
    sample = next(each for each in task.samples if each.flaw is Flaw.VALID)
    if "NGUYEN" in typed and sample.name.startswith("Nguyễn"):
        state = RowState.MET
    row = check(**{f"n-{sample.number}": typed}).row(f"file-{sample.number}")
    assert row is not None
    assert row.state is state


def test_a_name_counts_with_or_without_its_marks() -> None:
    _, task = read()
    sample = next(each for each in task.samples if each.flaw is Flaw.VALID)
    bare = {
        "Nguyễn Thị Tập Sự": "nguyen thi tap su",
        "Trần Văn Thực Hành": "tran van thuc hanh",
        "Phạm Thị Làm Thử": "pham thi lam thu",
    }
    assert check(**{f"n-{sample.number}": bare[sample.name]}).verdict is Verdict.PASSED


def test_a_picture_has_no_signer_to_name() -> None:
    _, task = read()
    sample = next(each for each in task.samples if each.flaw is Flaw.PICTURE)
    row = check(**{f"n-{sample.number}": sample.name}).row(f"file-{sample.number}")
    assert row is not None
    assert row.state is RowState.NOT_MET
    assert "không có" in row.next_step


def test_an_unanswered_file_is_no_try_and_leads_to_its_first_empty_field() -> None:
    spec, task = read()
    sent = dict(complete(spec, task))
    del sent["w-2"]
    row = KIND.check(spec, task, sent).row("file-2")
    assert row is not None
    assert row.state is RowState.OPEN
    assert row.form_field == "w-2"
    assert not row.reason


def test_so_many_right_files_pass_as_the_author_says() -> None:
    text = f"{GOOD.strip()}\nđạt: 4"
    assert check(
        text, **{"w-1": "picture" if read()[1].samples[0].flaw is not Flaw.PICTURE else "valid"}
    ).verdict
    spec, task = read(text)
    wrong = {f"v-{n}": "doubt" for n in (1, 2)} | {f"w-{n}": "valid" for n in (1, 2)}
    assert KIND.check(spec, task, {**complete(spec, task), **wrong}).verdict is Verdict.FAILED


def test_the_page_shows_facts_and_not_the_key() -> None:
    spec, task = read()
    shown = KIND.view(spec, replace(task, kit=laboratory.kit()), Attempt()).context
    for card, sample in zip(shown["cards"], task.samples, strict=True):
        assert isinstance(card, FileCard)
        assert (card.reading is None) == (sample.flaw is Flaw.PICTURE)
        assert not hasattr(card, "flaw")
        assert (card.verdict, card.reason) == ("", "")


def test_a_reviewer_without_the_lab_sees_the_task_without_its_files() -> None:
    spec, task = read()
    assert KIND.handouts(spec, task) == ()
    shown = KIND.view(spec, task, Attempt()).context
    assert not shown["has_lab"]
    assert not any(card.is_readable for card in shown["cards"])
    with pytest.raises(KeyError):
        KIND.handout(spec, task, "tep-1.pdf")


def test_there_are_as_many_files_as_the_author_named() -> None:
    spec, task = read("mẫu: lạ | lạ | hợp lệ")
    held = replace(task, kit=laboratory.kit())
    assert [each.name for each in KIND.handouts(spec, held)] == ["tep-1.pdf", "tep-2.pdf", "tep-3.pdf"]
    assert KIND.handout(spec, held, "tep-3.pdf").startswith(b"%PDF")


def test_without_a_line_four_files_are_read() -> None:
    spec, _ = read("điểm: 4")
    assert spec.flaws == (Flaw.VALID, Flaw.ALTERED, Flaw.STRANGER, Flaw.PICTURE)
    assert spec.needed == 4
    assert not spec.asks_name


def test_the_example_is_of_somebody_elses_file_with_the_same_fault() -> None:
    spec, task = read()
    number = number_of(task, Flaw.STRANGER)
    (line,) = KIND.example(spec, task, check(**{f"w-{number}": "altered"}))
    assert "nơi cấp lạ" in line.answer
    assert line.why
    assert KIND.example(spec, task, check()) == ()


def test_an_error_names_its_line_and_a_mend() -> None:
    with pytest.raises(AuthoringErrors) as refused:
        KIND.parse(block("read-signature", "điểm: 4\nmẫu: hợp lệ | rách"))
    (error,) = refused.value.errors
    assert error.line == 22
    assert "`mẫu: hợp lệ | bị sửa | lạ | ảnh`" in error.vi
    assert "altered" in error.en
