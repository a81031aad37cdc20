"""Asking for help and offering it, vetoes, suggested pairs, the coordinator's board."""

from lms.matching.views import needing, offering, vetoing
from lms.matching.views.blueprint import bp

__all__ = ["bp", "needing", "offering", "vetoing"]
