"""The lessons that questions send people back to: whether there are such lessons. A bank alone cannot know."""

from collections.abc import Collection

from lms.core.problems import Problem
from lms.core.questions.findings import Findings, instead, quoted
from lms.core.questions.model import Bank


def note_lessons(bank: Bank, path: str, lessons: Collection[str]) -> tuple[Problem, ...]:
    """Return a warning for each question whose ``lesson=`` is none of ``lessons``, those of all known courses."""
    findings = Findings(path)
    for question in bank.questions:
        if question.lesson is not None and question.lesson not in lessons:
            vi, en = instead(question.lesson, sorted(lessons)) if lessons else ("bỏ đi.", "remove it.")
            findings.warn(
                question.line,
                "unknown-lesson",
                f"Không khóa nào có bài {quoted(question.lesson)} để xem lại; {vi}",
                f"No course has the lesson {quoted(question.lesson)} to reread; {en}",
            )
    return findings.in_order()
