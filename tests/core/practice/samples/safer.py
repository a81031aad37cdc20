"""Blocks of the kind safer."""

from tests.core.practice.samples.shape import Sample

GOOD = """
hỏi: Câu lệnh nào an toàn hơn?
đạt: 2
- Viết nhận xét chung cho một học sinh tiếp thu chậm môn Toán.
  > Kém: Viết nhận xét cho em Nguyễn Văn An lớp 5B, bố mẹ em mới ly hôn.
  > Vì sao: câu kém đưa tên và hoàn cảnh
  > của một em ra ngoài trường.
- Hỏi lại số liệu trong công văn gốc.
  > Tình huống: AI nêu một con số rất đẹp.
  > Kém: Chép con số vào báo cáo.
  > Vì sao: AI có thể bịa số liệu.
"""

SAMPLE = Sample(
    GOOD,
    (
        "",
        "- Một mình một cặp\n  > Kém: khác\n  > Vì sao: thế",
        "- Một\n  > Kém: khác\n- Hai\n  > Kém: khác\n  > Vì sao: thế",
        "- Một\n  > Vì sao: thế\n- Hai\n  > Kém: khác\n  > Vì sao: thế",
        "- Một\n  > Kém: một\n  > Vì sao: thế\n- Hai\n  > Kém: khác\n  > Vì sao: thế",
        "- Một\n  > lạc lõng\n  > Kém: khác\n  > Vì sao: thế\n- Hai\n  > Kém: khác\n  > Vì sao: thế",
        "đạt: 3\n- Một\n  > Kém: khác\n  > Vì sao: thế\n- Hai\n  > Kém: khác\n  > Vì sao: thế",
        "- Một\n  > Kém: " + "a" * 600 + "\n  > Vì sao: thế\n- Hai\n  > Kém: khác\n  > Vì sao: thế",
    ),
    lambda spec, task: {f"x-{pair.id}": "1" if pair.id in task.first else "2" for pair in spec.pairs},
)
