"""The blueprint that the pages of mentoring share."""

from flask import Blueprint

from lms.mentoring import models

__all__ = ["bp", "models"]

bp = Blueprint("mentoring", __name__)
