"""Forms of answering a request and of deciding about a hand-in."""

from wtforms import HiddenField

from lms.core.errors import N_
from lms.web.fields import AtMost, Form, Needed, Prose


class ReplyForm(Form):
    reply = Prose(
        N_("Câu trả lời"),
        validators=[
            Needed(N_("Thầy cô chưa viết câu trả lời. Một câu chỉ việc tiếp theo là đủ.")),
            AtMost(1_000),
        ],
    )


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
