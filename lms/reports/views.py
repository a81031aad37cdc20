"""Views of this feature."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from lms.web.access import coordinators_only

bp = Blueprint("reports", __name__)


@bp.get("/bao-cao")
@coordinators_only
def overview() -> ResponseReturnValue:
    """Show the page."""
    return ""
