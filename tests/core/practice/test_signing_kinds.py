"""Signing a sheet, here or with one's own tool: the right sheet, one's own certificate, and no guess without the lab."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from lms.core.practice import KINDS, UPLOAD, Attempt, AuthoringErrors, RowState, Task, Upload, Verdict
from lms.core.practice.sign_here import SignHere
from lms.core.practice.sign_paper import PAPER, PaperSpec, draw_paper
from lms.core.signing import documents
from lms.core.signing.authority import issue
from lms.core.signing.documents import Place, draw
from tests.core.practice.samples import block, laboratory
from tests.core.practice.samples.laboratory import LEARNER, NOW
from tests.core.practice.samples.sign_here import GOOD, signed

both = pytest.mark.parametrize("key", ["sign-here", "sign-own"])
SEED = 5


def made(key: str, text: str = GOOD, seed: int = SEED) -> tuple[PaperSpec, Task]:
    spec = KINDS[key].parse(block(key, text))
    assert isinstance(spec, PaperSpec)
    return spec, replace(KINDS[key].prepare(spec, seed), kit=laboratory.kit())


@both
def test_the_learners_own_sheet_signed_with_the_own_certificate_passes(key: str) -> None:
    spec, task = made(key)
    report = KINDS[key].check(spec, task, signed(spec, task))
    assert report.verdict is Verdict.PASSED
    assert all(row.state is RowState.MET for row in report.rows)


@both
def test_the_sheet_of_another_learner_or_task_does_not(key: str) -> None:
    spec, task = made(key)
    for other in (replace(task, seed=6), replace(task, kit=replace(task.kit, name="Trần Văn Minh"))):
        report = KINDS[key].check(spec, task, signed(spec, other))
        assert report.verdict is not Verdict.PASSED


@both
def test_a_namesakes_certificate_does_not(key: str) -> None:
    spec, task = made(key)
    namesake = issue(laboratory.root(), LEARNER, NOW, 365, rsa=False)
    data = SignHere().sign(spec, task, namesake, NOW)
    report = KINDS[key].check(spec, task, {UPLOAD: Upload("a.pdf", data)})
    assert report.verdict is Verdict.FAILED


@both
def test_the_unsigned_sheet_does_not(key: str) -> None:
    spec, task = made(key)
    report = KINDS[key].check(spec, task, {UPLOAD: Upload(PAPER, draw_paper(spec, task))})
    assert report.verdict is Verdict.FAILED
    assert report.failing


@both
def test_without_the_lab_nothing_is_judged(key: str) -> None:
    spec, task = made(key)
    sent = signed(spec, task)
    bare = replace(task, kit=None)
    assert KINDS[key].check(spec, bare, sent).verdict is Verdict.CANNOT_CHECK
    assert KINDS[key].handouts(spec, bare) == ()
    KINDS[key].view(spec, bare, Attempt())
    with pytest.raises(KeyError):
        KINDS[key].handout(spec, bare, PAPER)


@both
def test_without_a_certificate_any_signature_is_no_try(key: str) -> None:
    spec, task = made(key)
    sent = signed(spec, task)
    report = KINDS[key].check(spec, replace(task, kit=replace(task.kit, certificates=())), sent)
    assert report.verdict is Verdict.FAILED
    assert [row.state for row in report.rows] == [RowState.OPEN]


@both
def test_without_a_file_it_is_no_try(key: str) -> None:
    spec, task = made(key)
    report = KINDS[key].check(spec, task, {})
    assert [row.state for row in report.rows] == [RowState.OPEN]
    assert report.rows[0].form_field == (UPLOAD if key == "sign-own" else "")


@both
def test_a_sheet_handed_out_is_the_one_that_is_checked(key: str) -> None:
    spec, task = made(key)
    assert KINDS[key].handout(spec, task, PAPER) == draw_paper(spec, task)


@both
def test_a_worked_example_shows_no_line_of_the_learners_own(key: str) -> None:
    spec, task = made(key)
    lines = KINDS[key].example(spec, task, None)
    assert lines
    assert LEARNER not in str(lines)


@pytest.mark.parametrize("state", ["none", "ready", "locked"])
def test_the_page_for_signing_here_knows_the_state_of_the_key(state: str) -> None:
    spec, task = made("sign-here")
    kit = replace(task.kit, key_state=state, tries_left=2)
    shown = KINDS["sign-here"].view(spec, replace(task, kit=kit), Attempt()).context
    assert (shown["key_state"], shown["tries_left"], shown["name"]) == (state, 2, LEARNER)
    assert not any(isinstance(value, bytes) for value in shown.values())


def test_the_author_says_what_is_signed_why_and_where() -> None:
    spec, task = made("sign-here", "tờ: Biên bản họp\nlý do: Chủ tọa\nvị trí: trái\nnội dung: Tôi đồng ý.")
    assert (spec.title, spec.reason, spec.place, spec.statement) == (
        "Biên bản họp",
        "Chủ tọa",
        Place.LEFT,
        "Tôi đồng ý.",
    )
    assert b"/ChuKySo" in SignHere().sign(spec, task, laboratory.learner(), NOW).replace(b"(", b"/")


@both
def test_errors_name_their_lines(key: str) -> None:
    with pytest.raises(AuthoringErrors) as refused:
        KINDS[key].parse(block(key, "tờ: Giấy\nvị trí: giữa\n- mục"))
    assert [error.line for error in refused.value.errors] == [22, 23]


def test_only_what_may_be_any_file_is_checked_in_the_child() -> None:
    assert KINDS["sign-own"].heavy
    assert not KINDS["sign-here"].heavy
    KINDS["sign-own"].get_ready()


@both
def test_on_a_site_without_the_typeface_nothing_is_judged(
    key: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec, task = made(key, seed=987654)
    sent = signed(spec, task)
    draw.cache_clear()
    monkeypatch.setattr(documents, "FONTS", tmp_path)
    assert KINDS[key].check(spec, task, sent).verdict is Verdict.CANNOT_CHECK


def test_the_heavy_libraries_do_not_come_with_the_kinds() -> None:
    started = "import sys, lms.core.practice; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", started], capture_output=True, text=True, check=True)
    assert not {"pyhanko", "cryptography", "fpdf"} & set(loaded.stdout.split())
