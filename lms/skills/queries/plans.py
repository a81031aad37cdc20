"""The skills that the published courses declare, and which of their tasks evidence each.

Tasks evidence a skill, by whoever vouches for their kind: a machine or a person. A quiz asks what somebody knows, and a
step or a self-check is one's own word: they let a person claim the skill and prove nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from lms.core.completion import Trust
from lms.core.markup import Item, Skill
from lms.core.practice import KINDS
from lms.core.proficiency import SkillPlan
from lms.courses.queries import KEPT_REVISIONS, Head, Published, get_published, list_heads

WATCHED = "observed"


@dataclass(frozen=True)
class KnownSkill:
    """A skill of a published course as it is today; ``name`` is "course/skill"."""

    name: str
    title: str
    head: Head
    plan: SkillPlan
    keys: tuple[str, ...]
    """The items of its lessons, in reading order."""
    watched: frozenset[str] = frozenset()
    """The tasks that a person watches being done: only there can somebody see it done alone."""

    @property
    def published(self) -> Published:
        return get_published(self.head.revision_id)

    @property
    def is_provable(self) -> bool:
        """Whether there is any task that somebody or something else than one's own word could vouch for."""
        return bool(self.plan.machine or self.plan.person)


def list_skills() -> list[KnownSkill]:
    """Return every skill of the published courses, course by course."""
    return [
        KnownSkill(f"{head.slug}/{skill.id}", skill.title, head, plan, keys, watched)
        for head in list_heads()
        for skill, plan, keys, watched in _skills_of(head.revision_id)
    ]


_Planned = tuple[Skill, SkillPlan, tuple[str, ...], frozenset[str]]


@lru_cache(maxsize=KEPT_REVISIONS)
def _skills_of(revision_id: int) -> tuple[_Planned, ...]:
    published = get_published(revision_id)
    return tuple(_planned(skill, published.items) for skill in published.course.skills)


def _planned(skill: Skill, items: Mapping[str, tuple[object, Item]]) -> _Planned:
    keys = tuple(key for key in items if not skill.lesson_ids or key.split("/", 1)[0] in skill.lesson_ids)
    by_trust: dict[Trust | None, set[str]] = {Trust.MACHINE: set(), Trust.PERSON: set()}
    for key in keys:
        by_trust.setdefault(trust_of(items[key][1]), set()).add(key)
    plan = SkillPlan(frozenset(by_trust[Trust.MACHINE]), frozenset(by_trust[Trust.PERSON]), frozenset(keys))
    watched = frozenset(key for key in keys if (task := items[key][1].task) and task.kind == WATCHED)
    return skill, plan, keys, watched


def trust_of(item: Item) -> Trust | None:
    """Return who vouches for a task; None for what is no task, and for a kind that this program does not know."""
    kind = KINDS.get(item.task.kind) if item.task else None
    return kind.trust if kind else None
