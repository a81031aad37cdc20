"""Views of this feature."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from lms.web.access import signed_in

bp = Blueprint("practice", __name__)


@bp.get("/nhiem-vu")
@signed_in
def task() -> ResponseReturnValue:
    """Show the page."""
    return ""
