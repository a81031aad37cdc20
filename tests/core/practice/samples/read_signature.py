"""Blocks of the kind read-signature."""

from lms.core.practice import Spec, Submission, Task
from lms.core.practice.read_signature import ReadSpec, ReadTask
from lms.core.signing.samples import Flaw
from tests.core.practice.samples import laboratory
from tests.core.practice.samples.shape import Sample

GOOD = """
mẫu: hợp lệ | bị sửa | lạ | ảnh | hết hạn
hỏi tên: có
điểm: 10
"""


def complete(spec: Spec, task: Task) -> Submission:
    """Return the right answers to every file."""
    assert isinstance(spec, ReadSpec)
    assert isinstance(task, ReadTask)
    sent = {}
    for sample in task.samples:
        sent[f"v-{sample.number}"] = "trust" if sample.flaw is Flaw.VALID else "doubt"
        sent[f"w-{sample.number}"] = str(sample.flaw)
        if spec.asks_name:
            sent[f"n-{sample.number}"] = "không có" if sample.flaw is Flaw.PICTURE else sample.name
    return sent


SAMPLE = Sample(
    GOOD,
    (
        "mẫu: hợp lệ",
        "mẫu: hợp lệ | hỏng",
        "mẫu: hợp lệ |",
        "mẫu: ảnh | ảnh | ảnh | ảnh | ảnh | ảnh | ảnh",
        "hỏi tên: có lẽ",
        "đạt: 9",
        "đạt: hết",
        "- một mục",
    ),
    complete,
    laboratory.kit,
)
