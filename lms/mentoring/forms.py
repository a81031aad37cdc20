"""Forms of answering a request, of deciding about a hand-in, and of what two people write within their pair."""

from wtforms import HiddenField, RadioField, SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import ValidationError

from lms.core.errors import N_
from lms.core.signals import BOUNDS
from lms.core.whole_numbers import whole_number
from lms.mentoring.services.harm import LONGEST_WORDS as LONGEST_WORDS_OF_HARM
from lms.mentoring.services.notes import LONGEST_NOTE
from lms.pairing.services.goals import LONGEST_WORDS
from lms.pairing.services.life import LONGEST_THANKS
from lms.web.fields import AtMost, Day, Form, Line, Needed, Prose
from lms.web.translations import gettext

MINUTES = (("15", N_("15 phút")), ("30", N_("30 phút")), ("60", N_("1 giờ")))
PLACES = (
    ("school", N_("Ở trường")),
    ("home", N_("Ở nhà")),
    ("phone", N_("Qua điện thoại")),
    ("elsewhere", N_("Nơi khác")),
)
_A_DAY = N_("Ngày chưa đúng. Viết ngày, tháng, năm, ví dụ 21/11/2026.")


class ReplyForm(Form):
    reply = Prose(
        N_("Câu trả lời"),
        validators=[
            Needed(N_("Thầy cô chưa viết câu trả lời. Một câu chỉ việc tiếp theo là đủ.")),
            AtMost(1_000),
        ],
    )


class TogetherForm(Form):
    """The code that the mentee reads out to the mentor."""

    code = Line(N_("Mã người học đọc cho thầy cô"), validators=[AtMost(40)])


class ReasonForm(Form):
    """Why a hand-in goes back, or why a confirmation is taken back. ``version`` is what the reviewer has seen."""

    reason = Prose(
        N_("Lời nhắn cho người học"),
        validators=[
            Needed(N_("Thầy cô chưa viết lý do. Viết một câu để người học biết cần làm gì tiếp.")),
            AtMost(1_000),
        ],
    )
    version = HiddenField()


class MeetingForm(Form):
    """That two met. It comes filled in: most of the time one tap saves it. The page gives minutes and places their words."""

    on = Day(N_("Ngày gặp"), validators=[Needed(_A_DAY)])
    minutes = SelectField(N_("Bao lâu"))
    place = SelectField(N_("Ở đâu"))
    activity = Line(N_("Làm việc gì"), validators=[AtMost(200)])
    line = Line(N_("Ghi thêm một câu (không bắt buộc)"), validators=[AtMost(300)])
    newest = HiddenField()


class NoteForm(Form):
    words = Prose(
        N_("Ghi chép"),
        validators=[Needed(N_("Thầy cô chưa viết gì. Một câu ngắn là đủ.")), AtMost(LONGEST_NOTE)],
    )
    kind = RadioField(
        N_("Ai đọc được?"),
        choices=[
            SelectChoice("shared", N_("Cả hai người")),
            SelectChoice("private", N_("Chỉ mình tôi")),
        ],
        default="shared",
    )
    newest = HiddenField()


class NoteChangeForm(Form):
    """``seen`` is the version that the page showed."""

    words = Prose(
        N_("Ghi chép"),
        validators=[
            Needed(N_("Thầy cô chưa viết gì. Nếu không cần nữa thì xóa ghi chép này.")),
            AtMost(LONGEST_NOTE),
        ],
    )
    seen = HiddenField()


class GoalForm(Form):
    """Which skills may be chosen is for the page to say; it fills the choices and checks what comes back."""

    skill = SelectField(
        N_("Cùng làm được việc gì?"),
        validate_choice=False,
        validators=[Needed(N_("Chưa chọn mục tiêu. Chọn một việc trong danh sách."))],
    )
    due_on = Day(N_("Đến ngày nào?"), validators=[Needed(_A_DAY)])
    words = Line(N_("Nói thêm một câu (không bắt buộc)"), validators=[AtMost(LONGEST_WORDS)])


class GoalDayForm(Form):
    due_on = Day(N_("Đến ngày nào?"), validators=[Needed(_A_DAY)])


HARM_KINDS = {
    "words": N_("Lời nói hoặc cách cư xử làm tôi khó chịu"),
    "secrets": N_("Hỏi mật khẩu, mã OTP, PIN hoặc tiền"),
    "closeness": N_("Muốn gặp, gọi hay động chạm khi tôi không muốn"),
    "other": N_("Điều khác"),
}


class HarmForm(Form):
    """Nothing is a duty: sending it alone says enough."""

    kind = RadioField(
        N_("Điều gì gần đúng nhất? (không bắt buộc)"),
        choices=[SelectChoice(kind, label) for kind, label in HARM_KINDS.items()],
        validate_choice=False,
    )
    words = Prose(
        N_("Kể thêm bằng lời của thầy cô (không bắt buộc)"), validators=[AtMost(LONGEST_WORDS_OF_HARM)]
    )


class CaseNoteForm(Form):
    """``newest`` is the last note that the page showed."""

    words = Prose(
        N_("Ghi thêm"),
        validators=[Needed(N_("Chưa có gì để ghi. Một câu ngắn là đủ.")), AtMost(LONGEST_WORDS_OF_HARM)],
    )
    newest = HiddenField()


class OutcomeForm(Form):
    outcome = Prose(
        N_("Kết quả"),
        validators=[
            Needed(
                N_("Chưa ghi kết quả. Một câu là đủ, ví dụ: đã gặp cả hai, thống nhất đổi người hướng dẫn.")
            ),
            AtMost(LONGEST_WORDS_OF_HARM),
        ],
    )


WHYS = {
    "done": N_("Đã xong việc cần học"),
    "busy": N_("Không còn thời gian"),
    "far": N_("Khó gặp nhau"),
    "fit": N_("Cách làm chưa hợp nhau"),
    "other": N_("Lý do khác"),
}


class CloseForm(Form):
    """Why a pair ends: a ready line, own words, or both. Thanks are a gift, not a duty."""

    why = RadioField(
        N_("Vì sao kết thúc?"), choices=[SelectChoice(*each) for each in WHYS.items()], validate_choice=False
    )
    reason = Line(N_("Viết thêm một câu (không bắt buộc)"), validators=[AtMost(150)])
    thanks = Prose(N_("Lời cảm ơn (không bắt buộc)"), validators=[AtMost(LONGEST_THANKS)])

    @property
    def whole_reason(self) -> str:
        """What is kept: the ready line, unless own words say it all, and the own words."""
        ready = "" if self.why.data == "other" and self.reason.data else WHYS.get(self.why.data or "", "")
        return ": ".join(part for part in (ready, self.reason.data) if part)

    def validate_why(self, _field: RadioField) -> None:
        if not self.whole_reason:
            raise ValidationError(
                gettext("Thầy cô chưa viết lý do. Chọn một dòng, hoặc viết một câu ngắn là đủ.")
            )


class ThanksForm(Form):
    thanks = Prose(N_("Lời cảm ơn của thầy cô"), validators=[AtMost(LONGEST_THANKS)])


class ThresholdsForm(Form):
    """Whole numbers, one for each threshold of lms.core.signals, within its bounds."""

    failures = Line(N_("Một việc thử mấy lần chưa qua thì báo (lần)"))
    failing_within = Line(N_("Đếm các lần thử ấy trong mấy ngày gần đây (ngày)"))
    absent_after = Line(N_("Mấy ngày chưa vào học thì báo, khi còn mục tiêu (ngày)"))
    meet_first = Line(N_("Buổi gặp đầu tiên trong vòng (ngày)"))
    meet_every = Line(N_("Các buổi gặp sau cách nhau nhiều nhất (ngày)"))
    review_within = Line(N_("Bài nộp, lời nhờ chờ bao lâu thì báo cán bộ công đoàn (giờ)"))
    anybody_after = Line(N_("Chờ bao lâu thì mọi người hướng dẫn trong đơn vị cùng giúp được (ngày)"))

    def numbers(self) -> dict[str, int] | None:
        """Return what was typed; None where something is no such number, which its field then says."""
        read = {field.name: whole_number(field.data or "", BOUNDS[field.name].most) for field in self}
        for field in self:
            bounds, number = BOUNDS[field.name], read[field.name]
            if number is None or number < bounds.least:
                read[field.name] = None
                field.errors = [
                    gettext(
                        "“%(label)s” cần một số nguyên từ %(least)s đến %(most)s.",
                        label=gettext(field.label.text),
                        least=bounds.least,
                        most=bounds.most,
                    )
                ]
        return None if None in read.values() else {name: value or 0 for name, value in read.items()}
