"""What people type is cleaned in one place: the normal form, and nothing that is there without being seen."""

import pytest
from flask import Flask

from lms.core.vietnamese import seen
from lms.web.fields import AtMost, Form, Line, Needed, Prose


class Both(Form):
    line = Line("Một dòng", validators=[Needed("Chưa có chữ nào"), AtMost(40)])
    prose = Prose("Nhiều dòng")


def read(app: Flask, line: str, prose: str = "") -> Both:
    with app.test_request_context("/", method="POST", data={"line": line, "prose": prose}):
        form = Both()
        form.validate_on_submit()
        return form


@pytest.mark.parametrize(
    "hidden",
    ["\u202e", "\u2066", "\u200b", "\ufeff", "\u00ad", "\x1b", "\x07", "\x7f", "\x9b", "\u2060", "\ufffe"],
)
def test_what_nobody_sees_is_left_out(app: Flask, hidden: str) -> None:
    form = read(app, f"cô{hidden} Hòa", f"cô{hidden} Hòa")
    assert (form.line.data, form.prose.data) == ("cô Hòa", "cô Hòa")
    empty = read(app, hidden * 3 + " ")
    assert (empty.line.data, empty.line.errors) == ("", ["Chưa có chữ nào"])


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n", "\v", "\f", "\x1e", "\x85", "\u2028", "\u2029"])
def test_every_end_of_a_line_is_one_and_a_line_has_none(app: Flask, end: str) -> None:
    form = read(app, f"một{end}hai", f"một{end}hai")
    assert (form.line.data, form.prose.data) == ("một hai", "một\nhai")


@pytest.mark.parametrize("kept", ["👩🏽‍🏫", "Ngữ điệu ổn", "a\tb", "<b>=1+1</b>", "العربية", "%(name)s {0}"])
def test_everything_else_stays(kept: str) -> None:
    assert seen(kept) == kept


def test_letters_and_marks_typed_apart_are_one_letter_even_with_something_hidden_between(app: Flask) -> None:
    assert read(app, "Nga\u200b\u0302\u0301n").line.data == "Ngấn"
