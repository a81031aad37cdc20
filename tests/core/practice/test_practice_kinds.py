"""What sets each of the first four practice kinds apart."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.core.practice import KINDS, Attempt, RowState, Support, Verdict, observe, support_in
from lms.core.practice.declaration import item_id, plain
from tests.core.practice.samples import SAMPLES, block

self_check, evidence, observed, sort = (KINDS[k] for k in ("self-check", "evidence", "observed", "sort"))
LIST = self_check.parse(block("self-check", SAMPLES["self-check"].good))
PHOTO = evidence.parse(block("evidence", SAMPLES["evidence"].good))
WATCHED = observed.parse(block("observed", SAMPLES["observed"].good))
SORTING = sort.parse(block("sort", SAMPLES["sort"].good))
SORT_TASK = sort.prepare(SORTING, 7)


def choose(*classes: str | None) -> dict[str, str]:
    """Return a submission that puts the items, in the author's order, into the classes of these titles."""
    ids = {one.title: one.id for one in SORTING.classes}
    return {f"s-{i.id}": ids[c] for i, c in zip(SORTING.items, classes, strict=True) if c is not None}


# self-check


def test_a_self_check_passes_only_when_every_item_is_ticked() -> None:
    task = self_check.prepare(LIST, 1)
    assert self_check.check(LIST, task, {"c-1": "on", "c-2": "on"}).verdict is Verdict.PASSED
    half = self_check.check(LIST, task, {"c-2": "on"})
    assert half.verdict is Verdict.FAILED
    assert [row.where for row in half.rows if row.state is RowState.OPEN] == ["Tôi mở được C-Thái Nguyên"]


def test_a_self_check_page_keeps_what_was_ticked() -> None:
    task = self_check.prepare(LIST, 1)
    (only,) = self_check.view(LIST, task, Attempt({"c-2": "on"})).context["lists"]
    assert [(box.field, box.is_ticked) for box in only.boxes] == [("c-1", False), ("c-2", True)]


def test_a_long_self_check_gets_advice() -> None:
    text = "\n".join(f"- [ ] Việc thứ {n}" for n in range(12))
    (finding,) = self_check.lint(self_check.parse(block("self-check", text)), ())
    assert finding.level == "warning"
    assert "12" in finding.vi


# evidence


def test_evidence_with_a_photo_waits_for_a_person_with_one_row_for_each_rubric_line() -> None:
    report = evidence.check(PHOTO, evidence.prepare(PHOTO, 1), {"photos": ["a.jpg"]})
    assert report.verdict is Verdict.NEEDS_PERSON
    assert [int(row.weight) for row in report.rows if row.state is RowState.WAITING] == [6, 4]


@pytest.mark.parametrize("photos", [[], None, "a.jpg", [""], [None], 7])
def test_evidence_without_a_photo_fails_and_says_so(photos: object) -> None:
    report = evidence.check(PHOTO, evidence.prepare(PHOTO, 1), {"photos": photos})
    assert report.verdict is Verdict.FAILED
    assert report.rows[0].message == "Chưa có ảnh nào."


def test_more_photos_than_allowed_are_refused_and_a_repeated_one_counts_once() -> None:
    task = evidence.prepare(PHOTO, 1)
    assert evidence.check(PHOTO, task, {"photos": ["a", "b", "c"]}).verdict is Verdict.FAILED
    assert evidence.check(PHOTO, task, {"photos": ["a", "b", "a"]}).verdict is Verdict.NEEDS_PERSON


def test_a_rubric_that_does_not_add_up_may_not_be_published() -> None:
    spec = evidence.parse(block("evidence", "nộp: ảnh\nđiểm: 10\n- 6đ: Thấy rõ dấu chữ ký"))
    (finding,) = evidence.lint(spec, ())
    assert finding.level == "error"
    assert "6" in finding.vi
    assert "10" in finding.vi


@pytest.mark.parametrize(
    ("text", "advised"),
    [
        ("Thấy rõ số căn cước", True),
        ("Thấy khuôn mặt người ký", True),
        ("Đã che số căn cước", False),
        ("Không thấy tên học sinh", False),
        ("Thấy rõ dấu chữ ký", False),
    ],
)
def test_a_rubric_that_invites_private_data_gets_advice(text: str, advised: bool) -> None:
    spec = evidence.parse(block("evidence", f"- 6đ: {text}"))
    assert bool(evidence.lint(spec, ())) is advised


def test_the_number_beside_the_phone_has_four_digits_and_depends_on_the_seed() -> None:
    numbers = {evidence.prepare(PHOTO, seed).challenge for seed in range(200)}
    assert all(len(number) == 4 and number.isdigit() for number in numbers)
    assert len(numbers) > 150


def test_photos_go_thirty_days_after_the_decision_and_nothing_else_is_kept() -> None:
    assert evidence.retention(PHOTO) == timedelta(days=30)
    assert sort.retention(SORTING) == timedelta(0)


def test_an_evidence_page_says_how_many_photos_are_left() -> None:
    page = evidence.view(PHOTO, evidence.prepare(PHOTO, 1), Attempt({"photos": ["a"]}))
    assert page.context["photos_left"] == 1
    assert page.context["rubric"] == PHOTO.rubric


# observed


def test_asking_to_be_observed_always_waits_for_a_person() -> None:
    report = observed.check(WATCHED, observed.prepare(WATCHED, 1), {"o-1": "on", "how": "alone"})
    assert report.verdict is Verdict.NEEDS_PERSON
    assert {row.state for row in report.rows} == {RowState.WAITING}


def test_an_observation_passes_with_the_required_lines_alone() -> None:
    report = observe(WATCHED, {"o-1": "on", "o-2": "on", "how": "alone"})
    assert report.verdict is Verdict.PASSED
    assert report.rows[-1].state is RowState.OPEN


def test_a_required_line_that_was_not_seen_fails_kindly() -> None:
    report = observe(WATCHED, {"o-1": "on", "o-3": "on", "how": "helped"})
    assert report.verdict is Verdict.FAILED
    (row,) = report.failing
    assert row.where == "Tự nhập mã PIN, không đọc cho ai"
    assert "không sao" in row.message


@pytest.mark.parametrize("how", [None, "", "maybe", ["alone"], 1])
def test_without_saying_how_an_observation_concludes_nothing(how: object) -> None:
    ticks = {"o-1": "on", "o-2": "on", "o-3": "on", "how": how}
    assert observe(WATCHED, ticks).verdict is Verdict.CANNOT_CHECK
    assert support_in(ticks) is None


def test_an_observation_tells_alone_from_helped() -> None:
    assert support_in({"how": "alone"}) is Support.ALONE
    assert support_in({"how": "helped"}) is Support.HELPED


def test_a_list_without_required_marks_requires_everything() -> None:
    spec = observed.parse(block("observed", "- [ ] Một\n- [ ] Hai"))
    assert all(item.is_required for item in spec.items)
    assert observe(spec, {"o-1": "on", "how": "alone"}).verdict is Verdict.FAILED


def test_an_observation_list_nobody_can_follow_gets_advice() -> None:
    text = "\n".join(f"- [ ] Việc thứ {n}" for n in range(9))
    assert observed.lint(observed.parse(block("observed", text)), ())


def test_an_observed_page_keeps_the_mentors_ticks() -> None:
    page = observed.view(WATCHED, observed.prepare(WATCHED, 1), Attempt({"o-2": "on", "how": "helped"}))
    assert [box.is_ticked for box in page.context["boxes"]] == [False, True, False]
    assert page.context["how"] is Support.HELPED


# sort


def test_sorting_passes_at_the_threshold_and_fails_below_it() -> None:
    assert sort.check(SORTING, SORT_TASK, choose("Thật", "Giả", "Giả", "Giả")).verdict is Verdict.PASSED
    assert sort.check(SORTING, SORT_TASK, choose("Thật", "Giả", "Thật", "Giả")).verdict is Verdict.FAILED


def test_a_wrong_choice_says_why_in_the_authors_words() -> None:
    report = sort.check(SORTING, SORT_TASK, choose("Thật", "Thật", "Giả", "Thật"))
    row = report.row(SORTING.items[1].id)
    assert row is not None
    assert row.state is RowState.NOT_MET
    assert row.message == "Chưa đúng, không sao."
    assert row.reason == "Không cơ quan nào xin mã OTP."


def test_a_wrong_choice_without_an_explanation_still_says_what_to_do() -> None:
    row = sort.check(SORTING, SORT_TASK, choose(None, None, None, "Giả")).row(SORTING.items[3].id)
    assert row is not None
    assert row.reason == ""
    assert row.next_step


def test_an_explanation_over_two_lines_is_one_sentence() -> None:
    assert SORTING.items[0].why == "Tên nhà phát hành là dấu hiệu khó làm giả nhất."


@given(answered=st.lists(st.sampled_from([None, "Thật", "Giả"]), min_size=4, max_size=4))
def test_unanswered_items_give_nothing_of_their_key_away(answered: list[str | None]) -> None:
    other = {one.id: next(o.id for o in SORTING.classes if o.id != one.id) for one in SORTING.classes}
    stored = SORTING.to_json()
    for item, choice in zip(stored["items"], answered, strict=True):
        if choice is None:
            item["class_id"] = other[item["class_id"]]
            item["why"] = "một lời khác"
    mirrored = sort.spec_from_json(stored)
    submission = choose(*answered)
    report = sort.check(SORTING, SORT_TASK, submission)
    opposite = sort.check(mirrored, SORT_TASK, submission)
    assert report.rows == opposite.rows
    page = sort.view(SORTING, SORT_TASK, Attempt(submission, report))
    assert page == sort.view(mirrored, SORT_TASK, Attempt(submission, opposite))


def test_sort_items_come_in_another_order_for_another_learner() -> None:
    orders = {sort.prepare(SORTING, seed).order for seed in range(40)}
    assert len(orders) > 5
    assert all(sorted(order) == sorted(item.id for item in SORTING.items) for order in orders)


def test_order_changes_no_verdict() -> None:
    submission = choose("Thật", "Giả", "Thật", None)
    verdicts = {sort.check(SORTING, sort.prepare(SORTING, seed), submission).verdict for seed in range(20)}
    assert verdicts == {Verdict.FAILED}


def test_an_empty_class_and_an_easy_threshold_and_a_missing_reason_get_advice() -> None:
    text = "nhóm: Thật | Giả | Không rõ\nđạt: 1\n- Một -> Thật\n- Hai -> Giả"
    findings = sort.lint(sort.parse(block("sort", text)), ())
    assert any("Không rõ" in finding.vi for finding in findings)
    assert any("một nhóm" in finding.vi for finding in findings)
    assert [finding.line for finding in findings if "Vì sao" in finding.vi] == [23, 24]


def test_too_many_sort_items_for_a_phone_get_advice() -> None:
    items = "\n".join(f"- Mục {n} -> {'A' if n % 2 else 'B'}" for n in range(16))
    findings = sort.lint(sort.parse(block("sort", f"nhóm: A | B\n{items}")), ())
    assert any("16" in finding.vi for finding in findings)


def test_an_arrow_inside_the_text_belongs_to_the_text() -> None:
    spec = sort.parse(block("sort", "nhóm: A | B\n- Tệp -> Lưu -> A\n- Khác → B"))
    assert [(item.text, item.class_id) for item in spec.items] == [
        ("Tệp -> Lưu", spec.classes[0].id),
        ("Khác", spec.classes[1].id),
    ]


# items


def test_an_item_keeps_its_id_over_case_spaces_and_unicode_form() -> None:
    assert item_id("Ký  số ") == item_id("ký số") == item_id("Ký số")
    assert item_id("Ký số") != item_id("Ky so")


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("mở **CH Play**", "mở CH Play"),
        ("gõ `ten_app` rồi *bấm*", "gõ ten_app rồi bấm"),
        ("xem [từ điển](../glossary.md#otp)", "xem từ điển"),
        ("tệp bai_tap_1.pdf", "tệp bai_tap_1.pdf"),
        ("2 \\* 3", "2 * 3"),
        ("tên là {{ten_app}}", "tên là {{ten_app}}"),
    ],
)
def test_inline_marks_are_taken_off_items(written: str, shown: str) -> None:
    assert plain(written) == shown


def test_an_item_may_run_over_two_lines() -> None:
    spec = self_check.parse(block("self-check", "- [ ] Một việc dài\n  viết tiếp ở đây"))
    assert [item.text for item in spec.items] == ["Một việc dài viết tiếp ở đây"]
