"""Workbooks: a gradebook with three planted mistakes and the slips that show them, its key, and an index of documents.

The gradebook is a table of the practice kind "spreadsheet", so the rules that judge learners' files judge this one too.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from lms.core.archives import write_archive
from lms.core.made_up_school import MADE_AT, MARK, SCHOOL_TOLD
from lms.core.practice_files.documents import write_note
from lms.core.practice_files.papers import INVITATION, MINUTES, NOTICE, PLAN, Line, Style

if TYPE_CHECKING:  # the library is loaded with the first index
    from openpyxl.worksheet.worksheet import Worksheet

    from lms.core.practice.spreadsheet.spec import SheetSpec, SheetTask

GRADEBOOK: Final = "bang-tinh/so-diem-lop-7a.xlsx"
INDEX: Final = "bang-tinh/muc-luc-ho-so.xlsx"
_HEADING = f"{MARK}. Sổ điểm lớp 7A, {SCHOOL_TOLD}, lập ngày 30/10/2026."
_SEED = 7  # the table is written out: nothing in it follows from the seed but its code
_GRADES = """
cột: Mã HS | Họ và tên | Ngày sinh | Thường xuyên 1 | Thường xuyên 2 | Giữa kỳ | Trung bình ba cột
cột A: mã BM
cột B: không trống
cột C: ngày 01/01/2014..31/12/2014
D,E,F: số 0..10, bậc 0,5
cột G: công thức =AVERAGE(D,E,F)
- BM01 | Nguyễn Văn Mẫu | 05/01/2014 | 8 | 7 | 7,5 |
- BM02 | Trần Thị Thử | 20/04/2014 | 6 | 7 | 6,5 |
- BM03 | Lê Văn Tập | 13/02/2014 | 9 | 8,5 | 9,5 |
  > sai C: 31/02/2014 | tháng 2 không có ngày 31; người nhập gõ nhầm một chữ số.
- BM04 | Phạm Thị Nháp | 09/09/2014 | 7 | 6,5 | 7,5 |
- BM05 | Hoàng Văn Ví Dụ | 27/07/2014 | 5,5 | 6 | 5 |
- BM06 | Vũ Thị Làm Quen | 16/11/2014 | 8 | 8,5 | 9 |
  > sai E: 85 | quên dấu phẩy, nên ô này vượt quá 10 và kéo điểm trung bình lên theo.
- BM07 | Đặng Văn Bài Tập | 03/03/2014 | 7,5 | 8 | 7 |
- BM08 | Bùi Thị Minh Họa | 22/06/2014 | 9 | 9,5 | 10 |
- BM09 | Đỗ Văn Giả Định | 11/10/2014 | 8,5 | 9 | 9,5 |
  > sai F: 6,5 | số 9 bị gõ thành số 6. Điểm này trông vẫn hợp lý, chỉ so với phiếu mới thấy.
- BM10 | Ngô Thị Thực Hành | 30/12/2014 | 6,5 | 6 | 7 |
"""
_TITLES = (
    "Thứ tự",
    "Số, ký hiệu",
    "Ngày văn bản",
    "Tên và nội dung văn bản",
    "Nơi làm ra",
    "Số trang",
    "Tên tệp",
)
_WIDTHS = (9, 14, 15, 52, 16, 11, 52)
_TWO_LINES = 32  # points; not every program makes a row as high as its text


@dataclass(frozen=True)
class Entry:
    """A line of the index."""

    number: str
    day: str
    what: str
    by: str
    pages: int
    file: str


ENTRIES: Final = (
    Entry(PLAN.number, "07/09/2026", f"Kế hoạch: {PLAN.about}", "Ban giám hiệu", 1, f"{PLAN.name}.docx"),
    Entry(
        INVITATION.number,
        "10/09/2026",
        f"Giấy mời: {INVITATION.about}",
        "Văn phòng",
        1,
        f"{INVITATION.name}.docx",
    ),
    Entry(
        "16/CT-BM",
        "14/09/2026",
        "Chương trình họp cha mẹ học sinh",
        "Văn phòng",
        1,
        "2026-09-14_chuong-trinh_hop-cha-me-hoc-sinh.docx",
    ),
    Entry(
        "17/PC-BM",
        "15/09/2026",
        "Bảng phân công phục vụ cuộc họp",
        "Văn phòng",
        1,
        "2026-09-15_phan-cong_hop-cha-me-hoc-sinh.xlsx",
    ),
    Entry(MINUTES.number, "19/09/2026", f"Biên bản: {MINUTES.about}", "Lớp 7A", 1, f"{MINUTES.name}.docx"),
    Entry(NOTICE.number, "22/09/2026", f"Thông báo: {NOTICE.about}", "Văn phòng", 1, f"{NOTICE.name}.docx"),
)
"""Six documents of one piece of work. Two of them are not in ``van-ban``: a learner finds which."""


def make_workbooks() -> dict[str, bytes]:
    """Return gradebook, key and index."""
    return {
        GRADEBOOK: write_gradebook(),
        "dap-an/so-diem-lop-7a.docx": _write_key(),
        INDEX: write_index(),
    }


def gradebook() -> "tuple[SheetSpec, SheetTask]":
    """Return the gradebook as it is declared: what is right, and the three mistakes in it."""
    from lms.core.practice.contract import Block
    from lms.core.practice.spreadsheet import Spreadsheet

    lines = tuple(enumerate(_GRADES.strip().splitlines(), 1))
    spec = Spreadsheet().parse(Block("spreadsheet", "so-diem", GRADEBOOK, 0, lines))
    return spec, Spreadsheet().prepare(spec, _SEED)


def write_gradebook() -> bytes:
    """Return the gradebook with its mistakes, and the slips on a sheet of their own."""
    from lms.core.practice.spreadsheet.writing import write_workbook

    return write_workbook(*gradebook(), heading=_HEADING)


def _write_key() -> bytes:
    return write_note("Đáp án: ba chỗ sai trong sổ điểm lớp 7A", _key_lines())


def _key_lines() -> Iterator[Line]:
    from lms.core.practice.spreadsheet.reading import where
    from lms.core.practice.spreadsheet.writing import HEADER_ROW

    spec, task = gradebook()
    yield Line("Tờ này dành cho người hướng dẫn. Chỉ đưa cho lớp sau khi mọi người đã tìm xong.")
    for one in task.defects:
        cell = where(HEADER_ROW + 1 + one.row, one.column + 1)
        right = task.rows[one.row][one.column]
        yield Line(f"Ô {cell}, cột “{spec.columns[one.column].title}”", Style.PART)
        yield Line(f"Bảng đang ghi {one.wrong}. Phiếu số {one.row + 1} ghi {right}.", Style.ITEM)
        yield Line(f"Vì sao: {one.why}", Style.ITEM)
    yield Line("Cột “Trung bình ba cột” là công thức: sửa xong ba ô trên thì cột này tự đúng.")


def write_index() -> bytes:
    """Return the index of the six documents, ready to print on one page lying."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Border, Font, Side
    from openpyxl.worksheet.properties import PageSetupProperties

    book = Workbook()
    sheet: Worksheet = book.worksheets[0]
    sheet.title = "Mục lục"
    sheet["A1"], sheet["A2"] = (
        f"{MARK}. {SCHOOL_TOLD}",
        "MỤC LỤC HỒ SƠ: Họp cha mẹ học sinh đầu năm học 2026-2027",
    )
    sheet["A3"] = "Lập ngày 30/09/2026. Tên người, con số, ngày tháng đều đặt ra để tập."
    sheet.append([])
    sheet.append(_TITLES)
    for at, entry in enumerate(ENTRIES, 1):
        sheet.append([at, *vars(entry).values()])
    for row in sheet.iter_rows(min_row=5):
        for cell in row:
            cell.alignment = Alignment("left", "top", wrap_text=True)
            cell.border = Border(bottom=Side("thin"))
    sheet.row_dimensions[2].height = _TWO_LINES
    for number in range(6, 6 + len(ENTRIES)):
        sheet.row_dimensions[number].height = _TWO_LINES
    for number, size in ((1, 11), (2, 14), (5, 11)):
        for cell in sheet[number]:
            cell.font = Font(bold=True, size=size)
    for letter, width in zip("ABCDEFG", _WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A6"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    footer: Any = sheet.oddFooter  # the library's types say that it might not be there
    footer.center.text = MARK
    book.properties.title, book.properties.subject, book.properties.creator = (
        "Mục lục hồ sơ",
        MARK,
        SCHOOL_TOLD,
    )
    held = io.BytesIO()
    book.save(held)
    return _without_the_clock(held.getvalue())


def _without_the_clock(workbook: bytes) -> bytes:
    """Return a workbook packed again without the time at which it was saved."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    made = f"{MADE_AT:%Y-%m-%dT%H:%M:%SZ}".encode()
    description = "docProps/core.xml"
    parts[description] = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", made, parts[description])
    return write_archive(parts)
