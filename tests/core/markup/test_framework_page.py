"""The page of the teacher framework says what the shipped courses evidence: each code, course, skill, lesson and proof."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from lms.core.completion import Trust
from lms.core.markup import Course, CourseSource, Known, compile_course
from lms.core.practice import KINDS
from tests.core.markup.folders import ROOT, TODAY

PAGE = ROOT / "docs" / "framework.md"
SHIPPED_COURSES = sorted(front.parent for front in (ROOT / "courses").glob("*/course.md"))
CODES = [f"{domain}.{n}" for domain, most in enumerate((4, 3, 3, 3, 3, 4), 1) for n in range(1, most + 1)]
NONE = "chưa có"
PROOFS = {Trust.MACHINE: "máy", Trust.PERSON: "người", Trust.SELF: "tự khai"}

_ROW = re.compile(r"^\| (\d\.\d) " + r"\|([^|\n]*)" * 5 + r"\|$", re.MULTILINE)
_REASON = re.compile(r"^\| (\d\.\d(?:, \d\.\d)*) \| [^|]{40,} \|$", re.MULTILINE)


@dataclass(frozen=True)
class Claim:
    """A row of the table: that the lessons of a course evidence a code, and who checked the work in them."""

    code: str
    name: str
    course: str
    skill: str
    lessons: str
    proof: str


@pytest.fixture(scope="module")
def framework() -> str:
    """The page as it is written."""
    return PAGE.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def courses() -> dict[str, Course]:
    """The shipped courses, compiled."""
    return {course.id: course for course in map(_compiled, SHIPPED_COURSES)}


def _compiled(folder: Path) -> Course:
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }
    found = compile_course(CourseSource(folder.name, files), Known(), TODAY)
    assert found.course is not None, [problem.text("en") for problem in found.problems]
    return found.course


def claims_of(framework: str) -> Iterator[Claim]:
    for row in _ROW.finditer(framework):
        yield Claim(*(cell.strip().strip("`") for cell in row.groups()))


def proof_of(course: Course, lessons: str) -> str:
    """Return who checks the tasks of the lessons with these numbers, as the page words it."""
    numbers = [int(number) for number in lessons.split(", ")]
    tasks = [item.task for number in numbers for item in course.lessons[number - 1].items if item.task]
    trusts = {KINDS[task.kind].trust for task in tasks}
    return ", ".join(word for trust, word in PROOFS.items() if trust in trusts)


def test_all_twenty_codes_are_listed_in_order(framework: str) -> None:
    assert len(CODES) == 20
    assert list(dict.fromkeys(claim.code for claim in claims_of(framework))) == CODES


def test_each_skill_of_each_course_is_named_with_each_of_its_codes(
    framework: str, courses: dict[str, Course]
) -> None:
    claimed = {
        (code, course.id, skill.id)
        for course in courses.values()
        for skill in course.skills
        for code in skill.codes
    }
    named = {
        (claim.code, claim.course, claim.skill) for claim in claims_of(framework) if claim.course != NONE
    }
    assert named == claimed


def test_a_code_that_no_course_claims_is_said_to_have_none_and_why(
    framework: str, courses: dict[str, Course]
) -> None:
    claimed = {code for course in courses.values() for skill in course.skills for code in skill.codes}
    without = {claim.code for claim in claims_of(framework) if claim.course == NONE}
    assert without == set(CODES) - claimed
    reasons = [code for row in _REASON.finditer(framework) for code in row[1].split(", ")]
    assert sorted(reasons) == sorted(without)
    assert {
        claim.skill + claim.lessons + claim.proof for claim in claims_of(framework) if claim.course == NONE
    } == {""}


def test_the_lessons_named_are_there_and_checked_as_the_page_says(
    framework: str, courses: dict[str, Course]
) -> None:
    said = {claim: claim.proof for claim in claims_of(framework) if claim.course != NONE}
    assert said == {claim: proof_of(courses[claim.course], claim.lessons) for claim in said}


def test_every_lesson_evidences_something(framework: str, courses: dict[str, Course]) -> None:
    for course in courses.values():
        lists = [claim.lessons.split(", ") for claim in claims_of(framework) if claim.course == course.id]
        named = {int(number) for numbers in lists for number in numbers}
        assert named == set(range(1, len(course.lessons) + 1)), course.id


def test_the_page_says_in_english_what_it_is_and_links_what_is_there(framework: str) -> None:
    assert framework.split("\n\n")[1].startswith("*In English: ")
    links = re.findall(r"\]\(([^)#\s]+)\)", framework)
    assert links
    assert [link for link in links if not (PAGE.parent / link).exists()] == []
