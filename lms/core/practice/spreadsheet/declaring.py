"""Reading what an author writes of a table to mend: its titles, rules for columns, rows, and which defects it gets."""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from lms.core.practice.contract import Block
from lms.core.practice.declaration import Entry, Reader, plain
from lms.core.practice.spreadsheet.columns import CODE, FORMULA, Column, fault
from lms.core.practice.spreadsheet.ruling import read_rules
from lms.core.practice.spreadsheet.spec import Mistake, SheetSpec, WrittenRow
from lms.core.vietnamese import fold, nfc
from lms.core.whole_numbers import whole_number

FEWEST_COLUMNS, MOST_COLUMNS = 2, 12
FEWEST_ROWS, MOST_ROWS = 3, 40
MOST_DEFECTS = 20
LONGEST_CELL = 60

_KEYS = {"cot": "cột", "dong": "dòng", "loi": "lỗi", "diem": "điểm"}
_RULE = re.compile(r"\s*(?:cột\s+|column\s+)?([A-Za-z](?:\s*,\s*[A-Za-z])*)\s*:\s*(.*)", re.IGNORECASE)
_SHARE = re.compile(r"([A-Za-z])\s+(\d{1,2})")
_MISTAKE = re.compile(r"sai\s+([A-Za-z])\s*:\s*([^|]*)(?:\|(.*))?", re.IGNORECASE)

Rules = list[tuple[int, tuple[int, ...], str]]


def parse(block: Block) -> SheetSpec:
    """Return the spec that ``block`` declares, or raise AuthoringErrors."""
    rules, rest = _cut(block)
    reader = Reader(replace(block, lines=rest), _KEYS)
    titles = _read_titles(reader)
    points = reader.points(Decimal(10))
    if reader.value("cot") is None:  # nothing below can be measured against columns without titles
        reader.finish()
    columns = read_rules(reader, titles, rules)
    rows = _read_rows(reader, columns)
    count = _read_count(reader, rows)
    if not rows:
        _require_makeable(reader, columns, count)
    defects, planted = _read_defects(reader, columns, rows, count)
    reader.finish()
    return SheetSpec(points, columns, rows, count, defects, planted, hint=reader.hint(), line=block.line)


def _cut(block: Block) -> tuple[Rules, tuple[tuple[int, str], ...]]:
    """Return the lines that speak of columns by their letters, and the others."""
    rules: Rules = []
    rest = []
    for number, text in block.lines:
        found = _RULE.fullmatch(nfc(text)) if len(text) <= 1_000 else None
        if found is None:
            rest.append((number, text))
        else:
            letters = tuple(ord(one.strip().upper()) - 65 for one in found[1].split(","))
            rules.append((number, letters, found[2].strip()))
    return rules, tuple(rest)


def _read_titles(reader: Reader) -> list[Column]:
    line, written = reader.value("cot") or (reader.line, "")
    titles = [plain(title) for title in written.split("|")]
    distinct = len({fold(title) for title in titles}) == len(titles)
    fits = FEWEST_COLUMNS <= len(titles) <= MOST_COLUMNS and max(map(len, titles)) <= LONGEST_CELL
    if not all(titles) or not distinct or not fits:
        reader.error(
            line,
            f"Cần từ {FEWEST_COLUMNS} đến {MOST_COLUMNS} tên cột khác nhau, mỗi tên không quá {LONGEST_CELL} chữ cái. "
            "Ví dụ: `cột: Mã | Họ và tên | Ngày sinh`",
            f"From {FEWEST_COLUMNS} to {MOST_COLUMNS} different titles of columns are needed, each of at most "
            f"{LONGEST_CELL} characters, for example `cột: Mã | Họ và tên | Ngày sinh`",
        )
    return [Column(title) for title in titles[:26]]


def _read_rows(reader: Reader, columns: Sequence[Column]) -> tuple[WrittenRow, ...]:
    rows = []
    for entry in reader.distinct(reader.entries):
        cells = [plain(cell) for cell in entry.text.split("|")]
        if len(cells) != len(columns):
            reader.error(
                entry.line,
                f"Dòng này có {len(cells)} ô, mà bảng có {len(columns)} cột. Ngăn các ô bằng dấu |",
                f"This row has {len(cells)} cells, but the table has {len(columns)} columns. Separate cells by |",
            )
            continue
        cells = ["" if column.holds == FORMULA else cell for column, cell in zip(columns, cells, strict=True)]
        _judge_cells(reader, entry, columns, cells)
        rows.append(WrittenRow(tuple(cells), _read_mistakes(reader, entry, columns, cells)))
    if 0 < len(reader.entries) < FEWEST_ROWS or len(reader.entries) > MOST_ROWS:
        reader.error(
            reader.line,
            f"Bảng cần từ {FEWEST_ROWS} đến {MOST_ROWS} dòng; ở đây có {len(reader.entries)}.",
            f"The table needs from {FEWEST_ROWS} to {MOST_ROWS} rows; there are {len(reader.entries)}.",
        )
    _require_unique(reader, columns, rows)
    return tuple(rows)


def _judge_cells(reader: Reader, entry: Entry, columns: Sequence[Column], cells: Sequence[str]) -> None:
    for at, (column, cell) in enumerate(zip(columns, cells, strict=True)):
        if len(cell) > LONGEST_CELL or fault(column, cell):
            reader.error(
                entry.line,
                f"Ô cột {chr(65 + at)} (“{cell[:40]}”) trái với quy định của chính cột này. Viết giá trị đúng; "
                "chỗ sai thì viết ở dòng thụt vào: > sai C: giá trị sai | vì sao",
                f"The cell in column {chr(65 + at)} (“{cell[:40]}”) breaks the column's own rule. Write the right "
                "value; a defect goes on an indented line: > sai C: wrong value | why",
            )


def _read_mistakes(
    reader: Reader, entry: Entry, columns: Sequence[Column], cells: Sequence[str]
) -> tuple[Mistake, ...]:
    found: dict[int, Mistake] = {}
    for line, text in entry.notes:
        written = _MISTAKE.fullmatch(text)
        at = ord(written[1].upper()) - 65 if written else -1
        wrong = plain(written[2])[:LONGEST_CELL] if written else ""
        if written is None or at >= len(columns) or at in found or wrong == cells[at]:
            reader.error(
                line,
                "Chỗ sai viết là: > sai C: 31/02/2013 | vì sao sai. C là chữ của cột, mỗi cột một lần, khác giá trị đúng.",
                "A defect is written: > sai C: 31/02/2013 | why it is wrong. C is the letter of a column, "
                "once for each, and the value differs from the right one.",
            )
            continue
        found[at] = Mistake(at, wrong, plain(written[3] or ""))
    return tuple(found.values())


def _require_unique(reader: Reader, columns: Sequence[Column], rows: Sequence[WrittenRow]) -> None:
    for at, column in enumerate(columns):
        values = [row.cells[at].casefold() for row in rows]
        if column.is_unique and len(set(values)) < len(values):
            reader.error(
                reader.line,
                f"Cột {chr(65 + at)} là duy nhất, mà có hai dòng giống nhau ở cột này. Sửa một dòng.",
                f"Column {chr(65 + at)} is unique, but two rows are alike in it. Change one of them.",
            )


def _read_count(reader: Reader, rows: Sequence[WrittenRow]) -> int:
    line, written = reader.value("dong") or (reader.line, str(len(rows) or 10))
    most = len(rows) or MOST_ROWS
    count = whole_number(written, most) or 0
    if count < FEWEST_ROWS and (not rows or reader.value("dong")):
        reader.error(
            line,
            f"`dòng:` là số dòng của bảng, từ {FEWEST_ROWS} đến {most}; ở đây là “{written}”.",
            f"`dòng:` is the number of rows, from {FEWEST_ROWS} to {most}; found “{written}”.",
        )
    return count


def _require_makeable(reader: Reader, columns: Sequence[Column], count: int) -> None:
    """Complain of columns for which no values can be made up."""
    for at, column in enumerate(columns):
        is_makeable = column.holds != "text" and (column.holds != "number" or bool(column.high))
        if not is_makeable or (column.is_unique and column.holds != CODE):
            letter = chr(65 + at)
            reader.error(
                reader.line,
                f"Máy chưa biết bịa giá trị cho cột {letter}. Viết thêm `cột {letter}: họ tên`, `mã HS`, `ngày`, "
                "`số 0..10` hoặc `một trong Có | Không`; hoặc viết các dòng của bảng, mỗi dòng bắt đầu bằng “- ”.",
                f"No values can be made up for column {letter}. Add `cột {letter}: họ tên` (a name), `mã HS` "
                "(a code), `ngày`, `số 0..10` or `một trong Có | Không`; or write the rows, each beginning with “- ”.",
            )


def _read_defects(
    reader: Reader, columns: Sequence[Column], rows: Sequence[WrittenRow], count: int
) -> tuple[int, tuple[tuple[int, int], ...]]:
    """Return how many defects are planted in all, and in which columns where the author says so."""
    line, written = reader.value("loi") or (reader.line, "0" if any(row.mistakes for row in rows) else "3")
    able = [at for at, column in enumerate(columns) if column.breakable]
    total = whole_number(written, MOST_DEFECTS)
    if total is not None:
        has_any = total or any(row.mistakes for row in rows)
        if has_any and (able or not total):
            return total, ()
    shares = [_SHARE.fullmatch(part.strip()) for part in written.split(",")]
    planted = tuple((ord(one[1].upper()) - 65, int(one[2])) for one in shares if one)
    sums = sum(many for _, many in planted)
    fits = len(planted) == len(shares) and all(at in able and 0 < many <= count for at, many in planted)
    if fits and sums <= MOST_DEFECTS and len(dict(planted)) == len(planted):
        return sums, planted
    reader.error(
        line,
        f"`lỗi:` là số chỗ sai máy cài vào bảng (1 đến {MOST_DEFECTS}), ví dụ `lỗi: 4`, hoặc từng cột: `lỗi: C 2, D 1`. "
        f"Cột được nêu phải có quy định, và không quá số dòng của bảng; ở đây là “{written[:40]}”.",
        f"`lỗi:` is the number of defects to plant (1 to {MOST_DEFECTS}), for example `lỗi: 4`, or for each column "
        f"`lỗi: C 2, D 1`. A column must have a rule, and at most one defect a row; found “{written[:40]}”.",
    )
    return 0, ()
