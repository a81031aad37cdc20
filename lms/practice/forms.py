"""The part of a hand-in that every kind of task shares, and what opens a key; boxes, selects and photos belong to the kinds."""

from wtforms import HiddenField

from lms.core.errors import N_
from lms.practice.services import LONGEST_NOTE
from lms.web.fields import AtMost, Form, Line, Prose, Secret


class SeenForm(Form):
    """``seen`` is the number of the last try that the page knew of."""

    seen = HiddenField(name="lan")

    @property
    def last_seen(self) -> int:
        text = self.seen.data or ""
        return int(text) if text.isdecimal() and len(text) < 6 else 0


class HandInForm(SeenForm):
    """What comes with any hand-in."""

    note = Prose(N_("Lời nhắn cho người xem (không bắt buộc)"), validators=[AtMost(LONGEST_NOTE)])


class KeyForm(SeenForm):
    """A PIN typed to sign, a new one chosen twice, or the password of a .p12 file. None of them is ever drawn again."""

    pin = Secret()
    new_pin = Secret()
    pin_again = Secret()
    password = Secret()


class ConfirmationForm(Form):
    """A number and a code from a printed list. The code's name keeps it out of forms that are kept for signing in."""

    number = Line(N_("Số thứ tự của mã"))
    confirmation_code = Line(N_("Mã"))
