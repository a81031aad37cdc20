"""What is still wrong in a learner's workbook, cell by cell: which one, why, and how to mend it."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from lms.core.errors import N_
from lms.core.practice.contract import Row, RowState
from lms.core.practice.spreadsheet import formulas
from lms.core.practice.spreadsheet.columns import (
    DATE,
    FORMULA,
    NUMBER,
    Column,
    fault,
    read_date,
    read_number,
)
from lms.core.practice.spreadsheet.finding import Table, match_rows, shown_in
from lms.core.practice.spreadsheet.reading import Cell, where
from lms.core.practice.spreadsheet.spec import Defect, SheetSpec, SheetTask
from lms.core.practice.spreadsheet.writing import formula_in

MOST_FINDINGS = 40
_LONGEST_SHOWN = 60
_ALMOST = 0.005

_FROM_SLIP = N_("Mở trang “Phiếu gốc”, tìm phiếu số %(slip)s, rồi gõ lại đúng như phiếu.")
_WHY = {
    "date": N_("Ô %(cell)s: “%(found)s” không có trong lịch."),
    "swapped": N_("Ô %(cell)s: ngày và tháng bị đổi chỗ, nay là “%(found)s”."),
    "unique": N_("Ô %(cell)s: “%(found)s” trùng với một dòng khác, mà cột này không được trùng."),
    "number": N_("Ô %(cell)s: “%(found)s” không phải là số."),
    "became a day": N_("Ô %(cell)s: máy tính đã đổi số này thành ngày (số %(found)s)."),
    "range": N_("Ô %(cell)s: “%(found)s” nằm ngoài khoảng %(low)s đến %(high)s."),
    "step": N_("Ô %(cell)s: “%(found)s” không đúng bậc %(step)s của cột này."),
    "choice": N_("Ô %(cell)s: “%(found)s” không có trong danh sách: %(choices)s."),
    "filled": N_("Ô %(cell)s đang trống, mà cột này không được trống."),
    "other": N_("Ô %(cell)s: “%(found)s” khác với phiếu gốc."),
    "no formula": N_("Ô %(cell)s: “%(found)s” là số gõ tay, chưa phải công thức."),
    "result": N_("Ô %(cell)s: kết quả là “%(found)s”, mà tính từ các ô cùng dòng thì khác."),
}
_HOW = {
    "swapped": N_(
        "Máy tính này hiểu tháng đứng trước. Gõ lại theo thứ tự năm-tháng-ngày, ví dụ 2013-01-31, theo phiếu số %(slip)s."
    ),
    "became a day": N_("Bấm vào ô, chọn định dạng Số, rồi gõ lại theo phiếu số %(slip)s."),
    "no formula": N_("Bấm vào ô, gõ %(formula)s rồi nhấn Enter."),
    "result": N_("Bấm vào ô, gõ %(formula)s rồi nhấn Enter."),
}
_BROKEN = N_("Ô %(cell)s vốn đúng, thầy cô lỡ sửa thành “%(found)s”.")
_EMPTIED = N_("Ô %(cell)s vốn có chữ, nay bị trống.")
_UNREADABLE = N_("Ô %(cell)s: máy không tính được công thức này và tệp không lưu kết quả.")


@dataclass(frozen=True)
class _Look:
    """A cell of the learner's table beside what it should hold."""

    table: Table
    column: Column
    cell: Cell
    place: str
    right: str

    @property
    def found(self) -> str:
        shown = shown_in(self.table.sheet, self.column, self.cell)
        return shown or (f"={self.cell.formula}" if self.cell.formula else "")


def compare(spec: SheetSpec, task: SheetTask, table: Table) -> list[Row]:
    """Return the report's rows, what is wrong first; a cell that could not be judged is WAITING."""
    places = match_rows(table, spec, task)
    planted = {(one.row, one.column): one for one in task.defects}
    rows = list(_lost_columns(spec, table))
    for at in range(len(task.rows)):
        if at not in places:
            rows.append(_lost_row(at))
            continue
        for number, place in enumerate(table.columns):
            if place is not None:
                rows += _judged(spec, task, table, (at, places[at]), number, planted.get((at, number)))
    rows += _extra_rows(table, set(places.values()))
    order = {RowState.NOT_MET: 0, RowState.WAITING: 1, RowState.MET: 2}
    rows.sort(key=lambda row: order[row.state])
    wrong = sum(row.state is not RowState.MET for row in rows)
    return rows if wrong <= MOST_FINDINGS else [*rows[:MOST_FINDINGS], _and_more(wrong - MOST_FINDINGS)]


def _judged(
    spec: SheetSpec, task: SheetTask, table: Table, at: tuple[int, int], number: int, defect: Defect | None
) -> Iterator[Row]:
    """Yield the row about a cell: of one that was right and still is there is nothing to say."""
    number_of_row, sheet_row = at
    column = spec.columns[number]
    look = _Look(
        table,
        column,
        table.cell(sheet_row, number),
        where(sheet_row, table.columns[number] or 0),
        task.rows[number_of_row][number],
    )
    why = _relation_fault(spec, look, sheet_row) if column.holds == FORMULA else _value_fault(look, defect)
    values = _values(look, number_of_row + 1, sheet_row)
    name = f"{look.place} · {column.title}"
    if why == "unreadable":
        yield Row(look.place, RowState.WAITING, Decimal(1), _UNREADABLE, name, _HOW["result"], values=values)
    elif why:
        message, next_step = _WHY[why], _HOW.get(why, _FROM_SLIP)
        if defect is None and why not in {"swapped", "became a day"}:
            message = _BROKEN if look.found else _EMPTIED
        said = defect.why if defect is not None and look.found == defect.wrong else ""
        yield Row(look.place, RowState.NOT_MET, Decimal(1), message, name, next_step, said, values=values)
    elif defect is not None:
        yield Row(look.place, RowState.MET, Decimal(1), N_("Ô %(cell)s đã đúng."), name, values=values)


def _values(look: _Look, slip: int, row: int) -> dict[str, str]:
    column = look.column
    formula = f"={_own_formula(look.table, column, row)}" if column.holds == FORMULA else ""
    return {
        "cell": look.place,
        "found": look.found[:_LONGEST_SHOWN],
        "slip": str(slip),
        "low": column.low,
        "high": column.high,
        "step": column.step,
        "choices": " | ".join(column.choices),
        "formula": formula,
    }


def _own_formula(table: Table, column: Column, row: int) -> str:
    """Return the declared formula in the letters that the columns have in the learner's file."""
    names = {
        formulas.column_letters(at + 1): formulas.column_letters(place or at + 1)
        for at, place in enumerate(table.columns)
    }
    text = formula_in(column.formula, row)
    return formulas.CELL.sub(lambda cell: f"{names.get(cell[1], cell[1])}{cell[2]}", text)


def _value_fault(look: _Look, defect: Defect | None) -> str:
    found, right = look.found, look.right
    if found.casefold() == right.casefold():
        return ""
    if look.column.holds == DATE:
        return _date_fault(found, right)
    if look.column.holds == NUMBER and look.cell.number is not None and 40_000 < look.cell.number < 55_000:
        return "became a day"
    own = fault(look.column, found)
    if own in {"range", "step"} and not (look.column.low and look.column.high):
        own = "other"
    if own:
        return own
    is_same = defect is not None and defect.rule == "unique" and found == defect.wrong
    return "unique" if is_same else "filled" if not found and look.column.is_filled else "other"


def _date_fault(found: str, right: str) -> str:
    day, wanted = read_date(found), read_date(right)
    if not found:
        return "filled"
    if day is None:
        return "date"
    is_swapped = wanted is not None and (day.year, day.month, day.day) == (
        wanted.year,
        wanted.day,
        wanted.month,
    )
    return "swapped" if is_swapped else "other"


def _relation_fault(spec: SheetSpec, look: _Look, row: int) -> str:
    """Return what is wrong with a cell that follows from its row, as the learner's own row now stands."""
    table, cell = look.table, look.cell
    if look.column.needs_formula and not cell.formula:
        return "no formula" if not cell.is_empty else "result"
    wanted = _worked_out(formulas.parse(look.column.formula), table, spec, row)
    if wanted is None:
        return ""  # the cells it follows from are wrong themselves, and that is said there
    result = _result(table, cell)
    if result is None:
        return "unreadable" if cell.formula and cell.number is None and not cell.text else "result"
    return "" if abs(result - wanted) <= _ALMOST else "result"


def _worked_out(formula: object, table: Table, spec: SheetSpec, row: int) -> float | None:
    def look(letters: str, _: int | None) -> float | None:
        number = formulas.column_number(letters) - 1
        value = read_number(shown_in(table.sheet, spec.columns[number], table.cell(row, number)))
        if value is None:
            raise formulas.FormulaError
        return float(value)

    try:
        return formulas.evaluate(formula, look)
    except formulas.FormulaError:
        return None


def _result(table: Table, cell: Cell) -> float | None:
    """Return what the learner's formula gives: worked out where it is understood, else as the program saved it."""

    def look(letters: str, row: int | None) -> float | None:
        if row is None:
            raise formulas.FormulaError
        found = table.sheet.cells.get((row, formulas.column_number(letters)))
        if found is None or found.formula:
            return None if found is None else found.number
        number = read_number(found.text) if found.number is None else None
        return found.number if number is None else float(number)

    if cell.formula:
        try:
            return formulas.evaluate(formulas.parse(cell.formula), look)
        except formulas.FormulaError:
            return cell.number
    number = read_number(cell.text) if cell.number is None else None
    return cell.number if number is None else float(number)


def _lost_columns(spec: SheetSpec, table: Table) -> Iterator[Row]:
    for at, column in enumerate(spec.columns):
        if table.columns[at] is None:
            yield Row(
                f"cot-{at + 1}",
                RowState.NOT_MET,
                Decimal(1),
                N_("Không thấy cột “%(title)s”: tên cột bị đổi hoặc cột bị xóa."),
                column.title,
                N_("Gõ lại tên cột ở hàng tiêu đề (hàng %(row)s) đúng như bảng đã phát."),
                values={"title": column.title, "row": str(table.header)},
            )


def _lost_row(at: int) -> Row:
    return Row(
        f"phieu-{at + 1}",
        RowState.NOT_MET,
        Decimal(1),
        N_("Không thấy dòng của phiếu số %(slip)s: dòng bị xóa, hoặc sửa nhiều ô quá."),
        f"#{at + 1}",
        N_("Thêm lại dòng này, gõ đủ các ô theo phiếu số %(slip)s ở trang “Phiếu gốc”."),
        values={"slip": str(at + 1)},
    )


def _extra_rows(table: Table, known: set[int]) -> Iterator[Row]:
    for row in table.rows:
        if row not in known:
            yield Row(
                f"dong-{row}",
                RowState.NOT_MET,
                Decimal(1),
                N_("Dòng %(row)s không có phiếu gốc nào."),
                f"{row}:{row}",
                N_(
                    "Nếu đây là dòng chép thừa hoặc ghi chú thì xóa đi; nếu là dòng cũ thì sửa lại theo phiếu."
                ),
                values={"row": str(row)},
            )


def _and_more(count: int) -> Row:
    return Row(
        "con-nua",
        RowState.NOT_MET,
        Decimal(0),
        N_("Còn %(count)s chỗ nữa chưa kể ở đây."),
        "…",
        N_("Nhiều chỗ quá thì tải lại bảng ở đầu trang và sửa từ đầu sẽ nhanh hơn."),
        values={"count": str(count)},
    )
