"""Views of this feature."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from lms.web.access import signed_in

bp = Blueprint("quizzes", __name__)


@bp.get("/kiem-tra")
@signed_in
def intro() -> ResponseReturnValue:
    """Show the page."""
    return ""
