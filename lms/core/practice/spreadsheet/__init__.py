"""Mend a spreadsheet: the learner's own workbook with planted defects, and the slips that say what is right.

``declaring`` and ``ruling`` read the author's block, ``planting`` makes a variant, ``writing`` the workbook; ``reading``
opens what comes back, ``finding`` knows the table in it, ``comparing`` says what is still wrong.
"""

from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any, Final

from lms.core.errors import N_
from lms.core.practice.contract import (
    UPLOAD,
    Attempt,
    Block,
    ExampleLine,
    Finding,
    Handout,
    Report,
    Row,
    RowState,
    Submission,
    Upload,
    UploadRule,
    Verdict,
    ViewModel,
)
from lms.core.practice.ordinary import Ordinary
from lms.core.practice.spreadsheet import declaring, planting, spec
from lms.core.practice.spreadsheet.columns import CHOICE, DATE, FORMULA, NUMBER, Column
from lms.core.practice.spreadsheet.comparing import compare
from lms.core.practice.spreadsheet.finding import codes_in, find_table, match_rows
from lms.core.practice.spreadsheet.reading import MOST_BYTES, UnreadableError, read_workbook, where
from lms.core.practice.spreadsheet.spec import SheetSpec, SheetTask
from lms.core.practice.spreadsheet.writing import HEADER_ROW, formula_in, write_workbook

HANDOUT = "bang-can-sua.xlsx"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_TAKE_OWN = N_("Bấm nút tải bảng ở đầu trang để lấy đúng bảng của thầy cô, sửa trên bảng đó rồi nộp.")
_LEFT_OUT = Row(
    UPLOAD,
    RowState.OPEN,
    Decimal(1),
    N_("Chưa chọn tệp nào."),
    N_("Tệp"),
    N_("Chọn bảng tính (.xlsx) thầy cô đã sửa và lưu."),
    form_field=UPLOAD,
)


class Spreadsheet(Ordinary):
    """The kind ``spreadsheet``. The one form field is the mended workbook."""

    key: Final = spec.KEY
    version: Final = 1
    heavy = True

    def parse(self, block: Block) -> SheetSpec:
        return declaring.parse(block)

    def spec_from_json(self, stored: Mapping[str, Any]) -> SheetSpec:
        return spec.spec_from_json(stored)

    def lint(self, spec: SheetSpec, assets: Collection[str]) -> list[Finding]:
        planted = len(planting.prepare(spec, 1).defects)
        wanted = spec.defects + sum(len(row.mistakes) for row in spec.rows)
        if planted >= wanted or len(spec.rows) > spec.count:
            return []
        return [
            Finding(
                spec.line,
                "warning",
                f"Chỉ cài được {planted} chỗ sai trong bảng này. Thêm dòng hoặc quy định, hoặc giảm số ở `lỗi:`.",
                f"Only {planted} defects fit into this table. Add rows or rules, or lower the number at `lỗi:`.",
            )
        ]

    def prepare(self, spec: SheetSpec, seed: int) -> SheetTask:
        return planting.prepare(spec, seed)

    def upload(self, spec: SheetSpec) -> UploadRule:
        return UploadRule((".xlsx",), MOST_BYTES)

    def handouts(self, spec: SheetSpec, task: SheetTask) -> tuple[Handout, ...]:
        return (Handout(HANDOUT, _TYPE, N_("Tải bảng của thầy cô (.xlsx)")),)

    def handout(self, spec: SheetSpec, task: SheetTask, name: str) -> bytes:
        if name != HANDOUT:
            raise KeyError(name)
        return write_workbook(spec, task)

    def view(self, spec: SheetSpec, task: SheetTask, attempt: Attempt) -> ViewModel:
        context = {
            "rules": [rule for at, column in enumerate(spec.columns) for rule in _said(at, column)],
            "defects": len(task.defects),
            "rows": len(task.rows),
            "report": attempt.report,
        }
        return ViewModel("practice/_spreadsheet.html", context)

    def check(self, spec: SheetSpec, task: SheetTask, submission: Submission) -> Report:
        file = submission.get(UPLOAD)
        if not isinstance(file, Upload) or not file.data:
            return Report(Verdict.FAILED, (_LEFT_OUT,))
        try:
            return _checked(spec, task, file)
        except UnreadableError as unreadable:
            return _not_checked(unreadable.message, unreadable.next_step)

    def get_ready(self) -> None:
        import defusedxml.ElementTree  # noqa: F401 - loaded here, used in the child

    def hint(self, spec: SheetSpec) -> str:
        return spec.hint or N_(
            "Mở hai trang của bảng: “Bảng” và “Phiếu gốc”. Đi từng dòng, đọc phiếu cùng số rồi so từng ô."
        )

    def example(self, spec: SheetSpec, task: SheetTask, report: Report | None) -> tuple[ExampleLine, ...]:
        """Show how the defects of another table are mended."""
        other = planting.prepare(spec, task.seed + 1)
        lines = []
        unlike = [one for one in other.defects if one not in task.defects]
        for one in (unlike or other.defects)[:2]:
            column, at = spec.columns[one.column], HEADER_ROW + 1 + one.row
            right = other.rows[one.row][one.column]
            answer = f"={formula_in(column.formula, at)}" if column.holds == FORMULA else right or "…"
            place = f"{where(at, one.column + 1)} · {column.title} (“{one.wrong}”)"
            lines.append(
                ExampleLine(place, answer, one.why or N_("Đây là bảng khác; phiếu gốc cùng số ghi như vậy."))
            )
        return tuple(lines)


def _checked(spec: SheetSpec, task: SheetTask, file: Upload) -> Report:
    sheets = read_workbook(file)
    codes = codes_in(sheets)
    if codes and task.code not in codes:
        return _not_checked(
            N_(
                "Đây là bảng của một người khác, hoặc bảng tải về từ trước khi bài được đổi. Mỗi người có bảng riêng."
            ),
            _TAKE_OWN,
        )
    table = find_table(sheets, spec)
    if table is None:
        return _not_checked(N_("Máy không tìm thấy hàng tên cột của bảng đã phát trong tệp này."), _TAKE_OWN)
    if len(match_rows(table, spec, task)) * 2 < len(task.rows):
        return _not_checked(N_("Các dòng trong tệp này không giống bảng đã phát cho thầy cô."), _TAKE_OWN)
    rows = tuple(compare(spec, task, table))
    if any(row.state is RowState.NOT_MET for row in rows):
        return Report(Verdict.FAILED, rows)
    is_unsure = any(row.state is RowState.WAITING for row in rows)
    return Report(Verdict.CANNOT_CHECK if is_unsure else Verdict.PASSED, rows)


def _not_checked(message: str, next_step: str) -> Report:
    row = Row("cannot-check", RowState.NOT_MET, Decimal(0), message, N_("Tệp"), next_step)
    return Report(Verdict.CANNOT_CHECK, (row,))


def _said(at: int, column: Column) -> list[tuple[str, dict[str, str]]]:
    """Return the column's rules as sentences with what fills them."""
    values = {
        "letter": chr(65 + at),
        "title": column.title,
        "low": column.low,
        "high": column.high,
        "step": column.step,
        "choices": " | ".join(column.choices),
        "formula": column.formula,
    }
    said = {
        DATE: N_("Cột %(letter)s (%(title)s): ngày có thật, viết ngày/tháng/năm."),
        NUMBER: N_("Cột %(letter)s (%(title)s): số từ %(low)s đến %(high)s, bậc %(step)s.")
        if column.high
        else N_("Cột %(letter)s (%(title)s): phải là số."),
        CHOICE: N_("Cột %(letter)s (%(title)s): chỉ ghi một trong: %(choices)s."),
        FORMULA: N_("Cột %(letter)s (%(title)s): là công thức, theo mẫu %(formula)s.")
        if column.needs_formula
        else N_("Cột %(letter)s (%(title)s): bằng kết quả của %(formula)s."),
    }
    found = [said[column.holds]] if column.holds in said else []
    if column.is_unique:
        found.append(N_("Cột %(letter)s (%(title)s): không dòng nào trùng dòng nào."))
    if column.is_filled:
        found.append(N_("Cột %(letter)s (%(title)s): không được để trống."))
    return [(message, values) for message in found]
