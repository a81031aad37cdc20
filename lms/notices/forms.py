"""The form that asks where notices may be sent."""

import re

from wtforms.validators import ValidationError

from lms.core.errors import N_
from lms.web.fields import AtMost, Form, Line, Needed
from lms.web.translations import gettext

_ADDRESS = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}"
)


class AddressForm(Form):
    email = Line(
        N_("Địa chỉ thư điện tử của thầy cô"),
        validators=[
            Needed(N_("Thầy cô chưa nhập địa chỉ thư điện tử. Ví dụ: lan.nguyen@gmail.com.")),
            AtMost(254),
        ],
    )

    def validate_email(self, field: Line) -> None:
        local = (field.data or "").partition("@")[0]
        if not _ADDRESS.fullmatch(field.data or "") or len(local) > 64:
            raise ValidationError(
                gettext(
                    "Địa chỉ này chưa đúng. Viết liền, không dấu, có @ ở giữa, ví dụ lan.nguyen@gmail.com."
                )
            )
