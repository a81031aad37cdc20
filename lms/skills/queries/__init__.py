"""Reading what people can really do: the skills of the published courses, and abilities folded from the ledger."""

from lms.skills.queries.abilities import find_abilities, list_abilities, list_proven
from lms.skills.queries.next_steps import Line, Next, Step, again_key, list_lines, next_of
from lms.skills.queries.plans import KnownSkill, list_skills

__all__ = [
    "KnownSkill",
    "Line",
    "Next",
    "Step",
    "again_key",
    "find_abilities",
    "list_abilities",
    "list_lines",
    "list_proven",
    "list_skills",
    "next_of",
]
