"""A self-check with a list for each device, and what often goes wrong at an item."""

import itertools

import pytest

from lms.core.practice import KINDS, Attempt, AuthoringErrors, Report, RowState, Trust, Verdict
from lms.core.practice.self_check import item_of
from tests.core.practice.samples import FIRST_LINE, SAMPLES, block

TEXT = """
điểm: 5
- [ ] Tôi có mạng
### Trên máy Android (Samsung)
- [ ] Tôi mở được CH Play
  > Nếu kẹt: không thấy **CH Play** thì vuốt từ dưới lên
  > rồi gõ tên vào ô tìm.
  > Nếu bị kẹt: máy hỏi tài khoản thì nhờ người hướng dẫn.
- [ ] Tôi cài xong
### iPhone
- [ ] Tôi mở được App Store
- [ ] Tôi cài xong
"""
kind = KINDS["self-check"]
SPEC = kind.parse(block("self-check", TEXT))
TASK = kind.prepare(SPEC, 1)
NAMES = ["c-1", "c-2", "c-3", "c-4", "c-5"]
OF_DEVICE = {"android": {"c-1", "c-2", "c-3"}, "iphone": {"c-1", "c-4", "c-5"}}


def check(*ticked: str, device: str = "") -> Report:
    sent = dict.fromkeys(ticked, "on")
    return kind.check(SPEC, TASK, {**sent, "may": device} if device else sent)


def refusal(text: str) -> list[tuple[int, str]]:
    with pytest.raises(AuthoringErrors) as found:
        kind.parse(block("self-check", text))
    return [(error.line, error.vi) for error in found.value.errors]


@pytest.mark.parametrize("device", OF_DEVICE)
def test_exactly_the_items_of_one_device_have_to_be_done(device: str) -> None:
    for size in range(len(NAMES) + 1):
        for ticked in itertools.combinations(NAMES, size):
            passes = check(*ticked, device=device).verdict is Verdict.PASSED
            assert passes == (OF_DEVICE[device] <= set(ticked))


def test_the_other_devices_items_are_no_part_of_the_report() -> None:
    report = check("c-1", device="iphone")
    left_out = [row.form_field for row in report.rows if row.state is RowState.OPEN]
    assert left_out == ["c-4", "c-5"]


def test_the_report_remembers_the_device() -> None:
    row = check("c-1", "c-4", "c-5", device="iphone").row("may")
    assert row is not None
    assert row.message % row.values == "Thầy cô đã làm theo danh sách: iPhone."


@pytest.mark.parametrize(("ticked", "label"), [((), "Trên máy Android (Samsung)"), (("c-5",), "iPhone")])
def test_a_form_that_does_not_say_its_device_is_read_by_what_was_ticked(
    ticked: tuple[str, ...], label: str
) -> None:
    row = check(*ticked, device="tủ lạnh").row("may")
    assert row is not None
    assert row.where == label


def test_each_device_has_its_list_with_the_items_for_all_first() -> None:
    page = kind.view(SPEC, TASK, Attempt({"c-4": "on", "may": "iphone"})).context
    assert [[box.field for box in each.boxes] for each in page["lists"]] == [
        ["c-1", "c-2", "c-3"],
        ["c-1", "c-4", "c-5"],
    ]
    assert page["device"] == "iphone"
    assert page["has_two_choices"]
    assert [box.is_ticked for box in page["lists"][1].boxes] == [False, True, False]


def test_what_often_goes_wrong_is_kept_apart_in_the_authors_words() -> None:
    box = kind.view(SPEC, TASK, Attempt()).context["lists"][0].boxes[1]
    assert box.errors == (
        "Không thấy CH Play thì vuốt từ dưới lên rồi gõ tên vào ô tìm.",
        "Máy hỏi tài khoản thì nhờ người hướng dẫn.",
    )


def test_a_plain_list_stays_a_plain_list_and_is_stored_as_it_always_was() -> None:
    plain = kind.parse(block("self-check", SAMPLES["self-check"].good))
    page = kind.view(plain, TASK, Attempt()).context
    assert not page["has_two_choices"]
    assert set(plain.to_json()) == {"kind", "points", "hint", "items"}
    assert {key for item in plain.to_json()["items"] for key in item} == {"id", "text"}


def test_a_list_stored_before_there_were_devices_still_works() -> None:
    stored = {"kind": "self-check", "points": "2", "items": [{"id": "0a1b2c3d", "text": "Một việc"}]}
    spec = kind.spec_from_json(stored)
    assert kind.check(spec, TASK, {"c-1": "on"}).verdict is Verdict.PASSED
    assert kind.check(spec, TASK, {}).verdict is Verdict.FAILED


def test_it_is_always_the_learners_own_word() -> None:
    assert kind.trust is Trust.SELF


def test_an_item_is_found_by_its_field_with_the_device_it_is_for() -> None:
    assert item_of(SPEC, "c-4") == ("Tôi mở được App Store", "iPhone")
    assert item_of(SPEC, "c-1") == ("Tôi có mạng", "")
    assert item_of(SPEC, "c-9") is None


def test_headings_that_do_not_help_are_named_by_line() -> None:
    text = "- [ ] Một\n### Máy giặt\n- [ ] Hai\n### Android\n### Samsung\n- [ ] Ba"
    lines = refusal(text)
    assert [line for line, _ in lines] == [FIRST_LINE + 1, FIRST_LINE + 4]
    assert "Máy giặt" in lines[0][1]
    assert f"dòng {FIRST_LINE + 3}" in lines[1][1]


def test_a_device_without_items_is_named_by_line() -> None:
    (only,) = refusal("- [ ] Một\n### Android\n### iPhone\n- [ ] Hai")
    assert only[0] == FIRST_LINE + 1
    assert "chưa có mục" in only[1]


def test_two_devices_may_share_words_but_not_with_the_list_for_all() -> None:
    (only,) = refusal("- [ ] Xong\n### Android\n- [ ] xong\n### iPhone\n- [ ] Khác")
    assert only[0] == FIRST_LINE + 2


def test_a_list_for_one_device_alone_gets_advice() -> None:
    (finding,) = kind.lint(kind.parse(block("self-check", "### Android\n- [ ] Một")), ())
    assert finding.level == "warning"
    assert "Android" in finding.vi


def test_a_list_is_too_long_by_what_one_person_sees() -> None:
    halves = "\n".join(
        f"### {name}\n" + "\n".join(f"- [ ] Việc {n}" for n in range(8)) for name in ("Android", "iPhone")
    )
    assert kind.lint(kind.parse(block("self-check", halves)), ()) == []
    shared = "\n".join(f"- [ ] Chung {n}" for n in range(3))
    assert len(kind.lint(kind.parse(block("self-check", f"{shared}\n{halves}")), ())) == 2
