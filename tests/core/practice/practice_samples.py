"""One well-formed block for each kind, a submission that its check accepts, and blocks that must be refused.

A new kind joins the contract tests by adding itself here.
"""

from collections.abc import Callable
from dataclasses import dataclass

from lms.core.practice import Block, Spec, Submission

FIRST_LINE = 21


def block(kind: str, text: str, first_line: int = FIRST_LINE) -> Block:
    """Return ``text`` as the block of a task whose heading stands one line above."""
    lines = tuple(enumerate(text.strip("\n").splitlines(), start=first_line))
    return Block(kind, "nv", "bai.md", first_line - 1, lines)


@dataclass(frozen=True)
class Sample:
    """What the contract tests need of a kind."""

    good: str
    bad: tuple[str, ...]
    complete: Callable[[Spec], Submission]


SELF_CHECK = """
nộp: tự kiểm
chấm: tự kiểm
điểm: 2
- [ ] Tôi mở được **C-Thái Nguyên**
- [ ] Tôi biết ai không được hỏi mã OTP
"""

EVIDENCE = """
nộp: ảnh, tối đa 2
chấm: người hướng dẫn
điểm: 10
- 6đ: Thấy rõ dấu chữ ký số hợp lệ
- 4đ: Đã che số căn cước, số điện thoại
"""

OBSERVED = """
nộp: trực tiếp
chấm: người hướng dẫn
điểm: 10
- [ ] Tự mở tệp cần ký (bắt buộc)
- [ ] Tự nhập mã PIN, không đọc cho ai (bắt buộc)
- [ ] Nói được chữ ký hợp lệ trông thế nào
"""

SORT = """
nhóm: Thật | Giả
đạt: 3
- Tên nhà phát hành trùng với phiếu địa phương -> Thật
  > Vì sao: tên nhà phát hành là dấu hiệu
  > khó làm giả nhất.
- Ứng dụng xin mã OTP qua Zalo -> Giả
  > Vì sao: không cơ quan nào xin mã OTP.
- Đường dẫn gửi trong tin nhắn lạ -> Giả
  > Vì sao: ứng dụng thật nằm trong cửa hàng ứng dụng.
- Cài từ CH Play theo phiếu địa phương -> Thật
"""

SAMPLES = {
    "self-check": Sample(
        SELF_CHECK,
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
        ),
        lambda spec: {"c-1": "on", "c-2": "on"},
    ),
    "evidence": Sample(
        EVIDENCE,
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
        lambda spec: {"photos": ["a.jpg"]},
    ),
    "observed": Sample(
        OBSERVED,
        (
            "",
            "nộp: ảnh\n- [ ] Một việc",
            "- Một việc",
            "- [ ] Một (bắt buộc)\n- [ ] một",
            "chấm: tự kiểm\n- [ ] Một",
        ),
        lambda spec: {},
    ),
    "sort": Sample(
        SORT,
        (
            "",
            "nhóm: Thật | Giả",
            "- Một -> Thật\n- Hai -> Giả",
            "nhóm: Thật\n- Một -> Thật\n- Hai -> Thật",
            "nhóm: Thật | thật\n- Một -> Thật\n- Hai -> Thật",
            "nhóm: A | B | C | D | E | F\n- Một -> A\n- Hai -> B",
            "nhóm: Thật | Giả\n- Một -> Thật\n- Hai -> Khác",
            "nhóm: Thật | Giả\n- Một -> Thật\n- Hai",
            "nhóm: Thật | Giả\nđạt: 3\n- Một -> Thật\n- Hai -> Giả",
            "nhóm: Thật | Giả\nđạt: nhiều\n- Một -> Thật\n- Hai -> Giả",
            "nhóm: Thật | Giả\n- Một -> Thật\n  > Nhớ nhé\n- Hai -> Giả",
            "nhóm: Thật | Giả\n- Một -> Thật\n- một -> Giả",
        ),
        lambda spec: {f"s-{item.id}": item.class_id for item in spec.items},
    ),
}
