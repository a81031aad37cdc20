"""Who could help whom: the rules, the score, the assignment, and the facts that explain a suggestion. Pure."""

from lms.core.matching.assignment import Scores, assign
from lms.core.matching.suggesting import (
    Fact,
    Left,
    Limits,
    Need,
    Offer,
    Outcome,
    Suggestion,
    Weights,
    Why,
    suggest,
)

__all__ = [
    "Fact",
    "Left",
    "Limits",
    "Need",
    "Offer",
    "Outcome",
    "Scores",
    "Suggestion",
    "Weights",
    "Why",
    "assign",
    "suggest",
]
