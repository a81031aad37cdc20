"""Whatever is in a folder, the compiler answers with findings: never with a traceback, never by hanging."""

import multiprocessing

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lms.core.child import CPU_SECONDS
from lms.core.markup import (
    CourseSource,
    Known,
    compile_course_limited,
    compile_glossary,
    render_markdown,
    stamp,
)
from lms.core.questions import parse_bank
from tests.core.markup.folders import COURSE, FRONT, KNOWN, TODAY, compiled, folder
from tests.core.markup.hostile import SHAPES
from tests.safety.inspection import faults_in

SMALL, LARGE, HUGE = 10_000, 40_000, 1_000_000

PIECES = st.sampled_from(
    [
        *(
            "## Bước 1. Mở {#a}",
            "## Bước 2. {#a}",
            "## Nhiệm vụ: Gửi {#b}",
            "### Android",
            "### iPhone",
            "### Khác",
        ),
        *(
            "Thời gian: 5 phút",
            "Nộp: ảnh, tối đa 2 | Chấm: người hướng dẫn | Điểm: 10",
            "Nộp: |||",
            "- 6đ: Rõ",
        ),
        *(
            "- [ ] một",
            "  - hai",
            "1. ba",
            "   ![](media/a.png)",
            "> [!NOTE]",
            "> - x",
            "```sort {#c}",
            "```",
            "~~~",
        ),
        *(
            "nhóm: A | B",
            "- một -> A",
            "[q](../../quizzes/ky-so.md#x)",
            "[v](https://youtu.be/abcdefghijk)",
            "[a]: b",
        ),
        *(
            "[^1]: chú",
            "chữ[^1]",
            "*[OTP]: mã",
            "{{ten_app}}",
            "{{",
            "}}",
            "{: #x .y onclick=z }",
            "| a | b |",
            "|---|---|",
        ),
        *(
            "---",
            "===",
            "\ufeff",
            "\u202e",
            "\x00",
            "\r",
            "\t",
            "<script>",
            "&lt;",
            "\\",
            "***",
            "#",
            "%%",
            "ế" * 50,
            "",
        ),
    ]
)
FRONTS = st.sampled_from(
    [FRONT, "---\n", "", "---\nid: [\n---\n", "---\ntitle: ''\n---\n", "---\n? a\n: - b\n---\n"]
)


def survives(source: CourseSource) -> None:
    found = compiled(source)
    assert found.course is not None or any(problem.level == "error" for problem in found.problems)
    assert all(problem.line >= 1 and problem.vi and problem.en for problem in found.problems)
    again = CourseSource(source.slug, {**source.files, **stamp(source)})
    assert stamp(again) == {}


@settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(FRONTS, st.lists(PIECES, max_size=14), st.sampled_from(["\n", "\n\n", "\r\n"]))
def test_any_arrangement_of_the_format_gives_findings(front: str, parts: list[str], joint: str) -> None:
    body = joint.join(parts)
    survives(folder((front + body).encode(), files={"media/a.png": b"x"}))


@settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=300), st.binary(max_size=300), st.binary(max_size=200))
def test_any_bytes_give_findings(lesson: bytes, course: bytes, media: bytes) -> None:
    files = {
        "course.md": course,
        "01-a.md": lesson,
        "media/a.svg": media,
        "media/a.webp": media,
        "media/a.vtt": media,
    }
    survives(CourseSource("ky-so", files))
    survives(
        CourseSource("ky-so", {"course.md": COURSE.encode() + course, "01-a.md": FRONT.encode() + lesson})
    )
    compile_glossary(lesson)


@settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=400))
def test_any_text_becomes_safe_html(text: str) -> None:
    for markup in (render_markdown(text), render_markdown(text, inline=True)):
        assert faults_in(markup) == []
        assert ' id="' not in markup


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.dictionaries(st.text(max_size=20), st.binary(max_size=40), max_size=4), st.text(max_size=10))
def test_any_file_names_give_findings(files: dict[str, bytes], slug: str) -> None:
    survives(CourseSource(slug, files))


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES.keys())
def test_a_hostile_shape_is_rendered_within_its_limit_or_refused(shape) -> None:  # type: ignore[no-untyped-def]
    files = {"course.md": COURSE.encode()}
    for size in (SMALL, LARGE, HUGE):
        files[f"{size}.md"] = (
            f"---\nid: a{size}\ntitle: A\n---\n## Bước 1. Mở {{#mo}}\n\n{shape(size)}\n".encode()
        )
    # Twice the usual limit: processor time, too, runs faster on a machine that others keep busy.
    found = compile_course_limited(
        CourseSource("ky-so", files), Known(), TODAY, cpu=2 * CPU_SECONDS, patience=60
    )
    assert "too-slow" not in {problem.code for problem in found.problems}
    assert any(problem.path == f"ky-so/{HUGE}.md" and problem.level == "error" for problem in found.problems)


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES.keys())
def test_a_hostile_shape_in_a_bank_or_the_glossary_gives_findings_or_safe_html(shape) -> None:  # type: ignore[no-untyped-def]
    text = shape(SMALL)
    source = f'---\nid: a\ntitle: "A"\n---\n## Câu {{#c}}\n{text}\n- (x) a\n- ( ) b\n'.encode()
    bank, problems = parse_bank(source, "a.md", lambda piece, inline: render_markdown(piece, inline=inline))
    assert (bank is None) == any(problem.level == "error" for problem in problems)
    if bank is not None:
        assert all(faults_in(question.stem_html) == [] for question in bank.questions)
    terms, _ = compile_glossary(f"## từ {{#tu}}\nEnglish: word\n\n{text}\n".encode())
    assert all(faults_in(term.html) == [] for term in terms)


def test_the_hostile_shapes_are_at_least_forty() -> None:
    assert len(SHAPES) >= 40


def test_deep_nesting_is_refused_at_its_line() -> None:
    found = compiled(folder("## Bước 1. Mở {#mo}\n\n" + "> " * 101 + "a\n"))
    assert [(problem.line, problem.code) for problem in found.problems] == [(9, "too-deep")]


def test_the_child_leaves_nothing_running() -> None:
    compile_course_limited(folder(), KNOWN, TODAY)
    assert multiprocessing.active_children() == []
