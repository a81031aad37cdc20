"""The skills that published courses declare, by the name under which needs, offers and goals keep them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lms.courses.queries import FOR_MENTORS, get_published, list_heads


@dataclass(frozen=True)
class Subject:
    """A published course and its skills: name as stored (``chu-ky-so/ky-va-doc-tep``) and title."""

    slug: str
    title: str
    summary: str
    skills: tuple[tuple[str, str], ...]


def list_subjects() -> list[Subject]:
    """Return the published courses that declare skills, but the mentors' own."""
    found = []
    for head in list_heads():
        course = get_published(head.revision_id).course
        if course.skills and FOR_MENTORS not in course.tags:
            named = tuple((f"{head.slug}/{skill.id}", skill.title) for skill in course.skills)
            found.append(Subject(head.slug, head.title, head.summary, named))
    return found


def skill_titles(subjects: Sequence[Subject]) -> dict[str, str]:
    """Return the title of each skill by its name."""
    return {name: title for subject in subjects for name, title in subject.skills}


def known_skills(subjects: Sequence[Subject], asked: Iterable[str]) -> list[str]:
    """Return those of the asked skills that a published course has, in the courses' order."""
    wanted = set(asked)
    return [name for name in skill_titles(subjects) if name in wanted]
