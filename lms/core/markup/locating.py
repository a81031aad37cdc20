"""Where in a course folder a lesson, an item or a lesson's aliases are written, for findings made after compiling."""

import re
from collections.abc import Mapping

from lms.core.markup.compiling import COURSE_FILE, lesson_files
from lms.core.markup.course import Item, Lesson

_MOST_FRONT = 60


def locate_item(files: Mapping[str, bytes], lesson: Lesson, item: Item) -> tuple[str, int]:
    """Return the file and line where ``item`` is written; the lesson's first line where its id is not."""
    name = _lesson_file(files, lesson)
    if item.quiz is not None:
        pool = f"#{re.escape(item.quiz.pool)}" if item.quiz.pool else ""
        pattern = rf"\]\([^)]*\b{re.escape(item.quiz.bank)}\.md{pool}\)"
    else:
        pattern = rf"\{{:?[ ]*#{re.escape(item.id)}[ ]*\}}"
    return name, _line(files, name, re.compile(pattern))


def locate_aliases(files: Mapping[str, bytes], lesson: Lesson) -> tuple[str, int]:
    """Return the file and line of a lesson's aliases; of its front matter where it has none."""
    name = _lesson_file(files, lesson)
    return name, _line(files, name, re.compile(r"^aliases[ ]*:"))


def _lesson_file(files: Mapping[str, bytes], lesson: Lesson) -> str:
    written = re.compile(rf"^id[ ]*:[ ]*[\"']?{re.escape(lesson.id)}[\"']?[ ]*$")
    for name in lesson_files(files):
        if any(written.search(line) for line in _lines(files, name)[:_MOST_FRONT]):
            return name
    return COURSE_FILE


def _line(files: Mapping[str, bytes], name: str, pattern: re.Pattern[str]) -> int:
    lines = _lines(files, name)
    return next((number for number, line in enumerate(lines, 1) if pattern.search(line)), 1)


def _lines(files: Mapping[str, bytes], name: str) -> list[str]:
    return files.get(name, b"").decode("utf-8", "replace").splitlines()
