"""Forms of the roster, of the tree of units and of roles."""

from dataclasses import replace
from typing import Any

from wtforms import BooleanField, RadioField, SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import ValidationError

from lms.core.errors import N_
from lms.core.passwords import read_phone, read_teacher_code
from lms.core.people import ROLE_LABELS
from lms.units.models import HONORIFICS, KINDS
from lms.units.services import Details
from lms.web.fields import AtMost, Form, Line, Needed
from lms.web.translations import gettext


class Listed:
    """What came back must be among the choices that were offered; ``message`` says to choose one."""

    def __init__(self, message: str) -> None:
        self.message = message

    def __call__(self, form: Form, field: Any) -> None:
        if not any(choice.value == field.data for choice in field.iter_choices()):
            raise ValidationError(gettext(self.message))


class PersonForm(Form):
    """What the roster says of a person; only the name is needed."""

    full_name = Line(
        N_("Họ và tên"), validators=[Needed(N_("Chưa có tên. Gõ họ và tên đầy đủ, có dấu.")), AtMost(120)]
    )
    honorific = SelectField(
        N_("Xưng hô"),
        choices=[SelectChoice("", "–"), *(SelectChoice(word, word) for word in HONORIFICS)],
        default="",
        validate_choice=False,
        validators=[Listed(N_("Chọn một cách xưng hô trong danh sách."))],
    )
    phone = Line(N_("Số điện thoại (nếu có)"), validators=[AtMost(20)])
    teacher_code = Line(N_("Mã giáo viên (nếu có)"), validators=[AtMost(40)])
    position = Line(N_("Tổ, chức vụ (nếu có)"), validators=[AtMost(80)])

    def validate_phone(self, field: Line) -> None:
        if field.data and read_phone(field.data) is None:
            raise ValidationError(gettext("Số điện thoại cần 10 chữ số, ví dụ 0912 345 678."))

    def validate_teacher_code(self, field: Line) -> None:
        if field.data and read_teacher_code(field.data) is None:
            raise ValidationError(gettext("Mã giáo viên chỉ gồm chữ không dấu và số, ít nhất 3 ký tự."))

    @property
    def details(self) -> Details:
        return Details(
            full_name=self.full_name.data,
            honorific=self.honorific.data,
            phone=read_phone(self.phone.data),
            teacher_code=read_teacher_code(self.teacher_code.data),
            position=self.position.data,
        )


class NewPersonForm(PersonForm):
    confirmed = BooleanField(N_("Đây là một người khác, trùng tên"))


class KnownPersonForm(PersonForm):
    exempt_reason = Line(N_("Được miễn học, vì (để trống nếu học bình thường)"), validators=[AtMost(200)])

    @property
    def details(self) -> Details:
        return replace(super().details, exempt_reason=self.exempt_reason.data)


class MoveForm(Form):
    """Which units may be chosen is for the view to say: it fills the choices."""

    unit = SelectField(
        N_("Đơn vị mới"),
        validate_choice=False,
        validators=[
            Needed(N_("Chưa chọn đơn vị. Chọn một đơn vị trong danh sách.")),
            Listed(N_("Chưa chọn đơn vị. Chọn một đơn vị trong danh sách.")),
        ],
    )


class CloseForm(Form):
    reason = Line(
        N_("Lý do"),
        validators=[Needed(N_("Chưa có lý do. Một câu ngắn là đủ, ví dụ: đã chuyển công tác.")), AtMost(200)],
    )


class NameForm(Form):
    name = Line(N_("Tên đơn vị"), validators=[Needed(N_("Chưa có tên đơn vị.")), AtMost(160)])


class UnitForm(NameForm):
    kind = RadioField(
        N_("Loại đơn vị"),
        choices=[SelectChoice(kind, label) for kind, label in KINDS.items()],
        default="school",
        validate_choice=False,
        validators=[Listed(N_("Chọn một loại đơn vị trong danh sách."))],
    )


class RoleForm(Form):
    role = RadioField(
        N_("Nhiệm vụ"),
        choices=[SelectChoice(role.value, label) for role, label in ROLE_LABELS.items()],
        validate_choice=False,
        validators=[Listed(N_("Chưa chọn nhiệm vụ."))],
    )
    unit = SelectField(
        N_("Ở đơn vị nào, kể cả các đơn vị bên dưới"),
        validate_choice=False,
        validators=[Listed(N_("Chưa chọn đơn vị. Chọn một đơn vị trong danh sách."))],
    )
