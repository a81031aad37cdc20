"""Blocks of the kind self-check."""

from tests.core.practice.samples.shape import Sample

GOOD = """
nộp: tự kiểm
chấm: tự kiểm
điểm: 2
- [ ] Tôi mở được **C-Thái Nguyên**
- [ ] Tôi biết ai không được hỏi mã OTP
"""

SAMPLE = Sample(
    GOOD,
    (
        "",
        "nộp: ảnh\n- [ ] Một việc",
        "- Một việc không có ô",
        "- [ ] Trùng\n- [ ] trùng",
        "điểm: mười\n- [ ] Một việc",
        "câu lạc lõng\n- [ ] Một việc",
        "điểm: 1\nđiểm: 2\n- [ ] Một việc",
        "- [ ] " + "a" * 600,
        "- [ ] ",
        "- [ ] Một\n  > Nhớ nhé",
        "### Máy giặt\n- [ ] Một",
        "### Android\n### iPhone\n- [ ] Một",
        "### Android\n- [ ] Một\n### Samsung\n- [ ] Hai",
        "- [ ] Một\n### Android\n- [ ] một",
        "### Android\n- [ ] Một\n### iPhone\n  > Nếu kẹt: thử lại\n- [ ] Một",
    ),
    lambda spec, task: {f"c-{number}": "on" for number, _ in enumerate(spec.items, start=1)},
)
