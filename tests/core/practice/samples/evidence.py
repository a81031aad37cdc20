"""Blocks of the kind evidence."""

from tests.core.practice.samples.shape import Sample

GOOD = """
nộp: ảnh, tối đa 2
chấm: người hướng dẫn
điểm: 10
- 6đ: Thấy rõ dấu chữ ký số hợp lệ
- 4đ: Đã che số căn cước, số điện thoại
"""

SAMPLE = Sample(
    GOOD,
    (
        "",
        "nộp: phim\n- 6đ: Rõ",
        "nộp: ảnh, tối đa 99\n- 6đ: Rõ",
        "chấm: máy\n- 6đ: Rõ",
        "- Rõ",
        "- 6đ:",
        "- 6đ: Rõ\n- 4đ: rõ",
        "- 1.2.3đ: Rõ",
    ),
    lambda spec, task: {"photos": ["a.jpg"]},
)
