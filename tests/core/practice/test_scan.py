"""The scan check: what is measured of a file, and what is said about it."""

from dataclasses import replace

import pytest

from lms.core.practice import UPLOAD, Report, RowState, Upload, Verdict
from lms.core.practice.scan import Scan
from tests.core.practice.samples.scan import GOOD
from tests.core.practice.samples.shape import block
from tests.core.practice.scans import A4, Sheet, pdf, picture

KIND = Scan()
LYING = (A4[1], A4[0])


def checked(data: bytes, text: str = GOOD) -> Report:
    spec = KIND.parse(block("scan", text))
    return KIND.check(spec, KIND.prepare(spec, 1), {UPLOAD: Upload("quet.pdf", data)})


def said(report: Report, row_id: str) -> str:
    row = report.row(row_id)
    assert row is not None
    return f"{row.message % row.values} {row.next_step % row.values}"


def failing(report: Report) -> set[str]:
    return {row.id for row in report.failing}


def test_a_scan_that_is_as_asked_passes_on_every_line() -> None:
    report = checked(pdf(Sheet(), Sheet()))
    assert report.verdict is Verdict.PASSED
    assert all(row.state is RowState.MET for row in report.rows)


@pytest.mark.parametrize(
    ("sheets", "row_id", "words"),
    [
        ([Sheet()], "trang", "Tệp có 1 trang, cần 2 trang. Quét đủ"),
        ([Sheet()] * 3, "trang", "nhiều hơn 2 trang"),
        (
            [Sheet(), Sheet(size=(612, 720), pixels=(1700, 2000))],
            "kho",
            "Trang 2 không phải khổ A4 (máy đo trang đầu sai: 216 × 254 mm)",
        ),
        ([Sheet(), Sheet(pixels=(827, 1170))], "do-phan-giai", "Trang 2 chỉ có 100 dpi, cần từ 200 dpi"),
        ([Sheet(), Sheet(pixels=None)], "do-phan-giai", "Trang 2 không phải ảnh quét"),
        ([Sheet(), Sheet(text="")], "lop-chu", "Trang 2 chưa có lớp chữ"),
        ([Sheet(text="plain words only")] * 2, "lop-chu", "không từ nào có dấu tiếng Việt"),
        ([Sheet(), Sheet(text_matrix="-1 0 0 -1 500 100")], "xoay", "Chữ ở trang 2 bị xoay"),
    ],
)
def test_what_is_not_as_asked_names_the_page_and_what_to_press(
    sheets: list[Sheet], row_id: str, words: str
) -> None:
    report = checked(pdf(*sheets))
    assert report.verdict is Verdict.FAILED
    assert failing(report) == {row_id}
    assert words in said(report, row_id)


def test_a_page_is_measured_as_a_reader_shows_it() -> None:
    turned = Sheet(size=LYING, pixels=(2339, 1654), rotate=90, text_matrix="0 1 -1 0 50 50")
    assert checked(pdf(turned, turned)).verdict is Verdict.PASSED
    assert "Trang 1, 2 nằm ngang" in said(checked(pdf(Sheet(rotate=90), Sheet(rotate=90))), "kho")
    assert "xoay khác" in said(checked(pdf(*[Sheet(text="")] * 2, Sheet(size=LYING, text=""))), "xoay")


def test_resolution_follows_from_pixels_and_from_how_large_they_are_placed() -> None:
    placed = b"q 595.28 0 0 841.89 0 0 cm /Im0 Do Q"
    quarter = pdf(Sheet(), Sheet()).replace(
        placed, placed.replace(b"cm", b"cm .5 0 0 .5 0 0 cm").ljust(len(placed))
    )
    assert checked(quarter).verdict is not Verdict.PASSED
    fine = checked(pdf(Sheet(pixels=(2480, 3508)), Sheet(pixels=(4960, 7016))))
    assert "300 dpi" in said(fine, "do-phan-giai")


def test_a_size_that_no_scanner_makes_is_not_believed_and_is_no_failure() -> None:
    report = checked(pdf(Sheet(pixels=(30_000, 30_000)), Sheet()))
    assert report.verdict is Verdict.CANNOT_CHECK
    assert failing(report) == set()


def test_a_word_about_pdf_a_is_passed_on_as_a_claim_and_never_counted() -> None:
    report = checked(pdf(Sheet(), Sheet(), metadata=b"<x pdfaid:part='2'/>"))
    assert "tự ghi là PDF/A-2, máy không kiểm chứng" in said(report, "pdf-a")
    assert report.verdict is Verdict.PASSED


def test_an_empty_page_is_noticed_and_not_counted() -> None:
    loose = "trang: 2"
    report = checked(pdf(Sheet(), Sheet(pixels=None, text="")), loose)
    assert report.verdict is Verdict.PASSED
    assert "Trang 2 có thể là trang trắng" in said(report, "trang-trang")


def test_colour_is_told() -> None:
    grey, coloured = Sheet(), replace(Sheet(), space="/DeviceRGB")
    assert "thang xám" in said(checked(pdf(grey, grey)), "mau")
    assert "quét màu" in said(checked(pdf(coloured, coloured)), "mau")


def test_a_picture_is_measured_by_its_header() -> None:
    text = "trang: 1\nkhổ: A4 dọc\nđộ phân giải: từ 150"
    for kind in ("JPEG", "PNG"):
        assert checked(picture(kind=kind), text).verdict is Verdict.PASSED
    assert failing(checked(picture(800, 1131), text)) == {"do-phan-giai"}
    assert failing(checked(picture(1800, 1800), text)) == {"kho"}
    assert failing(checked(picture(orientation=6), text)) == {"kho"}
    assert "Đây là ảnh" in said(checked(picture(), f"{text}\nlớp chữ: có"), "lop-chu")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"%PDF-1.7 and nothing", "không đọc được bên trong tệp PDF"),
        (b"\0\0\0\x18ftypheic" + bytes(80), "kiểu HEIC"),
        (b"PK\3\4", "không phải PDF, JPEG hay PNG"),
        (b"\xff\xd8\xff\xe0", "không đọc được ảnh này"),
    ],
)
def test_what_cannot_be_read_is_no_failure_and_says_why(data: bytes, words: str) -> None:
    report = checked(data)
    assert report.verdict is Verdict.CANNOT_CHECK
    (row,) = report.rows
    assert words in row.message
    assert row.next_step


def test_pages_may_be_a_range_or_a_least_number() -> None:
    for text, count, passes in (("2-3", 3, True), ("2-3", 4, False), ("từ 2", 5, True), ("từ 2", 1, False)):
        report = checked(pdf(*[Sheet(length=10)] * count), f"trang: {text}")
        assert (report.verdict is Verdict.PASSED) == passes


def test_a_heavy_file_is_said_to_be_heavy() -> None:
    report = checked(pdf(Sheet(length=2_000_000)), "trang: 1\nnặng: tối đa 1 MB")
    assert failing(report) == {"nang"}
    assert "quá 1 MB" in said(report, "nang")


def test_the_example_speaks_of_what_went_wrong() -> None:
    spec = KIND.parse(block("scan", GOOD))
    report = checked(pdf(Sheet(pixels=(827, 1170)), Sheet()))
    (line,) = KIND.example(spec, KIND.prepare(spec, 1), report)
    assert line.where == "Độ phân giải"
