"""My mentor, asking for help, invitations, letting a pair rest, and the board on which an officer pairs people."""

from lms.pairing.views import asking, board, inviting, resting
from lms.pairing.views.blueprint import bp

__all__ = ["asking", "board", "bp", "inviting", "resting"]
