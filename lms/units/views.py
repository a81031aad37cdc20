"""Views of this feature."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from lms.web.access import admins_only

bp = Blueprint("units", __name__)


@bp.get("/quan-tri")
@admins_only
def tree() -> ResponseReturnValue:
    """Show the page."""
    return ""
