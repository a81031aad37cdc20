"""Asking for help and offering it, vetoes, suggested pairs, the coordinator's board."""

from lms.matching.views import (
    boards,
    by_hand,
    needing,
    offering,
    ruling,
    running,
    suggestions,
    twins,
    vetoing,
)
from lms.matching.views.blueprint import bp

__all__ = [
    "boards",
    "bp",
    "by_hand",
    "needing",
    "offering",
    "ruling",
    "running",
    "suggestions",
    "twins",
    "vetoing",
]
