"""The courses that come with the site: each lesson whole, each bank wide enough, every term of the glossary in use."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from flask import Flask

from lms.authoring.queries import CompiledContent, read_content
from lms.core.markup import Course, Lesson
from lms.core.questions import Bank, Question
from lms.core.questions.model import QuestionType
from tests.content import compiled_once
from tests.core.markup.folders import ROOT

LESSONS = {
    "chu-ky-so": 8,
    "tri-tue-nhan-tao": 8,
    "ho-so-dien-tu": 8,
    "c-thai-nguyen": 10,
    "nguoi-huong-dan": 4,
}
CODES = {
    *(f"1.{n}" for n in range(1, 5)),
    *(f"{domain}.{n}" for domain in (2, 3, 4, 5) for n in range(1, 4)),
    *(f"6.{n}" for n in range(1, 5)),
}
"""The competences of the teacher framework, Thông tư 18/2026/TT-BGDĐT."""

PALETTE = {
    "#f1ede2",
    "#ffffff",
    "#0e5a57",
    "#cfe3df",
    "#b35c00",
    "#f6dfc0",
    "#1b2430",
    "#5b6673",
    "#a61b1b",
    "none",
}
SMALLEST_LETTERS = 18
HALF_A_YEAR = timedelta(days=184)

courses = pytest.mark.parametrize("slug", LESSONS)
drawings = pytest.mark.parametrize(
    "path", sorted((ROOT / "courses").glob("*/media/*.svg")), ids=lambda path: f"{path.parts[-3]}/{path.stem}"
)


@pytest.fixture
def content(app: Flask) -> CompiledContent:
    """Everything that is shipped, compiled once a run."""
    with app.app_context():
        return compiled_once(read_content((ROOT / "courses", ROOT / "quizzes")))


def course_of(content: CompiledContent, slug: str) -> Course:
    course = content.courses[slug].course
    assert course is not None, [problem.text("vi") for problem in content.courses[slug].problems]
    return course


def bank_of(content: CompiledContent, slug: str) -> Bank:
    bank = content.banks[slug].bank
    assert bank is not None
    return bank


def source_of(slug: str, lesson: Lesson) -> str:
    """Return the lesson as it was written."""
    texts = (path.read_text(encoding="utf-8") for path in sorted((ROOT / "courses" / slug).glob("[0-9]*.md")))
    return next(text for text in texts if f"\nid: {lesson.id}\n" in text)


def test_nothing_is_left_to_mend(content: CompiledContent) -> None:
    assert [(problem.path, problem.line, problem.text("vi")) for problem in content.problems] == []


def test_the_five_courses_are_all_that_is_shipped(content: CompiledContent) -> None:
    assert set(content.courses) == set(content.banks) == set(LESSONS)


@courses
def test_a_course_says_for_whom_it_is_and_what_it_evidences(content: CompiledContent, slug: str) -> None:
    course = course_of(content, slug)
    assert len(course.lessons) == LESSONS[slug]
    assert course.status == "published"
    assert course.certificate
    assert all((course.summary, course.audience, course.license))
    assert course.skills
    assert all(skill.codes and set(skill.codes) <= CODES for skill in course.skills)
    in_modules = [lesson for module in course.modules for lesson in module.lesson_ids]
    assert in_modules == [lesson.id for lesson in course.lessons]


@courses
def test_every_local_field_is_labelled_for_whoever_fills_it_in(content: CompiledContent, slug: str) -> None:
    course = course_of(content, slug)
    assert {field.name for field in course.local_labels} == set(course.local_fields)
    assert all(field.label and field.hint for field in course.local_labels)


@courses
def test_a_lesson_is_whole(content: CompiledContent, slug: str) -> None:
    for lesson in course_of(content, slug).lessons:
        kinds = Counter(item.kind for item in lesson.items)
        text = source_of(slug, lesson)
        assert lesson.outcome, lesson.id
        assert 1 <= kinds["step"] <= 5, lesson.id
        assert kinds["task"], lesson.id
        assert all(item.minutes for item in lesson.items if item.kind != "quiz"), lesson.id
        assert "### Nếu gặp lỗi" in text, lesson.id
        assert re.search(r"\bgiữ lại\b", text, re.IGNORECASE), lesson.id


@courses
def test_a_lesson_has_sources_and_a_date_to_look_again(content: CompiledContent, slug: str) -> None:
    for lesson in course_of(content, slug).lessons:
        assert lesson.sources, lesson.id
        looked, again = (date.fromisoformat(day or "") for day in (lesson.checked_on, lesson.review_by))
        assert looked < again <= looked + HALF_A_YEAR, lesson.id


@courses
def test_a_lesson_ends_with_a_quick_check_and_the_course_with_all_of_them(
    content: CompiledContent, slug: str
) -> None:
    course, bank = course_of(content, slug), bank_of(content, slug)
    draws = {pool.id: pool.draw for pool in bank.pools}
    for lesson in course.lessons:
        pools = [item.quiz.pool for item in lesson.items if item.quiz and item.quiz.pool]
        assert [2 <= (draws[pool] or 0) <= 4 for pool in pools] == [True], lesson.id
    wholes = [
        lesson.id for lesson in course.lessons for item in lesson.items if item.quiz and not item.quiz.pool
    ]
    assert wholes == [course.lessons[-1].id]


@courses
def test_a_bank_is_wide_and_drawn_from_pools(content: CompiledContent, slug: str) -> None:
    bank = bank_of(content, slug)
    assert len(bank.questions) >= 24
    assert len({question.type for question in bank.questions}) >= 7
    assert all(pool.draw and len(pool.questions) > pool.draw for pool in bank.pools)
    lessons = {lesson.id for lesson in course_of(content, slug).lessons}
    assert {question.lesson for question in bank.questions} == lessons


def wrong_answers(question: Question) -> Iterator[tuple[str, str]]:
    """Yield what a learner could wrongly choose, and what is said to it."""
    if question.type in (QuestionType.SINGLE, QuestionType.TRUE_FALSE, QuestionType.MULTIPLE):
        for option in question.options:
            if not option.right:
                yield option.text, option.feedback_html


@courses
def test_a_wrong_answer_is_answered(content: CompiledContent, slug: str) -> None:
    questions = bank_of(content, slug).questions
    assert [question.id for question in questions if not question.explanation_html] == []
    unanswered = [
        (question.id, text) for question in questions for text, said in wrong_answers(question) if not said
    ]
    assert unanswered == []


@courses
def test_the_right_answer_is_not_told_by_its_length(content: CompiledContent, slug: str) -> None:
    """Somebody who always takes the longest option must not pass."""
    singles = [one for one in bank_of(content, slug).questions if one.type == QuestionType.SINGLE]
    longest = [max(one.options, key=lambda option: len(option.text)).right for one in singles]
    assert sum(longest) <= 0.6 * len(longest)


def test_every_term_of_the_glossary_is_met_in_a_lesson(content: CompiledContent) -> None:
    assert content.terms is not None
    assert len(content.terms) >= 62
    lessons = (path.read_text(encoding="utf-8") for path in (ROOT / "courses").glob("*/[0-9]*.md"))
    linked = {term for text in lessons for term in re.findall(r"\(\.\./glossary\.md#([a-z0-9-]+)\)", text)}
    assert {term.id for term in content.terms} - linked == set()


@drawings
def test_a_drawing_keeps_to_the_palette_and_can_be_read_on_a_phone(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    colours = {colour.lower() for colour in re.findall(r'\b(?:fill|stroke|color)="([^"]*)"', text)}
    assert colours <= PALETTE
    sizes = [float(size) for size in re.findall(r'font-size="([0-9.]+)', text)]
    assert all(size >= SMALLEST_LETTERS for size in sizes)
    assert re.search(r'viewBox="0 0 340 \d+"', text)
    assert len(text.encode()) <= 6_500
