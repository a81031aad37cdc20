"""What stands in the documents of the made-up school: one piece of work, a meeting with parents, and two papers beside it.

They look as office papers generally do and follow no rule to the letter; there is no emblem and no word of the State.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from lms.core.made_up_school import SCHOOL
from lms.core.signing.identity import SAMPLE_NAMES

HEAD, CLERK, DEPUTY = SAMPLE_NAMES
PLACE: Final = "Bình Minh"


class Style(StrEnum):
    """How a line of a paper stands."""

    BODY = "Body"
    PART = "Part"
    ITEM = "Item"
    TO = "To"


@dataclass(frozen=True)
class Line:
    """A line as it is read, wrapped where it needs to be."""

    text: str
    style: Style = Style.BODY


@dataclass(frozen=True)
class Paper:
    """A document: its file's right name without the ending, its head, what it says, and who would sign it."""

    name: str
    number: str
    title: str
    about: str
    day: date
    lines: tuple[Line, ...]
    signers: tuple[tuple[str, str], ...]
    receivers: tuple[str, ...] = ()

    @property
    def place_and_day(self) -> str:
        return f"{PLACE}, ngày {self.day.day:02d} tháng {self.day.month} năm {self.day.year}"


def _part(text: str, *items: str) -> tuple[Line, ...]:
    return (Line(text, Style.PART), *(Line(item, Style.ITEM) for item in items))


PLAN: Final = Paper(
    "2026-09-07_ke-hoach_hop-cha-me-hoc-sinh",
    "12/KH-BM",
    "KẾ HOẠCH",
    "Họp cha mẹ học sinh đầu năm học 2026-2027",
    date(2026, 9, 7),
    (
        *_part(
            "1. Mục đích",
            "Báo cho cha mẹ học sinh biết kế hoạch năm học của trường và của lớp.",
            "Nghe ý kiến của gia đình, thống nhất cách liên lạc trong năm.",
        ),
        *_part(
            "2. Thời gian, địa điểm",
            "Từ 7 giờ 30 đến 9 giờ 15, thứ Bảy, ngày 19 tháng 9 năm 2026.",
            "Tại phòng học của từng lớp.",
        ),
        *_part(
            "3. Nội dung",
            "Giáo viên chủ nhiệm báo cáo tình hình lớp và kế hoạch học kỳ I.",
            "Hướng dẫn xem kết quả học tập trên sổ liên lạc điện tử.",
            "Cha mẹ học sinh góp ý; bầu ban đại diện của lớp.",
        ),
        *_part(
            "4. Phân công",
            f"Ông {CLERK}: viết giấy mời, gửi trước ngày 12 tháng 9; làm thư ký cuộc họp.",
            f"Bà {DEPUTY}: chuẩn bị phòng, máy chiếu, nước uống.",
            "Giáo viên chủ nhiệm: nộp biên bản về văn phòng trong ngày 21 tháng 9.",
        ),
        Line("Có việc phát sinh, các bộ phận báo văn phòng trước ngày họp hai ngày."),
    ),
    (("HIỆU TRƯỞNG", HEAD),),
    ("Giáo viên chủ nhiệm các lớp", "Văn phòng", "Lưu hồ sơ việc"),
)

INVITATION: Final = Paper(
    "2026-09-10_giay-moi_hop-cha-me-hoc-sinh",
    "15/GM-BM",
    "GIẤY MỜI",
    "Dự họp cha mẹ học sinh đầu năm học 2026-2027",
    date(2026, 9, 10),
    (
        Line("Kính gửi: Cha mẹ học sinh lớp 7A", Style.TO),
        Line(f"{SCHOOL} trân trọng kính mời ông bà tới dự họp cha mẹ học sinh đầu năm học."),
        *_part(
            "Thời gian và địa điểm",
            "7 giờ 30, thứ Bảy, ngày 19 tháng 9 năm 2026.",
            "Phòng học lớp 7A, tầng 2.",
        ),
        *_part(
            "Nội dung",
            "Tình hình lớp và kế hoạch học kỳ I.",
            "Cách xem kết quả học tập trên sổ liên lạc điện tử.",
            "Ý kiến của gia đình; bầu ban đại diện của lớp.",
        ),
        Line("Ông bà bận việc, xin báo giáo viên chủ nhiệm trước ngày họp. Rất mong ông bà tới dự."),
    ),
    (("HIỆU TRƯỞNG", HEAD),),
    ("Như kính gửi", "Lưu hồ sơ việc"),
)

MINUTES: Final = Paper(
    "2026-09-19_bien-ban_hop-cha-me-hoc-sinh",
    "03/BB-BM",
    "BIÊN BẢN",
    "Họp cha mẹ học sinh lớp 7A đầu năm học 2026-2027",
    date(2026, 9, 19),
    (
        Line("Cuộc họp bắt đầu lúc 7 giờ 30, tại phòng học lớp 7A."),
        *_part(
            "1. Thành phần",
            f"Chủ tọa: bà {HEAD}. Thư ký: ông {CLERK}.",
            "Cha mẹ học sinh: có mặt 28, vắng 2 (có báo trước).",
        ),
        *_part(
            "2. Diễn biến",
            "Chủ tọa báo cáo tình hình lớp và kế hoạch học kỳ I.",
            f"Bà {DEPUTY} chỉ cách xem kết quả học tập trên sổ liên lạc điện tử. Mười hai người làm thử, "
            "mười người xem được ngay.",
            "Cha mẹ học sinh đề nghị: báo điểm giữa kỳ trước ngày 10 tháng 11; mở thư viện thêm chiều thứ Tư.",
        ),
        *_part(
            "3. Kết luận",
            "Nhà trường báo điểm giữa kỳ chậm nhất ngày 6 tháng 11.",
            "Thư viện mở thêm chiều thứ Tư, từ tháng 10. Trước đó, thư viện kiểm kê xong sách.",
            "Ban đại diện lớp gồm ba người, danh sách lưu ở văn phòng. Cả cuộc họp nhất trí.",
        ),
        Line("Biên bản được đọc lại cho mọi người cùng nghe. Cuộc họp kết thúc lúc 9 giờ 15 cùng ngày."),
    ),
    (("THƯ KÝ", CLERK), ("CHỦ TỌA", HEAD)),
)

NOTICE: Final = Paper(
    "2026-09-22_thong-bao_ket-qua-hop",
    "18/TB-BM",
    "THÔNG BÁO",
    "Kết quả họp cha mẹ học sinh đầu năm học 2026-2027",
    date(2026, 9, 22),
    (
        Line("Kính gửi: Cha mẹ học sinh và giáo viên lớp 7A", Style.TO),
        Line(
            "Ngày 19 tháng 9 năm 2026, trường đã họp cha mẹ học sinh. Nhà trường thông báo kết quả như sau."
        ),
        *_part(
            "Những việc đã thống nhất",
            "Điểm giữa kỳ được báo chậm nhất ngày 6 tháng 11 năm 2026.",
            "Thư viện mở thêm chiều thứ Tư hằng tuần, bắt đầu từ tháng 10.",
            "Gia đình và giáo viên liên lạc qua sổ liên lạc điện tử; việc gấp thì tới gặp tại trường.",
        ),
        *_part(
            "Những việc còn chờ",
            "Hai gia đình chưa dự họp: giáo viên chủ nhiệm gặp riêng trong tháng 9.",
            "Hướng dẫn lại cách xem điểm cho gia đình nào cần, vào chiều thứ Sáu.",
        ),
        Line("Nhà trường cảm ơn ông bà đã góp ý."),
    ),
    (("HIỆU TRƯỞNG", HEAD),),
    ("Như kính gửi", "Lưu hồ sơ việc"),
)

LIBRARY: Final = Paper(
    "2026-10-05_ke-hoach_kiem-ke-thu-vien",
    "21/KH-BM",
    "KẾ HOẠCH",
    "Kiểm kê sách thư viện",
    date(2026, 10, 5),
    (
        *_part(
            "1. Thời gian",
            "Ba buổi chiều, từ ngày 7 đến ngày 9 tháng 10 năm 2026.",
        ),
        *_part(
            "2. Việc làm",
            "Đếm sách theo từng kệ, ghi vào phiếu.",
            "Tách riêng sách rách để sửa.",
            "Nhập số lượng vào bảng tính, đối chiếu với sổ năm trước.",
        ),
        *_part(
            "3. Phân công",
            f"Bà {DEPUTY}: phụ trách chung. Ông {CLERK}: nhập bảng tính.",
        ),
    ),
    (("HIỆU TRƯỞNG", HEAD),),
    ("Thư viện", "Văn phòng", "Lưu hồ sơ việc"),
)

TRAINING: Final = Paper(
    "2026-10-12_thong-bao_tap-huan-so-diem",
    "24/TB-BM",
    "THÔNG BÁO",
    "Tập huấn sổ điểm điện tử",
    date(2026, 10, 12),
    (
        Line("Kính gửi: Giáo viên toàn trường", Style.TO),
        Line("Nhà trường tổ chức một buổi tập huấn nhập và sửa điểm trên sổ điện tử."),
        *_part(
            "Thời gian và địa điểm",
            "14 giờ, thứ Sáu, ngày 16 tháng 10 năm 2026, tại phòng máy.",
        ),
        *_part(
            "Thầy cô mang theo",
            "Máy tính xách tay nếu có. Ai chưa có thì dùng máy của trường.",
            "Một câu hỏi về việc thầy cô hay vướng khi nhập điểm.",
        ),
    ),
    (("HIỆU TRƯỞNG", HEAD),),
    ("Như kính gửi", "Lưu hồ sơ việc"),
)

OF_THE_MEETING: Final = (PLAN, INVITATION, MINUTES, NOTICE)
"""The four papers of one piece of work, in the order in which they came about."""
