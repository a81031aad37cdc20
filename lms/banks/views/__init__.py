"""The pages of banks; importing this package declares them."""

from lms.banks.views.blueprint import bp

__all__ = ["bp"]
