"""Blocks of the kind simulation."""

from lms.core.practice import Spec, Submission, Task
from lms.core.practice.simulation import SimulationSpec, begin, step
from lms.core.practice.simulation.proving import way
from tests.core.practice.samples.shape import Sample

STORE = """
đích: Đã cài xong
sai tối đa: 2
điểm: 5

màn hình: Màn hình chính
Thầy cô cần cài ứng dụng C-ThaiNguyen.
- CH Play -> Kho ứng dụng
- Tin nhắn: bấm vào đây để cài -> sai
  > Vì sao: Đường dẫn trong tin nhắn
  > có thể dẫn tới ứng dụng giả.

màn hình: kho | Kho ứng dụng
- gõ: Tìm ứng dụng = C-ThaiNguyen | c thai nguyen -> ket-qua
  > Gợi ý: Gõ đúng tên ghi trên phiếu.
- Về màn hình chính -> Màn hình chính

màn hình: ket-qua | Kết quả tìm kiếm
ảnh: media/kho.svg | Hai ứng dụng: C-ThaiNguyen của UBND tỉnh, và C-ThaiNguyen Pro
- C-ThaiNguyen, UBND tỉnh Thái Nguyên -> Đã cài xong (5, 20, 90, 20)
- C-ThaiNguyen Pro, Fast Loan -> sai (5, 50, 90, 20)
  > Vì sao: Nhà phát hành không phải cơ quan của tỉnh.

màn hình: Đã cài xong
Biểu tượng C-ThaiNguyen đã nằm trên màn hình chính.
"""
PLAIN = """
đích: Xong
màn hình: Đầu
- Đi tiếp -> Xong
- Bỏ qua cảnh báo -> sai
  > Vì sao: cảnh báo nào cũng nên đọc.
màn hình: Xong
Đã xong.
"""


def played(spec: Spec, _task: Task) -> Submission:
    """Return the trail along the shortest way to a goal."""
    assert isinstance(spec, SimulationSpec)
    play = begin(spec)
    for screen, action in way(spec, spec.start):
        play = step(spec, play, str(screen.actions.index(action)), "".join(action.answers[:1]))
    return {"trail": play.trail}


SAMPLE = Sample(
    STORE,
    (
        "",
        "đích: Xong",
        "đích: Xong\nmàn hình: Xong",
        "màn hình: Đầu\n- Đi -> Xong\nmàn hình: Xong",
        "đích: Khác\nmàn hình: Đầu\n- Đi -> Xong\nmàn hình: Xong",
        "đích: Xong\nbắt đầu: Khác\nmàn hình: Đầu\n- Đi -> Xong\nmàn hình: Xong",
        "đích: Xong\nsai tối đa: vài\nmàn hình: Đầu\n- Đi -> Xong\nmàn hình: Xong",
        "đích: Đầu\nmàn hình: Đầu\n- Đi -> Xong\nmàn hình: Xong",
        "đích: Xong\n- Đi -> Xong\nmàn hình: Đầu\n- Đi -> Xong\nmàn hình: Xong",
        "đích: Xong\nmàn hình: Đầu\n- Đi -> Xong\nmàn hình: Xong\nmàn hình: xong",
        "đích: Xong\nmàn hình: sai | Đầu\n- Đi -> Xong\nmàn hình: Xong",
        "đích: Xong\nmàn hình: Đầu\n- Đi -> Đâu\nmàn hình: Xong",
        "đích: Xong\nmàn hình: Đầu\n- Đi\nmàn hình: Xong",
        "đích: Xong\nmàn hình: Đầu\n- -> Xong\nmàn hình: Xong",
        "đích: Xong\nmàn hình: Đầu\n- Đi -> Xong\nChữ lạc\nmàn hình: Xong",
        "đích: Xong\nmàn hình: Đầu\n> Vì sao: lạc\n- Đi -> Xong\nmàn hình: Xong",
        "màn hình: Đầu\nđích: Xong\n- Đi -> Xong\nmàn hình: Xong",
        "đích: Xong\nmàn hình: Đầu\n- Đi -> Xong\n- đi -> Xong\nmàn hình: Xong",
        "đích: Xong\nmàn hình: Đầu\n- Đi -> Xong\n- Lạ -> sai\nmàn hình: Xong",
        "đích: Xong\nmàn hình: Đầu\n- Đi -> Xong\n  > Vì sao: thế\nmàn hình: Xong",
        "đích: Xong\nmàn hình: Đầu\n- gõ: Tên -> Xong\nmàn hình: Xong",
        "đích: Xong\nmàn hình: Đầu\n- gõ: Tên = -> Xong\nmàn hình: Xong",
        "đích: Xong\nmàn hình: Đầu\n- gõ: Tên = {{ten_app}} -> Xong\nmàn hình: Xong",
        "đích: Xong\nmàn hình: Đầu\n- Đi -> Xong\n- gõ: Tên = a -> sai\nmàn hình: Xong",
        "đích: Xong\nmàn hình: Đầu\nảnh: media/a.svg\n- Đi -> Xong\nmàn hình: Xong",
        "đích: Xong\nmàn hình: Đầu\n- Đi -> Xong (1,2,30,30)\nmàn hình: Xong",
        "đích: Xong\nmàn hình: Đầu\nảnh: media/a.svg | Hình\n- Đi -> Xong (80,2,30,30)\nmàn hình: Xong",
        "đích: Xong\nmàn hình: Đầu\nảnh: media/a.svg | Hình\n- Đi -> Xong (0,0,30,30)\n- Về -> Đầu (9,9,9,9)\nmàn hình: Xong",
        "đích: Xong\nmàn hình: Đầu\n- Đi -> Xong\nmàn hình: Lạc\n- Đi -> Xong\nmàn hình: Xong",
        "đích: Xong\nmàn hình: Đầu\n- Đi -> Xong\n- Lạc -> Kẹt\nmàn hình: Kẹt\nmàn hình: Xong",
        "đích: Xong\nmàn hình: Đầu\n" + "- Đi -> Xong\n" * 13 + "màn hình: Xong",
    ),
    played,
    assets=("media/kho.svg",),
)
