"""Where a course uses a local field, so that whoever fills in a unit's sheet sees the sentence that learners will read."""

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lms.core.markup import FIELD, Course, LocalField, Segment
from lms.core.vietnamese import squeeze

LONGEST_SIDE = 60
_BLOCK = re.compile(r"</?(?:p|li|ul|ol|h[1-6]|blockquote|div|table|tr|td|th|dl|dt|dd|pre|br)\b[^>]*>")
_TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True)
class Use:
    """The first place of a field: what kind of page it is on, its key, its title, and the words around the field.

    ``kind`` is step, task or quiz with ``lesson/item`` as the key, "lesson" with the lesson's id, or "course".
    """

    kind: str
    key: str
    title: str
    before: str = ""
    after: str = ""


def label_of(course: Course, name: str) -> LocalField:
    """Return what ``course`` says of a field; where it says nothing, the name has to do."""
    for field in course.local_labels:
        if field.name == name:
            return field
    return LocalField(name, name.replace("_", " "))


def find_use(course: Course, name: str) -> Use | None:
    """Return where learners first meet the field ``name``; a step rather than an introduction."""
    uses = [use for use in _uses(course) if name in use[1]]
    if not uses:
        return None
    place, _names, body = min(uses, key=lambda use: use[0].kind in ("lesson", "course"))
    before, after = _around(body, name)
    return Use(place.kind, place.key, place.title, before, after)


def _uses(course: Course) -> Iterator[tuple[Use, Iterable[str], tuple[Segment, ...]]]:
    """Yield every page of a course with the fields on it."""
    intro = (Segment("html", html=course.intro_html),)
    yield Use("course", "", course.title), _fields(intro), intro
    for lesson in course.lessons:
        yield Use("lesson", lesson.id, lesson.title), _fields(lesson.body), lesson.body
        for item in lesson.items:
            yield Use(item.kind, item.key, item.title), item.local_fields, item.body


def _fields(segments: Iterable[Segment]) -> set[str]:
    return {name for text in _texts(segments) for name in FIELD.findall(text)}


def _texts(segments: Iterable[Segment]) -> Iterator[str]:
    for segment in segments:
        yield from (segment.html, *segment.checks, *(variant.html for variant in segment.variants))


def _around(segments: Iterable[Segment], name: str) -> tuple[str, str]:
    """Return the words before and after a field in its paragraph or line, without markup; empty where there are none."""
    mark = f"{{{{{name}}}}}"
    for text in _texts(segments):
        for block in _BLOCK.split(text):
            if mark in block:
                before, _mark, after = _plain(block).partition(mark)
                return _last(FIELD.sub("…", before)), _first(FIELD.sub("…", after))
    return "", ""


def _plain(block: str) -> str:
    return squeeze(html.unescape(_TAG.sub("", block)))


def _last(text: str) -> str:
    return text if len(text) <= LONGEST_SIDE else "…" + text[-LONGEST_SIDE:].partition(" ")[2]


def _first(text: str) -> str:
    return text if len(text) <= LONGEST_SIDE else text[:LONGEST_SIDE].rpartition(" ")[0] + "…"
