"""A workbook that somebody sends, as plain cells. Every size is judged before anything is unfolded; nothing is calculated.

Of the archive only the parts that hold cells are read, by a reader that takes no entities and lets go of what it has
read. Why a file is not opened is said in ``UnreadableError``, with what to do.
"""

import io
import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from lms.core.archives import MEGABYTE, ArchiveError, Limits, LockedArchiveError, read_archive
from lms.core.errors import N_
from lms.core.practice.contract import Upload
from lms.core.practice.spreadsheet.formulas import column_letters, column_number
from lms.core.vietnamese import squeeze

MOST_BYTES = 5 * 1024 * 1024
MOST_SHEETS = 20
MOST_CELLS = 60_000
MOST_ROWS = 20_000
MOST_STRINGS = 60_000
LONGEST_TEXT = 1_000

_LIMITS = Limits(packed=MOST_BYTES, unpacked=20 * MEGABYTE, one_file=8 * MEGABYTE, entries=300, ratio=100)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_NUMBER = re.compile(r"[-+]?\d{1,20}(?:\.\d{0,30})?(?:[eE][-+]?\d{1,3})?")
_SAVE_AS = N_("Mở bảng, chọn Tệp → Lưu thành → Sổ làm việc Excel (.xlsx), rồi nộp tệp mới.")
_SAVE_AGAIN = N_("Tải lại bảng của thầy cô ở đầu trang, sửa trên bảng đó rồi nộp.")


class UnreadableError(Exception):
    """A file is not opened: the sentence that says why, and what to do."""

    def __init__(self, message: str, next_step: str) -> None:
        self.message, self.next_step = message, next_step
        super().__init__(message)


@dataclass(frozen=True)
class Cell:
    """What a cell holds: its text or number as stored, and its formula without the equals sign."""

    text: str = ""
    number: float | None = None
    formula: str = ""

    @property
    def is_empty(self) -> bool:
        return not self.text and self.number is None and not self.formula


@dataclass(frozen=True)
class Sheet:
    """A sheet's cells by row and column, both from 1; ``first_day`` is the day of serial number 0."""

    cells: Mapping[tuple[int, int], Cell]
    first_day: date
    is_hidden: bool = False

    def day(self, cell: Cell) -> date | None:
        """Return the day that a number means."""
        if cell.number is None or not 0 < cell.number < 110_000:
            return None
        return self.first_day + timedelta(days=int(cell.number))


def read_workbook(file: Upload) -> tuple[Sheet, ...]:
    """Return the sheets of a workbook, visible ones first. Raises UnreadableError."""
    if file.data.startswith(_OLE):
        raise UnreadableError(
            N_("Đây là bảng tính kiểu cũ (.xls), hoặc có đặt mật khẩu, nên máy không mở được."), _SAVE_AS
        )
    if not file.data.startswith(b"PK"):
        raise UnreadableError(N_("Tệp này không phải bảng tính .xlsx."), _SAVE_AS)
    try:
        parts = _parts(file.data)
        return tuple(sorted(_sheets(parts), key=lambda sheet: sheet.is_hidden))
    except UnreadableError:
        raise
    except LockedArchiveError as locked:
        raise UnreadableError(N_("Tệp này có đặt mật khẩu, máy không mở được."), _SAVE_AS) from locked
    except ArchiveError as refused:
        raise UnreadableError(
            N_("Tệp này bị hỏng, hoặc giãn ra lớn bất thường, nên máy không mở."), _SAVE_AGAIN
        ) from refused
    except Exception as broken:  # a reader may raise anything on hostile bytes
        raise UnreadableError(
            N_("Máy không đọc được bên trong tệp này: có chỗ bị hỏng."), _SAVE_AGAIN
        ) from broken


def _parts(data: bytes) -> Mapping[str, bytes]:
    parts = {name.lstrip("/"): content for name, content in read_archive(data, _LIMITS).items()}
    if b"opendocument" in parts.get("mimetype", b""):
        raise UnreadableError(N_("Đây là bảng tính kiểu LibreOffice (.ods)."), _SAVE_AS)
    has_macros = any(name.casefold().endswith("vbaproject.bin") for name in parts)
    if has_macros or b"macroEnabled" in parts.get("[Content_Types].xml", b""):
        raise UnreadableError(
            N_("Bảng tính này có kèm chương trình chạy (macro), nên máy không mở."), _SAVE_AS
        )
    if "xl/workbook.xml" not in parts:
        raise UnreadableError(N_("Tệp này không phải bảng tính .xlsx."), _SAVE_AS)
    return parts


def _sheets(parts: Mapping[str, bytes]) -> Iterator[Sheet]:
    targets = {
        element.get("Id", ""): element.get("Target", "")
        for element in _elements(parts.get("xl/_rels/workbook.xml.rels", b""), {"Relationship"})
    }
    first_day, found = date(1899, 12, 30), []
    for element in _elements(parts["xl/workbook.xml"], {"workbookPr", "sheet"}):
        if element.get("date1904") in {"1", "true"}:
            first_day = date(1904, 1, 1)
        link = next((value for name, value in element.items() if name.endswith("}id")), "")
        if link in targets:
            found.append((targets[link], element.get("state", "visible") != "visible"))
    strings = _strings(parts)
    left = MOST_CELLS
    for target, is_hidden in found[:MOST_SHEETS]:
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
        cells = _cells(parts.get(path, b""), strings, left)
        left -= len(cells)
        yield Sheet(cells, first_day, is_hidden)


def _elements(content: bytes, names: set[str]) -> Iterator[Any]:
    """Yield the elements of these names as they end, and forget them and whatever lies before them."""
    if not content:
        return
    from defusedxml.ElementTree import iterparse

    path: list[Any] = []
    for event, element in iterparse(io.BytesIO(content), events=("start", "end"), forbid_dtd=True):
        if event == "start":
            path.append(element)
            if len(path) > 50:
                raise _too_much()
            continue
        path.pop()
        is_inside = any(_name(each) in names for each in path)
        if _name(element) in names:
            yield element
        if path and not is_inside:
            path[-1].remove(element)


def _name(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _strings(parts: Mapping[str, bytes]) -> list[str]:
    content = next(
        (content for name, content in parts.items() if name.casefold() == "xl/sharedstrings.xml"), b""
    )
    found: list[str] = []
    for element in _elements(content, {"si"}):
        found.append(_written(element))
        if len(found) > MOST_STRINGS:
            raise _too_much()
    return found


def _written(element: Any) -> str:
    """Return the text of a shared or inline string, without the reading aids that some languages add."""
    pieces, size = [], 0
    for each in element.iter():
        if _name(each) == "t" and each.text and size <= LONGEST_TEXT:
            pieces.append(each.text)
            size += len(each.text)
    return squeeze("".join(pieces)[:LONGEST_TEXT])


def _cells(content: bytes, strings: list[str], most: int) -> dict[tuple[int, int], Cell]:
    found: dict[tuple[int, int], Cell] = {}
    seen, row = 0, 0
    for element in _elements(content, {"row"}):
        seen += 1
        row = _whole(element.get("r"), row + 1)
        column = 0
        for each in element:
            if _name(each) != "c":
                continue
            place = _REFERENCE.fullmatch(each.get("r") or "")
            column = column_number(place[1]) if place else column + 1
            cell = _cell(each, strings)
            if not cell.is_empty:
                found[row, column] = cell
        if seen > MOST_ROWS or len(found) > most:
            raise _too_much()
    return found


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text and len(text) <= 7 and text.isascii() and text.isdigit() else otherwise


def _cell(element: Any, strings: list[str]) -> Cell:
    kind, value, formula, inline = element.get("t", "n"), "", "", ""
    for each in element:
        name = _name(each)
        if name == "v":
            value = (each.text or "")[:LONGEST_TEXT]
        elif name == "f":
            # A formula shared by several cells is written out in the first one alone.
            formula = squeeze((each.text or "")[:LONGEST_TEXT]) or "?"
        elif name == "is":
            inline = _written(each)
    if kind == "s":
        at = _whole(value.strip(), len(strings))
        return Cell(strings[at] if at < len(strings) else "", None, formula)
    if kind == "inlineStr":
        return Cell(inline, None, formula)
    if kind in {"str", "d", "e"}:
        return Cell(squeeze(value), None, formula)
    if kind == "b":
        return Cell("TRUE" if value.strip() == "1" else "FALSE", None, formula)
    return Cell("", _number(value.strip()), formula)


def _number(text: str) -> float | None:
    return float(text) if _NUMBER.fullmatch(text) else None


def _too_much() -> UnreadableError:
    return UnreadableError(
        N_("Bảng tính này có nhiều ô hơn hẳn bảng đã phát, nên máy không đọc hết."), _SAVE_AGAIN
    )


def where(row: int, column: int) -> str:
    """Return a cell's name, such as D14."""
    return f"{column_letters(column)}{row}"
