"""Naming files by a pattern: right names and harmless variants pass, each fault is named with its mend."""

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lms.core.practice import KINDS, Attempt, AuthoringErrors, Report, RowState, Verdict
from lms.core.practice.naming.dates import dates_in
from lms.core.practice.naming.pattern import PatternError, read_pattern
from tests.core.practice.samples import FIRST_LINE, SAMPLES, block

kind = KINDS["naming"]
SPEC = kind.parse(block("naming", SAMPLES["naming"].good))
TASK = kind.prepare(SPEC, 7)
PLAN, MINUTES, EXAM = SPEC.files
RIGHT = SAMPLES["naming"].complete(SPEC, TASK)
GOOD_NAME = "2026-10-12_bien-ban_hop-phu-huynh-6a.pdf"


def check(name: str, file=MINUTES, **more: str) -> Report:  # type: ignore[no-untyped-def]
    return kind.check(SPEC, TASK, {**RIGHT, f"n-{file.id}": name, **more})


def said(name: str) -> list[str]:
    """Return what is said of ``name`` for the minutes of 12 October 2026."""
    rows = check(name).failing
    for row in rows:
        assert (row.next_step % row.values).strip()
        assert row.where == MINUTES.text
    return [row.message % row.values for row in rows]


def parse(text: str):  # type: ignore[no-untyped-def]
    return kind.parse(block("naming", text))


@pytest.mark.parametrize(
    "name",
    [
        GOOD_NAME,
        f"  {GOOD_NAME} ",
        "2026-10-12_Bien-Ban_hop-phu-huynh-6A.PDF",
        "2026_10_12_bien_ban_hop_phu_huynh_6a.pdf",
        "2026-10-12-bien-ban-hop-phu-huynh-6a.pdf",
        "2026-10-12__bien-ban_hop-phu-huynh-6a_.pdf",
    ],
)
def test_right_names_and_harmless_variants_are_taken(name: str) -> None:
    assert check(name).verdict is Verdict.PASSED


def test_a_variant_that_is_taken_says_how_the_pattern_writes_it() -> None:
    row = next(row for row in check(GOOD_NAME.upper()).rows if row.values)
    assert GOOD_NAME in row.message % row.values


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("bien-ban_hop-phu-huynh-6a.pdf", "chưa có đủ ngày tháng"),
        ("bien-ban_hop-phu-huynh-6a_2026-10-12.pdf", "chưa đứng đầu tên"),
        ("12-10-2026_bien-ban_hop-phu-huynh-6a.pdf", "viết ngược"),
        ("20261012_bien-ban_hop-phu-huynh-6a.pdf", "dính liền"),
        ("26-10-12_bien-ban_hop-phu-huynh-6a.pdf", "Năm mới có hai chữ số"),
        ("2025-10-12_bien-ban_hop-phu-huynh-6a.pdf", "Năm “2025”"),
        ("2026-09-12_bien-ban_hop-phu-huynh-6a.pdf", "Tháng “09”"),
        ("2026-10-13_bien-ban_hop-phu-huynh-6a.pdf", "Ngày “13”"),
        ("2026-12-10_bien-ban_hop-phu-huynh-6a.pdf", "đổi chỗ"),
        ("2026-10-12_bien-ban_hop-phu-huynh-6a", "thiếu đuôi .pdf"),
        ("2026-10-12_bien-ban_hop-phu-huynh-6a.docx", "Đuôi “.docx”"),
        ("2026-10-12_bien-ban_hop phu huynh 6a.pdf", "dấu cách"),
        ("2026-10-12_biên-bản_hop-phu-huynh-6a.pdf", "“biên bản” có dấu"),
        ("2026/10/12_bien-ban_hop-phu-huynh-6a.pdf", "Ký tự “/”"),
        ("2026-10-12_bien-ban_hop-phu-huynh-6a+.pdf", "Ký tự “+”"),
        ("2026-10-12_bien.ban_hop-phu-huynh-6a.pdf", "dấu chấm thừa"),
        ("2026-10-12_bien-ban_hop-phu-huynh-6a_final_moi_nhat.pdf", "“final moi nhat”"),
        ("2026-10-12_bien-ban_hop-phu-huynh-6a_v2.pdf", "“v2”"),
        ("2026-10-12_bienban_hop-phu-huynh-6a.pdf", "phần “loại” dính liền"),
        ("2026-10-12_de-thi_hop-phu-huynh-6a.pdf", "một trong: ke-hoach, bien-ban, de-thi"),
        ("2026-10-12_hop-phu-huynh-6a.pdf", "Phần “loại” chưa đúng"),
        ("2026-10-12_bien-ban.pdf", "phần “nội dung”"),
        ("2026-10-12_bien-ban_hop-to.pdf", "phần “nội dung”"),
        ("2026-10-12_bien-ban_hop-phu-huynh-6a-so-1.pdf", "chữ thừa: “so 1”"),
        ("2026-10-12_hop-phu-huynh-6a_bien-ban.pdf", "chưa đúng thứ tự"),
        ("2026-10-12_bien-ban_hop-phuhuynh-6a.pdf", "phần “nội dung”"),
    ],
)
def test_one_fault_is_named_and_nothing_else(name: str, part: str) -> None:
    (message,) = said(name)
    assert part in message


def test_months_and_days_are_written_with_two_digits() -> None:
    row = check("2026-9-5_ke-hoach_to-toan.pdf", PLAN).failing[0]
    assert "một chữ số" in row.message
    assert "09" in row.next_step


def test_several_faults_are_each_named_but_not_more_than_three() -> None:
    found = said("biên bản final_moi_nhat (1).docx")
    assert len(found) == 3
    assert any("Đuôi" in each for each in found)
    assert any("dấu cách" in each for each in found)


def test_what_is_said_of_a_date_gives_the_right_one_not_away() -> None:
    for row in check("2025-09-13_bien-ban_hop-phu-huynh-6a.pdf").failing:
        text = (row.message + row.next_step) % row.values if row.values else row.message + row.next_step
        assert "2026" not in text
        assert "10" not in text
        assert "12" not in text


@given(name=st.text(max_size=60))
@example("%(x)s %s %")
@example(".pdf")
@example("-_-")
@example("2026-10-12")
def test_any_other_name_has_a_fault_with_a_mend(name: str) -> None:
    report = check(name)
    own = [row for row in report.rows if row.id.startswith(f"{MINUTES.id}:name")]
    assert own
    for row in own:
        assert (row.message % row.values).strip()
        assert row.state is RowState.MET or (row.next_step % row.values).strip()
    if not name.strip():
        assert own[0].state is RowState.OPEN
        assert own[0].form_field == f"n-{MINUTES.id}"


@given(
    words=st.lists(
        st.sampled_from(["2026", "10", "12", "bien", "ban", "hop", "phu", "huynh", "6a", "de", "thi"]),
        max_size=12,
    ),
    separator=st.sampled_from(["-", "_"]),
)
def test_of_names_from_the_right_words_only_the_right_one_passes(words: list[str], separator: str) -> None:
    right = ["2026", "10", "12", "bien", "ban", "hop", "phu", "huynh", "6a"]
    verdict = check(separator.join(words) + ".pdf").verdict
    assert (verdict is Verdict.PASSED) == (words == right)


def test_each_wrong_folder_fails_with_the_authors_reason() -> None:
    for folder in SPEC.folders:
        report = check("2026-09-05_ke-hoach_to-toan.pdf", PLAN, **{f"t-{PLAN.id}": folder.id})
        assert (report.verdict is Verdict.PASSED) == (folder.id == PLAN.folder_id)
        if report.failing:
            assert report.failing[0].reason == "Kế hoạch nào cũng vào thư mục Kế hoạch."
    assert check(GOOD_NAME, **{f"t-{PLAN.id}": "khac"}).row(f"{PLAN.id}:folder").state is RowState.OPEN  # type: ignore[union-attr]


def test_a_file_counts_with_name_and_folder_both_right() -> None:
    spec = parse(SAMPLES["naming"].good.replace("thư mục:", "đạt: 2\nthư mục:", 1))
    half = {**RIGHT, f"n-{MINUTES.id}": "sai.pdf"}
    assert kind.check(spec, TASK, half).verdict is Verdict.PASSED
    assert kind.check(spec, TASK, {**half, f"t-{EXAM.id}": PLAN.folder_id}).verdict is Verdict.FAILED


def test_spaces_and_marks_pass_where_the_author_allows_them() -> None:
    text = SAMPLES["naming"].good.replace("thư mục:", "cho phép: dấu, khoảng trắng\nthư mục:", 1)
    spec = parse(text)
    sent = {**RIGHT, f"n-{MINUTES.id}": "2026-10-12 Biên bản họp phụ huynh 6A.pdf"}
    assert kind.check(spec, TASK, sent).verdict is Verdict.PASSED


def test_the_page_shows_pattern_and_choices_and_no_right_name() -> None:
    page = kind.view(SPEC, TASK, Attempt()).context
    assert page["pattern"].startswith("{năm}")
    assert page["sample"] == "2020-01-31_ke-hoach_abc.pdf"
    assert [part.kind for part in page["parts"]] == ["year", "month", "day", "words", "words"]
    assert page["parts"][3].choices == ("ke-hoach", "bien-ban", "de-thi")
    assert not any(name in str(page) for file in SPEC.files for name in file.names)


def test_the_example_is_another_file_than_the_last_wrong_one() -> None:
    (line,) = kind.example(SPEC, TASK, check("sai.pdf"))
    assert line.where != MINUTES.text
    assert line.answer == "Kế hoạch / 2026-09-05_ke-hoach_to-toan.pdf"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ký ngày 5/9/2026", [(2026, 9, 5)]),
        ("ngày 05 tháng 9 năm 2026", [(2026, 9, 5)]),
        ("5 tháng 9, 2026 và 06-10-2026", [(2026, 9, 5), (2026, 10, 6)]),
        ("5.9.26", [(2026, 9, 5)]),
        ("báo cáo tháng 9 năm 2026", [(2026, 9, None)]),
        ("báo cáo 9/2026", [(2026, 9, None)]),
        ("lớp 6A, 45/99/2026, điện thoại 0912345678", []),
    ],
)
def test_dates_are_read_as_people_write_them(text: str, found: list[tuple[int, int, int | None]]) -> None:
    assert [(each["year"], each["month"], each.get("day")) for each in dates_in(text)] == found


@pytest.mark.parametrize(
    "text",
    [
        "",
        "pdf",
        "{a}{b}",
        "{năm}-{year}",
        "{a}_{a}",
        "{a",
        "a}",
        "{a}/{b}",
        "{a} {b}",
        "bản-{a}",
        "{}",
        "{a}" * 60,
    ],
)
def test_a_pattern_that_nobody_can_fill_is_refused(text: str) -> None:
    with pytest.raises(PatternError) as wrong:
        read_pattern(text, allows_marks=False, allows_spaces=False)
    assert wrong.value.vi != wrong.value.en


@pytest.mark.parametrize("pattern", ["{a}x{b}.pdf", "{năm}0{b}.pdf", "{a}x{b}x{c}x{d}x{e}x{f}x{g}x{h}.pdf"])
def test_letters_alone_do_not_part_words_because_a_name_could_be_read_in_very_many_ways(pattern: str) -> None:
    text = f"khuôn: {pattern}\nthư mục: A | B\n- tệp -> A\n  > Tên: {'x' * 140}!.pdf\n- khác -> B\n  > Tên: y.pdf"
    with pytest.raises(AuthoringErrors) as refused:
        KINDS["naming"].parse(block("naming", text))
    assert any("cần một dấu gạch" in error.vi for error in refused.value.errors)


@given(st.dates(date(1000, 1, 1)), st.sampled_from(["ke-hoach", "bb", "x1"]))
def test_a_name_made_by_the_pattern_fills_it(day, word: str) -> None:  # type: ignore[no-untyped-def]
    pattern = read_pattern("{năm}-{tháng}-{ngày}_{loại}.pdf", allows_marks=False, allows_spaces=False)
    filled = pattern.fill(f"{day:%Y-%m-%d}_{word}.pdf".replace(day.strftime("%Y"), f"{day.year:04}"))
    assert filled is not None
    assert filled.dated() == {"year": day.year, "month": day.month, "day": day.day}


def test_a_pattern_may_have_words_of_its_own_and_no_date() -> None:
    text = "khuôn: {lớp}_HK1_{môn}\nthư mục: A | B\n" + "\n".join(
        f"- Bảng điểm {n} -> A\n  > Tên: 6a_HK1_{n}" for n in ("toan", "van", "anh")
    )
    spec = parse(text)
    sent = SAMPLES["naming"].complete(spec, TASK)
    assert kind.check(spec, kind.prepare(spec, 1), sent).verdict is Verdict.PASSED
    sent = {**sent, f"n-{spec.files[0].id}": "6a_toan"}
    (row,) = kind.check(spec, kind.prepare(spec, 1), sent).failing
    assert "HK1" in row.message % row.values


def test_advice_and_errors_name_their_lines() -> None:
    text = SAMPLES["naming"].good.replace("5/9/2026", "6/9/2026").replace(", in ngày 01-11-2026", "")
    found = [(each.line - FIRST_LINE, each.level) for each in kind.lint(parse(text), ())]
    assert found == [(3, "warning"), (7, "warning"), (9, "warning")]
    wrong = SAMPLES["naming"].good.replace("| de-thi", "| kiem-tra")
    assert [(each.line - FIRST_LINE, each.level) for each in kind.lint(parse(wrong), ())] == [
        (7, "warning"),
        (9, "error"),
    ]


def test_an_empty_folder_gets_advice() -> None:
    spec = parse(SAMPLES["naming"].good.replace("| Đề thi\n", "| Đề thi | Ảnh\n"))
    assert any("“Ảnh”" in each.vi for each in kind.lint(spec, ()))
