"""Asking for help, invitations, and letting a pair rest."""

from lms.pairing.views import asking, inviting, resting
from lms.pairing.views.blueprint import bp

__all__ = ["asking", "bp", "inviting", "resting"]
