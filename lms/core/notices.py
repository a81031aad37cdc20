"""The sentences in which people are told what concerns them, by kind. Pure: whoever tells gives the values.

Nothing here names what somebody could not do, and no sentence carries an answer, a mark or a note: a notice may be read
over a shoulder, and travels by mail.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from lms.core.errors import N_
from lms.core.people import at_start


@dataclass(frozen=True)
class Sentence:
    """What a notice says, and what its link is called; ``%(name)s`` places are filled from the notice's values."""

    words: str
    link: str


SENTENCES: dict[str, Sentence] = {
    "help_answered": Sentence(N_("%(helper)s đã trả lời câu hỏi của thầy cô."), N_("Đọc câu trả lời")),
    "pair_invited": Sentence(
        N_("Công đoàn mời thầy cô đi cùng %(name)s. Thầy cô có 7 ngày để trả lời."), N_("Xem lời mời")
    ),
    "pair_reminded": Sentence(
        N_("Lời mời đi cùng %(name)s đang chờ thầy cô. Còn 4 ngày để trả lời."), N_("Xem lời mời")
    ),
    "pair_half_agreed": Sentence(
        N_("%(name)s đã đồng ý đi cùng thầy cô, chỉ còn chờ thầy cô trả lời."), N_("Xem lời mời")
    ),
    "pair_begun": Sentence(N_("Thầy cô và %(name)s nay là một cặp."), N_("Xem cặp của tôi")),
    "pair_not_formed": Sentence(
        N_("Lời mời đi cùng %(name)s đã khép lại. Thầy cô không cần làm gì thêm."), N_("Xem")
    ),
    "pair_not_formed_for_unit": Sentence(
        N_("%(mentor)s và %(mentee)s lần này chưa thành cặp. Mời thầy cô xem bảng ghép cặp."),
        N_("Mở bảng ghép cặp"),
    ),
    "pair_paused": Sentence(N_("Cặp của thầy cô với %(name)s tạm nghỉ."), N_("Xem")),
    "pair_resumed": Sentence(N_("Cặp của thầy cô với %(name)s lại đi tiếp."), N_("Xem")),
    "pair_ended": Sentence(
        N_("Cặp của thầy cô với %(name)s đã khép lại. Cảm ơn thầy cô."), N_("Xem lời chào")
    ),
    "pair_thanked": Sentence(N_("%(name)s gửi thầy cô một lời cảm ơn."), N_("Đọc lời cảm ơn")),
    "pair_ended_for_unit": Sentence(N_("Cặp %(mentor)s và %(mentee)s đã khép lại."), N_("Mở bảng ghép cặp")),
    "pair_other_wanted": Sentence(
        N_("%(mentee)s muốn đổi người hướng dẫn. Mời thầy cô xem và sắp xếp."), N_("Mở bảng ghép cặp")
    ),
    "meeting_to_confirm": Sentence(
        N_("%(name)s ghi rằng hai người gặp nhau ngày %(day)s. Thầy cô xác nhận giúp."), N_("Xem buổi gặp")
    ),
    "meeting_denied": Sentence(
        N_("%(name)s nhớ buổi gặp ngày %(day)s hơi khác. Thầy cô xem lại: sửa hoặc xóa đều được."),
        N_("Xem lại buổi gặp"),
    ),
    "together_begun": Sentence(
        N_("%(name)s vừa bắt đầu làm cùng thầy cô trên máy của mình, theo mã thầy cô đọc."),
        N_("Xem, hoặc dừng"),
    ),
    "goal_proposed": Sentence(N_("%(name)s đề nghị một mục tiêu chung."), N_("Xem mục tiêu")),
    "goal_day_proposed": Sentence(N_("%(name)s xin đổi ngày của một mục tiêu chung."), N_("Xem và trả lời")),
    "goal_declined": Sentence(
        N_("%(name)s thấy chưa phải lúc cho điều vừa được đề nghị. Hai người bàn thêm khi gặp nhau."),
        N_("Xem mục tiêu"),
    ),
    "goal_agreed": Sentence(N_("%(name)s đã đồng ý mục tiêu chung."), N_("Xem mục tiêu")),
    "goal_reached": Sentence(
        N_("Chúc mừng: một mục tiêu của thầy cô và %(name)s đã đạt."), N_("Xem mục tiêu")
    ),
    "help_asked": Sentence(N_("%(name)s nhờ thầy cô giúp ở “%(place)s”."), N_("Mở lời nhờ")),
    "help_more": Sentence(N_("%(name)s nhắn thêm ở “%(place)s”."), N_("Mở lời nhờ")),
    "help_for_all": Sentence(
        N_("%(name)s đang chờ một người giúp ở “%(place)s”. Ai trả lời trước thì nhận việc này."),
        N_("Mở lời nhờ"),
    ),
    "help_moved": Sentence(
        N_("Lời nhờ của thầy cô đã được chuyển tiếp, nay %(helper)s theo dõi."), N_("Xem lời nhờ")
    ),
    "signal_stuck": Sentence(
        N_("%(name)s có một việc thử nhiều lần chưa qua. Một lời hỏi thăm lúc này rất quý."), N_("Mở xem")
    ),
    "signal_absent": Sentence(
        N_("Đã lâu %(name)s chưa vào học. Thầy cô hỏi thăm giúp một câu."), N_("Mở xem")
    ),
    "signal_not_met": Sentence(
        N_("Thầy cô và %(name)s nên hẹn gặp nhau, 15 phút cũng được."), N_("Ghi buổi gặp")
    ),
    "signal_waiting": Sentence(N_("Bài %(name)s nộp đang chờ thầy cô xem."), N_("Xem bài")),
    "signal_mismatch": Sentence(
        N_("Có việc %(name)s thấy làm được mà máy chưa chấm đạt. Hai người thử lại cùng nhau nhé."),
        N_("Mở xem"),
    ),
    "review_waits": Sentence(
        N_("Một bài của %(name)s chờ xem đã %(days)s ngày. Thầy cô nhắc giúp %(mentor)s."), N_("Mở xem")
    ),
    "review_for_all": Sentence(
        N_("Bài của %(name)s chờ đã lâu. Người hướng dẫn nào trong đơn vị cũng xem được, mời thầy cô."),
        N_("Xem bài"),
    ),
    "review_reminder": Sentence(
        N_("Cán bộ công đoàn nhắc: bài của %(name)s đang chờ thầy cô xem."), N_("Xem bài")
    ),
    "review_lent": Sentence(
        N_("Cán bộ công đoàn nhờ thầy cô xem giúp một bài của %(name)s, vì bài đã chờ lâu."), N_("Xem bài")
    ),
    "review_lent_to": Sentence(
        N_("Bài của thầy cô chờ đã lâu, nên cán bộ công đoàn nhờ %(helper)s xem giúp."), N_("Mở xem")
    ),
    "pair_next_found": Sentence(
        N_("Đã có gợi ý người kèm tiếp theo cho %(mentee)s. Mời thầy cô xem và gửi lời mời."),
        N_("Mở bảng ghép cặp"),
    ),
    "pair_not_formed_away": Sentence(
        N_(
            "%(mentee)s và một người hướng dẫn của %(unit)s lần này chưa thành cặp. Mời thầy cô xem bảng ghép cặp."
        ),
        N_("Mở bảng ghép cặp"),
    ),
    "twins_asked": Sentence(
        N_("%(unit)s ngỏ lời kết nghĩa với đơn vị của thầy cô. Thầy cô có 7 ngày để trả lời."),
        N_("Xem lời ngỏ"),
    ),
    "twins_reminded": Sentence(
        N_("Lời ngỏ kết nghĩa của %(unit)s đang chờ thầy cô. Còn 4 ngày để trả lời."), N_("Xem lời ngỏ")
    ),
    "twins_begun": Sentence(
        N_("%(unit)s đã đồng ý kết nghĩa. Từ nay hai đơn vị dùng chung người hướng dẫn."),
        N_("Xem đơn vị kết nghĩa"),
    ),
    "twins_not_formed": Sentence(
        N_("Lời ngỏ kết nghĩa với %(unit)s đã khép lại. Thầy cô không cần làm gì thêm."), N_("Xem")
    ),
    "twins_paused": Sentence(
        N_("Kết nghĩa với %(unit)s tạm nghỉ. Các cặp đang đi cùng nhau vẫn đi tiếp."), N_("Xem")
    ),
    "twins_resumed": Sentence(N_("Kết nghĩa với %(unit)s lại đi tiếp."), N_("Xem")),
    "twins_ended": Sentence(
        N_("Kết nghĩa với %(unit)s đã khép lại. Cảm ơn thầy cô; các cặp đang đi cùng nhau vẫn đi tiếp."),
        N_("Xem lời chào"),
    ),
    "recheck_due": Sentence(
        N_(
            "Đã đến lúc làm lại một lần để giữ kỹ năng “%(skill)s”. Chỉ vài phút, chưa được cũng không mất gì."
        ),
        N_("Xem kỹ năng của tôi"),
    ),
    "harm_reported": Sentence(N_("Có một báo cáo an toàn cần thầy cô xem."), N_("Mở báo cáo")),
    "harm_added": Sentence(N_("Một báo cáo an toàn có thêm lời."), N_("Mở báo cáo")),
    "harm_looking": Sentence(N_("Người lo việc an toàn đang xem điều thầy cô báo."), N_("Xem")),
    "harm_closed": Sentence(N_("Điều thầy cô báo đã được xem xong."), N_("Xem")),
    "mail_confirm": Sentence(
        N_(
            "Thầy cô đã xin nhận thư ở %(address)s. Mời thầy cô mở thư xác nhận và chạm vào đường dẫn trong đó."
        ),
        N_("Xem nơi nhận thư"),
    ),
    "mail_returned": Sentence(
        N_("Thư gửi tới %(address)s chưa tới nơi. Mời thầy cô xem lại địa chỉ; thông báo vẫn có đủ ở đây."),
        N_("Xem lại địa chỉ"),
    ),
}
"""By kind; a test demands one for every kind that the code tells."""

GENERAL = Sentence(N_("Có việc mới cho thầy cô."), N_("Mở xem"))
"""For a notice of a kind that is no longer told, or whose values do not fill its sentence: it still leads somewhere."""


def say_notice(kind: str, values: Mapping[str, Any], say: Callable[[str], str]) -> Sentence:
    """Return what a notice says to a reader for whom ``say`` speaks the language."""
    sentence = SENTENCES.get(kind, GENERAL)
    try:
        words = say(sentence.words) % values
    except (KeyError, TypeError, ValueError):
        sentence, words = GENERAL, say(GENERAL.words)
    return Sentence(at_start(" ".join(words.split())), say(sentence.link))
