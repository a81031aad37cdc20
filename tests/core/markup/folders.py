"""Course folders made for a test: a valid one, and what a test changes in it."""

import io
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from PIL import Image

from lms.core.markup import Compilation, Course, CourseSource, Item, Known, Lesson, compile_course

ROOT = Path(__file__).parents[3]
CORPORA = ROOT.parent / "shared" / "corpora"
SHIPPED = sorted((ROOT / "courses").glob("*/*.md"))
TODAY = date(2026, 11, 21)

COURSE = """---
id: ky-so
title: "Ký số"
minutes: 15
---
Khóa học ngắn.
"""

FRONT = """---
id: bai-mot
title: "Bài 1. Mở máy"
kind: practice
minutes: 15
---
"""

KNOWN = Known(
    banks={"ky-so": ("ky-so", frozenset({"an-toan", "bai-1"}))},
    glossary=frozenset({"otp", "chu-ky-so"}),
    courses=frozenset({"ky-so", "ho-so"}),
)


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 30)) -> bytes:
    """Return a small picture of the wanted format."""
    held = io.BytesIO()
    Image.new("RGB", size, "teal").save(held, kind)
    return held.getvalue()


def drawing(
    inside: str = '<rect width="10" height="10"/>', attributes: str = 'viewBox="0 0 120 80"'
) -> bytes:
    """Return an SVG drawing."""
    return f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}>{inside}</svg>'.encode()


def folder(
    body: str | bytes = "## Bước 1. Mở máy {#mo}\nThời gian: 15 phút\n\nBấm nút nguồn.\n",
    *,
    front: str = FRONT,
    course: str = COURSE,
    files: Mapping[str, bytes] | None = None,
) -> CourseSource:
    """Return a course with one lesson, ``01-mo-may.md``, and ``files`` besides."""
    content = body if isinstance(body, bytes) else (front + body).encode()
    return CourseSource("ky-so", {"course.md": course.encode(), "01-mo-may.md": content, **(files or {})})


def compiled(source: CourseSource, known: Known = KNOWN, today: date = TODAY) -> Compilation:
    """Return what the compiler makes of ``source``."""
    return compile_course(source, known, today)


def course_of(source: CourseSource, known: Known = KNOWN) -> Course:
    """Return the course in ``source``; its problems are shown where there is none."""
    found = compiled(source, known)
    assert found.course is not None, "\n".join(problem.text("en") for problem in found.problems)
    return found.course


def lesson_of(body: str, **changes: object) -> Lesson:
    """Return the one lesson whose text is ``body``."""
    return course_of(folder(body, **changes)).lessons[0]  # type: ignore[arg-type]


def step_of(lines: str, **changes: object) -> Item:
    """Return the one step whose text is ``lines``."""
    return lesson_of(f"## Bước 1. Mở máy {{#mo}}\n\n{lines}\n", **changes).items[0]


def html_of(lines: str, **changes: object) -> str:
    """Return the HTML of a step whose text is ``lines``."""
    return "\n".join(segment.html for segment in step_of(lines, **changes).body)


def findings_in(
    source: CourseSource, known: Known = KNOWN, today: date = TODAY
) -> list[tuple[str, int, str]]:
    """Return file, line and code of each problem."""
    return [(problem.path, problem.line, problem.code) for problem in compiled(source, known, today).problems]


def codes_of(body: str | bytes, **changes: object) -> list[tuple[int, str]]:
    """Return line and code of each problem in the one lesson whose text is ``body``; lines count from its first."""
    source = folder(body, **changes)  # type: ignore[arg-type]
    offset = str(changes.get("front", FRONT)).count("\n") if isinstance(body, str) else 0
    return [(line - offset, code) for path, line, code in findings_in(source) if path == "ky-so/01-mo-may.md"]
