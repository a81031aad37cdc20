"""What the checker sees only where courses, banks and glossary come together, and that none of them can hold it up."""

import time
from datetime import date

import pytest

from lms.authoring.queries import Content, compile_content, compiling
from lms.core import markup, questions
from tests.content import BANK, GLOSSARY, publish, small_course
from tests.factories import Site

TODAY = date(2026, 11, 21)
ASKING = '---\nid: hoi\ntitle: "Hỏi"\n---\n## Câu {#c lesson=%s}\n- (x) a\n- ( ) b\n'


def codes(site: Site, content: Content) -> list[tuple[str, int, str, str]]:
    with site.app.app_context():
        found = compile_content(content, TODAY).problems
    return [(problem.path, problem.line, problem.level, problem.code) for problem in found]


def test_a_lesson_to_reread_that_no_course_has_is_a_warning_at_its_question(site: Site) -> None:
    banks = {"thu-nghiem": BANK.encode(), "hoi": (ASKING % "bai-muoi").encode()}
    content = Content({"thu-nghiem": small_course()}, banks, GLOSSARY.encode())
    assert codes(site, content) == [("quizzes/hoi.md", 5, "warning", "unknown-lesson")]


def test_a_lesson_to_reread_may_be_published_already(site: Site) -> None:
    publish(site)
    assert codes(site, Content({}, {"hoi": (ASKING % "bai-mot").encode()}, None)) == []
    assert codes(site, Content({}, {"hoi": (ASKING % "bai-muoi").encode()}, None)) == [
        ("quizzes/hoi.md", 5, "warning", "unknown-lesson")
    ]


def test_lessons_to_reread_are_not_judged_where_no_course_is_known(site: Site) -> None:
    assert codes(site, Content({}, {"hoi": (ASKING % "bai-muoi").encode()}, None)) == []


def test_lessons_to_reread_are_not_judged_while_a_course_cannot_be_read(site: Site) -> None:
    broken = {**small_course(), "02-hong.md": b"\xff"}
    found = codes(site, Content({"thu-nghiem": broken}, {"hoi": (ASKING % "bai-hong").encode()}, None))
    assert "unknown-lesson" not in {code for _, _, _, code in found}
    assert "not-utf8" in {code for _, _, _, code in found}


def test_a_bank_that_cannot_be_read_is_not_also_said_to_be_missing(site: Site) -> None:
    broken = {"thu-nghiem": BANK.replace("- (x)", "- ( )").encode()}
    found = codes(site, Content({"thu-nghiem": small_course()}, broken, GLOSSARY.encode()))
    assert found
    assert {path for path, _, _, _ in found} == {"quizzes/thu-nghiem.md"}


def busy(*arguments: object) -> None:
    end = time.process_time() + 60
    while time.process_time() < end:
        pass


def test_a_bank_and_a_glossary_that_take_too_long_are_named_and_the_rest_is_still_checked(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(questions, "parse_bank", busy)
    monkeypatch.setattr(markup, "compile_glossary", busy)
    monkeypatch.setattr(compiling, "BANK_CPU_SECONDS", 0.2)
    content = Content({"thu-nghiem": {"course.md": b"\xff"}}, {"hoi": b"---"}, b"## tu")
    found = codes(site, content)
    assert ("glossary.md", 1, "error", "too-slow") in found
    assert ("quizzes/hoi.md", 1, "error", "too-slow") in found
    assert ("thu-nghiem/course.md", 1, "error", "not-utf8") in found
