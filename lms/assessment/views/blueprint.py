"""The blueprint that the views of this feature join."""

from flask import Blueprint

from lms.core.questions.numbers import written

bp = Blueprint("assessment", __name__)
bp.add_app_template_filter(written, "points")
