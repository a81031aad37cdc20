"""Forms of asking for help, of offering it, of a unit's points, and of pairing two people by hand."""

from typing import Any

from wtforms import BooleanField, RadioField, SelectField, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from lms.core.errors import N_
from lms.core.matching.week import PHONES, TIMES
from lms.web.fields import AtMost, Form, Needed, Prose

LONGEST_WORDS = 500


class Ticks(SelectMultipleField):  # type: ignore[misc]
    """Several boxes of one question; what is no choice is left out, not complained about."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def pre_validate(self, form: Any) -> None:
        known = {str(value) for value, *_ in self.iter_choices()}
        self.data = [each for each in self.data or [] if each in known]


class WishForm(Form):
    """What needs and offers ask alike. The view fills skills and colleagues."""

    times = Ticks(N_("Thầy cô rảnh lúc nào?"), choices=[(each, each) for each in TIMES])
    device = RadioField(
        N_("Thầy cô dùng máy gì?"),
        choices=[*PHONES.items(), ("", N_("Máy khác, hoặc chưa rõ"))],
        default="",
        validate_choice=False,
    )
    wished = SelectField(N_("Thầy cô muốn đi cùng ai? (không bắt buộc)"), validate_choice=False)
    agrees = BooleanField(
        N_("Tôi đã đọc và đồng ý"),
        validators=[Needed(N_("Thầy cô chưa đánh dấu đồng ý. Đọc mấy dòng trên rồi đánh dấu vào ô."))],
    )


class NeedForm(WishForm):
    skills = Ticks(
        N_("Thầy cô muốn được kèm việc nào?"),
        validators=[Needed(N_("Chưa chọn việc nào. Đánh dấu ít nhất một việc, hoặc bấm “Giúp tôi chọn”."))],
    )
    words = Prose(
        N_("Thầy cô muốn nhắn thêm gì? (không bắt buộc)"), default="", validators=[AtMost(LONGEST_WORDS)]
    )


class OfferForm(WishForm):
    skills = Ticks(
        N_("Thầy cô kèm được việc nào?"),
        validators=[Needed(N_("Chưa chọn việc nào. Đánh dấu ít nhất một việc thầy cô kèm được."))],
    )
    places = RadioField(
        N_("Thầy cô kèm được mấy người?"),
        choices=[("1", N_("1 người")), ("2", N_("2 người")), ("3", N_("3 người, nhiều nhất"))],
        default="2",
    )
