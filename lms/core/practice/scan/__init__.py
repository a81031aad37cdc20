"""Scan check: is the scanned file what was asked for? Measured from what stands in it; no picture is ever decoded.

``spec`` reads the author's block, ``pdf_pages`` and ``pictures`` measure, ``judging`` says what is missing. What the
paper says is not read by the machine, and a file's word that it is PDF/A is only passed on.
"""

from collections.abc import Mapping
from decimal import Decimal
from importlib import import_module
from typing import Any, Final

from lms.core.errors import N_
from lms.core.practice.contract import (
    UPLOAD,
    Attempt,
    Block,
    ExampleLine,
    Report,
    Row,
    RowState,
    Submission,
    Task,
    Upload,
    UploadRule,
    Verdict,
    ViewModel,
)
from lms.core.practice.ordinary import Ordinary
from lms.core.practice.scan import spec
from lms.core.practice.scan.facts import Facts, UnreadableError
from lms.core.practice.scan.judging import DPI, PAGES, PAPER, SIZE, TEXT, TITLES, UPRIGHT, judge
from lms.core.practice.scan.pdf_pages import read_pdf
from lms.core.practice.scan.pictures import read_picture
from lms.core.practice.scan.spec import LANDSCAPE, MOST_PAGES, PAPERS, PORTRAIT, ScanSpec

_START = 1_024  # a PDF may have a few bytes before its mark
_LEFT_OUT = Row(
    UPLOAD,
    RowState.OPEN,
    Decimal(1),
    N_("Chưa chọn tệp nào."),
    N_("Tệp"),
    N_("Chọn tệp thầy cô đã quét (PDF, JPEG hoặc PNG)."),
    form_field=UPLOAD,
)
_DONE_RIGHT: Mapping[str, tuple[str, str]] = {
    PAGES: ("+", N_("Quét trang đầu, bấm dấu + hoặc “Thêm trang”, quét trang sau, rồi mới bấm lưu.")),
    PAPER: ("A4", N_("Đặt giấy phẳng, kéo bốn góc khung cho khít mép giấy; phần cài đặt PDF chọn khổ A4.")),
    DPI: ("300 dpi", N_("Phần cài đặt của ứng dụng quét có mục chất lượng ảnh: chọn mức cao nhất.")),
    TEXT: ("OCR", N_("Trước khi lưu, bật nhận dạng chữ, chọn ngôn ngữ tiếng Việt.")),
    UPRIGHT: ("↻", N_("Mở trang bị nghiêng, bấm nút xoay đến khi đọc được chữ, rồi lưu.")),
    SIZE: ("200–300 dpi", N_("Mức này đủ rõ để in mà tệp vẫn nhẹ.")),
}


class Scan(Ordinary):
    """The kind ``scan``. The one form field is the scanned file."""

    key: Final = spec.KEY
    version: Final = 1
    heavy = True

    def parse(self, block: Block) -> ScanSpec:
        return spec.parse(block)

    def spec_from_json(self, stored: Mapping[str, Any]) -> ScanSpec:
        return spec.spec_from_json(stored)

    def upload(self, spec: ScanSpec) -> UploadRule:
        return UploadRule((".pdf", ".jpg", ".jpeg", ".png"), spec.megabytes * 1024 * 1024)

    def view(self, spec: ScanSpec, task: Task, attempt: Attempt) -> ViewModel:
        context = {"sheet": spec.sheet, "wanted": _wanted(spec), "report": attempt.report}
        return ViewModel("practice/_scan.html", context)

    def check(self, spec: ScanSpec, task: Task, submission: Submission) -> Report:
        file = submission.get(UPLOAD)
        if not isinstance(file, Upload) or not file.data:
            return Report(Verdict.FAILED, (_LEFT_OUT,))
        try:
            rows = tuple(judge(spec, _measured(spec, file.data)))
        except UnreadableError as unreadable:
            row = Row(
                "cannot-check",
                RowState.NOT_MET,
                Decimal(0),
                unreadable.message,
                N_("Tệp"),
                unreadable.next_step,
            )
            return Report(Verdict.CANNOT_CHECK, (row,))
        if any(row.state is RowState.NOT_MET for row in rows):
            return Report(Verdict.FAILED, rows)
        is_unsure = any(row.state is RowState.WAITING for row in rows)
        return Report(Verdict.CANNOT_CHECK if is_unsure else Verdict.PASSED, rows)

    def get_ready(self) -> None:
        for name in ("PIL.JpegImagePlugin", "PIL.PngImagePlugin", "pypdf"):
            import_module(name)  # loaded here, used in the child

    def hint(self, spec: ScanSpec) -> str:
        return spec.hint or N_(
            "Nên dùng ứng dụng quét thay cho máy ảnh: Google Drive, Ghi chú của iPhone, hoặc máy scan ở văn phòng."
        )

    def example(self, spec: ScanSpec, task: Task, report: Report | None) -> tuple[ExampleLine, ...]:
        failing = report.failing if report else ()
        return tuple(
            ExampleLine(TITLES[row.id], *_DONE_RIGHT[row.id]) for row in failing if row.id in _DONE_RIGHT
        )


def _measured(spec: ScanSpec, data: bytes) -> Facts:
    if b"%PDF-" in data[:_START]:
        return read_pdf(data)
    if data.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")):
        return read_picture(data, PAPERS[spec.paper or "A4"])
    is_phone = data[4:8] == b"ftyp"
    raise UnreadableError(
        N_("Đây là ảnh kiểu HEIC của điện thoại, máy chưa đọc được.")
        if is_phone
        else N_("Tệp này không phải PDF, JPEG hay PNG."),
        N_("Quét bằng ứng dụng quét và lưu thành PDF, rồi nộp tệp đó."),
    )


def _wanted(spec: ScanSpec) -> list[tuple[str, dict[str, str]]]:
    """Return what is asked for as sentences with what fills them."""
    values = {
        "low": str(spec.fewest_pages),
        "high": str(spec.most_pages),
        "paper": spec.paper,
        "dpi": str(spec.dpi),
        "most": str(spec.megabytes),
    }
    said = [_pages_wanted(spec)]
    if spec.paper:
        said.append(
            {
                PORTRAIT: N_("Khổ %(paper)s, để dọc."),
                LANDSCAPE: N_("Khổ %(paper)s, nằm ngang."),
            }.get(spec.direction, N_("Khổ %(paper)s."))
        )
    said += [N_("Từ %(dpi)s dpi trở lên, để in ra vẫn rõ chữ.")] if spec.dpi else []
    said += [N_("Có lớp chữ tiếng Việt (tìm và chép chữ được).")] if spec.needs_text else []
    said += [N_("Các trang xoay thẳng.")] if spec.is_upright else []
    said.append(N_("Nặng không quá %(most)s MB."))
    return [(message, values) for message in said]


def _pages_wanted(spec: ScanSpec) -> str:
    if spec.fewest_pages == spec.most_pages:
        return N_("Một tệp có đúng %(low)s trang.")
    if spec.most_pages == MOST_PAGES:
        return N_("Một tệp có từ %(low)s trang.")
    return N_("Một tệp có %(low)s đến %(high)s trang.")
