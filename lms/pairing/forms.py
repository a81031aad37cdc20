"""Forms of asking for help, of answering an invitation, of letting a pair rest, of asking for another mentor."""

from wtforms import HiddenField, SelectField

from lms.core.errors import N_
from lms.pairing.services.help import LONGEST_MESSAGE
from lms.pairing.services.life import LONGEST_REASON, LONGEST_WISH
from lms.web.fields import AtMost, Form, Line, Needed, Prose


class AskForm(Form):
    """The message is a help, not a duty: the place alone says enough."""

    message = Prose(N_("Thầy cô đang vướng ở đâu? (không bắt buộc)"), validators=[AtMost(LONGEST_MESSAGE)])
    place = HiddenField(name="o")
    title = HiddenField(name="ten")
    path = HiddenField(name="tu")


class DeclineForm(Form):
    """Declining needs no reason; what is said helps the coordinator."""

    reason = Line(
        N_("Có điều gì thầy cô muốn cán bộ công đoàn biết? (không bắt buộc)"),
        validators=[AtMost(LONGEST_REASON)],
    )


class PauseForm(Form):
    reason = Line(
        N_("Nghỉ vì việc gì, đến khoảng khi nào? (không bắt buộc)"), validators=[AtMost(LONGEST_REASON)]
    )


class OtherForm(Form):
    words = Prose(
        N_("Thầy cô mong người hướng dẫn như thế nào? (không bắt buộc)"), validators=[AtMost(LONGEST_WISH)]
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
