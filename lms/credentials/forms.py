"""Forms of certificates."""

from lms.core.errors import N_
from lms.credentials.services import LONGEST_REASON
from lms.web.fields import AtMost, Form, Line, Needed


class CodeForm(Form):
    """What anybody types to verify a certificate; the field's name stands in the address."""

    ma = Line(
        N_("Mã trên giấy chứng nhận"),
        validators=[Needed(N_("Chưa có mã. Gõ 12 chữ và số in cạnh ô vuông trên giấy.")), AtMost(60)],
    )


class RevokeForm(Form):
    reason = Line(
        N_("Lý do thu hồi"),
        validators=[Needed(N_("Thầy cô chưa viết lý do. Một câu ngắn là đủ.")), AtMost(LONGEST_REASON)],
    )
