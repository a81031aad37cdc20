"""Public pages: the catalogue, a course, its media, the glossary, search, help."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from lms.web.access import public

bp = Blueprint("courses", __name__)


@bp.get("/khoa-hoc")
@public
def catalogue() -> ResponseReturnValue:
    return ""


@bp.get("/tro-giup")
@public
def help_page() -> ResponseReturnValue:
    return ""
