"""Eight files under the names that people give in a hurry, to be renamed; lesson "Đặt tên tệp" has the same eight."""

from dataclasses import dataclass
from typing import Final

from lms.core.archives import write_archive
from lms.core.practice_files.documents import write_note, write_paper
from lms.core.practice_files.papers import (
    INVITATION,
    LIBRARY,
    MINUTES,
    NOTICE,
    PLAN,
    TRAINING,
    Line,
    Paper,
    Style,
)
from lms.core.practice_files.scans import scan_paper
from lms.core.practice_files.workbooks import write_gradebook, write_index

ZIP: Final = "dat-ten.zip"
PATTERN: Final = "{năm}-{tháng}-{ngày}_{loại}_{nội dung}"


@dataclass(frozen=True)
class Messy:
    """A file as it came: its name, the name it should have, and the paper in it, if it is one."""

    name: str
    right: str
    paper: Paper | None = None


def _of(name: str, paper: Paper) -> Messy:
    return Messy(name, paper.name + name[name.rindex(".") :], paper)


FILES: Final = (
    _of("Final_moi_nhat2.docx", PLAN),
    _of("giay moi (1).docx", INVITATION),
    _of("BB họp SỬA LẦN 3.docx", MINUTES),
    _of("Document1.docx", NOTICE),
    Messy("DIEM 7A final FINAL.xlsx", "2026-10-30_bang-diem_lop-7a.xlsx"),
    Messy("muc luc ho so - Copy.xlsx", "2026-09-30_muc-luc_ho-so-hop.xlsx"),
    _of("scan0007.pdf", LIBRARY),
    _of("IMG_quet.pdf", TRAINING),
)


def make_messy_files() -> dict[str, bytes]:
    """Return the eight files, a zip of them, and the right names. Raises FacesMissingError without the typeface."""
    files = {f"dat-ten/{one.name}": _content(one) for one in FILES}
    return {**files, ZIP: write_archive(files), "dap-an/dat-ten.docx": _write_key()}


def _content(one: Messy) -> bytes:
    if one.paper is None:
        return write_gradebook() if "bang-diem" in one.right else write_index()
    return write_paper(one.paper) if one.name.endswith(".docx") else scan_paper(one.paper)


def _write_key() -> bytes:
    lines = [
        Line(
            "Tờ này dành cho người hướng dẫn. Tên khác mà đủ ba phần thì cũng được: ngày, loại giấy, nội dung."
        ),
        Line(f"Khuôn: {PATTERN}"),
    ]
    for one in FILES:
        lines += [Line(one.name, Style.PART), Line(one.right, Style.ITEM)]
    return write_note("Đáp án: đặt lại tên tám tệp", lines)
