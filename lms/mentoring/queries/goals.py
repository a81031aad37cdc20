"""What can be a goal, how goals are called, and the next step towards one."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from lms.core.completion import ItemState
from lms.core.markup import Item, Lesson
from lms.core.sight import EVERYTHING, Sight, sight
from lms.courses.queries import FOR_MENTORS, Head, get_published, list_heads
from lms.pairing.models import PairGoal
from lms.progress.queries import Standing

_OPEN = (ItemState.NEW, ItemState.STARTED, ItemState.RETURNED)


@dataclass(frozen=True)
class Aim:
    """Something that can be a goal: a skill, a whole course (``is_course``), or everything (no ``slug``)."""

    skill: str
    title: str
    slug: str = ""
    course_title: str = ""

    @property
    def is_course(self) -> bool:
        return bool(self.slug) and self.skill == self.slug


def list_aims() -> dict[str, Aim]:
    """Return by name what can be a goal today: each published course with its skills. Everything is for pages to add."""
    aims: dict[str, Aim] = {}
    for head in list_heads():
        course = get_published(head.revision_id).course
        if FOR_MENTORS in course.tags:
            continue
        aims[head.slug] = Aim(head.slug, head.title, head.slug, head.title)
        for skill in course.skills:
            name = f"{head.slug}/{skill.id}"
            aims[name] = Aim(name, skill.title, head.slug, head.title)
    return aims


@dataclass(frozen=True)
class NextStep:
    """The next thing to do towards a goal."""

    head: Head
    lesson: Lesson
    item: Item


def next_towards(skill: str, standings: Sequence[tuple[Head, Standing]]) -> NextStep | None:
    """Return the first item of a goal that its learner has not done, in the course most lately worked on first."""
    towards = sight([skill])
    for head, standing in sorted(standings, key=lately, reverse=True):
        if standing.completed_at is None and towards.takes_in_course(head.slug):
            found = _first_open(towards, head, standing)
            if found:
                return found
    return None


def lately(each: tuple[Head, Standing]) -> tuple[str, int]:
    """Order courses by when they were last worked on."""
    return str(each[1].last_at or ""), -each[0].id


def _first_open(towards: Sight, head: Head, standing: Standing) -> NextStep | None:
    published = get_published(head.revision_id)
    lessons = towards.lessons(published.course)
    keys = [standing.next_key, *published.keys] if standing.next_key in published.items else published.keys
    for key in keys:
        lesson, item = published.items[key]
        if lesson.id in lessons and standing.state(key) in _OPEN:
            return NextStep(head, lesson, item)
    return None


def main_goal(goals: Iterable[PairGoal], reached: Collection[int] = ()) -> PairGoal | None:
    """Return the one goal that pages put first: agreed, not reached, the nearest day; a skill before everything."""
    ahead = [goal for goal in goals if goal.agreed_at and goal.reached_at is None and goal.id not in reached]
    return min(ahead, key=lambda goal: (goal.skill == EVERYTHING, goal.due_on, goal.id), default=None)
