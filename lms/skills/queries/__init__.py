"""Reading what people can really do: the skills of the published courses, and abilities folded from the ledger."""

from lms.skills.queries.abilities import find_abilities, list_abilities, list_proven
from lms.skills.queries.plans import KnownSkill, list_skills

__all__ = ["KnownSkill", "find_abilities", "list_abilities", "list_proven", "list_skills"]
