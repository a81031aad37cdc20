"""Blocks of the kind spreadsheet."""

from typing import cast

from lms.core.practice import UPLOAD, Spec, Submission, Task, Upload
from lms.core.practice.spreadsheet.spec import SheetSpec, SheetTask
from lms.core.practice.spreadsheet.writing import write_workbook
from tests.core.practice.samples.shape import Sample

GOOD = """
cột: Mã số | Họ và tên | Ngày sinh | Giữa kỳ | Cuối kỳ | Trung bình | Lớp
dòng: 8
lỗi: 5
cột A: mã HS
cột B: họ tên; không trống
cột C: ngày 01/01/2013..31/12/2013
D,E: số 0..10, bậc 0,25
cột F: công thức =TRUNG BÌNH(D,E)
cột G: một trong 6A | 6B
"""

WRITTEN = """
cột: Sổ | Ngày vào sổ | Số trang
lỗi: 1
cột A: duy nhất
cột B: ngày
cột C: số 1..300
- Sổ đầu bài 6A | 05/09/2025 | 70
  > sai B: 31/09/2025 | tháng 9 chỉ có 30 ngày.
- Sổ đầu bài 6B | 05/09/2025 | 68
- Sổ chủ nhiệm 6A | 06/09/2025 | 96
- Sổ chủ nhiệm 6B | 08/09/2025 | 94
"""

_HEAD = "cột: A | B\n"


def mended(spec: SheetSpec, task: SheetTask) -> bytes:
    """Return the learner's workbook with every defect mended."""
    return write_workbook(spec, SheetTask(task.seed, task.rows, (), task.code))


def complete(spec: Spec, task: Task) -> Submission:
    return {UPLOAD: Upload("bang.xlsx", mended(cast(SheetSpec, spec), cast(SheetTask, task)))}


SAMPLE = Sample(
    GOOD,
    (
        "",
        "cột: Một",
        "cột: A | a\ncột A: ngày",
        _HEAD + "cột A: ngày",
        _HEAD + "cột A: ngày\ncột C: ngày",
        _HEAD + "cột A: ngày xưa\ncột B: ngày",
        _HEAD + "cột A: số 10..0\ncột B: ngày",
        _HEAD + "cột A: số 0..10, bậc 0\ncột B: ngày",
        _HEAD + "cột A: ngày; số 0..10\ncột B: ngày",
        _HEAD + "cột A: một trong Có\ncột B: ngày",
        _HEAD + "cột A: ngày 31/02/2013..31/12/2013\ncột B: ngày",
        _HEAD + "cột A: số 0..10\ncột B: công thức =GIÁ TRỊ LẠ(A)",
        _HEAD + "cột A: số 0..10\ncột B: công thức =A1+1",
        _HEAD + "cột A: số 0..10\ncột B: công thức =B+1",
        _HEAD + "cột A: ngày\ncột B: ngày\ndòng: 2",
        _HEAD + "cột A: ngày\ncột B: ngày\ndòng: 99",
        _HEAD + "cột A: ngày\ncột B: ngày\nlỗi: 0",
        _HEAD + "cột A: ngày\ncột B: họ tên\nlỗi: B 1",
        _HEAD + "cột A: ngày\ncột B: ngày\nlỗi: nhiều",
        _HEAD + "cột A: ngày\n- 01/01/2013 | x\n- 02/01/2013 | y",
        _HEAD + "cột A: ngày\n- 01/01/2013\n- 02/01/2013 | y\n- 03/01/2013 | z",
        _HEAD + "cột A: ngày\n- 31/02/2013 | x\n- 02/01/2013 | y\n- 03/01/2013 | z",
        _HEAD + "cột A: ngày; duy nhất\n- 01/01/2013 | x\n- 01/01/2013 | y\n- 03/01/2013 | z",
        _HEAD + "cột A: ngày\n- 01/01/2013 | x\n  > sai: y\n- 02/01/2013 | y\n- 03/01/2013 | z",
        _HEAD + "cột A: ngày\n- 01/01/2013 | x\n  > sai B: x\n- 02/01/2013 | y\n- 03/01/2013 | z",
    ),
    complete,
)
