"""Blocks of the kind restore."""

from typing import cast

from lms.core.practice import UPLOAD, Spec, Submission, Task, Upload
from lms.core.practice.restore.notebook import write_notebook
from lms.core.practice.restore.spec import RestoreSpec, RestoreTask
from tests.core.practice.samples.shape import Sample

GOOD = """
tệp: so-tay-cua-toi
nơi: USB | Thư mục khác | **Kho đám mây** của trường
lời: Thứ hai: họp tổ | Thứ tư: dự giờ lớp 6A
"""


def brought_back(spec: Spec, task: Task) -> bytes:
    """Return the learner's notebook as it was handed out."""
    return write_notebook(cast(RestoreTask, task).code, cast(RestoreSpec, spec).lines)


def complete(spec: Spec, task: Task) -> Submission:
    place = cast(RestoreSpec, spec).places[0]
    return {"noi": place.id, UPLOAD: Upload("so-tay-cua-toi.pdf", brought_back(spec, task))}


SAMPLE = Sample(
    GOOD,
    (
        "tệp: Sổ tay của tôi",
        "tệp:",
        "tệp: so_tay.docx",
        f"tệp: {'so-tay-' * 9}x",
        "nơi: USB",
        "nơi:",
        "nơi: USB | usb",
        "nơi: USB | ",
        "nơi: 1 | 2 | 3 | 4 | 5 | 6",
        f"nơi: USB | {'xa ' * 30}",
        "lời:",
        "lời: Thứ hai | ",
        f"lời: {' | '.join(map(str, range(7)))}",
        f"lời: {'dài ' * 30}",
        "- một mục",
    ),
    complete,
)
