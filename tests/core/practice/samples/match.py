"""Blocks of the kind match."""

from tests.core.practice.samples.shape import Sample

GOOD = """
thừa: Phụ huynh | Bảo vệ
đạt: 3
điểm: 3
- Ký số bìa **học bạ** -> Hiệu trưởng
  > Vì sao: người đứng đầu trường chịu trách nhiệm.
- Nhập nhận xét của lớp -> Giáo viên chủ nhiệm
- Nhập điểm môn Toán -> Giáo viên dạy Toán
  > Vì sao: ai dạy người ấy nhập.
"""

SAMPLE = Sample(
    GOOD,
    (
        "",
        "- Một -> A",
        "- Một -> A\n- Hai",
        "- Một -> A\n- Hai ->",
        "- Một -> A\n- một -> B",
        "- Một -> A\n  > Nhớ nhé\n- Hai -> B",
        "thừa: A\n- Một -> A\n- Hai -> B",
        "thừa: C | c\n- Một -> A\n- Hai -> B",
        "thừa: C |\n- Một -> A\n- Hai -> B",
        "thừa: " + " | ".join(f"C{n}" for n in range(20)) + "\n- Một -> A\n- Hai -> B",
        "đạt: 3\n- Một -> A\n- Hai -> B",
        "- Một -> " + "a" * 200 + "\n- Hai -> B",
        "\n".join(f"- Mục {n} -> A" for n in range(13)),
    ),
    lambda spec, task: {f"m-{pair.id}": pair.side_id for pair in spec.pairs},
)
