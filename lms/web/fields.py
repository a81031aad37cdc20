"""Form fields and the form that others derive from: input is cleaned the same way everywhere."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField, TextAreaField
from wtforms.validators import ValidationError

from lms.core.days import read_day
from lms.core.vietnamese import nfc, seen, squeeze
from lms.web.translations import gettext


class Translations:
    """WTForms' own messages never reach people: every validator here brings its sentence."""

    def gettext(self, text: str) -> str:
        return gettext(text)

    def ngettext(self, one: str, many: str, count: int) -> str:
        return gettext(one if count == 1 else many)


class Form(FlaskForm):  # type: ignore[misc]
    """A form with our translations. CSRF is checked once for all unsafe requests, before the view."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        csrf = False

        def get_translations(self, form: Any) -> Translations:
            return Translations()


class Line(StringField):  # type: ignore[misc]
    """One line of text: NFC, trimmed, single spaces, nothing hidden."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = squeeze(seen(valuelist[0])) if valuelist else ""


class Prose(TextAreaField):  # type: ignore[misc]
    """Several lines of plain text: NFC, trimmed, nothing hidden."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = seen(valuelist[0]).strip() if valuelist else ""


class Day(StringField):  # type: ignore[misc]
    """A day, written as ``21/11/2026``; what is no day is None, and stands there again as it was typed."""

    data: Any
    """A date, once the form was found right."""
    written = ""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.written = squeeze(valuelist[0])[:20] if valuelist else ""
        self.data = read_day(self.written)

    def _value(self) -> str:
        return f"{self.data:%d/%m/%Y}" if self.data else self.written


class Secret(PasswordField):  # type: ignore[misc]
    """A password, kept exactly as typed but for its normal form."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = nfc(valuelist[0]) if valuelist else ""


class Needed:
    """The field must not be empty; ``message`` says what to type."""

    field_flags = {"required": True}

    def __init__(self, message: str) -> None:
        self.message = message

    def __call__(self, form: Any, field: Any) -> None:
        if not field.data:
            raise ValidationError(gettext(self.message))


class AtMost:
    """The text must not be longer than ``most`` characters."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.field_flags = {"maxlength": most}

    def __call__(self, form: Any, field: Any) -> None:
        if field.data and len(field.data) > self.most:
            raise ValidationError(
                gettext("Dài quá %(most)s chữ. Thầy cô viết ngắn lại giúp nhé.", most=self.most)
            )
