"""Views of this feature."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from lms.web.access import signed_in

bp = Blueprint("mentoring", __name__)


@bp.get("/nguoi-toi-giup")
@signed_in
def dashboard() -> ResponseReturnValue:
    """Show the page."""
    return ""
