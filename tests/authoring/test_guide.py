"""The authors' guide keeps its word: what it shows compiles without a remark, what it calls wrong gets that remark.

An example says what it is in the words after its fence: ``markdown lesson 01-mo-may.md``. ``part`` stands in a lesson,
``question`` in a bank. Below a ``wrong`` one a ``text finding`` block holds what the checker says.
"""

import re
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest
from markupsafe import escape

from lms.authoring.views import guide as guide_page
from lms.core.markup import (
    FIELD,
    CourseSource,
    Item,
    Known,
    compile_course,
    compile_glossary,
    render_markdown,
)
from lms.core.markup.keys import COURSE_KEYS, LESSON_KEYS
from lms.core.practice import KINDS
from lms.core.problems import Problem
from lms.core.questions import QuestionType, parse_bank
from lms.core.questions.importing import read_file
from lms.core.questions.native import write_question
from lms.core.questions.settings import READERS
from tests.authoring.uploads import trainer
from tests.core.markup.folders import ROOT, TODAY, picture
from tests.factories import Site, post

GUIDES = {"vi": ROOT / "docs" / "authoring.md", "en": ROOT / "docs" / "authoring.en.md"}
SAID = {
    "vi": ("Dòng", {"error": "lỗi", "warning": "lời nhắc"}),
    "en": ("Line", {"error": "error", "warning": "warning"}),
}
_FENCE = re.compile(r"^(~{4,})([^\n]*)\n(.*?)^\1$", re.MULTILINE | re.DOTALL)
_BANK = '---\nid: thu\ntitle: "Thử"\n---\n'


@dataclass(frozen=True)
class Example:
    number: int
    kind: str
    is_wrong: bool
    file_name: str
    text: str
    findings: tuple[str, ...] = ()


def examples(lang: str) -> list[Example]:
    """Return the examples of a guide in their order, a wrong one with the findings that are printed below it."""
    found: list[Example] = []
    for _, info, text in _FENCE.findall(GUIDES[lang].read_text(encoding="utf-8")):
        words = info.split()
        if words == ["text", "finding"]:
            last = found.pop()
            found.append(
                Example(last.number, last.kind, True, last.file_name, last.text, tuple(text.splitlines()))
            )
        elif words[0] == "markdown":
            kinds = [word for word in words[1:] if word != "wrong"]
            name = kinds[1] if len(kinds) > 1 else "01-bai.md"
            found.append(Example(len(found) + 1, kinds[0], "wrong" in words, name, text))
    return found


def one(kind: str) -> Example:
    return next(each for each in examples("vi") if each.kind == kind)


def known() -> Known:
    """Return what the guide's own bank and glossary offer to its lessons."""
    terms, _ = compile_glossary(one("glossary").text.encode())
    bank, _ = bank_of(one("bank").text)
    assert bank is not None
    pools = frozenset(pool.id for pool in bank.pools)
    return Known({bank.id: (bank.id, pools)}, frozenset(term.id for term in terms), frozenset({"mo-may"}))


def bank_of(text: str):  # type: ignore[no-untyped-def]
    return parse_bank(
        text.encode(), "quizzes/thu.md", lambda piece, inline: render_markdown(piece, inline=inline)
    )


def course_around(example: Example) -> CourseSource:
    """Return a course that holds the example and whatever it speaks of."""
    text, name = example.text, example.file_name
    if example.kind == "part":
        total = sum(int(minutes) for minutes in re.findall(r"^Thời gian: (\d+) phút", text, re.MULTILINE))
        text = f'---\nid: bai\ntitle: "Bài"\nminutes: {total or 5}\n---\n{text}'
    fields = "".join(f'  - {{name: {field}, label: "Ô"}}\n' for field in dict.fromkeys(FIELD.findall(text)))
    front = f'---\nid: khoa\ntitle: "Khóa"\n{"local_fields:" if fields else ""}\n{fields}---\n'
    files = {"course.md": front.encode(), name: text.encode()}
    for path in re.findall(r"(?:\]\(|^ảnh: )(media/[a-z-]+\.webp)", text, re.MULTILINE):
        files[path] = picture("WEBP")
    for other in re.findall(r"\]\((\d\d-[a-z-]+\.md)", text):
        files[other] = next(each.text for each in examples("vi") if each.file_name == other).encode()
    return CourseSource("khoa", files)


def course_of(example: Example) -> CourseSource:
    """Return a course folder with the example as its course.md and a lesson for each that it names."""
    slug = re.search(r"^id: (\S+)", example.text, re.MULTILINE)
    minutes = re.search(r"^minutes: (\d+)", example.text, re.MULTILINE)
    listed = re.search(r"lessons: \[([^\]]*)\]", example.text)
    lessons = listed[1].split(", ") if listed else ["bai"]
    each = int(minutes[1]) // len(lessons) if minutes else 5
    fields = " ".join(f"{{{{{name}}}}}" for name in re.findall(r"- name: (\w+)", example.text))
    body = f"## Bước 1. Mở {{#mo}}\nThời gian: {each} phút\n\nBấm {fields}.\n"
    files = {
        f"{number:02}-bai.md": f'---\nid: {lesson}\ntitle: "Bài"\nminutes: {each}\n---\n{body}'.encode()
        for number, lesson in enumerate(lessons, 1)
    }
    return CourseSource(slug[1] if slug else "khoa", {"course.md": example.text.encode(), **files})


def problems_of(example: Example) -> tuple[Problem, ...]:
    match example.kind:
        case "glossary":
            return compile_glossary(example.text.encode())[1]
        case "bank":
            return tuple(bank_of(example.text)[1])
        case "question":
            return tuple(bank_of(_BANK + example.text)[1])
        case "course":
            return compile_course(course_of(example), known(), TODAY).problems
    return compile_course(course_around(example), known(), TODAY).problems


def said(example: Example, lang: str) -> list[str]:
    """Return what the report says of an example, with the lines counted from its own first."""
    above = {"part": 5, "question": 4}.get(example.kind, 0)
    line, levels = SAID[lang]
    return [
        f"{line} {each.line - above} · {levels[each.level]}: {each.vi if lang == 'vi' else each.en}"
        for each in problems_of(example)
    ]


def imports(lang: str) -> list[tuple[str, str, str]]:
    """Return each file of another program in the guide: its kind, its text, and the question that it shall become."""
    fences = [
        (info.split(), text) for _, info, text in _FENCE.findall(GUIDES[lang].read_text(encoding="utf-8"))
    ]
    return [
        (words[1], text, after)
        for (words, text), (_, after) in pairwise(fences)
        if words[0] == "text" and words[1:] in (["paper"], ["gift"])
    ]


@pytest.mark.parametrize("lang", GUIDES)
def test_files_of_other_programs_become_the_questions_that_the_guide_shows(lang: str) -> None:
    kinds = []
    for kind, text, expected in imports(lang):
        reading = read_file(text.encode(), "de")
        assert reading.troubles == ()
        assert [write_question(each) for each in reading.manuscript.questions] == [expected]
        kinds.append(kind)
    assert kinds == ["paper", "gift"]


ALL = [(lang, each) for lang in GUIDES for each in examples(lang)]
NAMES = [f"{lang}-{each.number}-{each.kind}" for lang, each in ALL]


@pytest.mark.parametrize(("lang", "example"), ALL, ids=NAMES)
def test_an_example_of_the_guide_gets_the_remarks_that_the_guide_says(lang: str, example: Example) -> None:
    assert said(example, lang) == list(example.findings)
    assert bool(example.findings) == example.is_wrong


def test_both_languages_show_the_same_examples() -> None:
    vi, en = ([(one.kind, one.is_wrong, one.text) for one in examples(lang)] for lang in GUIDES)
    assert vi == en
    assert len(vi) > 25


def test_the_first_course_and_its_lesson_are_a_whole_that_can_be_published() -> None:
    course, lesson = one("course"), one("lesson")
    files = {"course.md": course.text.encode(), lesson.file_name: lesson.text.encode()}
    found = compile_course(CourseSource("may-cua-toi", files), known(), TODAY)
    assert found.problems == ()
    assert found.course is not None
    assert [item.key for item in found.course.lessons[0].items] == ["mo-may/bat-may", "mo-may/xem-gio"]


def items() -> list[Item]:
    parts = [each for each in examples("vi") if each.kind == "part" and not each.is_wrong]
    courses = [compile_course(course_around(each), known(), TODAY).course for each in parts]
    return [item for course in courses if course for lesson in course.lessons for item in lesson.items]


def test_every_kind_of_task_and_of_question_has_its_example() -> None:
    assert {item.task.kind for item in items() if item.task} == set(KINDS)
    questions = [each for each in examples("vi") if each.kind == "question" and not each.is_wrong]
    types = {question.type for each in questions for question in bank_of(_BANK + each.text)[0].questions}
    assert types == set(QuestionType)


def test_every_kind_of_passage_has_its_example() -> None:
    kinds = {segment.kind for item in items() for segment in item.body}
    assert kinds == {"html", "variants", "checks", "video"}
    assert {item.kind for item in items()} == {"step", "task", "quiz"}


@pytest.mark.parametrize("lang", GUIDES)
def test_the_tables_of_keys_name_every_key_and_no_other(lang: str) -> None:
    text = GUIDES[lang].read_text(encoding="utf-8")
    tables = re.findall(r"(?:^\| `[a-z_]+` \|.*\n)+", text, re.MULTILINE)
    named = [re.findall(r"^\| `([a-z_]+)` \|", table, re.MULTILINE) for table in tables]
    assert [sorted(keys) for keys in named] == [sorted(COURSE_KEYS), sorted(LESSON_KEYS), sorted(READERS)]


@pytest.mark.parametrize("lang", GUIDES)
def test_every_file_that_the_guide_links_to_is_there(lang: str) -> None:
    text = _FENCE.sub("", GUIDES[lang].read_text(encoding="utf-8"))
    targets = [target for target in re.findall(r"\]\(([^)#]+)[^)]*\)", text) if "://" not in target]
    assert targets
    assert [target for target in targets if not (Path(GUIDES[lang].parent) / target).exists()] == []


@pytest.mark.parametrize("lang", GUIDES)
def test_trainers_read_the_guide_on_the_site_in_their_language(site: Site, lang: str) -> None:
    client = site.client(trainer(site))
    post(client, "/ngon-ngu", language=lang)
    page = client.get("/soan-bai/huong-dan").text
    text = GUIDES[lang].read_text(encoding="utf-8")
    assert page.count('<section class="guide') == len(re.findall(r"^## \d+\. ", text, re.MULTILINE))
    assert escape(one("lesson").text.splitlines()[-1]) in page
    assert "~~~~" not in page
    assert not re.findall(r'href="[^"]*\.md', page)


def test_the_guide_is_linked_where_trainers_begin_and_closed_to_learners(site: Site) -> None:
    client = site.client(trainer(site))
    for path in ("/soan-bai", "/soan-bai/tai-len"):
        assert 'href="/soan-bai/huong-dan"' in client.get(path).text
    assert site.client(site.person()).get("/soan-bai/huong-dan").status_code == 403


def test_a_process_renders_the_guide_once(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    client = site.client(trainer(site))
    client.get("/soan-bai/huong-dan")  # which carries the style sheet besides
    first = client.get("/soan-bai/huong-dan").text
    monkeypatch.setattr(guide_page, "read_guide", lambda *_: pytest.fail("the guide was rendered again"))
    assert len(client.get("/soan-bai/huong-dan").text) == len(first)
