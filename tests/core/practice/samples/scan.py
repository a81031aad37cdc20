"""Blocks of the kind scan."""

from lms.core.practice import UPLOAD, Upload
from tests.core.practice.samples.shape import Sample
from tests.core.practice.scans import Sheet, pdf

GOOD = """
mẫu: tờ **Giấy mời họp** ở cuối sổ tay
trang: 2
khổ: A4 dọc
độ phân giải: từ 200
lớp chữ: có
xoay: thẳng
nặng: tối đa 5 MB
"""

SAMPLE = Sample(
    GOOD,
    (
        "",
        "trang: hai",
        "trang: 0",
        "trang: 3-2",
        "trang: 99",
        "trang: 1\nkhổ: B5",
        "trang: 1\nđộ phân giải: nét",
        "trang: 1\nđộ phân giải: từ 20",
        "trang: 1\nlớp chữ: hơi hơi",
        "trang: 1\nxoay: nghiêng",
        "trang: 1\nnặng: 500 MB",
        "trang: 1\n- một mục",
    ),
    lambda spec, task: {UPLOAD: Upload("quet.pdf", pdf(*[Sheet()] * spec.fewest_pages))},
)
