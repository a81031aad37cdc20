"""Every file in ``hostile_files``, whatever role it plays, is answered with findings: never with a traceback.

The files are small and real: wrong encodings, YAML bombs, front matter of wrong types, ids that are paths, letters
that nobody sees. Shapes that are dangerous by their size are made in ``hostile``.
"""

from pathlib import Path

import pytest

from lms.core.markup import (
    CourseSource,
    Known,
    compile_course,
    compile_course_limited,
    compile_glossary,
    course_to_json,
    render_markdown,
    stamp,
)
from lms.core.problems import Problem
from lms.core.questions import parse_bank
from tests.core.markup.folders import COURSE, FRONT, KNOWN, TODAY
from tests.safety.inspection import faults_in

FILES = sorted((Path(__file__).parent / "hostile_files").iterdir())
NAMES = [path.name for path in FILES]
LESSON = FRONT.replace("bai-mot", "bai-lanh") + "## Bước 1. Mở máy {#mo}\nThời gian: 15 phút\n\nBấm.\n"


def said_properly(problems: tuple[Problem, ...], path: str, content: bytes) -> None:
    lines = content.count(b"\n") + content.count(b"\r") + 1
    for problem in problems:
        assert problem.vi, problem
        assert problem.en, problem
        if problem.path == path:
            assert 1 <= problem.line <= lines, problem


def in_course(name: str, content: bytes) -> None:
    files = {"course.md": COURSE.encode(), "00-lanh.md": LESSON.encode(), name: content}
    source = CourseSource("ky-so", files)
    for known in (KNOWN, Known()):
        found = compile_course(source, known, TODAY)
        said_properly(found.problems, f"ky-so/{name}", content)
        if found.course is None:
            assert any(problem.level == "error" for problem in found.problems)
        else:
            course_to_json(found.course)
    stamped = CourseSource("ky-so", {**files, **stamp(source)})
    assert stamp(stamped) == {}


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_a_hostile_file_as_a_lesson_gives_findings(path: Path) -> None:
    in_course("01-mo-may.md", path.read_bytes())


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_a_hostile_file_as_the_course_file_gives_findings(path: Path) -> None:
    in_course("course.md", path.read_bytes())


@pytest.mark.parametrize("path", FILES, ids=NAMES)
@pytest.mark.parametrize("suffix", ["svg", "webp", "vtt", "mp4", "exe"])
def test_a_hostile_file_as_media_gives_findings(path: Path, suffix: str) -> None:
    in_course(f"media/a.{suffix}", path.read_bytes())


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_a_hostile_file_as_a_bank_gives_findings(path: Path) -> None:
    content = path.read_bytes()
    bank, problems = parse_bank(content, "a.md", lambda text, inline: render_markdown(text, inline=inline))
    assert (bank is None) == any(problem.level == "error" for problem in problems)
    said_properly(problems, "a.md", content)


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_a_hostile_file_as_the_glossary_gives_findings(path: Path) -> None:
    content = path.read_bytes()
    terms, problems = compile_glossary(content)
    said_properly(problems, "glossary.md", content)
    for term in terms:
        assert faults_in(term.html) == []


def test_all_hostile_files_together_give_all_their_findings_in_one_run() -> None:
    files = {f"{number:02}-{path.name}": path.read_bytes() for number, path in enumerate(FILES, 1)}
    source = CourseSource("ky-so", {"course.md": COURSE.encode(), **files})
    found = compile_course_limited(source, KNOWN, TODAY)
    assert found.course is None
    assert {f"ky-so/{name}" for name in files} - {problem.path for problem in found.problems} == set()


FOUND = [
    ("utf-16.md", 1, "not-utf8"),
    ("latin-1.md", 3, "not-utf8"),
    ("cut-in-a-letter.md", 9, "not-utf8"),
    ("nul-bytes.md", 9, "hidden-character"),
    ("bidi-controls.md", 9, "hidden-character"),
    ("zero-width.md", 2, "wrong-type"),
    ("front-matter-unclosed.md", 1, "front-matter-missing"),
    ("yaml-billion-laughs.md", 2, "front-matter-broken"),
    ("yaml-self-reference.md", 3, "front-matter-broken"),
    ("yaml-python-tags.md", 2, "wrong-type"),
    ("yaml-deep.md", 2, "front-matter-broken"),
    ("yaml-duplicates.md", 4, "repeated-key"),
    ("yaml-huge-scalar.md", 1, "front-matter-long"),
    ("huge-numbers.md", 4, "wrong-type"),
    ("ten-thousand-headings.md", 256, "too-many-marks"),
    ("deeper-nesting.md", 9, "line-too-long"),
    ("brackets.md", 9, "too-many-marks"),
    ("one-long-line.md", 9, "line-too-long"),
    ("duplicate-everything.md", 14, "repeated-id"),
    ("path-like-ids.md", 2, "wrong-type"),
    ("path-like-ids.md", 7, "bad-id"),
    ("ids-with-capitals-and-marks.md", 6, "bad-id"),
    ("markup.md", 11, "unsafe-link"),
    ("circle-one.md", 4, "circle"),
    ("circle-two.md", 4, "circle"),
]


@pytest.mark.parametrize(("name", "line", "code"), FOUND, ids=[f"{name}-{code}" for name, _, code in FOUND])
def test_what_is_wrong_with_a_hostile_file_is_said_at_its_line(name: str, line: int, code: str) -> None:
    files = {
        "course.md": COURSE.encode(),
        name: (Path(__file__).parent / "hostile_files" / name).read_bytes(),
    }
    if name.startswith("circle"):
        files |= {path.name: path.read_bytes() for path in FILES if path.name.startswith("circle")}
    found = compile_course(CourseSource("ky-so", files), KNOWN, TODAY).problems
    here = [(problem.line, problem.code) for problem in found if problem.path == f"ky-so/{name}"]
    assert (line, code) in here, here[:12]
