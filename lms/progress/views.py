"""What a learner sees."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from lms.web.access import public

bp = Blueprint("progress", __name__)


@bp.get("/")
@public
def home() -> ResponseReturnValue:
    return ""
