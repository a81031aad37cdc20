"""My mentor, asking for help, ending a pair, and the board on which an officer pairs people."""

from lms.pairing.views import asking, board, ending, mine
from lms.pairing.views.blueprint import bp

__all__ = ["asking", "board", "bp", "ending", "mine"]
