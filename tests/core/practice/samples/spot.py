"""Blocks of the kind spot."""

from lms.core.practice.declaration import item_id
from tests.core.practice.samples.shape import Sample

GOOD = """
đạt: tìm 60%, đúng 50%
điểm: 4
- Trường Tiểu học Hòa Bình lập năm 1985. [[bịa: Năm 1990 trường được UNESCO công nhận|không nguồn nào nói vậy.]].
  Trường có hai mươi lớp và một thư viện nhỏ ở tầng hai.
- Năm học này trường có 1.250 học sinh, tăng so với năm ngoái.
  [[riêng tư: Em Nguyễn Văn An lớp 5B bị hen suyễn nên được miễn thể dục|Tên và bệnh của một em.]]
  [[đúng: Thư viện mở cửa chiều thứ Tư hằng tuần|Ai cũng kiểm tra được trên bảng tin.]]
  [[bịa: Theo Thông tư 99/2031, mỗi lớp phải có một máy bay|Không có thông tư này.]]
"""

SAMPLE = Sample(
    GOOD,
    (
        "",
        "- Không có chỗ nào được đánh dấu.",
        "- Chỉ có [[đúng: một đoạn không lỗi|vì nó ổn]].",
        "- Một đoạn [[bịa: không có lời giải thích]].",
        "- Một đoạn [[không có tên lỗi|vì sao]].",
        "- Một đoạn [[bịa: không đóng dấu|vì sao",
        "- Một đoạn [[bịa: có [[bịa: một đoạn|vì sao]] bên trong|vì sao]].",
        "đạt: nhiều\n- Một đoạn [[bịa: sai|vì sao]].",
        "đạt: tìm 0%\n- Một đoạn [[bịa: sai|vì sao]].",
        "- Một đoạn [[bịa: sai|vì sao]].\n  > Vì sao: ở đây không viết",
        "- " + "[[a: b|c]] [[d: e|f]] [[g: h|i]] [[k: l|m]] [[n: o|p]]",
    ),
    lambda spec, task: {f"p-{each.id}": item_id(each.fault) for each in spec.passages if each.fault},
)
