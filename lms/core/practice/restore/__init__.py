"""Restore a file: a small notebook of one's own is kept in a second place, deleted, brought back and handed in.

``spec`` reads the author's block, ``notebook`` makes the file, ``comparing`` knows what became of it, ``telling`` says so.
The machine sees whether what comes back is whole. That it was ever deleted nobody but the learner can know.
"""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

from lms.core.errors import N_
from lms.core.practice.contract import (
    UPLOAD,
    Attempt,
    Block,
    ExampleLine,
    Field,
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
from lms.core.practice.restore import spec
from lms.core.practice.restore.comparing import compare
from lms.core.practice.restore.notebook import fingerprint, notebook_code, write_notebook
from lms.core.practice.restore.spec import SUFFIX, RestoreSpec, RestoreTask
from lms.core.practice.restore.telling import CHANGED, WHOLE
from lms.core.signing.documents import FacesMissingError

PLACE_FIELD: Final = "noi"
FINGERPRINT: Final = "van-tay"
MOST_BYTES: Final = 10 * 1024 * 1024
"""Far more than a notebook has: a wrong file is to be told from it, not refused for its weight."""

_LONGEST_FILE_NAME = 80
_FILE, _PLACE = N_("Tệp mang về"), N_("Nơi thứ hai")


class Restore(Ordinary):
    """The kind ``restore``. Form fields: the second place that was chosen, and the file that came back."""

    key: Final = spec.KEY
    version: Final = 1

    def parse(self, block: Block) -> RestoreSpec:
        return spec.parse(block)

    def spec_from_json(self, stored: Mapping[str, Any]) -> RestoreSpec:
        return spec.spec_from_json(stored)

    def prepare(self, spec: RestoreSpec, seed: int) -> RestoreTask:
        return RestoreTask(seed, notebook_code(seed))

    def fields(self, spec: RestoreSpec, task: RestoreTask) -> Mapping[str, Field]:
        return {PLACE_FIELD: Field()}

    def upload(self, spec: RestoreSpec) -> UploadRule:
        return UploadRule((SUFFIX,), MOST_BYTES)

    def handouts(self, spec: RestoreSpec, task: RestoreTask) -> tuple[Handout, ...]:
        return (Handout(spec.file_name, "application/pdf", N_("Tải sổ tay của thầy cô (.pdf)")),)

    def handout(self, spec: RestoreSpec, task: RestoreTask, name: str) -> bytes:
        if name != spec.file_name:
            raise KeyError(name)
        return write_notebook(task.code, spec.lines)

    def view(self, spec: RestoreSpec, task: RestoreTask, attempt: Attempt) -> ViewModel:
        chosen = spec.place(attempt.submission.get(PLACE_FIELD))
        context = {
            "file": spec.file_name,
            "code": task.code,
            "places": spec.places,
            "chosen": chosen.id if chosen else "",
            "report": attempt.report,
        }
        return ViewModel("practice/_restore.html", context)

    def check(self, spec: RestoreSpec, task: RestoreTask, submission: Submission) -> Report:
        file, place = submission.get(UPLOAD), spec.place(submission.get(PLACE_FIELD))
        left_out = [*([] if place else [_NO_PLACE]), *([] if isinstance(file, Upload) else [_NO_FILE])]
        if left_out or not isinstance(file, Upload) or not place:
            return Report(Verdict.FAILED, tuple(left_out))
        try:
            given = write_notebook(task.code, spec.lines)
        except FacesMissingError:
            return Report(Verdict.CANNOT_CHECK, (_NOTHING_TO_COMPARE,))
        row = replace(
            _compared(spec, task, given, file),
            where=N_("Tệp mang về từ “%(place)s”: %(name)s"),
            where_values={"place": place.title, "name": file.name[:_LONGEST_FILE_NAME]},
        )
        if row.state is not RowState.MET:
            return Report(Verdict.FAILED, (row,))
        return Report(Verdict.PASSED, (row, *([] if file.name == spec.file_name else [_OTHER_NAME])))

    def hint(self, spec: RestoreSpec) -> str:
        return spec.hint or N_(
            "Tệp cần nộp là bản cất ở nơi thứ hai. Chép nó về máy, không mở ra sửa hay lưu lại, rồi chọn nó ở dưới."
        )

    def example(self, spec: RestoreSpec, task: RestoreTask, report: Report | None) -> tuple[ExampleLine, ...]:
        return (
            ExampleLine(
                N_("Chép hai lần vào một chỗ, máy tự đổi tên"),
                f"{spec.name} (1){SUFFIX}",
                N_("tên khác không sao, nội dung vẫn thế. Nộp được."),
            ),
            ExampleLine(
                N_("Gửi qua thư hay kho đám mây, tệp bị nén"),
                f"{spec.name}.zip → {spec.file_name}",
                N_("tệp nén là một tệp khác. Giải nén, lấy tệp PDF ra rồi nộp."),
            ),
        )


_NO_PLACE = Row(
    PLACE_FIELD,
    RowState.OPEN,
    Decimal(1),
    N_("Chưa chọn nơi thứ hai."),
    _PLACE,
    N_("Chọn nơi thầy cô đã cất bản thứ hai."),
    form_field=PLACE_FIELD,
)
_NO_FILE = Row(
    UPLOAD,
    RowState.OPEN,
    Decimal(1),
    N_("Chưa chọn tệp nào."),
    _FILE,
    N_("Chọn tệp thầy cô vừa mang về từ nơi thứ hai."),
    form_field=UPLOAD,
)
_OTHER_NAME = Row(
    "ten",
    RowState.MET,
    Decimal(0),
    N_("Khác lúc phát cũng không sao: dấu vân tay chỉ tính nội dung."),
    N_("Tên tệp"),
)
_NOTHING_TO_COMPARE = Row(
    "cannot-check",
    RowState.NOT_MET,
    Decimal(0),
    N_("Máy chưa làm lại được sổ tay để so."),
    _FILE,
    N_("Giữ tệp đó, hôm sau nộp lại, hoặc nhờ người hướng dẫn xem."),
)


def _compared(spec: RestoreSpec, task: RestoreTask, given: bytes, file: Upload) -> Row:
    """Return the row that tells both fingerprints; of what is whole, but older, they are the same too."""
    change = compare(given, task.code, file.data)
    brought = fingerprint(file.data)
    values = {
        "given": brought if change in WHOLE else fingerprint(given),
        "brought": brought,
        "code": task.code,
        "file": spec.file_name,
    }
    if change in WHOLE:
        return Row(FINGERPRINT, RowState.MET, Decimal(1), WHOLE[change], _FILE, values=values)
    message, next_step = CHANGED[change]
    return Row(
        FINGERPRINT, RowState.NOT_MET, Decimal(1), message, _FILE, next_step, form_field=UPLOAD, values=values
    )
