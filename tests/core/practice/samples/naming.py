"""Blocks of the kind naming."""

from tests.core.practice.samples.shape import Sample

GOOD = """
khuôn: {năm}-{tháng}-{ngày}_{loại}_{nội dung}.pdf
loại: ke-hoach | bien-ban | de-thi
thư mục: Kế hoạch | Biên bản | Đề thi
- Kế hoạch tổ **Toán**, ký ngày 5/9/2026 -> Kế hoạch
  > Tên: 2026-09-05_ke-hoach_to-toan.pdf | 2026-09-05_ke-hoach_toan.pdf
  > Vì sao: kế hoạch nào
  > cũng vào thư mục Kế hoạch.
- Biên bản họp phụ huynh lớp 6A, ngày 12 tháng 10 năm 2026 -> Biên bản
  > Tên: 2026-10-12_bien-ban_hop-phu-huynh-6a.pdf
- Đề thi giữa kỳ môn Văn, in ngày 01-11-2026 -> Đề thi
  > Tên: 2026-11-01_de-thi_giua-ky-van.pdf
  > Vì sao: đề thi cất riêng.
"""
HEAD = "khuôn: {năm}_{tên}.pdf\nthư mục: A | B\n"
FILES = "- Một 2026 -> A\n  > Tên: 2026_mot.pdf\n- Hai -> B\n  > Tên: 2026_hai.pdf\n"
LAST = "- Ba -> B\n  > Tên: 2026_ba.pdf"

SAMPLE = Sample(
    GOOD,
    (
        "",
        HEAD,
        HEAD + FILES,
        f"thư mục: A | B\n{FILES}{LAST}",
        f"khuôn: {{năm}}_{{tên}}.pdf\n{FILES}{LAST}",
        f"khuôn: {{năm}}_{{tên}}.pdf\nthư mục: A | a\n{FILES}{LAST}",
        f"khuôn: khong-co-phan.pdf\nthư mục: A | B\n{FILES}{LAST}",
        f"khuôn: {{năm}}{{tên}}.pdf\nthư mục: A | B\n{FILES}{LAST}",
        f"khuôn: {{năm}}_{{năm}}.pdf\nthư mục: A | B\n{FILES}{LAST}",
        f"khuôn: {{năm}}_{{tên.pdf\nthư mục: A | B\n{FILES}{LAST}",
        f"khuôn: {{năm}} {{tên}}.pdf\nthư mục: A | B\n{FILES}{LAST}",
        f"khuôn: năm-{{năm}}_{{tên}}.pdf\nthư mục: A | B\n{FILES}{LAST}",
        f"khuôn: {{năm}}:{{tên}}.pdf\nthư mục: A | B\n{FILES}{LAST}",
        f"cho phép: mọi thứ\n{HEAD}{FILES}{LAST}",
        f"{HEAD}{FILES}- Ba -> C\n  > Tên: 2026_ba.pdf",
        f"{HEAD}{FILES}- Ba\n  > Tên: 2026_ba.pdf",
        f"{HEAD}{FILES}- Ba -> B",
        f"{HEAD}{FILES}- Ba -> B\n  > Tên: ba.pdf",
        f"{HEAD}{FILES}- Ba -> B\n  > Tên: 2026_bà.pdf",
        f"{HEAD}{FILES}- Ba -> B\n  > Nhớ nhé",
        f"{HEAD}{FILES}- một 2026 -> B\n  > Tên: 2026_ba.pdf",
        f"đạt: 9\n{HEAD}{FILES}{LAST}",
        HEAD + "\n".join(f"- Tệp {n} -> A\n  > Tên: 2026_tep-{n}.pdf" for n in range(11)),
        "khuôn: {năm}-{tháng}-{ngày}_{tên}.pdf\nthư mục: A | B\n"
        + "\n".join(f"- Tệp {n} -> A\n  > Tên: 2026-02-31_tep-{n}.pdf" for n in range(3)),
    ),
    lambda spec, task: {
        **{f"n-{file.id}": file.names[0] for file in spec.files},
        **{f"t-{file.id}": file.folder_id for file in spec.files},
    },
)
