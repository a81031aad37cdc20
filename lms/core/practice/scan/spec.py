"""What an author asks of a scanned file, as written in the block: `trang: 2`, `khổ: A4 dọc`, `độ phân giải: từ 200`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from lms.core.practice.contract import Block
from lms.core.practice.declaration import Reader, plain
from lms.core.vietnamese import fold

KEY = "scan"
PAPERS: Mapping[str, tuple[int, int]] = {"A3": (297, 420), "A4": (210, 297), "A5": (148, 210)}
"""Width and height in millimetres of a sheet that stands."""

MOST_PAGES = 50
MOST_MEGABYTES = 10
LEAST_DPI, MOST_DPI = 50, 1200
PORTRAIT, LANDSCAPE = "portrait", "landscape"

_KEYS = {
    "mau": "mẫu",
    "trang": "trang",
    "kho": "khổ",
    "do phan giai": "độ phân giải",
    "lop chu": "lớp chữ",
    "xoay": "xoay",
    "nang": "nặng",
    "diem": "điểm",
}
_PAGES = re.compile(r"(?:(?:tu|from) )?(\d{1,3})(?:\s*(?:-|–|\.\.|den|to)\s*(\d{1,3}))?(?: trang| pages?)?")
_PAPER = re.compile(r"(a3|a4|a5)(?:\s+(doc|ngang|portrait|landscape))?")
_DPI = re.compile(r"(?:tu |from )?(\d{2,4})(?:\s*dpi)?(?: tro len)?")
_SIZE = re.compile(r"(?:toi da |at most )?(\d{1,2})\s*mb")
_NO_MATTER = frozenset({"khong can", "not needed"})


@dataclass(frozen=True)
class ScanSpec:
    """What an author declared; 0, empty and False mean that it does not matter."""

    points: Decimal
    fewest_pages: int
    most_pages: int
    paper: str = ""
    direction: str = ""
    dpi: int = 0
    needs_text: bool = False
    is_upright: bool = False
    megabytes: int = MOST_MEGABYTES
    sheet: str = ""
    kind: str = KEY
    hint: str = ""
    line: int = field(default=0, compare=False)

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        stored = {**vars(self), "points": str(self.points)}
        del stored["line"]
        return stored


def spec_from_json(stored: Mapping[str, Any]) -> ScanSpec:
    """Return the spec that ``ScanSpec.to_json`` wrote."""
    return ScanSpec(**{**stored, "points": Decimal(stored["points"])})


def parse(block: Block) -> ScanSpec:
    """Return the spec that ``block`` declares, or raise AuthoringErrors."""
    reader = Reader(block, _KEYS)
    for entry in reader.entries:
        reader.error(
            entry.line,
            "Nhiệm vụ quét không có mục “- ”. Chỉ viết các dòng như `trang: 2`, `khổ: A4`.",
            "A scan task has no “- ” items. Write only lines such as `trang: 2`, `khổ: A4`.",
        )
    fewest, most = _read_pages(reader)
    paper, direction = _read_paper(reader)
    dpi, megabytes = _read_dpi(reader), _read_megabytes(reader)
    needs_text = _read_switch(reader, "lop chu", "co", "có")
    is_upright = _read_switch(reader, "xoay", "thang", "thẳng")
    sheet = plain((reader.value("mau") or (0, ""))[1])[:200]
    points = reader.points(Decimal(10))
    reader.finish()
    return ScanSpec(
        points,
        fewest,
        most,
        paper,
        direction,
        dpi,
        needs_text,
        is_upright,
        megabytes,
        sheet,
        hint=reader.hint(),
        line=block.line,
    )


def _read_pages(reader: Reader) -> tuple[int, int]:
    line, written = reader.value("trang") or (reader.line, "")
    folded = fold(written)
    found = _PAGES.fullmatch(folded)
    fewest = int(found[1]) if found else 0
    is_open = folded.startswith(("tu", "from")) and found is not None and found[2] is None
    most = int(found[2]) if found and found[2] else MOST_PAGES if is_open else fewest
    if not 1 <= fewest <= most <= MOST_PAGES:
        reader.error(
            line,
            f"Cần `trang:` là số trang của tệp, ví dụ `trang: 2`, `trang: 2-4` hoặc `trang: từ 2`, nhiều nhất {MOST_PAGES}.",
            f"`trang:` is needed, the number of pages, for example `trang: 2`, `trang: 2-4` or `trang: từ 2` "
            f"(from 2), at most {MOST_PAGES}.",
        )
    return fewest, most


def _read_paper(reader: Reader) -> tuple[str, str]:
    value = reader.value("kho")
    if value is None or fold(value[1]) in _NO_MATTER:
        return "", ""
    found = _PAPER.fullmatch(fold(value[1]))
    if found is None:
        reader.error(
            value[0],
            f"Khổ giấy viết là `khổ: A4`, `khổ: A4 dọc` hoặc `khổ: A4 ngang` (A3, A4, A5); ở đây là “{value[1][:40]}”.",
            f"Paper is written `khổ: A4`, `khổ: A4 dọc` (portrait) or `khổ: A4 ngang` (landscape), for A3, A4 or A5; "
            f"found “{value[1][:40]}”.",
        )
        return "", ""
    direction = {"doc": PORTRAIT, "portrait": PORTRAIT, None: ""}.get(found[2], LANDSCAPE)
    return found[1].upper(), direction


def _read_dpi(reader: Reader) -> int:
    value = reader.value("do phan giai")
    if value is None or fold(value[1]) in _NO_MATTER:
        return 0
    found = _DPI.fullmatch(fold(value[1]))
    dpi = int(found[1]) if found else 0
    if not LEAST_DPI <= dpi <= MOST_DPI:
        reader.error(
            value[0],
            f"Độ phân giải viết là `độ phân giải: từ 200` (từ {LEAST_DPI} đến {MOST_DPI} dpi); ở đây là “{value[1][:40]}”.",
            f"Resolution is written `độ phân giải: từ 200` ({LEAST_DPI} to {MOST_DPI} dpi); found “{value[1][:40]}”.",
        )
    return dpi


def _read_megabytes(reader: Reader) -> int:
    value = reader.value("nang")
    if value is None or fold(value[1]) in _NO_MATTER:
        return MOST_MEGABYTES
    found = _SIZE.fullmatch(fold(value[1]))
    size = int(found[1]) if found else 0
    if not 1 <= size <= MOST_MEGABYTES:
        reader.error(
            value[0],
            f"Độ nặng viết là `nặng: tối đa 5 MB`, từ 1 đến {MOST_MEGABYTES} MB; ở đây là “{value[1][:40]}”.",
            f"The size is written `nặng: tối đa 5 MB` (at most), from 1 to {MOST_MEGABYTES} MB; found “{value[1][:40]}”.",
        )
    return size


def _read_switch(reader: Reader, key: str, on: str, shown: str) -> bool:
    value = reader.value(key)
    if value is None or fold(value[1]) in _NO_MATTER:
        return False
    if fold(value[1]) not in {on, "yes"}:
        reader.error(
            value[0],
            f"`{_KEYS[key]}:` viết là `{shown}` hoặc `không cần`; ở đây là “{value[1][:40]}”.",
            f"`{_KEYS[key]}:` is `{shown}` (it matters) or `không cần` (it does not); found “{value[1][:40]}”.",
        )
    return True
