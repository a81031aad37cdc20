"""The blueprint that the views of notices share."""

from flask import Blueprint

bp = Blueprint("notices", __name__)
