"""Forms of asking for help, of offering it, of a unit's points, and of pairing two people by hand."""

from typing import Any

from wtforms import BooleanField, RadioField, SelectField, SelectMultipleField
from wtforms.fields import SelectChoice
from wtforms.widgets import CheckboxInput, ListWidget

from lms.core.errors import N_
from lms.core.matching.week import PHONES, TIMES
from lms.core.whole_numbers import whole_number
from lms.web.fields import AtMost, Form, Line, Needed, Prose
from lms.web.translations import gettext

LONGEST_WORDS = 500
LONGEST_GREETING = 400
LONGEST_REASON = 200


class Ticks(SelectMultipleField):  # type: ignore[misc]
    """Several boxes of one question; what is no choice is left out, not complained about."""

    data: list[str] | None
    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def pre_validate(self, form: Any) -> None:
        known = {str(choice.value) for choice in self.iter_choices()}
        self.data = [each for each in self.data or [] if each in known]


class WishForm(Form):
    """What needs and offers ask alike. The view fills skills and colleagues."""

    times = Ticks(N_("Thầy cô rảnh lúc nào?"), choices=[SelectChoice(each, each) for each in TIMES])
    device = RadioField(
        N_("Thầy cô dùng máy gì?"),
        choices=[
            *(SelectChoice(*each) for each in PHONES.items()),
            SelectChoice("", N_("Máy khác, hoặc chưa rõ")),
        ],
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
        choices=[
            SelectChoice("1", N_("1 người")),
            SelectChoice("2", N_("2 người")),
            SelectChoice("3", N_("3 người, nhiều nhất")),
        ],
        default="2",
    )


class PairForm(Form):
    """Which people may be chosen is for the page to say; it fills the choices and checks what comes back."""

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
    skills = Ticks(
        N_("Hai người cùng làm việc gì?"),
        validators=[
            Needed(N_("Chưa chọn việc nào. Đánh dấu ít nhất một việc để hai người biết mình đồng ý điều gì."))
        ],
    )


class TwinForm(Form):
    words = Prose(N_("Lời chào (không bắt buộc)"), default="", validators=[AtMost(LONGEST_GREETING)])


class PartForm(Form):
    reason = Line(
        N_("Vì sao khép lại? Đơn vị kia đọc được câu này."),
        validators=[
            Needed(N_("Chưa có lý do. Viết một câu ngắn, ví dụ: Hai bên đã đủ người hướng dẫn.")),
            AtMost(LONGEST_REASON),
        ],
    )


MOST_POINTS = 100


class PointsForm(Form):
    """Whole numbers from 0 to 100, one for each point that counts."""

    skills = Line(N_("Làm được đúng việc cần giúp"))
    same_unit = Line(N_("Cùng đơn vị"))
    sibling_unit = Line(N_("Đơn vị gần nhau, cùng cấp trên"))
    times = Line(N_("Cùng buổi rảnh"))
    device = Line(N_("Cùng loại máy"))
    wish = Line(N_("Mỗi lời xin đi cùng nhau"))
    held = Line(N_("Trừ cho mỗi người đang kèm"))
    floor = Line(N_("Điểm thấp nhất để gợi ý trong một đơn vị"))
    sibling_floor = Line(N_("Điểm thấp nhất để gợi ý giữa hai đơn vị"))

    def points(self) -> dict[str, int] | None:
        """Return what was typed; None where something is no such number, which its field then says."""
        read = {field.name: whole_number(field.data or "", MOST_POINTS) for field in self}
        for field in self:
            if read[field.name] is None:
                field.errors = [
                    gettext("“%(label)s” cần một số nguyên từ 0 đến 100.", label=gettext(field.label.text))
                ]
        return None if None in read.values() else {name: value or 0 for name, value in read.items()}
