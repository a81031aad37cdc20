"""What concerns me: the page of notices."""

from flask import Blueprint

from lms.notices import models

__all__ = ["bp", "models"]

bp = Blueprint("notices", __name__)
