"""Views of this feature."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from lms.web.access import signed_in

bp = Blueprint("pairing", __name__)


@bp.get("/nguoi-huong-dan")
@signed_in
def mentor() -> ResponseReturnValue:
    """Show the page."""
    return ""
