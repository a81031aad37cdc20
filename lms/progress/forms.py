"""Forms on the learner's pages."""

from wtforms import HiddenField

from lms.core.errors import N_
from lms.web.fields import AtMost, Form, Prose


class ScreenForm(Form):
    """A learner's word that the screen looks different."""

    message = Prose(N_("Màn hình của thầy cô có gì khác? (không bắt buộc)"), validators=[AtMost(500)])
    device = HiddenField()
