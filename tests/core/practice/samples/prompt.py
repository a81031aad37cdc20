"""Blocks of the kind prompt."""

from lms.core.practice.prompt import TEXT
from tests.core.practice.samples.shape import Sample

PARTS = """
- Vai
  > tốt: Bạn là giáo viên chủ nhiệm lớp 5. | nói rõ vai thì giọng văn hợp người đọc.
  > kém: Bạn là AI giỏi nhất thế giới. | Khen AI không làm câu trả lời tốt hơn.
- Bối cảnh
  > tốt: Lớp sắp họp phụ huynh cuối học kỳ. | Đủ để AI hiểu, không nêu tên ai.
  > kém: Em Nguyễn Văn An lớp 5B hay nghỉ học. | Đây là thông tin riêng của một em.
  > kém: Như mọi khi. | AI không biết mọi khi là thế nào.
- Kiểm tra lại
  > tốt: Chỗ nào không chắc thì ghi “cần hỏi lại”. | Nhờ vậy ta biết chỗ phải kiểm tra.
  > kém: Hãy trả lời thật tự tin. | AI càng tự tin càng khó biết chỗ sai.
"""
GOOD = f"""
điểm: 5
{PARTS.strip()}
- Trả lời mẫu
  > Kính gửi quý phụ huynh,
  > Nhà trường trân trọng kính mời quý vị đến dự họp.
"""
FREE = f"""
tự viết: có
{GOOD.strip()}
- Tiêu chí
  > Nói rõ việc cần làm
  > Không có tên học sinh
"""
_PAIR = "  > tốt: A nhé | vì a\n  > kém: B nhé | vì b"

SAMPLE = Sample(
    GOOD,
    (
        "",
        f"- Vai\n{_PAIR}",
        f"- Vai\n{_PAIR}\n- Màu sắc\n{_PAIR}",
        f"- Vai\n{_PAIR}\n- Vai trò\n{_PAIR}",
        f"- Vai\n{_PAIR}\n- Việc\n  > tốt: A | vì a\n  > tốt: B | vì b",
        f"- Vai\n{_PAIR}\n- Việc\n  > tốt: A không có vì sao\n  > kém: B | vì b",
        f"- Vai\n{_PAIR}\n- Việc\n  > lạ: A | vì a\n  > kém: B | vì b",
        f"- Vai\n{_PAIR}\n- Việc\n  > tốt: A | vì a\n  > kém: a | vì b",
        f"tự viết: có\n- Vai\n{_PAIR}\n- Việc\n{_PAIR}",
        f"tự viết: có lẽ\n- Vai\n{_PAIR}\n- Việc\n{_PAIR}",
        f"- Vai\n{_PAIR}\n- Việc\n{_PAIR}\n- Tiêu chí\n  > Rõ",
        f"tự viết: có\n- Vai\n{_PAIR}\n- Việc\n{_PAIR}\n- Tiêu chí",
        f"- Vai\n{_PAIR}\n- Việc\n{_PAIR}\n- Trả lời mẫu",
    ),
    lambda spec, task: {
        **{f"g-{part.key}": next(way.id for way in part.ways if way.is_good) for part in spec.parts},
        **(
            {TEXT: "Bạn là giáo viên. Soạn ba câu hỏi mở đầu cho lớp 6, mỗi câu một dòng."}
            if spec.is_free
            else {}
        ),
    },
)
