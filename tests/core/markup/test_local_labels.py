"""Labels of local fields: what the person who fills in a unit's sheet reads."""

from lms.core.markup import LocalField
from tests.core.markup.folders import COURSE, compiled, course_of, findings_in, folder

BODY = "## Bước 1. Mở máy {#mo}\nThời gian: 15 phút\n\nMở {{ten_app}}.\n"


def course_with(written: str) -> str:
    return COURSE.replace("minutes: 15\n", f"minutes: 15\nlocal_fields:\n{written}")


def test_a_labelled_field_keeps_label_and_hint() -> None:
    course = course_of(
        folder(
            BODY, course=course_with('  - {name: ten_app, label: "Tên ứng dụng", hint: "Như trên kho."}\n')
        )
    )
    assert course.local_fields == ("ten_app",)
    assert course.local_labels == (LocalField("ten_app", "Tên ứng dụng", "Như trên kho."),)


def test_a_field_without_a_label_is_a_warning_with_the_line_to_write() -> None:
    (problem,) = compiled(folder(BODY)).problems
    assert (problem.path, problem.level, problem.code) == ("ky-so/course.md", "warning", "local-unlabelled")
    assert '- {name: ten_app, label: "…"}' in problem.vi
    assert "`{{ten_app}}`" in problem.en


def test_a_label_that_no_text_uses_is_a_warning_at_its_line() -> None:
    written = '  - {name: ten_app, label: "Tên"}\n  - {name: hotline, label: "Số"}\n'
    assert findings_in(folder(BODY, course=course_with(written))) == [("ky-so/course.md", 5, "local-unused")]


def test_one_name_has_one_label() -> None:
    written = '  - {name: ten_app, label: "Tên"}\n  - {name: ten_app, label: "Tên khác"}\n'
    assert findings_in(folder(BODY, course=course_with(written))) == [("ky-so/course.md", 5, "repeated-id")]


def test_what_is_no_field_is_refused_with_the_shape_to_write() -> None:
    for written in ("  - ten_app\n", '  - {name: Tên, label: "Tên"}\n', "  - {name: ten_app}\n"):
        found = findings_in(folder(BODY, course=course_with(written)))
        assert ("ky-so/course.md", 6, "wrong-type") in found
