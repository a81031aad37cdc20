"""Forms of asking for help, of pairing two people and of ending a pair."""

from wtforms import HiddenField, SelectField

from lms.core.errors import N_
from lms.pairing.services.help import LONGEST_MESSAGE
from lms.web.fields import AtMost, Form, Line, Needed, Prose


class AskForm(Form):
    """The message is a help, not a duty: the place alone says enough."""

    message = Prose(N_("Thầy cô đang vướng ở đâu? (không bắt buộc)"), validators=[AtMost(LONGEST_MESSAGE)])
    place = HiddenField(name="o")
    title = HiddenField(name="ten")
    path = HiddenField(name="tu")


class EndForm(Form):
    reason = Line(
        N_("Vì sao kết thúc?"),
        validators=[
            Needed(N_("Thầy cô chưa viết lý do. Một câu ngắn là đủ, ví dụ: đã học xong khóa này.")),
            AtMost(200),
        ],
    )


class PairForm(Form):
    """Which people may be chosen is for the board to say; it fills the choices and checks what comes back."""

    mentee = SelectField(
        N_("Người học"),
        validate_choice=False,
        validators=[Needed(N_("Chưa chọn người học. Chọn một người trong danh sách."))],
    )
    mentor = SelectField(
        N_("Người hướng dẫn"),
        validate_choice=False,
        validators=[Needed(N_("Chưa chọn người hướng dẫn. Chọn một người trong danh sách."))],
    )
