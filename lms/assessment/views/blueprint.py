"""The blueprint that the views of this feature join."""

from decimal import Decimal

from flask import Blueprint

from lms.core.questions.numbers import written

bp = Blueprint("assessment", __name__)


def points(number: Decimal) -> str:
    """Return points as people write them; two places tell results apart, and a third of a point goes on for ever."""
    return written(round(number, 2))


bp.add_app_template_filter(points, "points")
