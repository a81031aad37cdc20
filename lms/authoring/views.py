"""Views of this feature."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from lms.web.access import trainers_only

bp = Blueprint("authoring", __name__)


@bp.get("/soan-bai")
@trainers_only
def courses() -> ResponseReturnValue:
    """Show the page."""
    return ""
