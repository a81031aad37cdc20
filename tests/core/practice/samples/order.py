"""Blocks of the kind order."""

from tests.core.practice.samples.shape import Sample

GOOD = """
điểm: 4
- Mở tệp **cần ký**
  > Vì sao: phải thấy tệp rồi mới biết ký cái gì.
- Đọc lại nội dung
  > Vì sao: ký rồi thì không sửa được nữa.
- Nhập mã PIN
- Mở tệp đã ký, xem chữ ký hợp lệ
  > Vì sao: xem lại là bước hay quên nhất.
"""

SAMPLE = Sample(
    GOOD,
    (
        "",
        "- Một\n- Hai",
        "- Một\n- Hai\n- một",
        "- Một\n- Hai\n  > Nhớ nhé\n- Ba",
        "điểm: mười\n- Một\n- Hai\n- Ba",
        "\n".join(f"- Bước {n}" for n in range(13)),
        "thứ tự: 1\n- Một\n- Hai\n- Ba",
    ),
    lambda spec, task: {f"b-{step.id}": str(at) for at, step in enumerate(spec.steps, start=1)},
)
