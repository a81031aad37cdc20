"""Blocks of the kind observed."""

from tests.core.practice.samples.shape import Sample

GOOD = """
nộp: trực tiếp
chấm: người hướng dẫn
điểm: 10
- [ ] Tự mở tệp cần ký (bắt buộc)
- [ ] Tự nhập mã PIN, không đọc cho ai (bắt buộc)
- [ ] Nói được chữ ký hợp lệ trông thế nào
"""

SAMPLE = Sample(
    GOOD,
    (
        "",
        "nộp: ảnh\n- [ ] Một việc",
        "- Một việc",
        "- [ ] Một (bắt buộc)\n- [ ] một",
        "chấm: tự kiểm\n- [ ] Một",
    ),
    lambda spec, task: {},
)
