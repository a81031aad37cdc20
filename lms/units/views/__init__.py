"""The roster of a unit, printed cards, and for admins the tree, roles and the log."""

from lms.units.views import cards, log, people, roles, tree
from lms.units.views.blueprint import bp

__all__ = ["bp", "cards", "log", "people", "roles", "tree"]
