"""What a mentor may see of a mentee's learning: the activities of the goals that both agreed on, and nothing else. Pure.

A goal names a skill (``chu-ky-so/ky-va-doc-tep``), a whole course (``chu-ky-so``) or everything (``*``).
"""

from collections.abc import Collection
from dataclasses import dataclass

from lms.core.markup.course import Course

EVERYTHING = "*"


@dataclass(frozen=True)
class Sight:
    """The goals that open something. None agreed: nothing is seen but what the mentee sends."""

    goals: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.goals)

    def takes_in_course(self, slug: str) -> bool:
        """Tell whether anything at all of a course may be seen."""
        return any(goal in (EVERYTHING, slug) or goal.startswith(f"{slug}/") for goal in self.goals)

    def lessons(self, course: Course) -> frozenset[str]:
        """Return the ids of the course's lessons whose activities may be seen."""
        every = frozenset(lesson.id for lesson in course.lessons)
        if self.goals & {EVERYTHING, course.id}:
            return every
        return frozenset(
            lesson_id
            for skill in course.skills
            if f"{course.id}/{skill.id}" in self.goals
            for lesson_id in (skill.lesson_ids or every)
        )

    def takes_in(self, course: Course, item_key: str) -> bool:
        """Tell whether one item, ``lesson/item``, may be seen."""
        return item_key.partition("/")[0] in self.lessons(course)


def sight(goals: Collection[str]) -> Sight:
    """Return what the skills of agreed, not dropped goals open."""
    return Sight(frozenset(goals))
