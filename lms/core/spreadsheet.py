"""Writing a table as an Excel workbook that people can filter and print, and in which nothing can calculate.

Which rows, and who may see them, is the business of whoever asks. Reading workbooks is done elsewhere.
"""

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from math import isfinite
from typing import Any, Literal, cast

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from lms.core.vietnamese import nfc

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEADER_ROW = 4  # title, note, an empty row, then the table

_LONGEST_TEXT = 32_767  # what a cell of Excel holds
_DAY, _SHARE, _WHOLE, _BROKEN = "dd/mm/yyyy", "0%", "#,##0", "#,##0.##"
_TEXT, _QUOTED = "text", "text in quotes"
_TRIGGERS = tuple("=+-@\t\r\n＝＋－＠")
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\]|^'|'$")
_A4 = 9
_TEAL, _LINE, _QUIET = "FF0E5A57", "FFDCD8CC", "FF4A5565"
_TITLE_FONT = Font(bold=True, size=14, color=_TEAL)
_NOTE_FONT = Font(color=_QUIET)
_HEADING_FONT = Font(bold=True, color="FFFFFFFF")
_HEADING_FILL = PatternFill("solid", fgColor=_TEAL)
_UNDERLINE = Border(bottom=Side("thin", color=_LINE))
_WRAPPED = Alignment(vertical="top", wrap_text=True)
_PLAIN = Font()


@dataclass(frozen=True)
class Column:
    """A column: its heading, its width in characters, and what its cells hold."""

    label: str
    width: float
    kind: Literal["text", "number", "date", "percent"] = "text"


@dataclass(frozen=True)
class Sheet:
    """One table of a workbook: its title, its columns and rows, and what the figures mean."""

    title: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[object]]
    note: str
    name: str = ""
    """What its tab says; without one, the beginning of the title."""


def write_table(title: str, columns: Sequence[Column], rows: Iterable[Sequence[object]], note: str) -> bytes:
    """Return an .xlsx with ``title``, ``note`` (what the figures mean, and when) and the table below.

    None is an empty cell; a percentage is a share from 0 to 1; whatever is neither a number nor a date is inert text.
    """
    return write_sheets(title, [Sheet(title, columns, rows, note)])


def write_sheets(title: str, sheets: Iterable[Sheet]) -> bytes:
    """Return an .xlsx called ``title`` with a page for each table, as ``write_table`` lays them out."""
    book = Workbook(write_only=True)
    book.properties.title = _clean(title)
    book.properties.creator = "Cặp đôi số"
    for each in sheets:
        _write_sheet(book, each)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _write_sheet(book: Workbook, table: Sheet) -> None:
    sheet = cast(
        Worksheet, book.create_sheet(_sheet_name(table.name or table.title))
    )  # a streaming one, with the same face
    columns = table.columns
    _lay_out(sheet, columns)
    sheet.append([text_cell(sheet, table.title, _TITLE_FONT)])
    sheet.append([text_cell(sheet, table.note, _NOTE_FONT)])
    sheet.append([])
    sheet.append([_heading(sheet, column) for column in columns])
    last = HEADER_ROW + _append_rows(sheet, columns, table.rows)
    sheet.auto_filter.ref = f"A{HEADER_ROW}:{get_column_letter(len(columns))}{last}"


def _append_rows(sheet: Worksheet, columns: Sequence[Column], rows: Iterable[Sequence[object]]) -> int:
    count, looks = 0, dict[str, Any]()
    try:
        for row in rows:
            sheet.append(
                [_cell(sheet, looks, column, value) for column, value in zip(columns, row, strict=True)]
            )
            count += 1
    except Exception:
        cast(Any, sheet).close()  # the half-written stream ends here, and not at some later collection
        raise
    return count


def _lay_out(sheet: Worksheet, columns: Sequence[Column]) -> None:
    sheet.freeze_panes = f"A{HEADER_ROW + 1}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"
    for number, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width


def _heading(sheet: Worksheet, column: Column) -> Cell:
    cell = text_cell(sheet, column.label, _HEADING_FONT)
    cell.fill = _HEADING_FILL
    sideways = "left" if column.kind == "text" else "right"
    cell.alignment = Alignment(horizontal=sideways, vertical="center", wrap_text=True)
    return cell


def _cell(sheet: Worksheet, looks: dict[str, Any], column: Column, value: object) -> Cell:
    """Return a cell of the table. ``looks`` keeps what cells of one look share: openpyxl takes longest to find it."""
    if value is None or (isinstance(value, float | Decimal) and not isfinite(value)):
        cell, look = WriteOnlyCell(sheet), ""
    elif isinstance(value, date):
        day = value.date() if isinstance(value, datetime) else value
        cell, look = WriteOnlyCell(sheet, cast(Any, day)), _DAY
    elif isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        look = _SHARE if column.kind == "percent" else _WHOLE if value % 1 == 0 else _BROKEN
        cell = WriteOnlyCell(sheet, cast(Any, value))
    else:
        shown = _clean(str(value))
        cell, look = _inert(sheet, shown), _QUOTED if shown.startswith(_TRIGGERS) else _TEXT
    if look not in looks:
        looks[look] = _look(cell, look)
    cast(Any, cell)._style = looks[look]
    return cell


def _look(cell: Cell, look: str) -> Any:
    """Return what makes a cell look so, as openpyxl keeps it."""
    cell.border = _UNDERLINE
    if look in (_TEXT, _QUOTED):
        cell.alignment, cell.font = _WRAPPED, _PLAIN
        cast(Any, cell).quotePrefix = look == _QUOTED
    elif look:
        cell.number_format = look
    return cast(Any, cell)._style


def _inert(sheet: Worksheet, shown: str) -> Cell:
    cell = WriteOnlyCell(sheet, shown)
    cell.data_type = "s"  # openpyxl takes "=…" for a formula and "#N/A" for an error
    return cell


def text_cell(sheet: Worksheet, text: str, font: Font = _PLAIN) -> Cell:
    """Return a cell that shows ``text`` and can do nothing else, also after somebody edits it in Excel."""
    shown = _clean(text)
    cell = _inert(sheet, shown)
    cell.quotePrefix = shown.startswith(_TRIGGERS)
    cell.font = font
    return cell


def _clean(text: str) -> str:
    """Return ``text`` in NFC without what no workbook can hold."""
    return nfc(_UNWRITABLE.sub("", text))[:_LONGEST_TEXT]


def _sheet_name(title: str) -> str:
    return _NOT_IN_SHEET_NAMES.sub(" ", _clean(title)).strip()[:31].strip() or "Bảng"
