"""Compiling is deterministic, the stored form is exact, and a revision's fingerprint means its content."""

import json
import unicodedata
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from lms.core.markup import (
    Course,
    CourseSource,
    Item,
    Lesson,
    LocalField,
    Media,
    Module,
    QuizRef,
    RubricLine,
    Segment,
    Skill,
    Task,
    Variant,
    Video,
    course_from_json,
    course_to_json,
    digest,
)
from tests.core.markup.folders import compiled, course_of, folder, picture

WORDS = st.text(max_size=12)
NAMES = st.lists(WORDS, max_size=3).map(tuple)
POINTS = st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=0, max_value=100)
VIDEOS = st.builds(Video, WORDS, WORDS, WORDS, WORDS, WORDS, WORDS)
SEGMENTS = st.builds(
    Segment,
    kind=WORDS,
    html=WORDS,
    variants=st.lists(st.builds(Variant, WORDS, WORDS, WORDS), max_size=2).map(tuple),
    checks=NAMES,
    video=st.none() | VIDEOS,
)
SPECS: st.SearchStrategy[Any] = st.dictionaries(
    WORDS,
    st.recursive(
        WORDS | st.integers() | st.booleans() | st.none(), lambda inner: st.lists(inner, max_size=3)
    ),
)
TASKS = st.builds(
    Task,
    WORDS,
    SPECS,
    WORDS,
    WORDS,
    POINTS,
    st.lists(st.builds(RubricLine, POINTS, WORDS), max_size=2).map(tuple),
)
BODIES = st.lists(SEGMENTS, max_size=2).map(tuple)
ITEMS = st.builds(
    Item,
    key=WORDS,
    kind=WORDS,
    id=WORDS,
    title=WORDS,
    minutes=st.integers(0, 99),
    body=BODIES,
    local_fields=NAMES,
    task=st.none() | TASKS,
    quiz=st.none() | st.builds(QuizRef, WORDS, st.none() | WORDS),
)
LESSONS = st.builds(
    Lesson,
    id=WORDS,
    title=WORDS,
    requires=NAMES,
    checked_on=st.none() | WORDS,
    body=BODIES,
    items=st.lists(ITEMS, max_size=2).map(tuple),
)
COURSES = st.builds(
    Course,
    id=WORDS,
    title=WORDS,
    certificate=st.booleans(),
    modules=st.lists(st.builds(Module, WORDS, NAMES), max_size=2).map(tuple),
    skills=st.lists(st.builds(Skill, WORDS, WORDS, NAMES, NAMES), max_size=2).map(tuple),
    media=st.lists(
        st.builds(Media, WORDS, WORDS, WORDS, st.integers(0), st.integers(0), st.integers(0)), max_size=2
    ).map(tuple),
    lessons=st.lists(LESSONS, max_size=2).map(tuple),
    local_labels=st.lists(st.builds(LocalField, WORDS, WORDS, WORDS), max_size=2).map(tuple),
)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(COURSES)
def test_any_course_comes_back_from_its_stored_form(course: Course) -> None:
    assert course_from_json(json.loads(json.dumps(course_to_json(course)))) == course


def test_a_row_stored_before_a_field_existed_can_still_be_read() -> None:
    stored = course_to_json(course_of(folder()))
    del stored["lessons"][0]["aliases"]
    assert course_from_json(stored).lessons[0].aliases == ()


def test_points_keep_their_exact_value() -> None:
    task = Task("evidence", {}, "", "", Decimal("2.50"))
    course = Course("a", "A", lessons=(Lesson("l", "L", items=(Item("l/t", "task", "t", "T", task=task),)),))
    back = course_from_json(course_to_json(course)).lessons[0].items[0].task
    assert back is not None
    assert str(back.points) == "2.50"


BODY = """## Bước 1. Mở máy {#mo}
Thời gian: 5 phút

### Android
1. Bấm [OTP](../glossary.md#otp).

   ![Nút](media/a.png)

## Nhiệm vụ: Xếp {#xep}

```sort
nhóm: Thật | Giả
- Đúng kho -> Thật
- Tệp lạ -> Giả
```

[Kiểm tra](../../quizzes/ky-so.md#bai-1)
"""


def test_compiling_twice_gives_the_same_course_whatever_the_order_of_the_files() -> None:
    source = folder(BODY, files={"media/a.png": picture()})
    other = CourseSource(source.slug, dict(reversed(source.files.items())))
    assert compiled(source) == compiled(other)
    assert compiled(source).course is not None


def test_line_ends_and_unicode_form_make_no_other_revision() -> None:
    source = folder(BODY, files={"media/a.png": picture()})
    first = compiled(source)
    for change in (
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("\n", "\r"),
        lambda text: unicodedata.normalize("NFD", text),
        lambda text: "\ufeff" + text,
    ):
        files = {
            name: change(content.decode()).encode() if name.endswith(".md") else content
            for name, content in source.files.items()
        }
        assert compiled(CourseSource(source.slug, files)) == first


def test_any_other_change_is_another_revision() -> None:
    source = folder(BODY, files={"media/a.png": picture()})
    changes: list[dict[str, bytes]] = [
        {"01-mo-may.md": source.files["01-mo-may.md"].replace(b"5", b"6")},
        {"media/a.png": source.files["media/a.png"] + b"\r\n"},
        {"media/b.png": picture()},
        {"02-x.md": b""},
    ]
    found = {digest(source.files), *(digest({**source.files, **change}) for change in changes)}
    assert len(found) == 5
    assert digest({"a.md": b"bc"}) != digest({"a.mdb": b"c", "ab.md": b"c"})
    assert digest({"media/a": b"bc"}) != digest({"media/ab": b"c"})
    assert digest({"notes.xyz": b"bc"}) == digest({})
