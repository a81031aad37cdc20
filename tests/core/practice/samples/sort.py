"""Blocks of the kind sort."""

from tests.core.practice.samples.shape import Sample

GOOD = """
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

SAMPLE = Sample(
    GOOD,
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
    lambda spec, task: {f"s-{item.id}": item.class_id for item in spec.items},
)
