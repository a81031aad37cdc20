"""The blueprint that the pages of mentoring share."""

from flask import Blueprint

bp = Blueprint("mentoring", __name__)
