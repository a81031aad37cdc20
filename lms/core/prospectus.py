"""What a course promises to somebody who has not begun it: outcomes, lessons in groups, how fresh its facts are.

Everything here is taken from what the authors wrote; nothing is promised that they did not.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from lms.core.markup import Course, Lesson
from lms.core.markup.course import UNVERIFIED
from lms.core.sharing_image import SharingFace
from lms.core.vietnamese import squeeze

LONGEST_DESCRIPTION = 200
WORDS: Final[Mapping[str, tuple[str, str, str]]] = {
    "vi": ("KHÓA HỌC", "{n} bài · khoảng {m} phút", " · có giấy chứng nhận"),
    "en": ("COURSE", "{n} lessons · about {m} minutes", " · with a certificate"),
}
"""What stands on a course's picture, in the course's own language: the picture is the same for every reader."""


@dataclass(frozen=True)
class LessonLine:
    """A lesson in the list; ``needs`` are the titles of what must be finished before it."""

    number: int
    title: str
    minutes: int
    needs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Group:
    """Lessons under one title; the title is empty where the authors made no groups."""

    title: str
    lessons: tuple[LessonLine, ...]


@dataclass(frozen=True)
class Freshness:
    """When the facts were checked, first and last, until when the first of them hold.

    ``overdue`` and ``unverified`` count lessons: past that date, and resting on what was not compared with its source.
    """

    checked_from: date | None
    checked_to: date | None
    holds_until: date | None
    overdue: int
    unverified: int


@dataclass(frozen=True)
class Prospectus:
    """A course as its public page tells it."""

    outcomes: tuple[str, ...]
    groups: tuple[Group, ...]
    codes: tuple[str, ...]
    sources: tuple[str, ...]
    freshness: Freshness
    description: str


def prospectus_of(course: Course, today: date) -> Prospectus:
    """Return what ``course`` promises as of ``today``."""
    return Prospectus(
        outcomes=tuple(_once(lesson.outcome for lesson in course.lessons)),
        groups=_groups(course),
        codes=tuple(_once(code for skill in course.skills for code in skill.codes)),
        sources=tuple(_once(source for lesson in course.lessons for source in lesson.sources)),
        freshness=_freshness(course.lessons, today),
        description=description_of(course),
    )


def description_of(course: Course) -> str:
    """Return one line for search results and shared links: the summary, else the outcomes, else the lessons."""
    for parts in (
        [course.summary],
        [lesson.outcome for lesson in course.lessons if lesson.outcome],
        [lesson.title for lesson in course.lessons],
    ):
        if text := squeeze("; ".join(parts)):
            return shortened(text)
    return shortened(course.title)


def shortened(text: str, most: int = LONGEST_DESCRIPTION) -> str:
    """Return ``text`` on one line, cut between words where it is too long."""
    text = squeeze(text)
    if len(text) <= most:
        return text
    whole, space, _cut = text[:most].rpartition(" ")
    return f"{(whole if space else text[: most - 1]).rstrip(' ,;:.')}…"


def face_of(course: Course, brand: str) -> SharingFace:
    """Return the words of the picture that shows beside a link to the course."""
    eyebrow, facts, certificate = WORDS.get(course.lang, WORDS["vi"])
    text = facts.format(n=len(course.lessons), m=course.minutes)
    return SharingFace(course.title, brand, eyebrow, text + certificate if course.certificate else text)


def _groups(course: Course) -> tuple[Group, ...]:
    """Return the lessons in their modules, in reading order; what is in none stands under no title."""
    titles = {lesson.id: lesson.title for lesson in course.lessons}
    lines = {
        lesson.id: LessonLine(
            number,
            lesson.title,
            lesson.minutes,
            tuple(titles[one] for one in lesson.requires if one in titles),
        )
        for number, lesson in enumerate(course.lessons, 1)
    }
    module_of = {one: module.title for module in course.modules for one in module.lesson_ids}
    groups: list[tuple[str, list[LessonLine]]] = []
    for lesson_id, line in lines.items():
        title = module_of.get(lesson_id, "")
        if not groups or groups[-1][0] != title:
            groups.append((title, []))
        groups[-1][1].append(line)
    return tuple(Group(title, tuple(found)) for title, found in groups)


def _freshness(lessons: Iterable[Lesson], today: date) -> Freshness:
    lessons = list(lessons)
    checked = sorted(date.fromisoformat(lesson.checked_on) for lesson in lessons if lesson.checked_on)
    review = sorted(date.fromisoformat(lesson.review_by) for lesson in lessons if lesson.review_by)
    return Freshness(
        checked_from=checked[0] if checked else None,
        checked_to=checked[-1] if checked else None,
        holds_until=review[0] if review else None,
        overdue=sum(1 for day in review if day < today),
        unverified=sum(1 for lesson in lessons if lesson.status == UNVERIFIED),
    )


def _once(texts: Iterable[str]) -> Iterable[str]:
    return dict.fromkeys(text for text in texts if text)
