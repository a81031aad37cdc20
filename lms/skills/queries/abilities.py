"""How far people are in the skills of the published courses, for one person or for thousands at a time."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime

from lms.core.completion import Verb
from lms.core.proficiency import Ability, Evidence, Level, Proof, ability
from lms.skills.queries.evidence import CLAIMING, PROVING, list_evidence
from lms.skills.queries.plans import KnownSkill, list_skills


def find_abilities(user_id: int, now: datetime) -> dict[str, Ability]:
    """Return where a person stands in each skill, by its name; a skill that nothing is known of is there too."""
    skills = list_skills()
    found = {name: one for _user, name, one in _fold([user_id], skills, PROVING | CLAIMING, now)}
    return {skill.name: found.get(skill.name, Ability()) for skill in skills}


def list_abilities(
    user_ids: Sequence[int], skills: Collection[str], now: datetime
) -> dict[int, dict[str, Ability]]:
    """Return where these people stand in the named skills; whoever has nothing to show in a skill lacks it."""
    wanted = [skill for skill in list_skills() if skill.name in skills]
    found: dict[int, dict[str, Ability]] = {user_id: {} for user_id in user_ids}
    for user_id, name, one in _fold(user_ids, wanted, PROVING | CLAIMING, now):
        found[user_id][name] = one
    return found


def list_proven(user_ids: Sequence[int], now: datetime) -> dict[int, dict[str, datetime]]:
    """Return the skills that each of these people has proven, at least by practice, and since when.

    Who has proven nothing is left out. Claims and what was done with somebody's hands are not proven.
    """
    proven: dict[int, dict[str, datetime]] = {}
    for user_id, name, one in _fold(user_ids, list_skills(), PROVING, now, only_complete=True):
        if one.level >= Level.PRACTISED and one.practised_at:
            proven.setdefault(user_id, {})[name] = one.practised_at
    return proven


def _fold(
    user_ids: Sequence[int],
    skills: Iterable[KnownSkill],
    verbs: Iterable[Verb],
    now: datetime,
    *,
    only_complete: bool = False,
) -> Iterator[tuple[int, str, Ability]]:
    """Yield person, skill and standing where there is any evidence.

    ``only_complete`` passes over what cannot be proven yet, because events of some task are missing altogether.
    """
    of_course: dict[int, list[KnownSkill]] = {}
    for skill in skills:
        of_course.setdefault(skill.head.id, []).append(skill)
    aliases = {course_id: each[0].published.plan.aliases for course_id, each in of_course.items()}
    for user_id, course_id, found in list_evidence(user_ids, aliases, verbs):
        items, evidence = {each.item for each in found}, list(_by_now(found, now))
        for skill in of_course[course_id]:
            if not items.isdisjoint(skill.plan.all) and (not only_complete or _may_be_proven(skill, items)):
                yield user_id, skill.name, ability(skill.plan, evidence)


def _may_be_proven(skill: KnownSkill, items: set[str]) -> bool:
    return skill.is_provable and (skill.plan.machine or skill.plan.person) <= items


def _by_now(evidence: Iterable[Evidence], now: datetime) -> Iterator[Evidence]:
    """Yield what may count today: a proof dated later than this instant is some clock's mistake."""
    return (each for each in evidence if each.at <= now or each.proof is Proof.WITHDRAWN)
