"""A whole simulated app for tests and for looking at: installing an app from the official store among fakes.

The app, its publisher and the shop are made up, as in the shipped course.
"""

from lms.core.practice import KINDS
from lms.core.practice.simulation import SimulationSpec, begin, step
from lms.core.practice.simulation.proving import way
from tests.core.practice.samples import block
from tests.practice.makers import SLUG

BLOCK = """\
đích: Đã cài xong
sai tối đa: 2
điểm: 10
gợi ý: Trước khi bấm Cài đặt, so tên nhà phát hành với phiếu.

màn hình: Màn hình chính
ảnh: media/man-hinh-chinh.svg | Màn hình chính của điện thoại: CH Play, Trình duyệt, Tin nhắn có một tin mới, Máy ảnh
- CH Play -> Kho ứng dụng (2, 12, 46, 36)
- Trình duyệt -> sai (52, 12, 46, 36)
  > Vì sao: Trang web nào cũng có thể đưa một tệp cài giả. Ứng dụng chỉ cài từ kho chính thức.
- Tin nhắn, một tin mới -> Tin nhắn (2, 54, 46, 36)
- Máy ảnh -> sai (52, 54, 46, 36)
  > Vì sao: Quét mã lạ để cài ứng dụng cũng nguy hiểm như bấm đường dẫn lạ.

màn hình: Tin nhắn
Số lạ 0900 000 xxx, 9 giờ 12
“Nhà trường yêu cầu cài So Nha Truong trong hôm nay để nhận 500.000 đồng. Bấm: so-nha-truong.example”
- Bấm đường dẫn trong tin -> sai
  > Vì sao: Giục gấp và hứa tiền là mồi. Không cơ quan nào gửi tệp cài qua tin nhắn.
- Đóng tin nhắn -> Màn hình chính

màn hình: Kho ứng dụng
Đây là CH Play, kho chính thức của máy Android.
- gõ: Tìm ứng dụng và trò chơi = Sổ Nhà Trường | so nha truong app -> Kết quả tìm kiếm
  > Gợi ý: Gõ tên ghi trên phiếu: Sổ Nhà Trường. Không dấu cũng được.
- Về màn hình chính -> Màn hình chính

màn hình: Kết quả tìm kiếm
ảnh: media/ket-qua.svg | Ba kết quả: Sổ Nhà Trường Pro của Quà Tặng 24h có ghi Quảng cáo; Sổ Nhà Trường của Trung tâm Số Bình Minh; Vay Nhanh Giáo Viên của Tiền Về Ngay
- Sổ Nhà Trường Pro, Quà Tặng 24h -> Trang Sổ Nhà Trường Pro (0, 2, 100, 29)
- Sổ Nhà Trường, Trung tâm Số Bình Minh -> Trang Sổ Nhà Trường (0, 35, 100, 29)
- Vay Nhanh Giáo Viên, Tiền Về Ngay -> sai (0, 68, 100, 29)
  > Vì sao: Thầy cô tìm sổ nhà trường, kho lại mời vay tiền. Kết quả lạ thì bỏ qua.

màn hình: Trang Sổ Nhà Trường Pro
Nhà phát hành: Quà Tặng 24h
5,0 sao · 1 triệu lượt tải · có quảng cáo
- Cài đặt -> sai
  > Vì sao: Tên gần giống, nhiều sao, nhưng nhà phát hành không trùng phiếu (Trung tâm Số Bình Minh).
- Xem kết quả khác -> Kết quả tìm kiếm

màn hình: Trang Sổ Nhà Trường
Nhà phát hành: Trung tâm Số Bình Minh
3,9 sao · 10 nghìn lượt tải
- Cài đặt -> Đã cài xong
- Xem kết quả khác -> Kết quả tìm kiếm

màn hình: Đã cài xong
Biểu tượng Sổ Nhà Trường đã nằm trên màn hình chính.
"""
LESSON = f"""---
id: bai-hai
title: "Bài 2. Cài ứng dụng đúng chỗ"
kind: practice
minutes: 6
outcome: "Cài được ứng dụng từ kho chính thức, tránh ứng dụng giả"
checked_on: 2026-11-21
review_by: 2027-05-21
sources: ["Nguồn thử"]
---
Bài này tập trên một điện thoại giả.

## Nhiệm vụ: Cài Sổ Nhà Trường {{#nv-cai}}
Thời gian: 6 phút

Phiếu của thầy cô ghi: ứng dụng **Sổ Nhà Trường**, nhà phát hành **Trung tâm Số Bình Minh**. Hãy cài đúng ứng dụng này.

```simulation
{BLOCK}```
"""
PATH = f"/hoc/{SLUG}/bai-hai/nhiem-vu/nv-cai"
PLAY = f"{PATH}/choi"


def _drawn(height: int, *parts: str) -> bytes:
    shapes = "".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="360" height="{height}" viewBox="0 0 360 {height}" '
        f'font-family="sans-serif">{shapes}</svg>'
    ).encode()


def _box(x: int, y: int, width: int, height: int, fill: str, round_by: int = 0) -> str:
    return f'<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="{round_by}" fill="{fill}"/>'


def _words(x: int, y: int, size: int, text: str, fill: str = "#1b2430", anchor: str = "start") -> str:
    return f'<text x="{x}" y="{y}" font-size="{size}" fill="{fill}" text-anchor="{anchor}">{text}</text>'


def _icon(x: int, y: int, fill: str, shape: str, name: str) -> str:
    return (
        _box(x + 45, y, 72, 72, fill, 18)
        + f'<g transform="translate({x + 45} {y})" fill="#ffffff">{shape}</g>'
        + _words(x + 81, y + 104, 19, name, "#ffffff", "middle")
    )


def _result(y: int, fill: str, name: str, publisher: str, note: str) -> str:
    return (
        _box(18, y + 14, 64, 64, fill, 14)
        + _words(98, y + 34, 20, name)
        + _words(98, y + 60, 17, publisher, "#0e5a57")
        + _words(98, y + 84, 15, note, "#4a5565")
        + _box(18, y + 104, 324, 1, "#dcd8cc")
    )


MEDIA = {
    "media/man-hinh-chinh.svg": _drawn(
        400,
        _box(0, 0, 360, 400, "#0e5a57"),
        _words(18, 30, 17, "9:15", "#ffffff"),
        _box(314, 16, 28, 14, "#ffffff", 4),
        _icon(9, 60, "#1c6b3a", '<path d="M24 16 L56 36 L24 56 Z"/>', "CH Play"),
        _icon(189, 60, "#2f5d9b", '<circle cx="36" cy="36" r="20"/>', "Trình duyệt"),
        _icon(9, 230, "#8a4700", '<path d="M16 20 H56 V48 H36 L24 58 V48 H16 Z"/>', "Tin nhắn"),
        '<circle cx="124" cy="232" r="14" fill="#a61b1b"/>',
        _words(124, 238, 17, "1", "#ffffff", "middle"),
        _icon(189, 230, "#4a5565", '<path d="M14 24 H26 L31 16 H41 L46 24 H58 V54 H14 Z"/>', "Máy ảnh"),
    ),
    "media/ket-qua.svg": _drawn(
        330,
        _box(0, 0, 360, 330, "#ffffff"),
        _result(4, "#b35c00", "Sổ Nhà Trường Pro", "Quà Tặng 24h", "Quảng cáo · 5,0 sao"),
        _result(113, "#0e5a57", "Sổ Nhà Trường", "Trung tâm Số Bình Minh", "3,9 sao"),
        _result(222, "#a61b1b", "Vay Nhanh Giáo Viên", "Tiền Về Ngay", "4,8 sao"),
    ),
}


def simulation() -> SimulationSpec:
    """Return the app as the kind reads it."""
    spec = KINDS["simulation"].parse(block("simulation", BLOCK))
    assert isinstance(spec, SimulationSpec)
    return spec


def right_way(spec: SimulationSpec) -> list[dict[str, str]]:
    """Return the taps of a shortest way to a goal, each as the fields of its form without the trail."""
    taps = []
    for screen, action in way(spec, spec.start):
        button = {"nut": str(screen.actions.index(action))}
        taps.append({**button, "go": action.answers[0]} if action.answers else button)
    return taps


def trail_of(spec: SimulationSpec, taps: list[dict[str, str]]) -> str:
    """Return the trail that the taps leave."""
    play = begin(spec)
    for tap in taps:
        play = step(spec, play, tap["nut"], tap.get("go", ""))
    return play.trail
