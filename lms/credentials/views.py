"""Views of this feature."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from lms.web.access import signed_in

bp = Blueprint("credentials", __name__)


@bp.get("/cua-toi")
@signed_in
def mine() -> ResponseReturnValue:
    """Show the page."""
    return ""
