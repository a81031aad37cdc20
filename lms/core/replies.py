"""Ready sentences for whoever helps: to answer a request, and to return a hand-in by what is missing in it. Pure.

They are written to be changed: the helper puts one into the box and makes it her own.
"""

from dataclasses import dataclass

from lms.core.errors import N_


@dataclass(frozen=True)
class Reply:
    """A sentence that can be tapped into an answer."""

    id: str
    words: str


ANSWERS = (
    Reply("man-hinh", N_("Thầy cô nhắn giúp tôi chữ đang hiện trên màn hình, để tôi biết đang ở bước nào.")),
    Reply("keo-xuong", N_("Thầy cô kéo màn hình xuống dưới: nút cần bấm thường nằm ở cuối trang.")),
    Reply("mo-lai", N_("Thầy cô đóng ứng dụng, mở lại, rồi làm lại bước này một lần nữa.")),
    Reply("mang", N_("Có thể do mạng. Thầy cô tắt Wi-Fi rồi bật lại, hoặc dùng 4G, rồi thử lại.")),
    Reply("gap", N_("Mình gặp nhau 15 phút nhé. Thầy cô mang điện thoại theo, tôi ngồi cạnh cùng làm.")),
)

_NEARLY = Reply("gan-duoc", N_("Gần được rồi. Còn một chỗ nhỏ, thầy cô sửa rồi nộp lại nhé."))
_TOGETHER = Reply("cung-lam", N_("Mình gặp nhau 15 phút rồi cùng làm lại chỗ này nhé."))

_BY_KIND = {
    "evidence": (
        Reply("mo", N_("Ảnh hơi mờ. Thầy cô chụp lại gần hơn, chỗ đủ sáng nhé.")),
        Reply(
            "thieu-so", N_("Ảnh chưa có số viết trên giấy. Thầy cô viết số, đặt cạnh máy rồi chụp lại nhé.")
        ),
        Reply("sai-man-hinh", N_("Ảnh chưa đúng màn hình cần xem. Thầy cô mở lại bước này rồi chụp nhé.")),
        Reply("lo-rieng", N_("Trong ảnh còn thông tin riêng. Thầy cô che chỗ ấy rồi gửi lại nhé.")),
    ),
    "observed": (
        Reply("con-nhac", N_("Lần này thầy cô còn cần nhắc. Tập thêm một lần rồi mình xem lại nhé.")),
        Reply("chua-gap", N_("Việc này cần xem tận mắt. Mình hẹn gặp rồi thầy cô làm lại nhé.")),
    ),
    "prompt": (
        Reply(
            "dang-gi",
            N_("Thầy cô thêm một câu nói rõ muốn nhận kết quả ở dạng nào: mấy câu, bảng hay gạch đầu dòng."),
        ),
        Reply("cho-ai", N_("Thầy cô thêm một câu nói viết cho ai, dùng vào việc gì.")),
        Reply(
            "ten-rieng",
            N_("Trong câu lệnh còn tên hoặc số riêng của người khác. Thầy cô thay bằng chữ chung nhé."),
        ),
    ),
}


def for_returning(kind: str) -> tuple[Reply, ...]:
    """Return the sentences that go with returning a hand-in of this kind of task."""
    return (*_BY_KIND.get(kind, (_NEARLY,)), _TOGETHER)
