"""Forms of asking for help, of answering an invitation, of letting a pair rest, of asking for another mentor."""

from wtforms import HiddenField

from lms.core.errors import N_
from lms.pairing.services.help import LONGEST_MESSAGE
from lms.pairing.services.life import LONGEST_REASON, LONGEST_WISH
from lms.web.fields import AtMost, Form, Line, Prose


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
