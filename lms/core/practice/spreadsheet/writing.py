"""The workbook that a learner gets: the table with its defects, and the source slips that say what is right.

Written part by part, because it must be the same bytes each time and because formulas come with their results, so that
a phone's preview shows them too.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from math import ceil
from types import MappingProxyType
from xml.sax.saxutils import escape, quoteattr

from lms.core.archives import write_archive
from lms.core.practice.spreadsheet import formulas
from lms.core.practice.spreadsheet.columns import DATE, FORMULA, NUMBER, Column, read_date, read_number
from lms.core.practice.spreadsheet.planting import result_of
from lms.core.practice.spreadsheet.spec import SheetSpec, SheetTask

TABLE, SLIPS = "Bảng", "Phiếu gốc"
HEADER_ROW = 3
MARK = "CHỈ ĐỂ THỰC HÀNH: tên người và số liệu trong bảng này đều là bịa."
CODE_LABEL = "Mã bài:"

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PLAIN, _BOLD, _DAY, _WRAPPED, _QUIET = range(5)
_FIRST_DAY = date(1899, 12, 30)
_SLIP_WIDTH, _LINE = (
    80,
    16,
)  # letters on a line of a slip; points. Not every program makes a row as high as its text


def write_workbook(spec: SheetSpec, task: SheetTask, heading: str = "") -> bytes:
    """Return the learner's .xlsx; a ``heading`` stands above the table in place of the mark, and above the slips."""
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations([("officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": _workbook(),
        "xl/_rels/workbook.xml.rels": _relations(
            [
                ("worksheet", "worksheets/sheet1.xml"),
                ("worksheet", "worksheets/sheet2.xml"),
                ("styles", "styles.xml"),
            ]
        ),
        "xl/styles.xml": _styles(),
        "xl/worksheets/sheet1.xml": _table(spec, task, heading or MARK),
        "xl/worksheets/sheet2.xml": _slips(spec, task, heading),
    }
    return write_archive({name: (_HEAD + text).encode() for name, text in parts.items()})


def slip_of(columns: Sequence[Column], cells: Sequence[str]) -> str:
    """Return what stands on the slip of a row: what was counted, and nothing that the table works out itself."""
    return "; ".join(
        f"{column.title}: {cell or '(để trống)'}"
        for column, cell in zip(columns, cells, strict=True)
        if column.holds != FORMULA
    )


def formula_in(formula: str, row: int) -> str:
    """Return an author's formula as it stands in a row of the handed-out table, without the equals sign."""
    text = formula.removeprefix("=")
    names = {place.column for place in formulas.places(formulas.parse(text))}
    words = formulas.WORD.sub(lambda word: f"{word[0]}{row}" if word[0] in names else word[0], text)
    return words.replace(";", ",")


def _table(spec: SheetSpec, task: SheetTask, heading: str) -> str:
    titles = [_text(column.title, _BOLD) for column in spec.columns]
    rows = [[_text(f"{heading} {CODE_LABEL} {task.code}", _QUIET)], [], titles]
    for at in range(len(task.rows)):
        cells = [task.handed_out(at, number) for number in range(len(spec.columns))]
        kept = {(one.row, one.column) for one in task.defects}
        rows.append(
            [
                _result(spec, cells, column, HEADER_ROW + 1 + at)
                if column.holds == FORMULA and (at, number) not in kept
                else _value(column, cells[number])
                for number, column in enumerate(spec.columns)
            ]
        )
    widths = [max(12, min(28, len(column.title) + 6)) for column in spec.columns]
    return _sheet(rows, widths, f"A{HEADER_ROW + 1}")


def _slips(spec: SheetSpec, task: SheetTask, heading: str) -> str:
    rows = [
        [
            _text(
                "Các phiếu ghi tay mà bảng được nhập từ đó. Phiếu số 1 là của dòng đầu tiên trong bảng.",
                _QUIET,
            )
        ],
        [_text(heading, _QUIET)] if heading else [],
        [_text("Phiếu", _BOLD), _text("Ghi trên phiếu", _BOLD)],
    ]
    for number, cells in enumerate(task.rows, start=1):
        rows.append([_text(str(number), _WRAPPED), _text(slip_of(spec.columns, cells), _WRAPPED)])
    heights = {
        at: ceil(len(slip_of(spec.columns, cells)) / _SLIP_WIDTH) * _LINE
        for at, cells in enumerate(task.rows, start=HEADER_ROW + 1)
    }
    return _sheet(rows, [8, 90], "A4", heights)


def _result(spec: SheetSpec, cells: Sequence[str], column: Column, row: int) -> tuple[str, int, str]:
    value = read_number(result_of(column.formula, spec.columns, cells))
    saved = "" if value is None else f"<v>{value}</v>"
    return "", _PLAIN, f"<f>{escape(formula_in(column.formula, row))}</f>{saved}"


def _value(column: Column, cell: str) -> tuple[str, int, str]:
    """Return a cell as a program would have stored what was typed: what is no day and no number stays text."""
    day, number = read_date(cell), read_number(cell)
    if column.holds == DATE and day is not None:
        return "", _DAY, f"<v>{(day - _FIRST_DAY).days}</v>"
    if column.holds in {NUMBER, FORMULA} and number is not None:
        return "", _PLAIN, f"<v>{number}</v>"
    return _text(cell, _PLAIN)


def _text(text: str, style: int) -> tuple[str, int, str]:
    if not text:
        return "", style, ""
    return "inlineStr", style, f'<is><t xml:space="preserve">{escape(text)}</t></is>'


def _sheet(
    rows: Iterable[Sequence[tuple[str, int, str]]],
    widths: Sequence[int],
    corner: str,
    heights: Mapping[int, int] = MappingProxyType({}),
) -> str:
    top = int(corner[1:]) - 1
    columns = "".join(
        f'<col min="{at}" max="{at}" width="{width}" customWidth="1"/>' for at, width in enumerate(widths, 1)
    )
    lines = "".join(
        f'<row r="{number}"{_height(heights.get(number))}>{"".join(_cell(at, number, *cell) for at, cell in enumerate(row, 1))}</row>'
        for number, row in enumerate(rows, 1)
        if row
    )
    return (
        f'<worksheet xmlns="{_MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView workbookViewId="0"><pane ySplit="{top}" '
        f'topLeftCell="{corner}" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f"<cols>{columns}</cols><sheetData>{lines}</sheetData>"
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>'
    )


def _height(points: int | None) -> str:
    return f' ht="{points}" customHeight="1"' if points else ""


def _cell(column: int, row: int, kind: str, style: int, inside: str) -> str:
    kind = f' t="{kind}"' if kind else ""
    return f'<c r="{formulas.column_letters(column)}{row}" s="{style}"{kind}>{inside}</c>'


def _workbook() -> str:
    sheets = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{at}" r:id="rId{at}"/>'
        for at, name in enumerate((TABLE, SLIPS), 1)
    )
    return f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets>{sheets}</sheets></workbook>'


def _styles() -> str:
    wrap = '<alignment vertical="top" wrapText="1"/>'
    return (
        f'<styleSheet xmlns="{_MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/></numFmts>'
        '<fonts count="3"><font><sz val="11"/><name val="Calibri"/></font>'
        '<font><b/><sz val="11"/><name val="Calibri"/></font>'
        '<font><i/><sz val="11"/><color rgb="FF4A5565"/><name val="Calibri"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        '<cellXfs count="5"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
        '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>'
        '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
        f'<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1">{wrap}</xf>'
        '<xf numFmtId="0" fontId="2" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )


def _content_types() -> str:
    parts = [("workbook", "sheet.main"), ("styles", "styles")]
    parts += [(f"worksheets/sheet{number}", "worksheet") for number in (1, 2)]
    overrides = "".join(
        f'<Override PartName="/xl/{name}.xml" ContentType="{_TYPE}.{kind}+xml"/>' for name, kind in parts
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _relations(targets: Sequence[tuple[str, str]]) -> str:
    links = "".join(
        f'<Relationship Id="rId{at}" Type="{_RELATIONS}/{kind}" Target="{target}"/>'
        for at, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>'
