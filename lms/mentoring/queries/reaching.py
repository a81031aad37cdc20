"""How far the goals of pairs are reached, as the ledger says at this moment."""

from collections.abc import Sequence
from datetime import datetime

from lms.core.proficiency import Ability
from lms.core.reaching import Reached, reached
from lms.pairing.models import PairGoal
from lms.skills.queries import list_abilities, list_skills


def list_reached(goals: Sequence[tuple[PairGoal, int]], now: datetime) -> dict[int, Reached]:
    """Return by goal how far it is reached; ``goals`` come with whose they are. What is not agreed is not reached."""
    agreed = [(goal, learner) for goal, learner in goals if goal.agreed_at]
    if not agreed:
        return {}
    skills = [skill.name for skill in list_skills() if skill.is_provable]
    known = list_abilities(sorted({learner for _goal, learner in agreed}), skills, now)
    found = {}
    for goal, learner in agreed:
        of_one = known.get(learner, {})
        how_far = reached(goal.skill, {name: of_one.get(name, Ability()) for name in skills})
        if how_far:
            found[goal.id] = how_far
    return found
