"""Who could help whom: the rules, the score, the assignment, and the facts that explain a suggestion. Pure."""

from lms.core.matching.assignment import Scores, assign

__all__ = ["Scores", "assign"]
