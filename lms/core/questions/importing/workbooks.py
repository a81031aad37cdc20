"""An .xlsx file as grids: what each cell shows, how it looks, which are merged, where pictures lie.

Nothing is ever calculated: of a formula only the result that Excel saved is read. Bounds come first, and openpyxl sees
only the parts and rows that are wanted. What the columns mean is read in ``tables``.
"""

import io
import posixpath
import re
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from lms.core.questions.importing.containers import parts_of
from lms.core.questions.importing.grids import (
    EMPTY,
    MOST_COLUMNS,
    MOST_ROWS,
    Cell,
    CellKind,
    Grid,
    Row,
    clean,
    row_of,
)

MOST_SHEETS = 60
_LAST_ROW = 200_000  # number of the last row that is looked at
_MOST_TAGS = 2_000_000  # in all sheets together
_MOST_STRINGS = 200_000
_LARGEST_STYLES = 4_000_000
_LARGEST_OTHER = 2_000_000
_MOST_MERGED = 20_000
_LONGEST_TEXT = 32_767  # what a cell of Excel holds

_WANTED = re.compile(
    r"\[content_types\]\.xml|.*\.rels|(?!.*/(?:drawings|media|charts|chartsheets|comments|embeddings|theme|"
    r"externallinks|pivot\w*|printersettings|activex|ctrlprops|queries|tables)/)(?:xl/)?.*\.xml",
    re.IGNORECASE,
)
_ROOT = re.compile(rb"<(?:\w+:)?worksheet\b[^<>]*>")
_ROWS_BEGIN = re.compile(rb"<(?:\w+:)?sheetData\b[^<>]*>")
_ROWS_END = re.compile(rb"</((?:\w+:)?)sheetData\s*>")
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\b[^<>]*?\bref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_FORMULA_WITHOUT_RESULT = re.compile(
    rb'<c\b[^<>]*?\br="([A-Z]{1,3}\d{1,7})"[^<>]*>\s*<f\b[^<>]*(?:/>|>[^<>]*</f>)\s*'
    rb"(?:<v\s*/>\s*|<v>\s*</v>\s*)?</c>"
)
_DRAWING = re.compile(rb'Target="([^"<>]{1,200}/drawing[^"<>/]{1,40}\.xml)"')
_DECIMALS = re.compile(r"[#,]*0\.(0+)")
_SHARE = re.compile(r"[#,]*0(?:\.(0+))?%")
_PADDED = re.compile(r"00+")
_LITERALS = re.compile(r'\[[^\]]*\]|"[^"]*"|\\.')
_PLAIN_COLOURS = frozenset({"00000000", "FF000000", "theme1", "indexed64", "indexed8"})
_PLAIN_FILLS = frozenset({"00000000", "FFFFFFFF", "00FFFFFF", "theme0", "indexed64", "indexed9", "indexed65"})


class TooManyCellsError(Exception):
    """A workbook holds more cells, strings or styles than any question bank."""


def grids_of(data: bytes) -> tuple[Grid, ...]:
    """Return the sheets of a workbook that ``containers`` let pass.

    Raises:
        TooManyCellsError: it is larger than any question bank.
        Exception: it is damaged, in any of the ways that openpyxl has of saying so.
    """
    parts = {name: content for name, content in parts_of(data).items() if not name.endswith("/")}
    _judge(parts)
    wanted = {name: _only_rows(name, content) for name, content in parts.items() if _WANTED.fullmatch(name)}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about formatting that nobody here looks at
        return _read(_packed(wanted), parts)


def _judge(parts: dict[str, bytes]) -> None:
    tags = 0
    for name, content in parts.items():
        folded = name.casefold()
        if "worksheets/" in folded:
            tags += content.count(b"<")
        elif folded.endswith("sharedstrings.xml"):
            if (
                content.count(b"<si") + content.count(b":si") > _MOST_STRINGS
                or content.count(b"<") > _MOST_TAGS
            ):
                raise TooManyCellsError
        elif folded.endswith(".xml") and "/media/" not in folded and "/drawings/" not in folded:
            most = _LARGEST_STYLES if folded.endswith("styles.xml") else _LARGEST_OTHER
            if _WANTED.fullmatch(name) and len(content) > most:
                raise TooManyCellsError
    if tags > _MOST_TAGS:
        raise TooManyCellsError


def _only_rows(name: str, content: bytes) -> bytes:
    """Return a sheet's XML without what stands before and after its rows: sizes that lie, rules without end."""
    if "worksheets/" not in name.casefold() or not name.casefold().endswith(".xml"):
        return content
    root, begin, end = _ROOT.search(content), _ROWS_BEGIN.search(content), _ROWS_END.search(content)
    if not (root and begin and end) or not root.end() <= begin.start() < end.start():
        return content
    return content[: root.end()] + content[begin.start() : end.end()] + b"</" + end[1] + b"worksheet>"


def _packed(parts: dict[str, bytes]) -> bytes:
    """Return the parts as a zip that takes no time to open: what was judged is exactly what is read."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def _read(data: bytes, parts: dict[str, bytes]) -> tuple[Grid, ...]:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    try:
        left = MOST_ROWS
        grids = []
        for sheet in book.worksheets[:MOST_SHEETS]:
            grid = _grid(sheet, parts, left)
            left -= len(grid.rows)
            grids.append(grid)
        return tuple(grids)
    finally:
        book.close()


def _grid(sheet: Any, parts: dict[str, bytes], most: int) -> Grid:
    path = sheet._worksheet_path
    content = parts.get(path, b"")
    unsolved = frozenset(found[1].decode() for found in _FORMULA_WITHOUT_RESULT.finditer(content))
    rows = []
    sheet.reset_dimensions()
    for row in _rows(sheet, unsolved):
        rows.append(row)
        if len(rows) > most:
            raise TooManyCellsError
    return Grid(
        clean(sheet.title).replace("\n", " "),
        tuple(rows),
        _picture_rows(path, parts),
        dict(_spans(content)),
        sheet.sheet_state != "visible",
    )


def _rows(sheet: Any, unsolved: frozenset[str]) -> Iterator[Row]:
    looks: dict[int, str] = {}
    for number, cells in enumerate(sheet.iter_rows(max_row=_LAST_ROW, max_col=MOST_COLUMNS), start=1):
        row = row_of(number, [_cell(cell, unsolved, looks) for cell in cells])
        if row:
            yield row


def _cell(cell: Any, unsolved: frozenset[str], looks: dict[int, str]) -> Cell:
    value = cell.value
    if value is None:
        is_unsolved = bool(unsolved) and hasattr(cell, "coordinate") and cell.coordinate in unsolved
        return Cell(kind=CellKind.ERROR) if is_unsolved else EMPTY
    style = cell._style_id
    if style not in looks:
        looks[style] = _look(cell)
    text, kind = _shown(value, cell)
    return Cell(text, kind, looks[style]) if text else EMPTY


def _shown(value: Any, cell: Any) -> tuple[str, CellKind]:
    """Return what Excel shows for a value, and what it is."""
    if isinstance(value, bool):
        return ("Đúng" if value else "Sai"), CellKind.TRUTH
    if isinstance(value, int | float | Decimal):
        return _number(Decimal(repr(value)), str(cell.number_format or "")), CellKind.NUMBER
    if isinstance(value, date):
        return _day(value, str(cell.number_format or ""))
    if isinstance(value, time | timedelta):
        return str(value), CellKind.TEXT
    text = clean(str(value)[:_LONGEST_TEXT])
    return text, CellKind.ERROR if cell.data_type == "e" else CellKind.TEXT


def _number(value: Decimal, number_format: str) -> str:
    if not value.is_finite():
        return ""
    shape = _LITERALS.sub("", number_format.split(";")[0]).strip("_ ()*")
    share = _SHARE.fullmatch(shape)
    if share:
        return f"{value * 100:.{len(share[1] or '')}f}%"
    decimals = _DECIMALS.fullmatch(shape)
    if decimals:
        return f"{value:.{len(decimals[1])}f}"
    plain = f"{Decimal(f'{value:.15g}'):f}"  # fifteen digits, as Excel: 0.1 + 0.2 is 0.3
    plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
    return plain.zfill(len(shape)) if _PADDED.fullmatch(shape) else plain


def _day(value: date, number_format: str) -> tuple[str, CellKind]:
    shown = f"{value:%d/%m/%Y}"
    if isinstance(value, datetime) and (value.hour or value.minute):
        shown += f" {value:%H:%M}"
    shape = _LITERALS.sub("", number_format.split(";")[0]).casefold()
    is_whole = all(letter in shape for letter in "ymd")
    return shown, CellKind.DATE if is_whole else CellKind.SHORT_DATE


def _look(cell: Any) -> str:
    font, fill = cell.font, cell.fill
    said = []
    if font is not None:
        said += ["bold"] if font.b else []
        said += ["underlined"] if font.u and font.u != "none" else []
        colour = _colour(font.color)
        said += [f"colour {colour}"] if colour and colour not in _PLAIN_COLOURS else []
    if fill is not None and getattr(fill, "fill_type", None) == "solid":
        colour = _colour(fill.fgColor)
        said += [f"fill {colour}"] if colour and colour not in _PLAIN_FILLS else []
    return ", ".join(said)


def _colour(colour: Any) -> str:
    if colour is None:
        return ""
    tint = f"{colour.tint:+.1f}" if colour.tint else ""
    name = str(colour.value) if colour.type == "rgb" else f"{colour.type}{colour.value}"
    return name + tint


def _spans(content: bytes) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    end = _ROWS_END.search(content)
    for count, found in enumerate(_MERGED.finditer(content, end.end() if end else 0)):
        if count >= _MOST_MERGED:
            return
        yield (int(found[2]), _column(found[1])), (int(found[4]), _column(found[3]))


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _picture_rows(path: str, parts: dict[str, bytes]) -> frozenset[int]:
    """Return the rows on which pictures lie."""
    folder, name = posixpath.split(path)
    rels = parts.get(f"{folder}/_rels/{name}.rels", b"")
    rows: set[int] = set()
    for found in _DRAWING.finditer(rels[:_LARGEST_OTHER]):
        target = found[1].decode("utf-8", "replace")
        drawing = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
        content = parts.get(drawing, b"")
        if len(content) <= _LARGEST_OTHER:
            rows.update(_anchored(content))
    return frozenset(rows)


def _anchored(content: bytes) -> Iterator[int]:
    """Return the row of each anchor that holds a picture: "from" comes before "pic"."""
    from defusedxml.ElementTree import ParseError, iterparse

    row = 0
    try:
        for _, element in iterparse(io.BytesIO(content)):
            tag = element.tag.rpartition("}")[2]
            if tag == "from":
                text = next((child.text for child in element if child.tag.endswith("}row")), None)
                row = int(text) + 1 if text and text.isdecimal() and len(text) < 8 else 0
            elif tag == "pic":
                yield row
    except ParseError:
        return
