"""A lesson has the headings, lists and pictures that GitHub shows: the same counts as markdown-it-py, the same numbers.

markdown-it-py is CommonMark's reference in Python and no part of the site.
"""

import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from lms.core.markup import CourseSource, Item, Known, Lesson, compile_course
from lms.core.markup.dialect import build_markdown
from lms.core.markup.frontmatter import split_front_matter
from tests.core.markup.folders import SHIPPED, TODAY, html_of, picture
from tests.core.markup.odd_lessons import ODD

COUNTED = ("h2", "h3", "ol", "ul", "li", "img", "pre", "blockquote")
_TAG = re.compile(rf"<({'|'.join(COUNTED)})[\s>/]")
_BOX = re.compile(r'<div class="box[^>]*>')
_LIST = re.compile(r'<ol(?: start="(\d+)")?>')


def counts(markup: str) -> Counter[str]:
    """Return how often each element stands in ``markup``; a box is the quotation that its author wrote."""
    return Counter(_TAG.findall(markup)) + Counter("blockquote" for _ in _BOX.findall(markup))


def numbering(markup: str) -> list[int]:
    """Return the first number of each numbered list, in the order of the text."""
    return [int(start or 1) for start in _LIST.findall(markup)]


def ours(text: str) -> str:
    return build_markdown().convert(text.strip("\n"))


def reference(text: str) -> str:
    return MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(text)


def agree(text: str) -> None:
    assert counts(ours(text)) == counts(reference(text))
    assert numbering(ours(text)) == numbering(reference(text))


def test_the_odd_lessons_are_at_least_forty() -> None:
    assert len(ODD) >= 40


@pytest.mark.parametrize("text", ODD.values(), ids=ODD.keys())
def test_an_odd_lesson_has_what_github_shows(text: str) -> None:
    agree(text)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_shipped_lesson_has_what_github_shows(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    _, first = split_front_matter(text)
    agree("\n".join(text.split("\n")[first - 1 :]))


def compiled_lessons() -> list[tuple[Path, Lesson]]:
    found = []
    for course in sorted({path.parent for path in SHIPPED}):
        files = {
            path.relative_to(course).as_posix(): path.read_bytes()
            for path in course.rglob("*")
            if path.is_file()
        }
        compiled = compile_course(CourseSource(course.name, files), Known(), TODAY).course
        assert compiled is not None
        names = [path for path in SHIPPED if path.parent == course and path.name != "course.md"]
        found += list(zip(names, compiled.lessons, strict=True))
    return found


def markup_of(item: Item | Lesson) -> str:
    """Return everything that the pages of an item show as HTML, with what became a part of the page around it."""
    parts = [f"<h2>{item.title}</h2>"] if isinstance(item, Item) and item.kind != "quiz" else []
    for segment in item.body:
        parts += [segment.html, *(f"<h3>{one.label}</h3>{one.html}" for one in segment.variants)]
        parts += [f"<li>{check}</li>" for check in segment.checks]
    if isinstance(item, Item) and item.task is not None and item.task.submit:  # its list stands in the text
        listed = item.task.spec.get("rubric") or item.task.spec["items"]
        parts += [f"<li>{line['text']}</li>" for line in listed]
    return "\n".join(parts)


@pytest.mark.parametrize(
    ("path", "lesson"), compiled_lessons(), ids=[path.name for path, _ in compiled_lessons()]
)
def test_compiling_a_shipped_lesson_loses_none_of_it(path: Path, lesson: Lesson) -> None:
    text = path.read_text(encoding="utf-8")
    _, first = split_front_matter(text)
    wanted = reference("\n".join(text.split("\n")[first - 1 :]))
    shown = "\n".join(markup_of(each) for each in (lesson, *lesson.items))
    for element in ("h2", "h3", "ol", "li", "img"):
        assert counts(shown)[element] == counts(wanted)[element], element
    assert numbering(shown) == numbering(wanted)


BELOW_AN_ACTION = {
    "a picture": "![Nút](media/a.png)",
    "code": "```text\n   mã\n   ```",
    "a box": "> [!TIP]\n   > Mẹo.",
    "a table": "| a | b |\n   |---|---|\n   | 1 | 2 |",
    "a nested list": "- một\n   - hai",
    "a nested numbered list": "1. một\n   2. hai",
    "a paragraph": "Đợi một lát.",
}


@pytest.mark.parametrize("spaces", [3, 4])
@pytest.mark.parametrize("below", BELOW_AN_ACTION.values(), ids=BELOW_AN_ACTION.keys())
def test_what_stands_below_an_action_keeps_the_numbering(below: str, spaces: int) -> None:
    indented = "\n".join(" " * spaces + line.removeprefix("   ") for line in below.split("\n"))
    markup = html_of(f"1. Mở kho.\n\n{indented}\n\n2. Bấm **Cài đặt**.", files={"media/a.png": picture()})
    top = re.sub(r"<li>.*?</li>", "", re.sub(r"\n", "", markup))
    assert markup.startswith("<ol>")
    assert markup.endswith("</ol>")
    assert top.count("start=") == 0
    assert re.search(r"<li>\s*<p>Bấm <strong>Cài đặt</strong>\.</p>\s*</li>\s*</ol>$", markup)


LINES = st.sampled_from(
    [
        *("1. a", "2) b", "- x", "* y", "10. t", "## H", "### K", "chữ", "![p](m.png)", "> q", "> - q"),
        *("- [ ] t", "```", "> [!NOTE]", "", ""),
    ]
)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.lists(st.tuples(st.sampled_from(["", "", "", "  ", "   "]), LINES), min_size=1, max_size=7))
def test_any_mixture_of_lists_and_headings_is_read_as_github_reads_it(parts: list[tuple[str, str]]) -> None:
    agree("\n".join(indent + line if line else "" for indent, line in parts))
