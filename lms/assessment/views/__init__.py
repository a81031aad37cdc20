"""The pages of assessment; importing this package declares them."""

from lms.assessment.views.blueprint import bp

__all__ = ["bp"]
