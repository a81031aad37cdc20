"""Forms of sign-in and of one's own account."""

from wtforms import HiddenField, RadioField
from wtforms.fields import SelectChoice
from wtforms.validators import ValidationError

from lms.core.errors import N_
from lms.core.passwords import LONGEST
from lms.web.fields import AtMost, Form, Line, Needed, Secret
from lms.web.translations import gettext


class SignInForm(Form):
    identifier = Line(
        N_("Số điện thoại hoặc mã giáo viên"),
        validators=[
            Needed(N_("Thầy cô chưa nhập số điện thoại. Nhập 10 chữ số, ví dụ 0912 345 678.")),
            AtMost(80),
        ],
    )
    password = Secret(
        N_("Mật khẩu, hoặc mã 6 số trên thẻ"),
        validators=[Needed(N_("Thầy cô chưa nhập mật khẩu, hoặc mã 6 số trên thẻ.")), AtMost(LONGEST)],
    )
    next = HiddenField()
    kept = HiddenField()


class PasswordForm(Form):
    current = Secret(N_("Mật khẩu hiện tại"))
    new = Secret(N_("Mật khẩu mới"), validators=[Needed(N_("Thầy cô chưa nhập mật khẩu mới."))])
    again = Secret(N_("Gõ lại mật khẩu mới"))

    def validate_again(self, field: Secret) -> None:
        if field.data != self.new.data:
            raise ValidationError(gettext("Hai lần gõ mật khẩu mới chưa giống nhau."))


class DisplayForm(Form):
    text_size = RadioField(
        N_("Cỡ chữ"),
        choices=[
            SelectChoice("", N_("Vừa")),
            SelectChoice("to", N_("To")),
            SelectChoice("rat-to", N_("Rất to")),
        ],
        default="",
    )
    contrast = RadioField(
        N_("Màu sắc"),
        choices=[SelectChoice("", N_("Thường")), SelectChoice("tuong-phan", N_("Tương phản cao"))],
        default="",
    )
    motion = RadioField(
        N_("Chuyển động"),
        choices=[SelectChoice("", N_("Thường")), SelectChoice("it-dong", N_("Bớt chuyển động"))],
        default="",
    )
    next = HiddenField()
